"""Tokens that a process leases from a store, which other processes ask too."""

from __future__ import annotations

import asyncio
import contextvars
import logging
import math
import random
import secrets

from attrs import evolve

from ....errors import ConfigurationError
from ...statistics import Statistics
from ..limit import RateLimit
from ..tokens import RequestQueue
from .backend import LeaseGrant, LeaseRequest, SharedLimiterBackend
from .fallback import FallbackBucket
from .leases import Leases
from .pending_report import PendingReport, RecentAnswers

logger = logging.getLogger("basespace_async.budget")

_FREE = 0.1  # seconds for which a worker need not ask again, where nothing limits the rate
_OUT_OF_TOUCH = 1.0  # seconds without an exchange, after which a pause may have been asked for unheard
_RETRY = 0.5  # seconds between attempts to reach a store that is away
_MIN_WAIT, _MAX_WAIT = 0.002, 1.0  # seconds until the next exchange, whatever the store says


class LeasedTokens:
    """A token source that leases permits from a store, a few at a time, for requests that wait.

    What is not used within moments goes back. While the store is away, the process falls back to a bucket with its part
    of the rate: the rate that was known, divided by the workers that were there. That is logged once for each outage.

    There is one exchange at a time, in a task that lives for that long and is ended by `aclose`.

    Args:
        limit: Rate and burst of all processes together, concurrency of this one.
        statistics: Counts what happens.
        backend: How to reach the store.
        server: The API's root.
        token: Access token, or None where tokens change.

    Raises:
        ConfigurationError: If there cannot be such a store.
    """

    def __init__(
        self, limit: RateLimit, statistics: Statistics, backend: SharedLimiterBackend, *, server: str, token: str | None
    ) -> None:
        self._limit = limit
        self._statistics = statistics
        self._store = backend.open(server=server, token=token)
        self._place = str(backend)
        self._timeout = backend.timeout
        self._workers = backend.workers
        self._worker = secrets.randbits(52)
        self._permits = Leases()
        self._report = PendingReport()
        self._recent_answers = RecentAnswers()
        self._exchange: asyncio.Task[None] | None = None
        self._arriving = 0  # requests that wait to be in touch, and do not stand in the queue yet
        self._batch = 0
        self._epoch = 0
        self._learnt_rate: float | None = None  # of all workers together
        self._now = self._epoch_since = self._heard_at = self._free_until = self._ask_at = -math.inf
        self._fallback: FallbackBucket | None = None
        self._closed = False

    def attach(self, queue: RequestQueue) -> None:
        """Serve this queue."""
        self._queue = queue

    async def prepare(self) -> None:
        """Get in touch with the store where it was not heard of lately.

        This takes no longer than one exchange may take: after that the process falls back.
        """
        loop = asyncio.get_running_loop()
        began = loop.time()
        if self._fallback is not None:
            if began >= self._ask_at:
                self._start_exchange(loop)
        elif began - self._heard_at > _OUT_OF_TOUCH:
            await self._get_in_touch(loop)
            self._statistics.queued_seconds += loop.time() - began

    def advance(self, now: float) -> None:
        """Drop permits that have expired."""
        if self._fallback is not None:
            self._fallback.advance(now)
            return
        self._now = now
        self._report.returned += self._permits.expire(now)

    def has_token(self) -> bool:
        """Tell whether a permit is good now, or none is needed."""
        if self._fallback is not None:
            return self._fallback.has_token()
        return self._now < self._free_until or self._permits.ready(self._now)

    def take(self) -> None:
        """Use one permit."""
        if self._fallback is not None:
            self._fallback.take()
        elif self._now >= self._free_until:
            self._permits.use()

    def replenish(self, loop: asyncio.AbstractEventLoop, now: float) -> None:
        """Ask the store for permits where requests wait for them, and give back what is not needed."""
        if self._fallback is not None:
            if self._queue.waiting and now >= self._ask_at:
                self._start_exchange(loop)
            return
        self._report.returned += self._permits.drop(self._demand())
        if self._report.urgent or self._wants_permits(now) or (self._report.returned and not self._demand()):
            self._start_exchange(loop)

    def wake_at(self, now: float) -> float | None:
        """Return when a pause ends, a permit becomes good, or the store may be asked again."""
        if self._fallback is not None:
            return self._fallback.wake_at(now)
        if now < self._queue.paused_until:
            return self._queue.paused_until
        moments = (self._permits.next_at(), self._ask_at)
        return min((moment for moment in moments if moment is not None and moment > now), default=None)

    def served(self) -> None:
        """Note a request that was not refused."""
        if self._fallback is not None:
            self._fallback.served()
            return
        self._report.served += 1
        self._recent_answers.served(self._now)

    def refused(self, now: float, sent_at: float, pause: float | None, *, overload: bool) -> None:
        """Tell all processes to slow down, and to stand still if the service asked for that."""
        if self._fallback is not None:
            self._fallback.refused(now, sent_at, pause, overload=overload)
            return
        if pause is not None:
            self._queue.pause(now, pause)
        report = self._report
        is_news = self._limit.adaptive and sent_at > self._epoch_since
        if is_news and not self._recent_answers.refused_by_chance(self._now, overload=overload):
            report.refused, report.epoch, report.overload = True, self._epoch, overload
        report.pause = report.pause or pause is not None
        if report.urgent:
            self._start_exchange(asyncio.get_running_loop())

    async def aclose(self) -> None:
        """Give back what was not used, and free the connection to the store."""
        self._closed = True
        try:
            await self._end_exchange()
            if self._fallback is None and self._heard_at > -math.inf:
                await self._take_leave()
        finally:
            await self._store.aclose()

    # --- the exchange -----------------------------------------------------------------------------------------------

    def _demand(self) -> int:
        return self._queue.waiting + self._arriving

    def _wants_permits(self, now: float) -> bool:
        if now < max(self._ask_at, self._queue.paused_until, self._free_until) or not self._queue.has_slot:
            return False
        # The next ones are asked for before the last ones are used, but no worker hoards.
        return self._demand() > len(self._permits) and len(self._permits) <= self._batch // 2

    async def _get_in_touch(self, loop: asyncio.AbstractEventLoop) -> None:
        self._arriving += 1
        try:
            await asyncio.wait({self._start_exchange(loop)})
        finally:
            self._arriving -= 1
        if self._closed:
            raise ConfigurationError("the client was closed while this request waited to be sent")

    def _start_exchange(self, loop: asyncio.AbstractEventLoop) -> asyncio.Task[None]:
        """Begin an exchange, or join the one under way."""
        if self._exchange is None:
            # In a context of its own: it is no part of the trace of the request that happens to begin it.
            self._exchange = loop.create_task(self._run_exchange(loop), context=contextvars.Context())
            self._exchange.add_done_callback(self._handle_cancelled_exchange)
        return self._exchange

    def _handle_cancelled_exchange(self, exchange: asyncio.Task[None]) -> None:
        """Fall back where a store, or something that cancels whatever runs, ended an exchange: requests wait for it."""
        if not exchange.cancelled() or self._closed:
            return
        loop = exchange.get_loop()
        self._exchange = None
        self._enter_fallback(asyncio.CancelledError(), loop.time())
        self._queue.let_through(loop)

    async def _run_exchange(self, loop: asyncio.AbstractEventLoop) -> None:
        request = self._next_request(loop.time())
        try:
            async with asyncio.timeout(self._timeout):
                grant = await self._store.exchange(request)
        except Exception as error:  # noqa: BLE001 - whatever a store does, requests must not hang for want of it
            self._exchange = None
            self._enter_fallback(error, loop.time())
        else:
            self._exchange = None
            self._apply_grant(request, grant, loop.time())
        if not self._closed:
            self._queue.let_through(loop)

    def _next_request(self, now: float) -> LeaseRequest:
        report, self._report = self._report, PendingReport()
        wanted = self._demand() - len(self._permits)
        paused_until = self._queue.paused_until
        return LeaseRequest(
            worker=self._worker,
            limit=self._limit.rate,
            burst=self._limit.burst,
            wanted=max(0, wanted) if now >= paused_until else 0,
            returned=report.returned,
            served=report.served,
            epoch=report.epoch if report.refused else self._epoch,
            refused=report.refused,
            overload=report.overload,
            pause=max(0.0, paused_until - now) if report.pause else 0.0,
            remembered=self._remembered(),
            expected=self._workers if self._fallback is not None else 0,
        )

    def _remembered(self) -> float | None:
        """Return the rate that all have learnt, as far as this process can tell."""
        if self._fallback is not None and self._fallback.learnt_rate:
            return self._fallback.learnt_rate * self._workers
        return self._learnt_rate

    def _apply_grant(self, request: LeaseRequest, grant: LeaseGrant, now: float) -> None:
        self._leave_fallback(now)
        self._heard_at = now
        if grant.epoch != self._epoch:
            self._epoch, self._epoch_since = grant.epoch, now
        self._workers = grant.workers
        self._learnt_rate = grant.rate if grant.learnt else None
        self._statistics.rate = grant.rate
        self._queue.pause(now, grant.paused)
        self._free_until = now + _FREE if grant.rate is None else -math.inf
        if grant.rate is None:
            self._permits.drop(0)
        self._permits.add(grant, request.wanted, now)
        self._batch = grant.granted
        self._ask_at = now
        if request.wanted and not grant.granted and grant.rate is not None:
            # Not all at the same moment.
            self._ask_at += min(max(_MIN_WAIT, grant.again * random.uniform(0.75, 1.25)), _MAX_WAIT)

    # --- fallback and end -------------------------------------------------------------------------------------------

    def _enter_fallback(self, error: BaseException, now: float) -> None:
        self._ask_at = now + _RETRY * random.uniform(0.75, 1.25)
        if self._fallback is not None:
            return
        self._statistics.shared = False
        self._permits.drop(0)
        self._fallback = FallbackBucket(self._limit, self._statistics, workers=self._workers, place=self._place)
        self._fallback.begin(self._queue, now, self._learnt_rate, error)

    def _leave_fallback(self, now: float) -> None:
        self._statistics.shared = True
        if self._fallback is None:
            return
        self._fallback.end(now)
        self._fallback = None
        self._epoch_since = now  # what was sent alone says nothing of the rate of all

    async def _end_exchange(self) -> None:
        if self._exchange is None:
            return
        exchange = self._exchange
        try:
            await asyncio.wait({exchange})  # not for long: it has its time limit
        except asyncio.CancelledError:
            exchange.cancel()
            raise

    async def _take_leave(self) -> None:
        self._report.returned += self._permits.drop(0)
        request = evolve(self._next_request(asyncio.get_running_loop().time()), wanted=0, leaving=True)
        try:
            async with asyncio.timeout(self._timeout):
                await self._store.exchange(request)
        except Exception as error:  # noqa: BLE001 - the store forgets the worker by itself
            logger.debug("no leave was taken of the shared rate limit: %s", type(error).__name__)
