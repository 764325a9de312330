"""Answers with the faults that strike them, and a record of each."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from aiohttp import web

from ..faults import Faults, Origin, Rule
from .api import path_below_version, wait_for
from .incoming import drain
from .metrics import Served, ServerMetrics
from .responses import Reply, fault_reply, reset, send

_DELIVERY = ("truncate", "slow")
_REFUSALS = ("throttle", "status")
_MAX_SHOWN = 200
MakeReply = Callable[[web.BaseRequest, list[Rule]], Awaitable[Reply]]


class FaultyServer:
    """Answers requests with the faults that strike them, and records each.

    Args:
        faults: The faults, which may change at any time.
        statistics: Metrics of what was served.
    """

    def __init__(self, faults: Faults, statistics: ServerMetrics) -> None:
        self._faults = faults
        self._statistics = statistics
        self._served = 0

    async def answer(
        self, origin: Origin, request: web.BaseRequest, make_reply: MakeReply, *, latency: float = 0.0
    ) -> web.StreamResponse:
        """Answer one request, with the faults before and after it is acted on.

        Args:
            origin: The server that it came to.
            request: The request.
            make_reply: Acts on it.
            latency: Seconds before it is acted on.
        """
        striking = self._striking(origin, request)
        async with self._record(origin, request, striking) as note:
            await wait_for(striking, latency)
            return await self._answer(request, striking, note, make_reply)

    def _striking(self, origin: Origin, request: web.BaseRequest) -> list[Rule]:
        path = path_below_version(request) if origin == "api" else request.path
        striking = self._faults.striking(origin, request.method, path)
        self._statistics.faults.update(rule.fault.kind for rule in striking)
        return striking

    async def _answer(
        self, request: web.BaseRequest, striking: list[Rule], note: list[int], make_reply: MakeReply
    ) -> web.StreamResponse:
        kinds = {rule.fault.kind for rule in striking}
        if "reset_before" in kinds:
            return reset(request)
        instead = next((rule for rule in striking if rule.fault.kind in _REFUSALS), None)
        try:
            reply = await make_reply(request, striking) if instead is None else fault_reply(instead)
            await drain(request)
            failure = next((rule for rule in striking if rule.fault.kind == "fail_after"), None)
            reply = reply if failure is None else fault_reply(failure)
        except ConnectionResetError:
            return reset(request)  # the client went away before its request was whole
        self._statistics.throttled += reply.status == 429
        if "reset_after" in kinds:
            return reset(request)
        note.append(reply.status)
        return await send(request, reply, [rule for rule in striking if rule.fault.kind in _DELIVERY])

    @asynccontextmanager
    async def _record(self, origin: Origin, request: web.BaseRequest, striking: list[Rule]) -> AsyncIterator[list[int]]:
        """Record a request; the status is what is put into the list, or 0 if the connection was reset."""
        started, note = time.perf_counter(), list[int]()
        try:
            yield note
        finally:
            self._served += 1
            kinds = tuple(rule.fault.kind for rule in striking)
            took = round((time.perf_counter() - started) * 1000, 2)
            status = note[0] if note else 0
            path, query = _shortened(request.path), _shown_query(request) if origin == "api" else ""
            self._statistics.recent.append(
                Served(self._served, time.time(), origin, request.method, path, query, status, took, kinds)
            )


def _shown_query(request: web.BaseRequest) -> str:
    if "access_token" not in request.query_string.lower():
        return _shortened(request.query_string)
    shown = (pair for pair in request.query.items() if pair[0].lower() != "access_token")
    return _shortened("&".join(f"{name}={value}" for name, value in shown))


def _shortened(text: str) -> str:
    return text if len(text) <= _MAX_SHOWN else f"{text[: _MAX_SHOWN - 1]}…"
