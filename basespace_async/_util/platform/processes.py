"""Other processes: who writes a file, who can be seen, and what is started here. Everything here blocks."""

from __future__ import annotations

import asyncio
import hashlib
import os
import platform
import re
import signal
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

_NETWORK = re.compile(
    "9p|afs|beegfs|ceph|cifs|coda|fuse.*|gfs2|glusterfs|gpfs|lustre|ncpfs|nfs4?|ocfs2|orangefs|panfs|smb3|smbfs|virtiofs"
)
"""Types of file systems whose locks may be those of one node."""


def usable_cores() -> int:
    """Return the number of cores that this process may run on."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity is not None else os.cpu_count() or 1


def is_open_elsewhere(descriptor: int) -> bool:
    """Return whether a file is open for writing a second time, as far as Linux shows it."""
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
        lines = Path(f"/proc/{process}/fdinfo/{number}").read_text(encoding="ascii").splitlines()
    except OSError:
        return False
    flags = next((int(line.split()[1], 8) for line in lines if line.startswith("flags:")), 0)
    return is_same and flags & os.O_ACCMODE != os.O_RDONLY


def is_on_a_network(device: int) -> bool:
    """Return whether a file system may be shared with other machines, as far as Linux shows it."""
    with suppress(OSError), open("/proc/self/mountinfo", encoding="utf-8", errors="replace") as lines:
        number = f"{os.major(device)}:{os.minor(device)}"
        for fields in map(str.split, lines):
            if fields[2] == number:
                return _NETWORK.fullmatch(fields[fields.index("-") + 1]) is not None
    return False


def visible_processes() -> str:
    """Return a name for the processes of this user that can be seen here, or for this one alone."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii")
        who = f"{boot} {os.readlink('/proc/self/ns/pid')} {os.getuid()}"
    except OSError:
        who = f"{platform.node()} {uuid.getnode()} {os.getpid()} {uuid.uuid4()}"
    return hashlib.sha256(who.encode()).hexdigest()[:8]


async def start_group(*arguments: str) -> asyncio.subprocess.Process:
    """Start a program without input, in a process group of its own where there are groups.

    Raises:
        OSError: If it cannot be started.
    """
    return await asyncio.create_subprocess_exec(
        *arguments, stdin=asyncio.subprocess.DEVNULL, start_new_session=hasattr(os, "killpg")
    )


def end_group(process: asyncio.subprocess.Process, *, at_once: bool = False) -> None:
    """Ask the group of a program to end, or end it at once. Without groups, the program alone is ended, at once."""
    with suppress(ProcessLookupError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL if at_once else signal.SIGTERM)
        else:
            process.kill()


def can_fork() -> bool:
    """Return whether the system can fork."""
    return hasattr(os, "fork")


def fork_into_background() -> Callable[[], None] | int:
    """Fork, and let the first process wait until the second is ready.

    Returns:
        In the second process, a function that tells the first one that it is ready, and closes the standard streams;
        in the first, its exit code, once the second has called that or has ended.
    """
    reading, writing = os.pipe()
    process = os.fork()
    if process:
        os.close(writing)
        is_ready = os.read(reading, 1) != b""
        return 0 if is_ready else os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    os.setsid()  # Ctrl-C in this terminal is not meant for it

    def detach() -> None:
        nowhere = os.open(os.devnull, os.O_RDWR)
        for number in range(3):
            os.dup2(nowhere, number)
        os.close(nowhere)
        os.write(writing, b".")

    return detach
