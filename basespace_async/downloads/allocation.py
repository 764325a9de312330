"""Room for a file on the disk. Everything here blocks."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from .._util.platform import descriptors
from ..errors import DownloadError

_MAX_SIZE = (1 << 63) - 1  # what systems take for a size


def check_room(descriptor: int, size: int, target: Path) -> None:
    """Check that the disk of an open file has room for `size` bytes.

    Raises:
        DownloadError: If it has not; nothing was taken of it.
    """
    free = descriptors.free_room(descriptor, target.parent)
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
    if size > _MAX_SIZE:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
    if size:
        descriptors.allocate(descriptor, size)
