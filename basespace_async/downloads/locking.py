"""Open files under a lock. Everything here blocks."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

from ..errors import DownloadError

if sys.platform != "win32":
    import fcntl

OPEN_FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)
OPEN_FLAGS |= getattr(os, "O_BINARY", 0)


def open_locked(path: str, target: Path) -> int:
    """Open or create a file, locked against other downloads to `target`.

    Returns:
        The file descriptor.

    Raises:
        DownloadError: If another download has the lock.
        OSError: If the disk refuses.
    """
    while True:
        descriptor = os.open(path, OPEN_FLAGS, 0o666)
        try:
            _lock(descriptor, target)
            # Who held the lock before may have renamed or removed the file since it was opened here.
            if is_named(descriptor, path):
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)


def is_named(descriptor: int, path: str) -> bool:
    """Return whether an open file still has that name."""
    try:
        return os.path.samestat(os.fstat(descriptor), os.stat(path))
    except FileNotFoundError:
        return False


def _lock(descriptor: int, target: Path) -> None:
    if not try_lock(descriptor):
        raise DownloadError(f"{target} is being downloaded already, here or by another process; wait for it")


def try_lock(descriptor: int) -> bool:
    """Lock an open file until it is closed; return False if another process has the lock."""
    if sys.platform == "win32":
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        if error.errno not in (errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS):
            raise
        # Some network file systems have no locks.
    return True
