"""Allocate the space of a file on the disk. Everything here blocks."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

from ..errors import DownloadError

_MAX_SIZE = (1 << 63) - 1  # what systems take for a size
_UNSUPPORTED = (errno.EOPNOTSUPP, errno.EINVAL, errno.ENOSYS)


def check_room(descriptor: int, size: int, target: Path) -> None:
    """Check that the disk of an open file has room for `size` bytes.

    Raises:
        DownloadError: If it has not; nothing was taken of it.
    """
    free = _free_room(descriptor)
    if free is not None and free < size <= _MAX_SIZE:
        raise DownloadError(f"cannot write {target}: {size} bytes are needed, and {free} are free; make room and go on")


def allocate(descriptor: int, size: int) -> None:
    """Give an empty file its size, and allocate its space where the file system can do so at once.

    Args:
        descriptor: The open file.
        size: Bytes to allocate.

    Raises:
        OSError: If the disk refuses.
    """
    if not size:
        return
    if size > _MAX_SIZE:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
    try:
        _fallocate(descriptor, size)
    except OSError as error:
        if error.errno not in _UNSUPPORTED:
            raise
        os.ftruncate(descriptor, size)


def _free_room(descriptor: int) -> int | None:
    """Return the free bytes of the file's disk; None if that is unknown."""
    if not hasattr(os, "fstatvfs"):
        return None
    status = os.fstatvfs(descriptor)
    return status.f_bavail * status.f_frsize if status.f_blocks else None


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
