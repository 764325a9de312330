"""Open files that no other process writes to. Everything here blocks.

A lock alone does not show that: some network file systems have none (`flock` answers ENOSYS), others know only the
locks of one node. So a file that was there already is taken over only if no process that can be seen here has it open
for writing. Where processes may be out of sight, they use other names: `lock_scope` tells them apart.
"""

from __future__ import annotations

import os
import random
import stat
import time
from contextlib import suppress
from pathlib import Path

from .._util.platform.descriptors import O_BINARY, O_NOFOLLOW
from .._util.platform.locks import has_locks, try_lock
from .._util.platform.processes import is_on_a_network, is_open_elsewhere, visible_processes
from ..errors import DownloadError

_FLAGS = os.O_RDWR | O_NOFOLLOW | O_BINARY
OPEN_FLAGS = _FLAGS | os.O_CREAT
CREATE_FLAGS = OPEN_FLAGS | os.O_EXCL
APPEND_FLAGS = _FLAGS | os.O_APPEND
_ATTEMPTS = 6
_MAX_PAUSE = 0.05  # seconds until the next attempt: two that have met do not meet again


class FileInUseError(DownloadError):
    """Another download writes the file."""


def open_locked(path: str, target: Path) -> tuple[int, bool]:
    """Open or create a file that no other download to `target` writes to.

    Returns:
        The file descriptor, and whether the file was created.

    Raises:
        FileInUseError: If another download writes to it.
        OSError: If the disk refuses.
    """
    for _ in range(_ATTEMPTS):
        with suppress(FileExistsError):
            descriptor = os.open(path, CREATE_FLAGS, 0o666)
            if _is_ours(descriptor, path, is_new=True):
                return descriptor, True
        with suppress(FileNotFoundError):
            descriptor = os.open(path, _FLAGS)
            if _is_ours(descriptor, path, is_new=False):
                return descriptor, False
        time.sleep(random.uniform(0, _MAX_PAUSE))
    raise FileInUseError(f"{target} is being downloaded already, here or by another process; wait for it")


def _is_ours(descriptor: int, path: str, *, is_new: bool) -> bool:
    """Lock an open file; close it and return False if another process has it, or it is no longer named so."""
    taken = False
    try:
        taken = (
            try_lock(descriptor)
            and (is_new or (_is_alone(descriptor, path) and not is_open_elsewhere(descriptor)))
            # Who had it before may have renamed or removed it since it was opened here.
            and is_named(descriptor, path)
        )
    finally:
        if not taken:
            os.close(descriptor)
    return taken


def _is_alone(descriptor: int, path: str) -> bool:
    """Return whether a file has one name only; else remove this one, so that the other is not written through.

    Raises:
        DownloadError: If it is no file.
    """
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        raise DownloadError(f"cannot write {path}: something else than a file has that name")
    if status.st_nlink > 1:
        os.unlink(path)
    return status.st_nlink == 1


def is_named(descriptor: int, path: str) -> bool:
    """Return whether an open file still has that name."""
    try:
        return os.path.samestat(os.fstat(descriptor), os.stat(path))
    except FileNotFoundError:
        return False


def lock_scope(folder: Path) -> str:
    """Return a name for the processes among which downloads into a folder can be told apart.

    Returns:
        "" for all that reach the folder, where its locks hold for all of them; else a name for the processes of this
        user that can be seen here, or for this process alone.
    """
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:  # one may write to it and not read it; or it is Windows', where no folder can be opened
        return ""
    try:
        holds = not is_on_a_network(os.fstat(descriptor).st_dev) and has_locks(descriptor)
    finally:
        os.close(descriptor)
    return "" if holds else visible_processes()
