"""Syncs a folder in child processes that are killed at every change of the disk, and goes on after each kill.

Run as a program, with the simulator's address, token, the project's id and a folder; says how many kills there were.
"""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from basespace_async import BaseSpace
from tests.support.killed_download import in_child, kill_at


async def sync(server: str, token: str, project: str, folder: Path) -> None:
    async with BaseSpace(token, server=server) as basespace:
        await basespace.projects.sync(project, folder, delete=True, concurrency=2)


def main(server: str, token: str, project: str, folder: Path) -> None:
    for number in range(1, 1000):

        def work(number: int = number) -> None:
            kill_at(number)
            asyncio.run(sync(server, token, project, folder))

        status = in_child(work)
        if os.WIFEXITED(status):
            print(number - 1, os.WEXITSTATUS(status))
            return


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], Path(sys.argv[4]))
