"""Peak memory of listing many items."""

from __future__ import annotations

import asyncio
import time

from attrs import frozen

from basespace_async import BaseSpace

from .measuring import in_process, peak_memory
from .report import Goal, Section, Table
from .service import Service, simulated

FEW = 10_000
SIZES = (FEW, 100_000, 1_000_000)
QUICK_SIZES = (FEW, 100_000)
MOST = 40.0


@frozen
class Listing:
    """One listing in a process of its own.

    Attributes:
        before, peak: the most memory that the process had before the first request, and at the end, in MB.
    """

    items: int
    seconds: float
    before: float
    peak: float


def measure(quick: bool) -> Section:
    """Measure the same listing of a few items and of many."""
    sizes = QUICK_SIZES if quick else SIZES
    world = sizes[-1]
    with simulated(biosamples=world) as service:
        found = [in_process(_list, service, world - size) for size in sizes]
    rows = [
        (
            f"{listing.items:,}",
            f"{listing.seconds:,.1f}",
            f"{listing.items / listing.seconds:,.0f}",
            f"{listing.before:.1f}",
            f"{listing.peak:.1f}",
            f"{listing.peak - found[0].peak:+.1f}",
        )
        for listing in found
    ]
    more = found[-1].peak - found[0].peak
    goal = Goal(
        wanted=f"listing {world:,} items takes at most {MOST:.0f} MB more than listing {FEW:,}",
        found=f"{more:+.1f} MB",
        reached=more <= MOST,
    )
    about = (
        "`async for biosample in basespace.biosamples.list()`, with the defaults (8 pages of 500 items at a time), "
        "each item a model that is dropped when the next one comes. Each listing in a fresh process; peaks are of its "
        "resident memory (VmHWM), imports included."
    )
    columns = ("items", "seconds", "items/s", "MB before", "peak MB", f"against {FEW:,}")
    return Section("Memory of a long listing", about, [Table(columns, rows)], [goal])


def _list(service: Service, offset: int) -> Listing:
    return asyncio.run(_listed(service, offset))


async def _listed(service: Service, offset: int) -> Listing:
    items = 0
    async with BaseSpace(service.token, server=service.url) as basespace:
        before = peak_memory()
        started = time.perf_counter()
        async for _ in basespace.biosamples.list(offset=offset):
            items += 1
        return Listing(items, time.perf_counter() - started, before, peak_memory())
