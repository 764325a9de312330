"""Downloads a file in child processes that are killed at every change of the disk, and goes on after each kill.

Run as a program, with the simulator's address, token, the file's id and a folder; says how many kills there were.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from basespace_async import BaseSpace
from basespace_async.downloads.paths import part_path

PART = 65536
CHANGES = ("pwritev", "write", "fsync", "replace", "ftruncate", "fstatvfs", "unlink")


class Ranges:
    """A layer that notes what is asked of the object store."""

    def __init__(self, inner: Any, noted: list[str]) -> None:
        self._inner = inner
        self._noted = noted

    async def send(self, request: Any) -> Any:
        if "Range" in request.headers and request.headers["Range"] != "bytes=0-0":
            self._noted.append(request.headers["Range"])
        return await self._inner.send(request)

    async def aclose(self) -> None:
        await self._inner.aclose()


async def download(server: str, token: str, file_id: str, folder: Path) -> list[str]:
    """The ranges that were asked for."""
    noted: list[str] = []
    async with BaseSpace(token, server=server, middleware=[lambda inner: Ranges(inner, noted)]) as basespace:
        await basespace.files.download(file_id, folder, part_size=PART, concurrency=2, name="reads.gz")
    return noted


def kill_at(number: int) -> None:
    """Kill this process at a change of the disk: before it, or half-way through what it writes."""
    count = 0

    def counted(real: Callable[..., Any]) -> Callable[..., Any]:
        def change(*arguments: Any, **named: Any) -> Any:
            nonlocal count
            count += 1
            if count == number:
                if real.__name__ == "pwritev":
                    descriptor, pieces, offset = arguments
                    data = b"".join(pieces)
                    real(descriptor, [data[: len(data) // 2]], offset)
                elif real.__name__ == "write":
                    real(arguments[0], arguments[1][: len(arguments[1]) // 2])
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*arguments, **named)

        return change

    for name in CHANGES:
        setattr(os, name, counted(getattr(os, name)))


def in_child(work: Callable[[], object]) -> int:
    """How a child process ended that did the work."""
    child = os.fork()
    if child == 0:
        work()
        os._exit(0)
    return os.waitpid(child, 0)[1]


def kept_parts(target: Path) -> set[int]:
    """The parts that the journal names, as it is documented: a line for each after the first, if it has its end."""
    journal = Path(f"{part_path(target)}.journal")
    lines = journal.read_bytes().split(b"\n")[1:-1] if journal.exists() else []
    return {int(line) for line in lines if line.isdigit()}


def main(server: str, token: str, file_id: str, folder: Path, digest: str) -> None:
    kills, number = 0, 0
    while True:
        number += 1
        shutil.rmtree(folder, ignore_errors=True)
        target, noted = folder / "reads.gz", folder / "noted.json"

        def first(number: int = number) -> None:
            kill_at(number)
            asyncio.run(download(server, token, file_id, folder))

        def again(noted: Path = noted) -> None:
            noted.write_text(json.dumps(asyncio.run(download(server, token, file_id, folder))))

        status = in_child(first)
        if status == 0:
            print(f"{kills} kills")
            return
        assert os.WIFSIGNALED(status), status
        kills += 1
        if target.exists():
            assert hashlib.sha256(target.read_bytes()).hexdigest() == digest
        kept = kept_parts(target)
        folder.mkdir(exist_ok=True)
        assert in_child(again) == 0
        assert hashlib.sha256(target.read_bytes()).hexdigest() == digest
        assert sorted(path.name for path in folder.iterdir()) == ["noted.json", "reads.gz"]
        asked = [int(each.removeprefix("bytes=").split("-")[0]) // PART for each in json.loads(noted.read_text())]
        assert not set(asked) & kept, (number, asked, kept)


if __name__ == "__main__":
    main(*sys.argv[1:4], Path(sys.argv[4]), sys.argv[5])
