"""Open files that no other process writes to. Everything here blocks.

A lock alone does not show that: some network file systems have none (`flock` answers ENOSYS), others know only the
locks of one node. So a file that was there already is taken over only if no process that can be seen here has it open
for writing. Where processes may be out of sight, they use other names: `lock_scope` tells them apart.
"""

from __future__ import annotations

import hashlib
import os
import platform
import random
import re
import stat
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from .._util.file_lock import NO_LOCKS, try_lock
from ..errors import DownloadError

if sys.platform != "win32":
    import fcntl

_FLAGS = os.O_RDWR | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
OPEN_FLAGS = _FLAGS | os.O_CREAT
CREATE_FLAGS = OPEN_FLAGS | os.O_EXCL
APPEND_FLAGS = _FLAGS | os.O_APPEND
_ATTEMPTS = 6
_MAX_PAUSE = 0.05  # seconds until the next attempt: two that have met do not meet again
_NETWORK = re.compile(
    "9p|afs|beegfs|ceph|cifs|coda|fuse.*|gfs2|glusterfs|gpfs|lustre|ncpfs|nfs4?|ocfs2|orangefs|panfs|smb3|smbfs|virtiofs"
)
"""Types of file systems whose locks may be those of one node."""


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
            and (is_new or (_is_alone(descriptor, path) and not _is_open_elsewhere(descriptor)))
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


def _is_open_elsewhere(descriptor: int) -> bool:
    """Return whether the file is open for writing a second time, as far as Linux shows it."""
    status = os.fstat(descriptor)
    try:
        name = os.path.basename(os.readlink(f"/proc/self/fd/{descriptor}"))
    except OSError:  # no Linux
        return False
    return sum(_is_written(process, number, status) for process, number in _descriptors_of(name)) > 1


def _descriptors_of(name: str) -> Iterator[tuple[str, str]]:
    """Yield process and number of each descriptor of a file with that name."""
    for process in filter(str.isdigit, os.listdir("/proc")):
        yield from ((process, number) for number in _descriptors(process) if _name_of(process, number) == name)


def _name_of(process: str, number: str) -> str:
    try:
        return os.path.basename(os.readlink(f"/proc/{process}/fd/{number}"))
    except OSError:  # it was closed meanwhile
        return ""


def _descriptors(process: str) -> list[str]:
    try:
        return os.listdir(f"/proc/{process}/fd")
    except OSError:  # it has ended, or is another user's
        return []


def _is_written(process: str, number: str, status: os.stat_result) -> bool:
    try:
        is_same = os.path.samestat(os.stat(f"/proc/{process}/fd/{number}"), status)
        lines = Path(f"/proc/{process}/fdinfo/{number}").read_text().splitlines()
    except OSError:
        return False
    flags = next((int(line.split()[1], 8) for line in lines if line.startswith("flags:")), 0)
    return is_same and flags & os.O_ACCMODE != os.O_RDONLY


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
    if sys.platform == "win32":
        return ""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:  # one may write to it and not read it
        return ""
    try:
        if not _is_on_a_network(os.fstat(descriptor).st_dev):
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
            return ""
    except OSError as error:
        if error.errno not in NO_LOCKS:
            return ""
    finally:
        os.close(descriptor)
    return visible_processes()


def _is_on_a_network(device: int) -> bool:
    number = f"{os.major(device)}:{os.minor(device)}"
    with suppress(OSError), open("/proc/self/mountinfo", encoding="utf-8", errors="replace") as lines:
        for fields in map(str.split, lines):
            if fields[2] == number:
                return _NETWORK.fullmatch(fields[fields.index("-") + 1]) is not None
    return False


def visible_processes() -> str:
    """Return a name for the processes of this user that can be seen here, or for this one alone."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text()
        who = f"{boot} {os.readlink('/proc/self/ns/pid')} {os.getuid()}"
    except OSError:
        who = f"{platform.node()} {uuid.getnode()} {os.getpid()} {uuid.uuid4()}"
    return hashlib.sha256(who.encode()).hexdigest()[:8]
