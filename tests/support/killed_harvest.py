"""Harvests that are killed at a chosen point, each in a process of its own.

    python killed_harvest.py <server> <token> <format> <folder> <copy of> <points> [<dataset> <biosample>]

For each point (a number, with commas between) a copy of a folder is harvested into, and killed (SIGKILL) there. Points
are counted from 1: one before and one after each commit of the manifest and each time that a part file is put in its
place. Prints for each whether it was killed: a harvest with fewer points ends. Of the dataset, if one is given, the
files are refused, and the biosample cannot be decoded.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sqlite3
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from basespace_async import BaseSpace
from basespace_async.harvest import IncompleteHarvestError, harvest
from basespace_async.harvest.store import index, manifest, part_files, store
from basespace_async.transport import RetryPolicy

sys.path.append(str(Path(__file__).parents[2]))
from tests.support.refusing_transport import Answer, Refusing

passed = 0
wanted = 0


def point() -> None:
    """The process is killed when it comes here for the chosen time."""
    global passed
    passed += 1
    if passed == wanted:
        os.kill(os.getpid(), signal.SIGKILL)


class Killing(sqlite3.Connection):
    def execute(self, sql: str, *arguments: Any) -> sqlite3.Cursor:
        if sql != "COMMIT":
            return super().execute(sql, *arguments)
        point()
        done = super().execute(sql, *arguments)
        point()
        return done


def put_in_place(new: Path, final: Path) -> None:
    point()
    part_files.put_in_place(new, final)
    point()


def bad_records(dataset: str, biosample: str) -> dict[str, Answer]:
    """What becomes of the requests for a dataset's files and for a page with a biosample."""

    def damaged(body: Any) -> None:
        for item in body["Items"]:
            if item["Id"] == biosample:
                item["DateModified"] = "yesterday"

    return {f"/datasets/{dataset}/files": 500, "/biosamples": damaged}


async def run(server: str, token: str, format: Any, folder: Path, bad: list[str]) -> None:
    layers = [Refusing(bad_records(*bad))] if bad else []
    retry = RetryPolicy(max_retries=0) if bad else None
    async with BaseSpace(token, server=server, middleware=layers, retry=retry) as basespace:
        with suppress(IncompleteHarvestError):
            await harvest(basespace, folder, format=format, page_size=3, concurrency=4, tables=TABLES)


TABLES = ["projects", "biosamples", "datasets", "files", "runs", "run_stats", "biosample_yields", "run_files"]


def main() -> None:
    global wanted
    server, token, format, folder, before, points, *bad = sys.argv[1:]
    connect = sqlite3.connect
    manifest.sqlite3.connect = lambda *a, **k: connect(*a, factory=Killing, **k)  # type: ignore[assignment]
    index.put_in_place = put_in_place
    index.PART_ROWS = 5
    manifest.SYNCHRONOUS = "OFF"  # a kill leaves the system's buffers as they are
    for wanted in map(int, points.split(",")):
        store.MAX_DELAY = 0.01 if wanted % 2 else 0.0  # many records are committed together, or few
        target = Path(folder) / str(wanted)
        shutil.copytree(before, target)
        child = os.fork()
        if not child:
            asyncio.run(run(server, token, format, target, bad))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        print("killed" if os.WIFSIGNALED(status) else f"ended {os.WEXITSTATUS(status)}", flush=True)


if __name__ == "__main__":
    main()
