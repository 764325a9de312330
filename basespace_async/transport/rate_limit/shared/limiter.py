"""The budget of one process among those that share one."""

from __future__ import annotations

import asyncio
import contextvars
import logging
import math
import random
import secrets

from attrs import define, evolve

from ....errors import ConfigurationError
from ...middleware.metrics import Statistics
from ...types import Priority
from ..adaptive import OVERLOAD, AdaptiveRate, LastSecond
from ..limiter import RateLimit, RateLimiter
from .backend import LeaseGrant, LeaseRequest, SharedLimiterBackend
from .leases import Leases

logger = logging.getLogger("basespace_async.budget")

_FREE = 0.1  # seconds for which a worker need not ask again, where nothing limits the rate
_OUT_OF_TOUCH = 1.0  # seconds without an exchange, after which a pause may have been asked for unheard
_RETRY = 0.5  # seconds between attempts to reach a store that is away
_MIN_WAIT = 0.002  # seconds: whatever the store says, the worker does not ask without end


@define
class PendingReport:
    """What the others are to be told with the next exchange."""

    served: int = 0
    returned: int = 0
    epoch: int = 0
    refused: bool = False
    overload: bool = False
    pause: bool = False

    @property
    def urgent(self) -> bool:
        return self.refused or self.pause


class SharedRateLimiter(RateLimiter):
    """Lets requests through as permits of a store allow, which other processes ask too.

    Turns, slots and priorities are this process's own, as in `Budget`. Permits come a few at a time, for requests that
    wait; what is not used within moments goes back. While the store is away, the process keeps to its part of the rate:
    the rate that was known, divided by the workers that were there. That is logged once for each outage.

    There is one exchange at a time, in a task that lives for that long and is ended by `aclose`.

    Args:
        limit: as for `Budget`; `rate` and `burst` are of all processes together.
        statistics: counts what happens.
        sharing: how to reach the store.
        server: the API's root.
        token: access token, or None where tokens change.

    Raises:
        ConfigurationError: there cannot be such a store.
    """

    def __init__(
        self, limit: RateLimit, statistics: Statistics, sharing: SharedLimiterBackend, *, server: str, token: str | None
    ) -> None:
        super().__init__(limit, statistics)
        self._whole = limit
        self._store = sharing.open(server=server, token=token)
        self._place = str(sharing)
        self._timeout = sharing.timeout
        self._workers = sharing.workers
        self._worker = secrets.randbits(52)
        self._permits = Leases()
        self._news = PendingReport()
        self._served_lately, self._refused_lately = LastSecond(), LastSecond()
        self._exchange: asyncio.Task[None] | None = None
        self._arriving = 0  # requests that wait to be in touch, and do not stand in the queue yet
        self._batch = 0
        self._epoch = 0
        self._known: float | None = None  # the rate that all have learnt
        self._now = self._epoch_since = self._heard_at = self._free_until = self._ask_at = -math.inf
        self._alone_since: float | None = None
        self._closed = False

    async def acquire(self, priority: Priority, deadline: float | None = None) -> float:
        """Wait for the turn of a request; see `Budget.acquire`.

        It waits for the store no longer than one exchange may take: after that the process goes on alone.
        """
        loop = asyncio.get_running_loop()
        began = loop.time()
        if self._alone_since is not None:
            if began >= self._ask_at:
                self._start_exchange(loop)
        elif began - self._heard_at > _OUT_OF_TOUCH:
            await self._get_in_touch(loop)
            self._statistics.waited += loop.time() - began
        return await super().acquire(priority, deadline)

    def served(self) -> None:
        """A request was not refused."""
        if self._alone_since is not None:
            super().served()
            return
        self._news.served += 1
        self._served_lately.add(self._now)

    def refused(self, sent_at: float, pause: float | None, *, overload: bool) -> None:
        """A request was refused: all processes slow down, and stand still for `pause` seconds."""
        super().refused(sent_at, pause, overload=overload)
        if self._alone_since is not None:
            return
        news = self._news
        if self._whole.adaptive and sent_at > self._epoch_since and not self._is_chance(overload):
            news.refused, news.epoch, news.overload = True, self._epoch, overload
        news.pause = news.pause or pause is not None
        if news.urgent:
            self._start_exchange(asyncio.get_running_loop())

    async def aclose(self) -> None:
        """Let nothing through any more, give back what was not used, and free the connection to the store."""
        self.close()
        self._closed = True
        try:
            await self._end_exchange()
            if self._alone_since is None and self._heard_at > -math.inf:
                await self._take_leave()
        finally:
            await self._store.aclose()

    # --- what the budget asks itself --------------------------------------------------------------------------------

    def _pass_time(self, now: float) -> None:
        if self._alone_since is not None:
            super()._pass_time(now)
            return
        self._now = now
        self._news.returned += self._permits.expire(now)

    def _has_token(self) -> bool:
        if self._alone_since is not None:
            return super()._has_token()
        return self._now < self._free_until or self._permits.ready(self._now)

    def _admit(self, priority: Priority) -> None:
        super()._admit(priority)
        if self._alone_since is None and not self._now < self._free_until:
            self._permits.use()

    def _set_alarm(self, loop: asyncio.AbstractEventLoop, now: float) -> None:
        if self._alone_since is not None:
            super()._set_alarm(loop, now)
            if self._somebody_waits() and now >= self._ask_at:
                self._start_exchange(loop)
            return
        self._forget_alarm()
        self._news.returned += self._permits.drop(self._demand())
        if self._news.urgent or self._wants_permits(now) or (self._news.returned and not self._demand()):
            self._start_exchange(loop)
        at = self._next_at(now)
        if at is not None and at > now:
            self._alarm = loop.call_at(at, self._let_through, loop)

    def _next_at(self, now: float) -> float | None:
        """When something may change by itself."""
        if not self._somebody_waits() or self._in_flight >= self._whole.concurrency:
            return None
        if now < self._paused_until:
            return self._paused_until
        moments = [at for at in (self._permits.next_at(), self._ask_at) if at is not None and at > now]
        return min(moments, default=None)

    # --- the exchange -----------------------------------------------------------------------------------------------

    def _demand(self) -> int:
        return len(self._waiting["interactive"]) + len(self._waiting["background"]) + self._arriving

    def _wants_permits(self, now: float) -> bool:
        if now < max(self._ask_at, self._paused_until, self._free_until) or self._in_flight >= self._whole.concurrency:
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
            self._exchange = loop.create_task(self._have_exchange(loop), context=contextvars.Context())
            self._exchange.add_done_callback(self._look_for_a_cancellation)
        return self._exchange

    def _look_for_a_cancellation(self, exchange: asyncio.Task[None]) -> None:
        """Go alone where a store, or something that cancels whatever runs, ended an exchange: requests wait for it."""
        if not exchange.cancelled() or self._closed:
            return
        loop = exchange.get_loop()
        self._exchange = None
        self._enter_fallback(asyncio.CancelledError(), loop.time())
        self._let_through(loop)

    async def _have_exchange(self, loop: asyncio.AbstractEventLoop) -> None:
        ask = self._next_ask(loop.time())
        try:
            async with asyncio.timeout(self._timeout):
                answer = await self._store.exchange(ask)
        except Exception as error:  # noqa: BLE001 - whatever a store does, requests must not hang for want of it
            self._exchange = None
            self._enter_fallback(error, loop.time())
        else:
            self._exchange = None
            self._apply_grant(ask, answer, loop.time())
        if not self._closed:
            self._let_through(loop)

    def _next_ask(self, now: float) -> LeaseRequest:
        news, self._news = self._news, PendingReport()
        wanted = self._demand() - len(self._permits)
        return LeaseRequest(
            worker=self._worker,
            limit=self._whole.rate,
            burst=self._whole.burst,
            wanted=max(0, wanted) if now >= self._paused_until else 0,
            returned=news.returned,
            served=news.served,
            epoch=news.epoch if news.refused else self._epoch,
            refused=news.refused,
            overload=news.overload,
            pause=max(0.0, self._paused_until - now) if news.pause else 0.0,
            remembered=self._remembered(),
            expected=self._workers if self._alone_since is not None else 0,
        )

    def _remembered(self) -> float | None:
        """The rate that all have learnt, as far as this process can tell."""
        if self._alone_since is not None and self._rate is not None and self._rate.learnt and self._rate.rate:
            return self._rate.rate * self._workers
        return self._known

    def _apply_grant(self, ask: LeaseRequest, answer: LeaseGrant, now: float) -> None:
        self._come_back(now)
        self._heard_at = now
        if answer.epoch != self._epoch:
            self._epoch, self._epoch_since = answer.epoch, now
        self._workers = answer.workers
        self._known = answer.rate if answer.learnt else None
        self._statistics.rate = answer.rate
        self._stand_still(now, answer.paused)
        self._free_until = now + _FREE if answer.rate is None else -math.inf
        if answer.rate is None:
            self._permits.drop(0)
        self._permits.add(answer, ask.wanted, now)
        self._batch = answer.granted
        self._ask_at = now
        if ask.wanted and not answer.granted and answer.rate is not None:
            # Not all at the same moment.
            self._ask_at += max(_MIN_WAIT, answer.again * random.uniform(0.75, 1.25))

    # --- alone ------------------------------------------------------------------------------------------------------

    def _enter_fallback(self, error: BaseException, now: float) -> None:
        self._ask_at = now + _RETRY * random.uniform(0.75, 1.25)
        if self._alone_since is not None:
            return
        self._alone_since = now
        self._statistics.shared = False
        self._permits.drop(0)
        self._limit = _part(self._whole, self._workers)
        self._rate = AdaptiveRate(self._limit.rate, now)
        if self._known is not None:
            self._rate.know(self._known / self._workers)
        self._filled_at, self._tokens = now, 1.0
        # Not the error's text: a store may have put its address in it, with a password.
        logger.warning(
            "the budget shared through %s cannot be reached (%s); until it can, this process keeps to its own part of "
            "the rate: one of %d",
            self._place,
            _kind(error),
            self._workers,
        )

    def _come_back(self, now: float) -> None:
        self._statistics.shared = True
        if self._alone_since is None:
            return
        logger.info("the budget shared through %s is back after %.1f s", self._place, now - self._alone_since)
        self._alone_since = None
        self._epoch_since = now  # what was sent alone says nothing of the rate of all
        self._limit = self._whole
        self._rate = None

    def _is_chance(self, overload: bool) -> bool:
        """Whether this refusal, a 503, is one of few among the answers of the last second."""
        now = self._now
        self._refused_lately.add(now)
        refused = self._refused_lately.total(now)
        return overload and refused < OVERLOAD * (refused + self._served_lately.total(now))

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
        self._news.returned += self._permits.drop(0)
        ask = evolve(self._next_ask(asyncio.get_running_loop().time()), wanted=0, leaving=True)
        try:
            async with asyncio.timeout(self._timeout):
                await self._store.exchange(ask)
        except Exception as error:  # noqa: BLE001 - the store forgets the worker by itself
            logger.debug("no leave was taken of the shared budget: %s", type(error).__name__)


def _kind(error: BaseException) -> str:
    """What went wrong, in a word: a client of a store may wrap what says more."""
    return type(error.__cause__ if isinstance(error.__cause__, Exception) else error).__name__


def _part(limit: RateLimit, workers: int) -> RateLimit:
    """One worker's part of a limit."""
    return evolve(
        limit,
        rate=None if limit.rate is None else limit.rate / workers,
        burst=None if limit.burst is None else max(1.0, limit.burst / workers),
    )
