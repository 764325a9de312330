"""A part file keeps what is whole, through a kill at any byte, and nothing else."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from basespace_async._util.fsync import flush_folder
from basespace_async._util.platform import descriptors, locks
from basespace_async._util.platform.processes import visible_processes
from basespace_async.downloads import DownloadError, locking
from basespace_async.downloads.checksums import Digest
from basespace_async.downloads.identity import FileIdentity
from basespace_async.downloads.leftovers import remove_strays
from basespace_async.downloads.part_file import PartFile
from basespace_async.downloads.paths import part_path

CONTENT = bytes(range(250)) * 4
IDENTITY = FileIdentity("7", len(CONTENT), "abc")
PART = 300


@contextmanager
def opened(
    target: Path, identity: FileIdentity = IDENTITY, part_size: int = PART, *, keep: bool = True
) -> Iterator[PartFile]:
    part = PartFile(target, [identity], part_size)
    try:
        part.open()
        yield part
    finally:
        part.close(keep=keep)


def fetch(part: PartFile, *numbers: int) -> None:
    for number in numbers:
        start, stop = part.segments[0].span(number)
        part.segments[0].write([CONTENT[start : start + 100], CONTENT[start + 100 : stop]], start)
        part.segments[0].flush()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_gets_its_name_when_it_is_finished(tmp_path: Path) -> None:
    target = tmp_path / "a" / "reads.gz"
    with opened(target) as part:
        assert part.segments[0].parts == 4
        assert [part.segments[0].span(number) for number in range(4)] == [(0, 300), (300, 600), (600, 900), (900, 1000)]
        fetch(part, 2, 0, 3, 1)
        assert not target.exists()
        assert names(target.parent) == [".reads.gz.part", ".reads.gz.part.journal"]
        part.finish()
        assert names(target.parent) == ["reads.gz"]
    assert target.read_bytes() == CONTENT
    assert names(target.parent) == ["reads.gz"]


def test_room_for_the_whole_file_is_taken_at_the_beginning(tmp_path: Path) -> None:
    with opened(tmp_path / "reads"):
        assert (tmp_path / ".reads.part").stat().st_size == len(CONTENT)
        assert (tmp_path / ".reads.part").stat().st_blocks * 512 >= len(CONTENT)


def test_a_file_has_the_mode_of_any_other_file(tmp_path: Path) -> None:
    with opened(tmp_path / "reads") as part:
        fetch(part, 0, 1, 2, 3)
        part.finish()
    (tmp_path / "other").touch()
    assert (tmp_path / "reads").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_an_empty_file_has_no_parts(tmp_path: Path) -> None:
    with opened(tmp_path / "empty", FileIdentity("7", 0, "")) as part:
        assert part.segments[0].parts == 0
        part.finish()
    assert (tmp_path / "empty").read_bytes() == b""
    assert names(tmp_path) == ["empty"]


def test_a_file_in_one_piece_needs_no_journal_and_is_not_kept_half(tmp_path: Path) -> None:
    with opened(tmp_path / "reads", part_size=1000) as part:
        assert names(tmp_path) == [".reads.part"]
        part.segments[0].write([CONTENT], 0)
    assert names(tmp_path) == []


def test_what_is_whole_is_kept_and_gone_on_from(tmp_path: Path) -> None:
    with opened(tmp_path / "reads") as part:
        fetch(part, 1, 3)
        part.segments[0].write([b"half of a part"], 0)
    with opened(tmp_path / "reads") as part:
        assert part.segments[0].done == {1, 3}
        fetch(part, 0, 2)
        part.finish()
    assert (tmp_path / "reads").read_bytes() == CONTENT


def test_nothing_is_kept_where_nothing_is_whole_or_it_is_not_wanted(tmp_path: Path) -> None:
    with opened(tmp_path / "reads") as part:
        part.segments[0].write([b"half"], 0)
    assert names(tmp_path) == []
    with opened(tmp_path / "reads", keep=False) as part:
        fetch(part, 1)
    assert names(tmp_path) == []


def test_closing_what_was_never_opened_touches_nothing(tmp_path: Path) -> None:
    (tmp_path / ".reads.part").write_bytes(b"somebody else's")
    PartFile(tmp_path / "reads", [IDENTITY], PART).close(keep=False)
    assert names(tmp_path) == [".reads.part"]


@pytest.mark.parametrize(
    "other",
    [
        FileIdentity("8", 1000, "abc"),
        FileIdentity("7", 1000, "abd"),
        FileIdentity("7", 999, "abc"),
        FileIdentity("7", 1001, "abc"),
    ],
)
def test_what_was_kept_of_another_file_is_not_gone_on_from(tmp_path: Path, other: FileIdentity) -> None:
    with opened(tmp_path / "reads", other) as part:
        part.segments[0].write([CONTENT[:300]], 0)
        part.segments[0].flush()
    with opened(tmp_path / "reads") as part:
        assert part.segments[0].done == set()
        assert (tmp_path / ".reads.part").read_bytes() == bytes(1000)
        fetch(part, 0, 1, 2, 3)
        part.finish()
    assert (tmp_path / "reads").read_bytes() == CONTENT


def test_the_size_of_the_parts_stays_what_it_was(tmp_path: Path) -> None:
    with opened(tmp_path / "reads") as part:
        fetch(part, 3)
    with opened(tmp_path / "reads", part_size=450) as part:
        assert (part.segments[0].part_size, part.segments[0].parts, part.segments[0].done) == (300, 4, {3})


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"not json\n0\n",
        b"[]\n0\n",
        b'{"version": 2, "part_size": 300, "file_id": "7", "size": 1000, "etag": "abc"}\n0\n',
        b'{"version": 1, "part_size": 0, "file_id": "7", "size": 1000, "etag": "abc"}\n0\n',
        b'{"version": 1, "part_size": -1, "file_id": "7", "size": 1000, "etag": "abc"}\n0\n',
        b'{"version": 1, "part_size": "300", "file_id": "7", "size": 1000, "etag": "abc"}\n0\n',
        b'{"version": 1, "part_size": 1000, "file_id": "7", "size": 1000, "etag": "abc"}\n0\n',
        b'{"version": 1, "part_size": 300, "file_id": "7", "size": 1000, "etag": "abc"',
    ],
)
def test_a_journal_that_cannot_be_read_is_as_none(tmp_path: Path, damage: bytes) -> None:
    with opened(tmp_path / "reads") as part:
        fetch(part, 0, 1)
    (tmp_path / ".reads.part.journal").write_bytes(damage)
    with opened(tmp_path / "reads") as part:
        assert part.segments[0].done == set()
        fetch(part, 0)
    with opened(tmp_path / "reads") as part:
        assert part.segments[0].done == {0}


def test_a_journal_without_its_part_file_is_as_none(tmp_path: Path) -> None:
    with opened(tmp_path / "reads") as part:
        fetch(part, 0, 1)
    (tmp_path / ".reads.part").unlink()
    with opened(tmp_path / "reads") as part:
        assert part.segments[0].done == set()


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_journal_that_was_cut_at_any_byte_never_names_a_part_that_is_not_there(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("cut")
    size = 100 * 12
    identity = FileIdentity("7", size, "abc")
    with opened(folder / "reads", identity, 100) as part:
        for number in (11, 1, 10, 3):
            part.segments[0].write([b"x" * 100], number * 100)
            part.segments[0].flush()
    journal = folder / ".reads.part.journal"
    whole = journal.read_bytes()
    cut = data.draw(st.integers(0, len(whole)))
    journal.write_bytes(whole[:cut])
    with opened(folder / "reads", identity, 100) as part:
        assert part.segments[0].done <= {11, 1, 10, 3}
        assert len(part.segments[0].done) == min(4, max(0, whole[:cut].count(b"\n") - 1))
        part.segments[0].write([b"x" * 100], 500)
        part.segments[0].flush()
        expected = part.segments[0].done | {5}
    with opened(folder / "reads", identity, 100) as part:
        assert part.segments[0].done == expected


def test_part_numbers_beyond_the_end_are_ignored(tmp_path: Path) -> None:
    with opened(tmp_path / "reads") as part:
        fetch(part, 0)
    with (tmp_path / ".reads.part.journal").open("ab") as journal:
        journal.write(b"4\n99\n-1\nx\n\n2\n")
    with opened(tmp_path / "reads") as part:
        assert part.segments[0].done == {0, 2}


def test_a_part_is_on_the_disk_before_it_is_noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    real_sync, real_write = os.fsync, os.write
    with opened(tmp_path / "reads") as part:
        monkeypatch.setattr(os, "fsync", lambda fd: (calls.append("sync"), real_sync(fd))[1])
        monkeypatch.setattr(os, "write", lambda fd, data: (calls.append("note"), real_write(fd, data))[1])
        fetch(part, 0)
        assert calls == ["sync", "note"]
        calls.clear()
        real_replace = os.replace
        monkeypatch.setattr(os, "replace", lambda a, b: (calls.append("name"), real_replace(a, b))[1])
        part.finish()
        assert calls == ["sync", "name", "sync"]


def test_what_was_discarded_is_forgotten(tmp_path: Path) -> None:
    with opened(tmp_path / "reads") as part:
        fetch(part, 0, 1)
        part.segments[0].discard()
        assert part.segments[0].done == set()
        fetch(part, 2)
    with opened(tmp_path / "reads") as part:
        assert part.segments[0].done == {2}


def test_two_downloads_of_one_file_at_the_same_time_are_refused(tmp_path: Path) -> None:
    with opened(tmp_path / "reads") as part:
        fetch(part, 0)
        other = PartFile(tmp_path / "reads", [IDENTITY], PART)
        with pytest.raises(DownloadError, match="is being downloaded already"):
            other.open()
        other.close(keep=False)
        assert names(tmp_path) == [".reads.part", ".reads.part.journal"]
    with opened(tmp_path / "reads") as part:
        assert part.segments[0].done == {0}


def test_a_part_file_that_another_process_finished_meanwhile_is_not_written_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between opening and locking, the other one renames it: what was opened is the whole file by then."""
    whole = tmp_path / "reads"
    (tmp_path / ".reads.part").write_bytes(b"all of it")
    real = locking.try_lock
    moves = iter([True])

    def lock(descriptor: int) -> bool:
        if next(moves, False):
            os.replace(tmp_path / ".reads.part", whole)
        return real(descriptor)

    monkeypatch.setattr(locking, "try_lock", lock)
    with opened(whole) as part:
        part.segments[0].write([b"x"], 0)
        assert whole.read_bytes() == b"all of it"


def test_a_file_system_without_locks_can_be_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS, errno.EIO])

    def refuse(*_: object) -> None:
        raise OSError(next(answers), "no locks")

    monkeypatch.setattr(locks.fcntl, "flock", refuse)
    for _ in range(3):
        with opened(tmp_path / "reads"):
            pass
    with pytest.raises(OSError, match="no locks"), opened(tmp_path / "reads"):
        pass


def test_a_link_in_place_of_the_part_file_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_bytes(b"precious")
    (tmp_path / ".reads.part").symlink_to(outside)
    with pytest.raises(OSError), opened(tmp_path / "reads"):  # noqa: PT011
        pass
    assert outside.read_bytes() == b"precious"


def test_a_folder_of_the_final_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "reads").mkdir()
    with pytest.raises(DownloadError, match="there is a folder of that name"), opened(tmp_path / "reads"):
        pass
    assert names(tmp_path) == ["reads"]


@pytest.mark.parametrize("length", [100, 234, 235, 255])
def test_a_long_name_has_a_part_file_too(tmp_path: Path, length: int) -> None:
    target = tmp_path / ("x" * length)
    with opened(target) as part:
        fetch(part, 0)
    assert len(names(tmp_path)) == 2
    assert max(map(len, names(tmp_path))) <= 255
    with opened(target) as part:
        assert part.segments[0].done == {0}
        fetch(part, 1, 2, 3)
        part.finish()
    assert names(tmp_path) == [target.name]


def test_long_names_that_differ_have_different_part_files(tmp_path: Path) -> None:
    assert part_path(tmp_path / ("x" * 250 + "a")) != part_path(tmp_path / ("x" * 250 + "b"))


def test_bytes_are_written_whole_where_the_system_writes_less_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, real_one = os.pwritev, os.pwrite
    monkeypatch.setattr(os, "pwritev", lambda fd, pieces, at: real(fd, [b"".join(pieces)[:70]], at))
    monkeypatch.setattr(os, "pwrite", lambda fd, data, at: real_one(fd, bytes(data)[:70], at))
    with opened(tmp_path / "reads") as part:
        fetch(part, 0, 1, 2, 3)
        part.finish()
    assert (tmp_path / "reads").read_bytes() == CONTENT


def test_a_system_that_cannot_write_at_a_place_seeks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("pwritev", "preadv", "fstatvfs"):
        monkeypatch.delattr(os, name)
    monkeypatch.setattr(descriptors, "_system_call", lambda: None)
    real = os.write
    monkeypatch.setattr(os, "write", lambda fd, data: real(fd, bytes(data)[:170]))
    with opened(tmp_path / "reads") as part:
        fetch(part, 3, 1, 2, 0)
        digest = Digest()
        part.segments[0].feed(digest, 0, 1000)
        assert str(digest.etag()) == hashlib.md5(CONTENT, usedforsecurity=False).hexdigest()
        part.finish()
    assert (tmp_path / "reads").read_bytes() == CONTENT


@pytest.mark.parametrize(("start", "stop"), [(0, 1000), (0, 0), (10, 11), (299, 901)])
def test_a_digest_is_fed_any_stretch(tmp_path: Path, start: int, stop: int) -> None:
    with opened(tmp_path / "reads") as part:
        fetch(part, 0, 1, 2, 3)
        digest = Digest()
        part.segments[0].feed(digest, start, stop)
        assert str(digest.etag()) == hashlib.md5(CONTENT[start:stop], usedforsecurity=False).hexdigest()


def test_a_part_file_that_somebody_cut_is_noticed(tmp_path: Path) -> None:
    with opened(tmp_path / "reads") as part:
        fetch(part, 0, 1, 2, 3)
        os.truncate(tmp_path / ".reads.part", 500)
        with pytest.raises(DownloadError, match="was cut by somebody else"):
            part.segments[0].feed(Digest(), 0, 1000)


@pytest.mark.parametrize("code", [errno.EOPNOTSUPP, errno.EINVAL, errno.ENOSYS])
def test_a_file_system_that_cannot_reserve_room_gets_a_file_with_a_hole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(code, "not here")

    monkeypatch.setattr(descriptors, "_fallocate", refuse)
    with opened(tmp_path / "reads"):
        assert (tmp_path / ".reads.part").stat().st_size == len(CONTENT)


def test_a_full_disk_shows_at_the_beginning_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(descriptors, "_fallocate", refuse)
    with pytest.raises(OSError, match="No space left"), opened(tmp_path / "reads"):
        pass
    assert names(tmp_path) == []


def test_a_file_that_no_disk_could_hold_is_refused_by_the_disk(tmp_path: Path) -> None:
    for size in (1 << 63, 10**30):
        with pytest.raises(OSError, match="File too large"), opened(tmp_path / "reads", FileIdentity("7", size, "abc")):
            pass
    assert names(tmp_path) == []


def test_no_descriptor_stays_open_where_what_is_left_cannot_be_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    before = os.listdir("/proc/self/fd")
    part = PartFile(tmp_path / "reads", [IDENTITY], PART)
    part.open()
    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(PermissionError):
        part.close(keep=False)
    assert os.listdir("/proc/self/fd") == before


def test_a_journal_is_removed_while_its_part_file_is_still_locked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    removed: list[str] = []
    unlink = Path.unlink

    def noted(path: Path, missing_ok: bool = False) -> None:
        removed.append(path.name)
        unlink(path, missing_ok=missing_ok)

    with opened(tmp_path / "reads", keep=False):
        monkeypatch.setattr(Path, "unlink", noted)
    # The other way round, the journal could be that of another process, which has begun anew meanwhile.
    assert removed == [".reads.part.journal", ".reads.part"]


@pytest.mark.parametrize(
    ("call", "code"),
    [("open", errno.EACCES), ("fsync", errno.EINVAL), ("fsync", errno.EBADF), ("fsync", errno.ENOTSUP)],
)
def test_a_folder_that_cannot_be_flushed_on_this_file_system_is_left_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, code: int
) -> None:
    real = getattr(os, call)

    def refuse(what: Any, *arguments: Any) -> Any:
        if what == tmp_path or (isinstance(what, int) and os.path.isdir(f"/proc/self/fd/{what}")):
            raise OSError(code, os.strerror(code))
        return real(what, *arguments)

    before = os.listdir("/proc/self/fd")
    with opened(tmp_path / "reads") as part:
        fetch(part, 0, 1, 2, 3)
        monkeypatch.setattr(os, call, refuse)
        part.finish()
    assert names(tmp_path) == ["reads"]
    assert os.listdir("/proc/self/fd") == before


@pytest.mark.parametrize("call", ["open", "fsync"])
def test_a_folder_that_could_not_be_flushed_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, call, refuse)
    with pytest.raises(OSError, match="Input/output error"):
        flush_folder(tmp_path)


def test_the_etag_of_the_store_is_kept_with_the_parts(tmp_path: Path) -> None:
    identity = FileIdentity("7", len(CONTENT), "")
    with opened(tmp_path / "reads", identity) as part:
        assert part.segments[0].seen == ""
        part.segments[0].note_etag('odd\n"1')
        part.segments[0].note_etag("another, which is too late")
        fetch(part, 0)
    with opened(tmp_path / "reads", identity) as part:
        assert (part.segments[0].seen, part.segments[0].done) == ('odd\n"1', {0})
        fetch(part, 2)
    with opened(tmp_path / "reads", identity) as part:
        assert (part.segments[0].seen, part.segments[0].done) == ('odd\n"1', {0, 2})
        part.segments[0].discard()
        assert (part.segments[0].seen, part.segments[0].done) == ("", set())


def test_the_etag_of_a_file_in_one_piece_is_not_kept(tmp_path: Path) -> None:
    with opened(tmp_path / "reads", FileIdentity("7", len(CONTENT), ""), 1000) as part:
        part.segments[0].note_etag("odd")
        assert part.segments[0].seen == ""
        assert names(tmp_path) == [".reads.part"]


def test_no_descriptor_stays_open(tmp_path: Path) -> None:
    before = os.listdir("/proc/self/fd")
    with opened(tmp_path / "reads") as part:
        fetch(part, 0)
        part.segments[0].discard()
        fetch(part, 1)
    with opened(tmp_path / "reads") as part:
        part.finish()
    (tmp_path / "folder").mkdir()
    with pytest.raises(DownloadError), opened(tmp_path / "folder"):
        pass
    assert os.listdir("/proc/self/fd") == before


def test_what_killed_downloads_left_is_removed(tmp_path: Path) -> None:
    for scope in ("", "0123abcd", visible_processes()):
        for name in (part_path(tmp_path / "reads", scope), Path(f"{part_path(tmp_path / 'reads', scope)}.journal")):
            name.write_bytes(b"left")
    (tmp_path / ".reads.part").unlink()
    (tmp_path / ".other.part").write_bytes(b"of another file")
    remove_strays(tmp_path / "reads", "0123abcd")
    assert names(tmp_path) == [".other.part"]
    remove_strays(tmp_path / "reads", "0123abcd")
    with opened(tmp_path / "reads") as part:
        fetch(part, 0)
        remove_strays(tmp_path / "reads")  # another download is writing it
        assert names(tmp_path) == [".other.part", ".reads.part", ".reads.part.journal"]
