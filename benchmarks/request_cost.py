"""Requests a second and client CPU of one small GET, through the façade and through its peers."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from importlib import import_module
from threading import local
from typing import Any

import aiohttp
import httpx
import orjson
import requests
import uvloop
from attrs import frozen

from basespace_async import BaseSpace, RateLimit

from .default_client import make_importable
from .measuring import Spread, in_process, in_turn, ratios
from .report import Goal, Section, Table
from .service import Service, simulated

PROJECT = "86000000"
CONCURRENCIES = (1, 16, 64)
MANY = 256  # measured less often: through httpx, a request takes tens of milliseconds there
OURS, LIMIT, GENERATED = "basespace-async, typed", "aiohttp + orjson", "openapi-python-client, typed"
MAX_CPU, MAX_CPU_AT_64, LEAST_THROUGHPUT = 1.6, 1.35, 15.0
_WARM = 200  # requests before each measurement

Get = Callable[[], Awaitable[object]]


@frozen
class Cost:
    """What one client did in one run at one concurrency."""

    requests: int
    seconds: float
    cpu: float

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.requests / self.seconds

    @property
    def microseconds(self) -> float:
        """The client's CPU for each request."""
        return self.cpu / self.requests * 1e6

    @property
    def busy(self) -> float:
        """The part of the time in which the client's core was busy."""
        return self.cpu / self.seconds


# --- the clients --------------------------------------------------------------------------------------------------


@asynccontextmanager
async def _ours(service: Service, concurrency: int) -> AsyncIterator[Get]:
    limit = RateLimit(concurrency=concurrency)
    async with BaseSpace(service.token, server=service.url, rate_limit=limit, max_connections=concurrency) as basespace:
        yield lambda: basespace.projects.get(PROJECT)


@asynccontextmanager
async def _aiohttp(service: Service, concurrency: int) -> AsyncIterator[Get]:
    url = f"{service.url}/projects/{PROJECT}"
    connector = aiohttp.TCPConnector(limit=concurrency)
    async with aiohttp.ClientSession(
        connector=connector, headers=service.headers, cookie_jar=aiohttp.DummyCookieJar()
    ) as session:

        async def get() -> object:
            async with session.get(url) as response:
                return orjson.loads(await response.read())

        yield get


@asynccontextmanager
async def _httpx(service: Service, concurrency: int) -> AsyncIterator[Get]:
    url = f"{service.url}/projects/{PROJECT}"
    async with httpx.AsyncClient(headers=service.headers, timeout=None, limits=_limits(concurrency)) as client:

        async def get() -> object:
            return orjson.loads((await client.get(url)).content)

        yield get


@asynccontextmanager
async def _generated(service: Service, concurrency: int) -> AsyncIterator[Get]:
    package = make_importable()
    client = import_module(f"{package}.client").AuthenticatedClient(
        service.url,
        service.token,
        prefix="",
        auth_header_name="x-access-token",
        httpx_args={"limits": _limits(concurrency)},
    )
    send = import_module(f"{package}.api.projects.get_project").asyncio_detailed
    async with client:
        yield lambda: send(PROJECT, client=client)


def _limits(concurrency: int) -> httpx.Limits:
    return httpx.Limits(max_connections=concurrency, max_keepalive_connections=concurrency)


CLIENTS: Mapping[str, Callable[[Service, int], AbstractAsyncContextManager[Get]]] = {
    OURS: _ours,
    LIMIT: _aiohttp,
    "httpx + orjson": _httpx,
    GENERATED: _generated,
}
THREADS = "requests in threads + orjson"
UVLOOP = ", under uvloop"


# --- runs ---------------------------------------------------------------------------------------------------------


def in_tasks(client: str, service: Service, concurrencies: tuple[int, ...], seconds: float) -> list[Cost]:
    """Return the cost at each concurrency, in tasks of one event loop."""
    run = uvloop.run if client.endswith(UVLOOP) else asyncio.run
    name = client.removesuffix(UVLOOP)
    return [run(_in_tasks(name, service, concurrency, seconds)) for concurrency in concurrencies]


async def _in_tasks(client: str, service: Service, concurrency: int, seconds: float) -> Cost:
    async with CLIENTS[client](service, concurrency) as get:
        for _ in range(max(1, _WARM // concurrency)):  # opens the connections, and prepares what is prepared once
            await asyncio.gather(*(get() for _ in range(concurrency)))
        count = 0
        began, cpu = time.perf_counter(), time.process_time()
        ends_at = began + seconds

        async def work() -> None:
            nonlocal count
            while True:
                await get()
                count += 1
                if time.perf_counter() >= ends_at:
                    return

        await asyncio.gather(*(work() for _ in range(concurrency)))
        return Cost(count, time.perf_counter() - began, time.process_time() - cpu)


def in_threads(service: Service, concurrencies: tuple[int, ...], seconds: float) -> list[Cost]:
    """Return the cost at each concurrency, in threads that have a session each."""
    return [_in_threads(service, concurrency, seconds) for concurrency in concurrencies]


def _in_threads(service: Service, concurrency: int, seconds: float) -> Cost:
    url, own = f"{service.url}/projects/{PROJECT}", local()

    def get() -> Any:
        return orjson.loads(own.session.get(url).content)

    def start() -> None:
        own.session = requests.Session()
        own.session.headers.update(service.headers)
        get()

    def work() -> int:
        count = 0
        while True:
            get()
            count += 1
            if time.perf_counter() >= ends_at:
                return count

    with ThreadPoolExecutor(concurrency, initializer=start) as pool:
        # A thread is started for each of these, because none of those before has come to its end.
        for warm in [pool.submit(time.sleep, 0.2) for _ in range(concurrency)]:
            warm.result()
        began, cpu = time.perf_counter(), time.process_time()
        ends_at = began + seconds
        counts = [pool.submit(work) for _ in range(concurrency)]
        count = sum(each.result() for each in counts)
        return Cost(count, time.perf_counter() - began, time.process_time() - cpu)


# --- the report ---------------------------------------------------------------------------------------------------


def measure(quick: bool) -> Section:
    """Measure each client at each concurrency, in turn."""
    make_importable()
    with simulated() as service:
        if quick:
            found = _measured(service, CONCURRENCIES[-1:], runs=1, seconds=0.2)
        else:
            found = _measured(service, CONCURRENCIES, runs=4, seconds=0.5)
            found |= _measured(service, (MANY,), runs=3, seconds=0.5)
    parts: list[Table | str] = []
    for concurrency, costs in found.items():
        parts += [f"{concurrency} at a time:" if concurrency > 1 else "One at a time:", _table(costs)]
    return Section("Cost of a request", _ABOUT, parts, _goals(found))


def _measured(
    service: Service, concurrencies: tuple[int, ...], *, runs: int, seconds: float
) -> dict[int, dict[str, list[Cost]]]:
    """Return what each run of each client cost, by concurrency."""
    names = [OURS, OURS + UVLOOP, LIMIT, LIMIT + UVLOOP, *(name for name in CLIENTS if name not in (OURS, LIMIT))]
    cases = {name: partial(in_process, in_tasks, name, service, concurrencies, seconds) for name in names}
    cases[THREADS] = partial(in_process, in_threads, service, concurrencies, seconds)
    found = in_turn(cases, runs)
    return {
        concurrency: {name: [run[position] for run in costs] for name, costs in found.items()}
        for position, concurrency in enumerate(concurrencies)
    }


_ABOUT = (
    "`projects.get(id)`: one project, 892 bytes of JSON, from the simulator over kept-alive connections, as many as "
    "requests under way. Each client runs in a process and on a core of its own, the simulator on the other. CPU is "
    "the client process's, user and system. *aiohttp + orjson* is the practical limit: a bare session without "
    "cookies, the body parsed and no more. The typed clients return models. Where a client's core is not busy, the "
    "simulator limits the requests a second, and the client could send more: compare the CPU there. "
    "openapi-python-client's is the client that it writes from the same document with its own templates. "
    "`requests` has a thread and a session for each request under way. Two rows run on uvloop's event loop, the others "
    "on asyncio's."
)

_WHY = (
    "Counted by callgrind, which leaves the kernel out, a call takes 630,000 instructions, and aiohttp with orjson "
    "370,000 of them. The others are the adapter's 95,000 (its time limits, and the checks that a connection is fresh "
    "and answers once), the middleware's 70,000 (retry 26,000, rate limit 21,000, authentication 13,000, metrics and "
    "events 9,000), the models' 45,000, the request's 40,000 and the client's own 10,000. Half of "
    "them would have to go. The more calls are under way, the longer each takes, and aiohttp alone hardly "
    "does: presumably because the state of so many calls, a dozen coroutines each, leaves the processor's caches."
)


def _table(found: Mapping[str, list[Cost]]) -> Table:
    reference = [cost.microseconds for cost in found[LIMIT]]
    rows = [
        (
            name,
            Spread.of(cost.rate for cost in costs).text(0),
            Spread.of(cost.microseconds for cost in costs).text(0),
            ratios((cost.microseconds for cost in costs), reference).text(2),
            f"{Spread.of(cost.busy for cost in costs).median:.0%}",
        )
        for name, costs in found.items()
    ]
    return Table(("client", "requests/s", "CPU µs/request", "CPU, ratio to aiohttp", "client's core busy"), rows)


def _goals(found: Mapping[int, Mapping[str, list[Cost]]]) -> list[Goal]:
    cpu = {
        concurrency: ratios(
            (cost.microseconds for cost in costs[OURS]), (cost.microseconds for cost in costs[LIMIT])
        ).median
        for concurrency, costs in found.items()
    }
    worst = max(cpu, key=lambda concurrency: cpu[concurrency])
    at_64 = found[64]
    throughput = ratios((cost.rate for cost in at_64[OURS]), (cost.rate for cost in at_64[GENERATED])).median
    busy = Spread.of(cost.busy for cost in at_64[OURS]).median
    return [
        Goal(
            f"at most {MAX_CPU:g}x the CPU of bare aiohttp with a JSON parser, at every concurrency",
            f"{cpu[worst]:.2f}x at {worst}, where it is worst",
            cpu[worst] <= MAX_CPU,
            _WHY,
        ),
        Goal(
            f"at most {MAX_CPU_AT_64:g}x of it at 64",
            f"{cpu[64]:.2f}x",
            cpu[64] <= MAX_CPU_AT_64,
            _WHY,
        ),
        Goal(
            f"at least {LEAST_THROUGHPUT:g}x the requests a second of openapi-python-client's default client at 64",
            f"{throughput:.1f}x, with the client's core busy for {busy:.0%} of the time",
            throughput >= LEAST_THROUGHPUT,
            "Where the client's core is not busy, the simulator's core limits what the client can send.",
        ),
    ]
