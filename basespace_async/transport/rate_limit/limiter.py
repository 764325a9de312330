"""One budget for all requests of a client: a token bucket, a cap on concurrency, and the pauses that are asked for."""

from __future__ import annotations

import asyncio
from collections import deque
from datetime import UTC, datetime
from math import inf, nextafter

from attrs import field, frozen

from ...errors import ConfigurationError, TransportTimeoutError
from ..middleware.metrics import Statistics
from ..origin import Origin
from ..types import HTTPRequest, HTTPResponse, Priority, Transport
from .adaptive import AdaptiveRate
from .retry_after import retry_after

THROTTLED = (429, 503)
_SHARE = 4  # interactive requests in turn before a background one is let through


@frozen
class RateLimit:
    """What a client allows itself.

    No limit of BaseSpace is documented. By default there is no rate until the service refuses a request; from then
    on the rate is learnt. What others do with the same token is learnt with it.

    Attributes:
        rate: requests a second at most, or None.
        burst: requests that may go at once after a quiet time; a tenth of a second's worth where it is None.
        concurrency: requests in flight at one time. An eighth of them, one at least, is kept for interactive ones.
        adaptive: learn the rate from refusals (429, 503); without it only `rate` counts.

    Raises:
        ConfigurationError: a number is out of range.
    """

    rate: float | None = None
    burst: float | None = None
    concurrency: int = 64
    adaptive: bool = field(default=True, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if self.rate is not None and not 0 < self.rate < float("inf"):
            raise ConfigurationError(f"rate is {self.rate} requests a second; give more than 0, or None for no limit")
        if self.burst is not None and not self.burst >= 1:
            raise ConfigurationError(f"burst is {self.burst} requests; at least 1 must be able to go")
        if self.concurrency < 1:
            raise ConfigurationError(f"concurrency is {self.concurrency}; at least one request must be in flight")


class RateLimiter:
    """Lets requests through, one by one, as tokens, slots and pauses allow. It belongs to one event loop.

    Waiting requests take turns: interactive ones first, but after four of them in turn a background one, so that
    neither kind starves. Within a kind, first come, first served.
    """

    def __init__(self, limit: RateLimit, statistics: Statistics) -> None:
        self._limit = limit
        self._statistics = statistics
        self._reserved = 0 if limit.concurrency == 1 else max(1, limit.concurrency // 8)
        self._in_flight = 0
        self._waiting: dict[Priority, deque[asyncio.Future[None]]] = {"interactive": deque(), "background": deque()}
        self._in_turn = 0
        self._rate: AdaptiveRate | None = None
        self._tokens = 0.0
        self._filled_at = 0.0
        self._paused_until = 0.0
        self._alarm: asyncio.TimerHandle | None = None

    async def acquire(self, priority: Priority, deadline: float | None = None) -> float:
        """Wait for the turn of a request.

        Args:
            priority: whose turn it is.
            deadline: when the caller gives up, on the loop's clock.

        Returns:
            When the request may be sent, on the loop's clock: now.

        Raises:
            TransportTimeoutError: the service asked for a pause that is longer than the caller can wait.
            ConfigurationError: the client was closed meanwhile.
        """
        loop = asyncio.get_running_loop()
        now = loop.time()
        self._pass_time(now)
        if deadline is not None and self._paused_until > deadline:
            seconds = self._paused_until - now
            problem = f"the service asked for a pause of {seconds:.0f} s more, which is longer than the deadline"
            raise TransportTimeoutError(problem, phase="deadline", request_sent=False)
        if not self._somebody_waits() and self._admits(priority, now):
            self._admit(priority)
            return now
        turn: asyncio.Future[None] = loop.create_future()
        self._waiting[priority].append(turn)
        self._let_through(loop)
        try:
            await turn
        except asyncio.CancelledError:
            self._withdraw(turn, priority)
            raise
        granted_at = loop.time()
        self._statistics.waited += granted_at - now
        return granted_at

    def release(self) -> None:
        """A request has its response, or failed."""
        self._in_flight -= 1
        if self._somebody_waits():
            self._let_through(asyncio.get_running_loop())

    def served(self) -> None:
        """A request was not refused."""
        if self._rate is not None:
            self._rate.served()

    def refused(self, sent_at: float, pause: float | None, *, overload: bool) -> None:
        """A request was refused: slow down, and stand still for `pause` seconds if the service asked for that."""
        now = asyncio.get_running_loop().time()
        self._pass_time(now)
        if self._rate is not None and self._limit.adaptive and self._rate.refused(sent_at, overload=overload):
            self._tokens = min(self._tokens, 1.0)
            self._statistics.rate = self._rate.rate
        if pause is not None:
            self._stand_still(now, pause)

    def close(self) -> None:
        """Let nothing through any more: what waits for its turn fails."""
        self._forget_alarm()
        for waiting in self._waiting.values():
            while waiting:
                turn = waiting.popleft()
                if not turn.done():
                    turn.set_exception(ConfigurationError("the client was closed while this request waited to be sent"))

    async def aclose(self) -> None:
        """Close, and free what the budget holds."""
        self.close()

    def _stand_still(self, now: float, seconds: float) -> None:
        """Let nothing through for so long, unless a pause lasts longer already."""
        until = now + seconds
        if until <= self._paused_until:
            return
        longer = until - max(now, self._paused_until)
        self._paused_until = until
        self._statistics.paused += longer
        if self._rate is not None:
            self._rate.paused(longer)

    def _somebody_waits(self) -> bool:
        return bool(self._waiting["interactive"] or self._waiting["background"])

    def _forget_alarm(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None

    def _pass_time(self, now: float) -> None:
        """Fill the bucket, and let the learnt rate rise where it holds requests up."""
        if self._rate is None:
            self._rate = AdaptiveRate(self._limit.rate, now)
            self._filled_at = now
            self._tokens = self._capacity()
        demand = self._somebody_waits() and now >= self._paused_until and self._in_flight < self._limit.concurrency
        self._rate.advance(now, demand=demand)
        if self._rate.rate is not None:
            self._tokens = min(self._capacity(), self._tokens + (now - self._filled_at) * self._rate.rate)
            self._statistics.rate = self._rate.rate
        self._filled_at = now

    def _capacity(self) -> float:
        if self._limit.burst is not None:
            return self._limit.burst
        rate = self._rate.rate if self._rate is not None else None
        if rate is None:
            return 1.0
        # A learnt rate is paced closely: a burst of ours could be refused.
        return max(1.0, rate * (0.1 if rate == self._limit.rate else 0.02))

    def _admits(self, priority: Priority, now: float) -> bool:
        slots = self._limit.concurrency - (self._reserved if priority == "background" else 0)
        return self._in_flight < slots and now >= self._paused_until and self._has_token()

    def _has_token(self) -> bool:
        # The bit that floating point loses must not cost another round.
        return self._rate is None or self._rate.rate is None or self._tokens >= 1 - 1e-9

    def _admit(self, priority: Priority) -> None:
        self._in_flight += 1
        self._in_turn = self._in_turn + 1 if priority == "interactive" else 0
        if self._rate is not None and self._rate.rate is not None:
            self._tokens -= 1

    def _let_through(self, loop: asyncio.AbstractEventLoop) -> None:
        now = loop.time()
        self._pass_time(now)
        while (priority := self._next(now)) is not None:
            turn = self._waiting[priority].popleft()
            if not turn.done():
                self._admit(priority)
                turn.set_result(None)
        self._set_alarm(loop, now)

    def _next(self, now: float) -> Priority | None:
        """The kind whose turn it is, if any request can go."""
        order: tuple[Priority, Priority] = ("interactive", "background")
        if self._in_turn >= _SHARE:
            order = ("background", "interactive")
        for priority in order:
            if self._waiting[priority] and self._admits(priority, now):
                return priority
        return None

    def _set_alarm(self, loop: asyncio.AbstractEventLoop, now: float) -> None:
        self._forget_alarm()
        if not self._somebody_waits() or self._in_flight >= self._limit.concurrency:
            return
        at = max(self._paused_until, now)
        if not self._has_token() and self._rate is not None and self._rate.rate is not None:
            at = max(at, now + (1 - self._tokens) / self._rate.rate)
        elif at <= now:
            return  # what is missing is a slot, and who gives one back lets the next through
        # A token can be due before the clock's next step.
        self._alarm = loop.call_at(max(at, nextafter(now, inf)), self._let_through, loop)

    def _withdraw(self, turn: asyncio.Future[None], priority: Priority) -> None:
        if turn.done() and not turn.cancelled():
            if turn.exception() is None:
                self.release()
            return
        if turn in self._waiting[priority]:
            self._waiting[priority].remove(turn)
        self._let_through(asyncio.get_running_loop())


class RateLimitMiddleware:
    """Holds each request to the API until the budget lets it through; object stores have limits of their own.

    A request holds its slot until its response has arrived, or its head where the body is streamed: a consumer may
    take as long as it likes over a stream.
    """

    def __init__(self, inner: Transport, budget: RateLimiter, *, server: str) -> None:
        self._inner = inner
        self._budget = budget
        self._origin = Origin(server)

    async def send(self, request: HTTPRequest) -> HTTPResponse:
        if not self._origin.has(request.url):
            return await self._inner.send(request)
        budget = self._budget
        sent_at = await budget.acquire(request.priority, request.deadline)
        try:
            response = await self._inner.send(request)
            if response.status in THROTTLED:
                pause = retry_after(response.headers.get("Retry-After", ""), now=datetime.now(UTC))
                budget.refused(sent_at, pause, overload=response.status == 503)
            else:
                budget.served()
            return response
        finally:
            budget.release()

    async def aclose(self) -> None:
        try:
            await self._budget.aclose()
        finally:
            await self._inner.aclose()
