"""Locks on open files. Everything here blocks."""

from __future__ import annotations

import errno
import sys

if sys.platform != "win32":
    import fcntl

NO_LOCKS = (errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS)
"""What a file system without locks answers."""


def try_lock(descriptor: int) -> bool:
    """Lock an open file until it is closed, or the process ends; return False if another process has the lock.

    Returns True where there are no locks.

    Raises:
        OSError: If the lock is refused for another reason.
    """
    if sys.platform == "win32":
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        if error.errno not in NO_LOCKS:
            raise
    return True
