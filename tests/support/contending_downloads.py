"""Several processes download one file to one place at the same time, some of them killed, with locks of any kind.

Run as a program, with the simulator's address, token, the file's id, its SHA-256, a folder, the kind of lock and a
number of seeds; says how many downloads there were, and how many of them were refused.
"""

from __future__ import annotations

import asyncio
import errno
import fcntl
import hashlib
import os
import random
import shutil
import signal
import sys
import time
from pathlib import Path

from basespace_async import BaseSpace, DownloadError

PART = 65536
REFUSED = 3
_FLOCK = fcntl.flock


def set_lock(kind: str) -> None:
    """Make flock answer as on some file systems."""

    def missing(descriptor: int, operation: int) -> None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))

    def of_this_node(descriptor: int, operation: int) -> None:
        """Succeed: each process stands for a node of its own."""

    fcntl.flock = {"working": _FLOCK, "missing": missing, "of one node": of_this_node}[kind]  # type: ignore[assignment]


async def download(server: str, token: str, file_id: str, folder: Path) -> None:
    async with BaseSpace(token, server=server) as basespace:
        await basespace.files.download(
            file_id, folder, part_size=PART, concurrency=2, name="reads.gz", bandwidth=20_000_000
        )


def in_child(server: str, token: str, file_id: str, folder: Path, delay: float) -> int:
    """Start a process that downloads the file; it says by its code whether it was refused."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        time.sleep(delay)
        asyncio.run(download(server, token, file_id, folder))
        code = 0
    except DownloadError as error:
        # Where locks do not hold, another one may take what is left of a process that seems to have ended.
        others = ("is being downloaded already", "by somebody else", "No such file or directory")
        code = REFUSED if any(words in str(error) for words in others) else 1
        if code == 1:
            print(error, file=sys.stderr, flush=True)
    finally:
        os._exit(code)


def run(seed: int, arguments: tuple[str, str, str], folder: Path, digest: str) -> list[int]:
    """Let two or three processes begin within a moment, and kill some of them within another; return how they ended."""
    draw = random.Random(seed)
    shutil.rmtree(folder, ignore_errors=True)
    target = folder / "reads.gz"
    children = [
        in_child(*arguments, folder, draw.choice((0, draw.random() * 0.15))) for _ in range(draw.choice((2, 3)))
    ]
    killed = [child for child in children if draw.random() < 0.4]
    time.sleep(draw.random() * 0.2)
    for child in killed:
        os.kill(child, signal.SIGKILL)
    codes = []
    for child in children:
        status = os.waitpid(child, 0)[1]
        codes.append(os.waitstatus_to_exitcode(status))
        assert codes[-1] in (0, REFUSED, -signal.SIGKILL), (seed, codes)
        if target.exists():
            assert hashlib.sha256(target.read_bytes()).hexdigest() == digest, (
                seed,
                "the file is not what was verified",
            )
    again = os.waitstatus_to_exitcode(os.waitpid(in_child(*arguments, folder, 0), 0)[1])
    assert again == 0, (seed, codes, again)
    assert hashlib.sha256(target.read_bytes()).hexdigest() == digest, (seed, "the file is not what was verified")
    assert [path.name for path in folder.iterdir()] == ["reads.gz"], (seed, codes, list(folder.iterdir()))
    return codes


def main(server: str, token: str, file_id: str, digest: str, folder: Path, kind: str, seeds: int) -> None:
    set_lock(kind)
    ended = [run(seed, (server, token, file_id), folder, digest) for seed in range(seeds)]
    codes = [code for run_codes in ended for code in run_codes]
    print(f"{len(codes)} downloads, {codes.count(0)} complete, {codes.count(REFUSED)} refused")


if __name__ == "__main__":
    main(*sys.argv[1:5], Path(sys.argv[5]), sys.argv[6], int(sys.argv[7]))
