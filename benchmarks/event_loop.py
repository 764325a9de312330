"""How late an event loop wakes other tasks while large pages are harvested in it."""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import AsyncIterable, AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import aiohttp
import orjson
from attrs import frozen

from basespace_async import BaseSpace
from basespace_async.transport import Timeouts

from .measuring import Spread, in_process, in_turn
from .report import Goal, Section, Table
from .service import Service, simulated

PAGE_SIZE = 1000
PAGES, QUICK_PAGES = 4, 2
RUNS, QUICK_RUNS = 3, 1
AT_ONCE = 4
BEAT = 0.001
MOST, MOST_P99 = 25.0, 5.0

OURS = "`async for dataset in basespace.datasets.list(...)`"
KEPT = "the same, all items kept"
UNCOLLECTED = "all items kept, without garbage collection"
PARSED = "aiohttp and orjson.loads, nothing decoded"
READ = "aiohttp, the bodies not looked at"
IDLE = "nothing beside the heartbeat"

NOTE = (
    "Items that are kept are looked through by Python's garbage collector, again and again while they become more: a "
    "program that collects many, and serves others in the same loop, does well to switch it off meanwhile "
    "(`gc.disable()`; the models refer to nothing in a circle) and to call `gc.freeze()` before it goes on."
)


@frozen
class Beats:
    """A heartbeat beside some work: seconds by which each beat was late, and what the work took.

    Attributes:
        busiest: the most processor time that the loop spent between two beats, in seconds.
        megabytes: what the work received, where it counted that.
    """

    late: list[float]
    busiest: float
    processor: float
    megabytes: float

    @property
    def longest(self) -> float:
        return max(self.late) * 1000

    def percentile(self, share: float) -> float:
        """Return the milliseconds that this share of the beats were late by at most."""
        return _percentile(self.late, share)

    @property
    def moments(self) -> float:
        """Return the milliseconds that 99% of all moments were late by at most, those within a stall included.

        Beats miss what happens during a stall: one of 100 ms is one late beat among many.
        """
        return _percentile([late - missed * BEAT for late in self.late for missed in range(1 + int(late / BEAT))], 0.99)


def _percentile(values: list[float], share: float) -> float:
    return sorted(values)[int(len(values) * share)] * 1000


Case = Callable[[], Coroutine[Any, Any, Beats]]


def measure(quick: bool) -> Section:
    """Measure pages of 10 MB beside a heartbeat."""
    pages, runs = (QUICK_PAGES, QUICK_RUNS) if quick else (PAGES, RUNS)
    # Three datasets for two biosamples.
    with simulated(biosamples=PAGE_SIZE * pages * 2 // 3) as service:
        found = in_process(_measured, service, pages, runs)
    received = found[READ][0].megabytes
    rows = [
        (
            name,
            Spread.of(each.longest for each in beats).text(1),
            Spread.of(each.percentile(0.99) for each in beats).text(1),
            Spread.of(each.moments for each in beats).text(1),
            Spread.of(each.busiest * 1000 for each in beats).text(1),
            Spread.of(each.percentile(0.5) for each in beats).text(2),
            Spread.of(received / each.processor for each in beats).text(0) if name != IDLE else "",
        )
        for name, beats in found.items()
    ]
    longest = Spread.of(each.longest for each in found[OURS])
    busiest = Spread.of(each.busiest * 1000 for each in found[OURS])
    idle = Spread.of(each.percentile(0.99) for each in found[IDLE])
    moments = Spread.of(each.moments for each in found[OURS])
    late = Spread.of(each.percentile(0.99) for each in found[OURS])
    goals = [
        Goal(
            f"the longest stall is at most {MOST:.0f} ms",
            f"{longest.median:.1f} ms",
            longest.median <= MOST,
            f"The loop itself was busy for {busiest.median:.1f} ms at most; beyond that another process had the core.",
        ),
        Goal(
            f"p99 of the stalls is under {MOST_P99:.0f} ms",
            f"{late.median:.1f} ms of the beats, {moments.median:.1f} ms of all moments",
            late.median < MOST_P99,
            "A body is put together in one call, and the places of its items are found in one, each of some 6 ms for "
            "a page of this size; everything else is cut into turns of a millisecond. Beside nothing at all, p99 was "
            f"{idle.median:.1f} ms of the beats in this run.",
        ),
    ]
    size = received / pages
    about = (
        f"Datasets with their properties, {pages} pages of {PAGE_SIZE:,} ({size:.1f} MB each), {AT_ONCE} at a time. A "
        f"heartbeat in the same loop sleeps {BEAT * 1000:.0f} ms and notes how late it wakes. *Moments* are those "
        "within a stall, too: what a request would have waited that came at any time. *Busiest* is the most processor "
        "time between two beats: less than the longest stall where other processes had the core."
    )
    columns = (
        "",
        "longest stall, ms",
        "p99 of beats, ms",
        "p99 of moments, ms",
        "busiest, ms",
        "median, ms",
        "MB per second of processor",
    )
    return Section("Event loop", about, [Table(columns, rows), NOTE], goals)


def _measured(service: Service, pages: int, runs: int) -> dict[str, list[Beats]]:
    """Measure the cases in turn; called in a process of its own."""
    asyncio.run(_ours(service, pages, PAGE_SIZE * (pages - 1)))  # what is imported and made once
    cases: dict[str, Case] = {
        OURS: partial(_ours, service, pages),
        KEPT: partial(_ours, service, pages, kept=[]),
        UNCOLLECTED: partial(_uncollected, service, pages),
        PARSED: partial(_raw, service, pages, orjson.loads),
        READ: partial(_raw, service, pages, len),
        IDLE: _idle,
    }
    return in_turn({name: partial(_run, case) for name, case in cases.items()}, runs)


def _run(case: Case) -> Beats:
    return asyncio.run(case())


async def _ours(service: Service, pages: int, offset: int = 0, kept: list[object] | None = None) -> Beats:
    async with BaseSpace(service.token, server=service.url, timeouts=Timeouts(read=120)) as basespace:
        listing = basespace.datasets.list(include="Properties", offset=offset, page_size=PAGE_SIZE, concurrency=AT_ONCE)
        async with _heartbeat() as beats:
            items = await _iterated(listing, kept)
    assert abs(PAGE_SIZE * pages - offset - items) < PAGE_SIZE, items
    if kept is not None:
        kept.clear()
    return beats(0)


async def _iterated(listing: AsyncIterable[object], kept: list[object] | None) -> int:
    items = 0
    async for item in listing:
        items += 1
        if kept is not None:
            kept.append(item)
    return items


async def _uncollected(service: Service, pages: int) -> Beats:
    gc.disable()
    try:
        return await _ours(service, pages, kept=[])
    finally:
        gc.enable()


async def _raw(service: Service, pages: int, look: Callable[[bytes], object]) -> Beats:
    offsets, received = iter(range(0, PAGE_SIZE * pages, PAGE_SIZE)), 0
    async with aiohttp.ClientSession(headers=service.headers) as session, _heartbeat() as beats:

        async def work() -> None:
            nonlocal received
            for at in offsets:
                query = {"include": "Properties", "offset": str(at), "limit": str(PAGE_SIZE)}
                async with session.get(f"{service.url}/datasets", params=query) as response:
                    body = await response.read()
                received += len(body)
                look(body)

        async with asyncio.TaskGroup() as group:
            for _ in range(AT_ONCE):
                group.create_task(work())
    return beats(received)


async def _idle() -> Beats:
    async with _heartbeat() as beats:
        await asyncio.sleep(1)
    return beats(0)


@asynccontextmanager
async def _heartbeat() -> AsyncIterator[Callable[[int], Beats]]:
    """Run a heartbeat; the function that it yields takes the bytes received and returns the beats."""
    late: list[float] = []
    used: list[float] = []
    processor = time.process_time()

    async def beat() -> None:
        while True:
            due, before = time.perf_counter() + BEAT, time.thread_time()
            await asyncio.sleep(BEAT)
            late.append(time.perf_counter() - due)
            used.append(time.thread_time() - before)

    task = asyncio.create_task(beat())
    try:
        yield lambda received: Beats(late, max(used), time.process_time() - processor, received / 1e6)
    finally:
        task.cancel()
        await asyncio.wait([task])
