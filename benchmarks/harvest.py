"""Peak memory of a harvest of a small world and of a large one."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from attrs import frozen

from basespace_async import BaseSpace
from basespace_async.harvest import HarvestReport, harvest
from basespace_async.transport import RetryPolicy, Timeouts

from .measuring import in_process, peak_memory
from .report import Goal, Section, Table
from .service import Service, simulated

SIZES = (10_000, 1_000_000)
QUICK_SIZES = (1_000, 10_000)
MOST = 60.0
TABLES = ("projects", "biosamples", "libraries", "datasets", "appsessions", "runs", "usage")
"""Those that need no request for each record."""


@frozen
class Harvested:
    """A harvest in a process of its own, and another one after it.

    Attributes:
        before, peak: the most memory that the process had before the first request, and at the end, in MB.
    """

    first: HarvestReport
    second: HarvestReport
    before: float
    peak: float


def measure(quick: bool) -> Section:
    """Measure the same harvest of a small world and of a large one."""
    few, many = sizes = QUICK_SIZES if quick else SIZES
    found = [_of_world(size) for size in sizes]
    rows = [
        (
            f"{size:,}",
            f"{one.first.rows:,}",
            f"{one.first.requests:,}",
            f"{one.first.seconds:,.1f}",
            f"{one.first.rows / one.first.seconds:,.0f}",
            f"{one.second.requests:,} in {one.second.seconds:,.1f} s",
            f"{one.before:.0f}",
            f"{one.peak:.0f}",
            f"{one.peak - found[0].peak:+.0f}",
        )
        for size, one in zip(sizes, found, strict=True)
    ]
    more = found[-1].peak - found[0].peak
    goal = Goal(
        f"a harvest of {many:,} biosamples takes at most {MOST:.0f} MB more than one of {few:,}",
        f"{more:+.0f} MB",
        more <= MOST,
        _WHY,
    )
    columns = ("biosamples", "rows", "requests", "seconds", "rows/s", "requests, once more", "MB before", "peak MB")
    return Section("Memory of a harvest", _ABOUT, [Table((*columns, f"against {few:,}"), rows)], [goal])


def _of_world(size: int) -> Harvested:
    with simulated(biosamples=size) as service:
        return in_process(_harvest, service)


def _harvest(service: Service) -> Harvested:
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        return asyncio.run(_harvested(service, Path(folder)))


async def _harvested(service: Service, folder: Path) -> Harvested:
    # The simulator looks through a million records before it gives the first of them by date.
    patience, retry = Timeouts(read=3600, total=3600), RetryPolicy(deadline=None)
    async with BaseSpace(service.token, server=service.url, timeouts=patience, retry=retry) as basespace:
        before = peak_memory()
        first = await harvest(basespace, folder, tables=TABLES, format="parquet")
        peak = peak_memory()
        second = await harvest(basespace, folder, tables=TABLES, format="parquet")
    return Harvested(first, second, before, peak)


_ABOUT = (
    "The seven tables that need no request for each record, into Parquet files, with the defaults. Each world is "
    "harvested by a fresh process; peaks are of its resident memory (VmHWM), imports included. *Once more* is a second "
    "harvest into the same folder, of a world that has not changed."
)
_WHY = (
    "A full part file has 50,000 rows; the small world fills none. Its rows are written in groups of 10,000, which "
    "Arrow and Zstandard hold several times."
)
