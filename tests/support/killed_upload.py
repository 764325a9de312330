"""Uploads a folder again and again, killed at another change of the journal each time, and goes on after the kill.

Run as a program, with the simulator's address, token, a folder, a folder of journals, a method and a step between the
changes; says how many kills there were.
"""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path
from typing import Any

from basespace_async import BaseSpace
from basespace_async.uploads import creation
from basespace_async.uploads.options import MIN_PART_SIZE
from tests.support.killed_download import in_child, kill_at


async def upload(server: str, token: str, folder: Path, state: Path, method: Any, name: str) -> None:
    creation._POLLS = (0.0, 0.0)
    async with BaseSpace(token, server=server) as basespace:
        await basespace.datasets.upload(
            folder, name=name, project_name="Killed", state=state, method=method, part_size=MIN_PART_SIZE
        )


def main(server: str, token: str, folder: Path, state: Path, method: str, step: int) -> None:
    for kills, number in enumerate(range(1, 1000, step)):

        def work(is_killed: bool = True, number: int = number) -> None:
            if is_killed:
                kill_at(number)
            asyncio.run(upload(server, token, folder, state, method, f"Killed {number}"))

        if os.WIFEXITED(in_child(work)):
            print(kills)
            return
        if in_child(lambda work=work: work(is_killed=False)):  # type: ignore[misc]
            raise SystemExit(1)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]), sys.argv[5], int(sys.argv[6]))
