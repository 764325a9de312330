"""The branches for systems that lack a call, run by taking it away."""

from __future__ import annotations

import asyncio
import errno
import os
import select
import signal
import socket
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from basespace_async._util.platform import descriptors, locks, processes
from basespace_async._util.platform.signals import signals_watched

posix = pytest.mark.skipif(os.name != "posix", reason="what is taken away is POSIX's")


def test_without_any_locks_every_file_counts_as_locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "fcntl", None)
    monkeypatch.setattr(locks, "msvcrt", None)
    with (tmp_path / "file").open("w+b") as file:
        assert locks.try_lock(file.fileno())
        assert locks.has_locks(file.fileno())
        assert locks.record_lock_error(file) is None


@pytest.mark.parametrize(("refusal", "locked"), [(None, True), (errno.EACCES, False), (errno.ENOSYS, True)])
def test_windows_locks_a_byte_far_behind_and_leaves_the_position(
    refusal: int | None, locked: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[int, int]] = []

    def locking(descriptor: int, mode: int, count: int) -> None:
        assert mode == 3
        asked.append((os.lseek(descriptor, 0, os.SEEK_CUR), count))
        if refusal:
            raise OSError(refusal, os.strerror(refusal))

    monkeypatch.setattr(locks, "fcntl", None)
    monkeypatch.setattr(locks, "msvcrt", SimpleNamespace(locking=locking, LK_NBLCK=3))
    with (tmp_path / "file").open("w+b") as file:
        os.lseek(file.fileno(), 7, os.SEEK_SET)
        assert locks.try_lock(file.fileno()) is locked
        assert os.lseek(file.fileno(), 0, os.SEEK_CUR) == 7
    assert asked == [((1 << 31) - 2, 1)], "a position that 31 bits can hold, which is all that the call can"


def test_a_lock_that_is_refused_for_another_reason_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def locking(*_: int) -> None:
        raise OSError(errno.EIO, "broken")

    monkeypatch.setattr(locks, "fcntl", None)
    monkeypatch.setattr(locks, "msvcrt", SimpleNamespace(locking=locking, LK_NBLCK=3))
    with (tmp_path / "file").open("w+b") as file, pytest.raises(OSError, match="broken"):
        locks.try_lock(file.fileno())


@posix
def test_without_calls_at_an_offset_bytes_are_read_and_written_by_seeking(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("pwritev", "pwrite", "preadv", "pread"):
        monkeypatch.delattr(os, name, raising=False)
    with (tmp_path / "file").open("w+b") as file:
        descriptors.write_at(file.fileno(), [b"ab", b"cd"], 3)
        buffer = memoryview(bytearray(4))
        assert descriptors.read_at(file.fileno(), buffer, 4) == 3
        assert bytes(buffer) == b"bcd\0"


@posix
def test_without_calls_for_room_a_file_gets_its_size_and_the_folder_tells_what_is_free(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "fstatvfs")
    monkeypatch.setattr(descriptors, "_system_call", lambda: None)
    with (tmp_path / "file").open("w+b") as file:
        descriptors.allocate(file.fileno(), 1000)
        assert os.fstat(file.fileno()).st_size == 1000
        assert (descriptors.free_room(file.fileno(), tmp_path) or 0) > 0


def test_without_poll_a_socket_is_selected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(select, "poll", raising=False)
    here, there = socket.socketpair()
    with here, there:
        assert not descriptors.is_readable(here.fileno())
        there.send(b".")
        assert descriptors.is_readable(here.fileno())


def test_a_pipe_that_cannot_be_selected_is_tried_again_after_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    def sockets_only(*_: Any) -> None:
        raise OSError(10038, "not a socket")

    pauses: list[float] = []
    monkeypatch.setattr(select, "select", sockets_only)
    monkeypatch.setattr(descriptors.time, "sleep", pauses.append)
    with open(os.devnull, "rb") as file:
        descriptors.wait_readable(file)
        descriptors.wait_writable(file)
    assert pauses == [0.01, 0.01]


def test_where_modes_do_not_tell_nobody_is_suspected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(descriptors, "_MODES_TELL", False)
    (tmp_path / "profile").touch(0o666)
    assert not descriptors.others_can_read((tmp_path / "profile").stat())


def test_without_proc_nobody_else_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*arguments: Any, **_: Any) -> Any:
        raise FileNotFoundError(errno.ENOENT, "there is none", str(arguments[0]))

    monkeypatch.setattr(os, "readlink", missing)
    monkeypatch.setattr(processes, "open", missing, raising=False)
    monkeypatch.delattr(os, "getuid", raising=False)
    monkeypatch.setattr(Path, "read_text", missing)
    with (tmp_path / "file").open("w+b") as file:
        assert not processes.is_open_elsewhere(file.fileno())
        assert not processes.is_on_a_network(os.fstat(file.fileno()).st_dev)
    assert processes.visible_processes() != processes.visible_processes()


@posix
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_a_loop_without_signal_handlers_is_woken_by_those_of_the_system(
    number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop = asyncio.get_running_loop()

    def missing(*_: Any) -> None:
        raise NotImplementedError

    monkeypatch.setattr(loop, "add_signal_handler", missing)
    before = signal.getsignal(number)
    came: asyncio.Future[int] = loop.create_future()
    with signals_watched(loop, came.set_result):
        os.kill(os.getpid(), number)
        assert await came == number
    assert signal.getsignal(number) is before


@posix
@pytest.mark.parametrize("at_once", [False, True])
async def test_without_groups_a_program_is_ended_alone(at_once: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "killpg")
    process = await processes.start_group("sleep", "60")
    assert os.getpgid(process.pid) == os.getpgid(0)
    processes.end_group(process, at_once=at_once)
    assert await process.wait() != 0
    processes.end_group(process)


def test_without_affinity_all_cores_count(monkeypatch: pytest.MonkeyPatch) -> None:
    assert processes.usable_cores() >= 1
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    assert processes.usable_cores() == (os.cpu_count() or 1)
