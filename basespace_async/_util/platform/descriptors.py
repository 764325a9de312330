"""Open files: flags, reading and writing at an offset, room on the disk, and waiting. Everything here blocks."""

from __future__ import annotations

import errno
import os
import select
import stat
import sys
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from threading import Lock
from typing import IO

O_BINARY = getattr(os, "O_BINARY", 0)
"""Leave line ends as they are."""
O_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)
"""Refuse a link."""
O_NONBLOCK = getattr(os, "O_NONBLOCK", 0)
"""Do not wait for the writer of a pipe."""
OPEN_FILES_MOVE = os.name == "posix"
"""Whether open files can be renamed, replaced and removed. Windows refuses it."""
LINKS_SHOW = os.name == "posix"
"""Whether `islink` knows every kind of link to a folder. Windows has junctions, too."""
RESERVES_NAMES = os.name == "nt"
"""Whether names such as `con` are devices, and others impossible."""
_MODES_TELL = os.name == "posix"
_UNSUPPORTED = (errno.EOPNOTSUPP, errno.EINVAL, errno.ENOSYS)
_PAUSE = 0.01  # seconds
_SEEKING = Lock()  # for systems that cannot read and write at an offset in one call


def write_at(descriptor: int, pieces: list[bytes], offset: int) -> None:
    """Write consecutive pieces at an offset, all of them."""
    if not hasattr(os, "pwritev"):
        _write_seeking(descriptor, b"".join(pieces), offset)
        return
    written = os.pwritev(descriptor, pieces, offset)
    if written == sum(map(len, pieces)):
        return
    rest = memoryview(b"".join(pieces))[written:]
    while rest:
        offset, written = offset + written, os.pwrite(descriptor, rest, offset + written)
        rest = rest[written:]


def _write_seeking(descriptor: int, data: bytes, offset: int) -> None:
    with _SEEKING:
        os.lseek(descriptor, offset, os.SEEK_SET)
        view = memoryview(data)
        while view:
            view = view[os.write(descriptor, view) :]


def read_at(descriptor: int, buffer: memoryview, offset: int) -> int:
    """Read into a buffer from an offset, and return the number of bytes; 0 at the end of the file."""
    if hasattr(os, "preadv"):
        return os.preadv(descriptor, [buffer], offset)
    with _SEEKING:
        os.lseek(descriptor, offset, os.SEEK_SET)
        data = os.read(descriptor, len(buffer))
    buffer[: len(data)] = data
    return len(data)


def free_room(descriptor: int, folder: Path) -> int | None:
    """Return the free bytes of the disk of an open file, which lies in a folder; None if that is unknown."""
    if not hasattr(os, "fstatvfs"):
        import shutil  # which takes longer to import than the rest of this

        return shutil.disk_usage(folder).free
    status = os.fstatvfs(descriptor)
    return status.f_bavail * status.f_frsize if status.f_blocks else None


def allocate(descriptor: int, size: int) -> None:
    """Give an empty file its size, with its space on the disk where the system can take that at once.

    Raises:
        OSError: If the disk refuses.
    """
    try:
        _fallocate(descriptor, size)
    except OSError as error:
        if error.errno not in _UNSUPPORTED:
            raise
        os.ftruncate(descriptor, size)


def _fallocate(descriptor: int, size: int) -> None:
    """Call fallocate(2) itself: where the file system does not have it, glibc's posix_fallocate writes the file."""
    call = _system_call()
    if call is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    while (code := call(descriptor, size)) == errno.EINTR:
        continue
    if code:
        raise OSError(code, os.strerror(code))


@cache
def _system_call() -> Callable[[int, int], int] | None:
    """Return a function that allocates from the beginning of a file and returns 0 or an error number."""
    if sys.platform != "linux":
        return None
    import ctypes

    library = ctypes.CDLL(None, use_errno=True)
    fallocate = getattr(library, "fallocate64", None) or getattr(library, "fallocate", None)
    if fallocate is None:
        return None
    fallocate.argtypes = (ctypes.c_int, ctypes.c_int, ctypes.c_int64, ctypes.c_int64)
    return lambda descriptor, size: ctypes.get_errno() if fallocate(descriptor, 0, 0, size) else 0


def others_can_read(status: os.stat_result) -> bool:
    """Return whether others than the owner can read a file; False where its mode does not tell."""
    return _MODES_TELL and bool(status.st_mode & (stat.S_IRWXG | stat.S_IRWXO))


def is_readable(descriptor: int) -> bool:
    """Return whether a socket has bytes to read, or its end."""
    if not hasattr(select, "poll"):
        return bool(select.select([descriptor], [], [], 0)[0])
    poll = select.poll()  # which takes descriptors above 1,023
    poll.register(descriptor, select.POLLIN)
    return bool(poll.poll(0))


def wait_readable(file: IO[bytes]) -> None:
    """Wait until a pipe that gave nothing has bytes to read, or its end."""
    _wait([file], [])


def wait_writable(file: IO[bytes]) -> None:
    """Wait until a pipe that took nothing has room."""
    _wait([], [file])


def _wait(readers: list[IO[bytes]], writers: list[IO[bytes]]) -> None:
    try:
        select.select(readers, writers, [])
    except OSError:  # Windows waits for sockets only
        time.sleep(_PAUSE)
