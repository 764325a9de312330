"""Watches in a child process that is killed at one of its steps.

Run as a program, with the simulator's address, token, a folder and the number of the step; each event is a line of the
file `handled`, and each acknowledged one a line of `acknowledged`.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Collection, Mapping
from pathlib import Path

from basespace_async import BaseSpace
from basespace_async.watch import SQLiteStore


class KilledStore(SQLiteStore):
    """A file of SQLite in a process that is killed before or after a number of accesses."""

    left = 0

    async def load(self, keys: Collection[str], /) -> dict[str, str]:
        self.step()
        return await super().load(keys)

    async def save(self, values: Mapping[str, str], /) -> None:
        self.step()
        await super().save(values)
        self.step()

    def step(self) -> None:
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


def append(path: Path, line: str) -> None:
    with path.open("a") as file:
        file.write(f"{line}\n")
        os.fsync(file.fileno())


async def watch(server: str, token: str, folder: Path, step: int) -> None:
    store = KilledStore(folder / "watch.sqlite")
    store.left = step
    async with BaseSpace(token, server=server) as basespace:
        async for event in basespace.biosamples.watch(store=store, existing=True, once=True):
            async with event.handling():
                append(folder / "handled", event.id)
                store.step()
            append(folder / "acknowledged", event.id)


if __name__ == "__main__":
    asyncio.run(watch(sys.argv[1], sys.argv[2], Path(sys.argv[3]), int(sys.argv[4])))
