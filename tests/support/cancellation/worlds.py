"""What operations are done with: clients of a simulator, over real sockets."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
from attrs import define, field

from basespace_async import BaseSpace
from basespace_async.simulator import Simulator
from basespace_async.transport import AiohttpTransport, HttpxTransport, RateLimit, RetryPolicy
from tests.support.cancellation.leaks import connections, open_below

RETRY = RetryPolicy(initial_backoff=0.001, max_backoff=0.002)


@define
class Client:
    """A client, and how to see what it holds.

    Attributes:
        basespace: the client.
        simulator: which it is of.
        folder: where it writes.
        expected: names of the files that may be there when nothing is under way.
    """

    basespace: BaseSpace
    simulator: Simulator
    folder: Path
    transport: AiohttpTransport | HttpxTransport
    pool: httpx.AsyncClient | None = None
    allowed: Callable[[Path], bool] = lambda path: False
    notes: dict[str, Any] = field(factory=dict)

    def in_use(self) -> list[str]:
        found = slots_in_use(self.basespace)
        found += connections_in_use(self.transport, self.pool)
        found += open_below(self.folder)
        return found + [f"file {path.name}" for path in self.folder.rglob("*") if not self._is_expected(path)]

    def _is_expected(self, path: Path) -> bool:
        return path.is_dir() or self.allowed(path)

    def own_timers(self) -> set[asyncio.TimerHandle]:
        return own_timers(self.basespace, self.transport)

    def left(self) -> list[str]:
        return connections() + open_below(self.folder) + slots_in_use(self.basespace)


def slots_in_use(basespace: BaseSpace) -> list[str]:
    found = [f"{basespace.stats.in_flight} requests in flight"] if basespace.stats.in_flight else []
    budget = basespace._session._signed._inner._limiter  # type: ignore[attr-defined]
    if budget._in_flight:
        found.append(f"{budget._in_flight} slots of the budget")
    if any(budget._waiting.values()):
        found.append("a place in the budget's queue")
    return found


def connections_in_use(transport: AiohttpTransport | HttpxTransport, pool: httpx.AsyncClient | None) -> list[str]:
    if pool is not None:
        inner = pool._transport._pool  # type: ignore[attr-defined]
        busy = [repr(one) for one in inner.connections if not (one.is_idle() or one.is_closed())]
        return [f"connection {one}" for one in busy] + [f"request {one!r}" for one in inner._requests]
    session = transport._session  # type: ignore[union-attr]
    if session is None or session.connector is None:
        return []
    found = [f"connection {one!r}" for one in session.connector._acquired]
    return found + [f"waiting for a connection: {one!r}" for one in session.connector._waiters.values() if one]


def own_timers(basespace: BaseSpace, transport: Any) -> set[asyncio.TimerHandle]:
    """The deadlines' timers, which stay for what comes next, and aiohttp's, which end connections that are idle."""
    found = [basespace._session._deadlines._timer]
    if isinstance(transport, AiohttpTransport):
        found.append(transport._deadlines._timer)
        if transport._session is not None and transport._session.connector is not None:
            found.append(getattr(transport._session.connector, "_cleanup_handle", None))
    return {timer for timer in found if timer is not None}


@asynccontextmanager
async def client_of(
    simulator: Simulator,
    folder: Path,
    *,
    over: str = "aiohttp",
    concurrency: int = 64,
    rate: float | None = None,
    max_connections: int = 100,
    token: str | None = None,
    **options: Any,
) -> AsyncIterator[Client]:
    """A client of its own, closed at the end.

    Args:
        simulator: the service.
        folder: where it writes.
        over: the adapter, `aiohttp` or `httpx`.
        concurrency: requests in flight at one time; with 1, a slot that is lost is a client that hangs.
        rate: requests a second, one at a time.
        max_connections: of the adapter.
        **options: of the client.
    """
    options.setdefault("retry", RETRY)
    if "credentials" not in options:
        options["token"] = token or simulator.token
    options.update(server=simulator.url, rate_limit=RateLimit(rate, 1, concurrency))
    if over == "httpx":
        limits = httpx.Limits(max_connections=max_connections)
        pool = httpx.AsyncClient(limits=limits, trust_env=False, verify=False)
        transport: AiohttpTransport | HttpxTransport = HttpxTransport(pool, close_client=True)
    else:
        pool, transport = None, AiohttpTransport(max_connections=max_connections)
    async with BaseSpace(transport=transport, **options) as basespace:
        yield Client(basespace, simulator, folder, transport, pool)
