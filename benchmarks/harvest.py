"""Rows a second of a harvest, and that its memory does not grow with the world.

For each size of the world, a simulator in a process of its own is harvested by another process, whose peak memory
(RSS) is measured. By default only tables that need no request for each record; `--all` fetches files and properties,
too, with some millions of requests for a world of a million biosamples.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from basespace_async import BaseSpace
from basespace_async.harvest import TABLES, harvest
from basespace_async.transport import RetryPolicy, Timeouts

from .measuring import peak_memory

FEW_REQUESTS = ("projects", "biosamples", "libraries", "datasets", "appsessions", "runs", "usage")


async def run(server: str, token: str, folder: str, tables: list[str], format: str, concurrency: int) -> None:
    """Run one harvest and another one after it, and print what they took as JSON."""
    # The simulator looks through a million records before it gives the first of them by date.
    patient = {"timeouts": Timeouts(read=3600, total=3600), "retry": RetryPolicy(deadline=None)}
    async with BaseSpace(token, server=server, **patient) as basespace:  # type: ignore[arg-type]
        first = await harvest(basespace, folder, tables=tables, format=format, concurrency=concurrency)  # type: ignore[arg-type]
        peak = peak_memory()
        second = await harvest(basespace, folder, tables=tables, format=format, concurrency=concurrency)  # type: ignore[arg-type]
    told = {
        "rows": {name: table.total for name, table in first.tables.items()},
        "seconds": first.seconds,
        "requests": first.requests,
        "again_seconds": second.seconds,
        "again_requests": second.requests,
        "again_rows": sum(table.new + table.changed for table in second.tables.values()),
        "peak": peak,
    }
    print(json.dumps(told))


def measure(size: int, arguments: argparse.Namespace) -> dict[str, Any]:
    """Harvest a world of a size, in a process of its own."""
    command = [sys.executable, "-m", "basespace_async.cli", "simulate", "--port", "0", "--size", str(size)]
    simulator = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    folder = Path(arguments.folder or tempfile.mkdtemp()) / str(size)
    try:
        assert simulator.stdout is not None
        lines = [simulator.stdout.readline() for _ in range(2)]
        server, token = (line.strip().partition("=")[2] for line in lines)
        one = [sys.executable, "-m", "benchmarks.harvest", "--one", server, token, str(folder), *passed_on(arguments)]
        told: dict[str, Any] = json.loads(subprocess.run(one, check=True, stdout=subprocess.PIPE, text=True).stdout)
    finally:
        simulator.terminate()
        simulator.wait()
    told["bytes"] = sum(path.stat().st_size for path in folder.rglob(f"*.{arguments.format}"))
    if not arguments.folder:
        shutil.rmtree(folder.parent)
    return told


def passed_on(arguments: argparse.Namespace) -> list[str]:
    """Return the arguments that a process of its own gets, too."""
    found = ["--format", arguments.format, "--concurrency", str(arguments.concurrency), "--tables", *arguments.tables]
    return [*found, "--all"] if arguments.all else found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 1_000_000], help="biosamples of each world")
    parser.add_argument("--tables", nargs="+", default=list(FEW_REQUESTS), help=f"of {', '.join(TABLES)}")
    parser.add_argument("--all", action="store_true", help="all tables")
    parser.add_argument("--format", choices=("parquet", "jsonl"), default="parquet")
    parser.add_argument("--concurrency", type=int, default=16)
    parser.add_argument("--folder", help="keep the tables here")
    parser.add_argument("--most", type=float, default=1024, help="megabytes of peak memory that are allowed")
    parser.add_argument("--one", nargs=3, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    tables = list(TABLES) if arguments.all else arguments.tables
    if arguments.one:
        server, token, folder = arguments.one
        asyncio.run(run(server, token, folder, tables, arguments.format, arguments.concurrency))
        return 0
    worst = 0.0
    for size in arguments.sizes:
        started = time.perf_counter()
        told = measure(size, arguments)
        rows = sum(told["rows"].values())
        print(
            f"{size:,} biosamples: {rows:,} rows in {told['seconds']:,.1f} s, {rows / told['seconds']:,.0f} a second,"
        )
        print(f"    {told['requests']:,} requests, {told['bytes'] / 2**20:,.0f} MB, peak memory {told['peak']:,.0f} MB")
        again = f"{told['again_rows']:,} rows, {told['again_requests']:,} requests, {told['again_seconds']:,.1f} s"
        print(f"    once more: {again}")
        for name, count in told["rows"].items():
            print(f"    {name:<12} {count:>12,}")
        print(f"    measured in {time.perf_counter() - started:,.0f} s", flush=True)
        worst = max(worst, told["peak"])
    return 0 if worst <= arguments.most else 1


if __name__ == "__main__":
    sys.exit(main())
