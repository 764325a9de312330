"""Locks on open files. Everything here blocks."""

from __future__ import annotations

import errno
import os
from typing import IO

# Named by each branch, because type checkers know the one of this system only.
try:
    import fcntl
except ImportError:
    fcntl = None  # type: ignore[assignment]
try:
    import msvcrt
except ImportError:
    msvcrt = None  # type: ignore[assignment]

_NO_LOCKS = (errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS)
"""What a file system without locks answers."""
_LOCKED_BYTE = (1 << 31) - 2
"""Byte that stands for a whole file on Windows, where nobody else can read what is locked. Few files are so long."""


def try_lock(descriptor: int) -> bool:
    """Lock an open file until it is closed, or the process ends; return False if another process has the lock.

    Returns True where there are no locks.

    Raises:
        OSError: If the lock is refused for another reason.
    """
    try:
        if fcntl is not None:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        elif msvcrt is not None:
            _lock_byte(descriptor)
    except BlockingIOError:
        return False
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise
    return True


def _lock_byte(descriptor: int) -> None:
    position = os.lseek(descriptor, 0, os.SEEK_CUR)
    os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
    try:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    except PermissionError as error:
        raise BlockingIOError(error.errno, error.strerror) from None
    finally:
        os.lseek(descriptor, position, os.SEEK_SET)


def has_locks(descriptor: int) -> bool:
    """Return whether the file system of an open file or folder has locks."""
    if fcntl is None:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in _NO_LOCKS
    return True


def record_lock_error(file: IO[bytes]) -> OSError | None:
    """Return why a new file cannot be locked as SQLite locks files; None where it can, or locks are of another kind."""
    if fcntl is None:
        return None
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error
    return None
