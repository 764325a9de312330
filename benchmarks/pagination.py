"""Wall time of long lists over a slow service, next to what the service's latency makes inevitable."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

import aiohttp
import orjson
from attrs import frozen

from basespace_async import BaseSpace
from basespace_async.transport import RateLimit

from .measuring import Spread, in_process, in_turn
from .report import Goal, Section, Table
from .service import Service, simulated

LATENCY = 0.1
PAGES = 200
PAGE_SIZE = 2
# Each page but the first begins with the last item of the page before.
ITEMS = PAGE_SIZE + (PAGES - 1) * (PAGE_SIZE - 1)
RUNS = {8: 3, 32: 3, 64: 3}
QUICK_RUNS = {64: 1}
MOST = 1.10
Case = Callable[[int], Coroutine[Any, Any, "Listing"]]

OURS = "`biosamples.list()`"
TOLD = "`biosamples.list(expected=...)`"
RAW = "aiohttp alone, told the offsets"


@frozen
class Listing:
    """One listing: seconds until the first item and until the last, and how many requests the service saw."""

    first: float
    last: float
    requests: int


def measure(quick: bool) -> Section:
    """Measure lists of 200 pages, several pages at a time."""
    runs = QUICK_RUNS if quick else RUNS
    with simulated(biosamples=ITEMS, latency=LATENCY) as service:
        found = {
            concurrency: in_process(_listings, service, concurrency, number) for concurrency, number in runs.items()
        }
    rows, goals = [], []
    for concurrency, cases in found.items():
        ideal = -(-PAGES // concurrency) * LATENCY
        for name, listings in cases.items():
            last = Spread.of(each.last / ideal for each in listings)
            first = Spread.of(each.first / LATENCY for each in listings)
            requests = max(each.requests for each in listings)
            seconds = Spread.of(each.last for each in listings)
            rows.append((f"{concurrency}: {name}", seconds.text(2), last.text(2), first.text(2), str(requests)))
            if name != RAW:
                goals.append(_goal(name, concurrency, last, first))
    about = (
        f"{ITEMS} biosamples in pages of {PAGE_SIZE}, {PAGES} pages with the item by which they overlap, from a "
        f"service that takes {LATENCY * 1000:.0f} ms for each answer. Ideal: ceil(pages / concurrency) x latency. The "
        "connections are open already. Pages are small so that the service's latency counts and not its processor."
    )
    columns = ("pages at a time", "seconds", "ratio to the ideal", "first item, in latencies", "requests")
    return Section("Pagination", about, [Table(columns, rows)], goals)


def _goal(name: str, concurrency: int, last: Spread, first: Spread) -> Goal:
    rounds = -(-PAGES // concurrency)
    alone = (1 + -(-(PAGES - 1) // concurrency)) / rounds
    why = (
        f"The first page is fetched alone, because only it says how long the list is: with {rounds} rounds of answers "
        f"that alone makes {alone:.2f}x. Where a program knows about how many items there are, `expected` avoids it."
        if name == OURS
        else "What is left is the processor time of the client and of the simulated service for each round of answers."
    )
    return Goal(
        wanted=f"{name}, {concurrency} pages at a time, at most {MOST:.2f}x the ideal",
        found=f"{last.median:.2f}x, the first item after {first.median:.2f} latencies",
        reached=last.median <= MOST,
        why=why,
    )


def _listings(service: Service, concurrency: int, runs: int) -> dict[str, list[Listing]]:
    """Measure listings in turn; called in a process of its own."""
    cases: dict[str, Case] = {
        OURS: partial(_ours, service, concurrency, 0),
        TOLD: partial(_ours, service, concurrency, ITEMS),
        RAW: partial(_raw, service, concurrency),
    }
    for case in cases.values():
        asyncio.run(case(ITEMS - 2 * PAGE_SIZE))  # what is imported and made once
    return in_turn({name: partial(_run, case) for name, case in cases.items()}, runs)


def _run(case: Case) -> Listing:
    return asyncio.run(case(0))


async def _ours(service: Service, concurrency: int, expected: int, offset: int) -> Listing:
    # An eighth of the requests in flight is kept for interactive ones, and pages are none.
    limit = RateLimit(concurrency=2 * concurrency)
    async with BaseSpace(service.token, server=service.url, rate_limit=limit) as basespace:
        await asyncio.gather(*(basespace.users.current() for _ in range(concurrency)))  # which opens the connections
        before = basespace.stats.requests
        pager = basespace.biosamples.list(
            offset=offset, page_size=PAGE_SIZE, concurrency=concurrency, expected=expected
        )
        started, first, items = time.perf_counter(), 0.0, 0
        async for _ in pager:
            first = first or time.perf_counter() - started
            items += 1
        last = time.perf_counter() - started
        assert items == ITEMS - offset, items
        return Listing(first, last, basespace.stats.requests - before)


async def _raw(service: Service, concurrency: int, offset: int) -> Listing:
    """Send the same requests as soon as their turn comes: the offsets are known, and nothing is looked at."""
    offsets = iter(range(offset, ITEMS - 1, PAGE_SIZE - 1))
    first, requests = 0.0, 0
    async with aiohttp.ClientSession(headers=service.headers) as session:

        async def warm() -> None:
            async with session.get(f"{service.url}/users/current") as response:
                await response.read()

        async def work() -> None:
            nonlocal first, requests
            for at in offsets:
                query = {"offset": str(at), "limit": str(PAGE_SIZE), "sortby": "Id", "sortdir": "Asc"}
                async with session.get(f"{service.url}/biosamples", params=query) as response:
                    orjson.loads(await response.read())
                requests += 1
                first = first or time.perf_counter() - started

        await asyncio.gather(*(warm() for _ in range(concurrency)))
        started = time.perf_counter()
        async with asyncio.TaskGroup() as group:
            for _ in range(concurrency):
                group.create_task(work())
        return Listing(first, time.perf_counter() - started, requests)
