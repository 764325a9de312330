"""Who may write a part file, on file systems of any kind; and how room is taken."""

from __future__ import annotations

import errno
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from basespace_async._util.platform import locks, processes
from basespace_async._util.platform.processes import visible_processes
from basespace_async.downloads import DownloadError, allocation, locking
from basespace_async.downloads.identity import FileIdentity
from basespace_async.downloads.leftovers import remove_strays
from basespace_async.downloads.locking import lock_scope, open_locked
from basespace_async.downloads.part_file import PartFile
from basespace_async.downloads.paths import part_path

linux = pytest.mark.skipif(sys.platform != "linux", reason="other systems do not show who has a file open")
IDENTITY = FileIdentity("7", 1000, "abc")
BUSY = "is being downloaded already"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture(
    params=[errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP, 0], ids=["ENOSYS", "ENOLCK", "EOPNOTSUPP", "node"]
)
def poor_lock(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """Locks that are missing, or that other nodes do not see."""

    def flock(descriptor: int, operation: int) -> None:
        if request.param:
            raise OSError(request.param, os.strerror(request.param))

    monkeypatch.setattr(locks.fcntl, "flock", flock)
    return int(request.param)


@linux
@pytest.mark.usefixtures("poor_lock")
def test_without_a_lock_that_holds_a_part_file_in_use_is_not_taken_over(tmp_path: Path) -> None:
    first, second = (PartFile(tmp_path / "reads", [IDENTITY], 300) for _ in range(2))
    first.open()
    first.segments[0].write([b"x" * 300], 0)
    with pytest.raises(DownloadError, match=BUSY):
        second.open()
    assert (tmp_path / ".reads.part").read_bytes()[:300] == b"x" * 300
    first.segments[0].flush()
    assert first.close(keep=True) == 300
    second.open()
    assert second.segments[0].done == {0}
    second.close(keep=False)


def hold(path: str, told: multiprocessing.synchronize.Event, end: multiprocessing.synchronize.Event) -> None:
    descriptor = os.open(path, os.O_RDWR)
    told.set()
    end.wait(120)
    os.close(descriptor)


@pytest.mark.slow
@linux
@pytest.mark.usefixtures("poor_lock")
def test_another_process_is_seen_until_it_has_ended(tmp_path: Path) -> None:
    path = tmp_path / ".reads.part"
    path.write_bytes(b"of another process")
    context = multiprocessing.get_context("spawn")
    told, end = context.Event(), context.Event()
    process = context.Process(target=hold, args=(str(path), told, end))
    process.start()
    assert told.wait(120)
    with pytest.raises(DownloadError, match=BUSY):
        open_locked(str(path), tmp_path / "reads")
    process.kill()
    process.join()
    descriptor, is_new = open_locked(str(path), tmp_path / "reads")
    os.close(descriptor)
    assert not is_new


@linux
@pytest.mark.usefixtures("poor_lock")
def test_a_program_that_only_reads_a_part_file_is_not_in_the_way(tmp_path: Path) -> None:
    path = tmp_path / ".reads.part"
    path.write_bytes(b"left")
    with path.open("rb"):
        descriptor, _ = open_locked(str(path), tmp_path / "reads")
        os.close(descriptor)


def test_two_that_meet_at_a_leftover_do_not_both_give_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / ".reads.part"
    path.write_bytes(b"left")
    answers = iter([True, True, False])
    monkeypatch.setattr(locking, "is_open_elsewhere", lambda descriptor: next(answers))
    descriptor, is_new = open_locked(str(path), tmp_path / "reads")
    os.close(descriptor)
    assert not is_new


def test_a_part_file_that_lost_its_name_never_becomes_the_target(tmp_path: Path) -> None:
    part = PartFile(tmp_path / "reads", [IDENTITY], 300)
    part.open()
    (tmp_path / ".reads.part").unlink()
    (tmp_path / ".reads.part").write_bytes(b"another download's, half of it")
    with pytest.raises(DownloadError, match="was removed or replaced by somebody else"):
        part.finish()
    part.close(keep=False)
    assert not (tmp_path / "reads").exists()
    assert (tmp_path / ".reads.part").read_bytes() == b"another download's, half of it"


# --- names of a scope -------------------------------------------------------------------------------------------------


def test_locks_that_hold_need_no_scope(tmp_path: Path) -> None:
    assert lock_scope(tmp_path) == ""
    assert lock_scope(tmp_path / "there is none") == ""


@linux
def test_missing_locks_and_network_file_systems_have_the_scope_of_visible_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(locking, "is_on_a_network", lambda device: True)
        assert lock_scope(tmp_path) == visible_processes()

    def missing(*_: object) -> None:
        raise OSError(errno.ENOSYS, "no locks")

    monkeypatch.setattr(locks.fcntl, "flock", missing)
    assert lock_scope(tmp_path) == visible_processes()
    assert visible_processes() == visible_processes()


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("nfs4", True), ("lustre", True), ("fuse.sshfs", True), ("fuseblk", True), ("ext4", False), ("overlay", False)],
)
def test_network_file_systems_are_known_by_their_type(kind: str, expected: bool) -> None:
    assert (processes._NETWORK.fullmatch(kind) is not None) is expected


def test_each_scope_writes_a_file_of_its_own_and_one_goes_on_with_what_an_ended_one_left(tmp_path: Path) -> None:
    one, other = (PartFile(tmp_path / "reads", [IDENTITY], 300, scope) for scope in ("11111111", "22222222"))
    one.open()
    other.open()
    one.segments[0].write([b"1" * 300], 0)
    other.segments[0].write([b"2" * 300], 300)
    one.segments[0].flush()
    other.segments[0].flush()
    assert names(tmp_path) == [
        ".reads.11111111.part",
        ".reads.11111111.part.journal",
        ".reads.22222222.part",
        ".reads.22222222.part.journal",
    ]
    one.close(keep=True)
    assert {".reads.part", ".reads.part.journal"} < set(names(tmp_path))
    third = PartFile(tmp_path / "reads", [IDENTITY], 300, "33333333")
    third.open()
    assert third.segments[0].done == {0}
    assert ".reads.part" not in names(tmp_path)
    other.close(keep=True)
    third.segments[0].write([b"3" * 700], 300)
    third.finish()
    assert (tmp_path / "reads").read_bytes() == b"1" * 300 + b"3" * 700
    last = PartFile(tmp_path / "reads", [IDENTITY], 300)
    last.open()
    assert last.segments[0].done == {1}
    last.close(keep=False)
    assert names(tmp_path) == ["reads"]


def test_what_a_killed_one_left_under_the_common_name_is_not_claimed(tmp_path: Path) -> None:
    killed = PartFile(tmp_path / "reads", [IDENTITY], 300)
    killed.open()
    killed.segments[0].write([b"1" * 300], 0)
    killed.segments[0].flush()
    killed._close_descriptors()
    part = PartFile(tmp_path / "reads", [IDENTITY], 300, "33333333")
    part.open()
    assert part.segments[0].done == set()
    part.segments[0].write([b"x" * 1000], 0)
    part.finish()
    remove_strays(tmp_path / "reads", "33333333")
    assert names(tmp_path) == ["reads"]


def test_a_part_file_and_a_journal_of_two_downloads_are_not_taken_together(tmp_path: Path) -> None:
    part = PartFile(tmp_path / "reads", [IDENTITY], 300, "11111111")
    part.open()
    part.segments[0].write([b"1" * 300], 0)
    part.segments[0].flush()
    part.close(keep=True)
    left = part_path(tmp_path / "reads")
    (tmp_path / "copy").write_bytes(bytes(1000))
    os.replace(tmp_path / "copy", left)  # of another download, with the journal of the first one
    again = PartFile(tmp_path / "reads", [IDENTITY], 300, "22222222")
    again.open()
    assert again.segments[0].done == set()
    again.close(keep=False)
    assert names(tmp_path) == []


# --- links in the place of a part file --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [".reads.part", ".reads.part.journal"])
def test_a_hard_link_is_not_written_through(tmp_path: Path, name: str) -> None:
    kept = PartFile(tmp_path / "reads", [IDENTITY], 300)
    kept.open()
    kept.segments[0].write([b"1" * 300], 0)
    kept.segments[0].flush()
    kept.close(keep=True)
    outside = tmp_path / "precious"
    os.link(tmp_path / name, outside)
    before = outside.read_bytes()
    part = PartFile(tmp_path / "reads", [IDENTITY], 300)
    part.open()
    assert part.segments[0].done == set()
    part.segments[0].write([b"x" * 300], 0)
    part.segments[0].flush()
    assert outside.read_bytes() == before
    part.close(keep=False)
    assert names(tmp_path) == ["precious"]


def test_a_symbolic_link_in_place_of_the_journal_is_not_written_through(tmp_path: Path) -> None:
    outside = tmp_path / "precious"
    outside.write_bytes(b"precious")
    (tmp_path / ".reads.part.journal").symlink_to(outside)
    part = PartFile(tmp_path / "reads", [IDENTITY], 300)
    part.open()
    part.segments[0].write([b"x" * 300], 0)
    part.segments[0].flush()
    part.close(keep=True)
    assert outside.read_bytes() == b"precious"


def test_something_else_than_a_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / ".reads.part")
    with pytest.raises(DownloadError, match="something else than a file has that name"):
        open_locked(str(tmp_path / ".reads.part"), tmp_path / "reads")


# --- room -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def ext3(tmp_path: Path) -> Iterator[Path]:
    """A file system that cannot allocate, of 64 MiB."""
    image, folder = tmp_path / "image", tmp_path / "mounted"
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root can mount a file system")
    with image.open("wb") as stream:
        stream.truncate(64 << 20)
    folder.mkdir()
    made = subprocess.run(["mke2fs", "-q", "-t", "ext3", "-F", str(image)], capture_output=True, check=False)
    mounted = made.returncode or subprocess.run(["mount", "-o", "loop", image, folder], check=False).returncode
    if mounted:
        pytest.skip("no ext3 can be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_file_system_that_cannot_allocate_is_not_written_to_instead(ext3: Path) -> None:
    with (ext3 / "file").open("wb") as stream:
        allocation.allocate(stream.fileno(), 32 << 20)
    status = (ext3 / "file").stat()
    assert (status.st_size, status.st_blocks) == (32 << 20, 0)


def test_a_file_larger_than_the_disk_takes_nothing_of_it(ext3: Path) -> None:
    part = PartFile(ext3 / "reads", [FileIdentity("7", 10**12, "abc")], 1 << 24)
    free = os.statvfs(ext3).f_bavail
    with pytest.raises(DownloadError, match=r"1000000000000 bytes are needed, and \d+ are free"):
        part.open()
    part.close(keep=True)
    assert os.statvfs(ext3).f_bavail == free


def test_room_is_unknown_where_the_file_system_does_not_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Unknown:
        f_blocks = f_bavail = f_frsize = 0

    monkeypatch.setattr(os, "fstatvfs", lambda descriptor: Unknown())
    with (tmp_path / "file").open("wb") as stream:
        allocation.check_room(stream.fileno(), 10**15, tmp_path / "file")
