"""Sources of the tokens that a rate limiter spends: a bucket of its own, or another with the same methods."""

from __future__ import annotations

import asyncio
from typing import Protocol

from ..statistics import Statistics
from .adaptive import AdaptiveRate
from .limit import RateLimit


class RequestQueue(Protocol):
    """The rate limiter as its token source sees it."""

    paused_until: float

    @property
    def waiting(self) -> int:
        """Number of requests that wait for their turn."""
        ...

    @property
    def has_slot(self) -> bool:
        """Whether a slot is free for a request that waits."""
        ...

    def pause(self, now: float, seconds: float) -> float:
        """Let nothing through for so many seconds; return by how many this prolongs the pause."""
        ...

    def let_through(self, loop: asyncio.AbstractEventLoop) -> None:
        """Let through what may go now."""
        ...


class TokenSource(Protocol):
    """Gives permission for requests, one token each. Times are on the event loop's clock."""

    def attach(self, queue: RequestQueue) -> None:
        """Serve this queue; called once, before anything else."""
        ...

    async def prepare(self) -> None:
        """Get ready for a request that arrives."""
        ...

    def advance(self, now: float) -> None:
        """Let time pass."""
        ...

    def has_token(self) -> bool:
        """Tell whether a request may go, as of the last `advance`."""
        ...

    def take(self) -> None:
        """Take the token of a request that goes."""
        ...

    def replenish(self, loop: asyncio.AbstractEventLoop, now: float) -> None:
        """Fetch tokens for requests that still wait, after all that could go has gone."""
        ...

    def wake_at(self, now: float) -> float | None:
        """Return when a waiting request may go, or None where time alone changes nothing."""
        ...

    def served(self) -> None:
        """Note a request that was not refused."""
        ...

    def refused(self, now: float, sent_at: float, pause: float | None, *, overload: bool) -> None:
        """Note a request that was refused, and pause the queue if the service asked for that."""
        ...

    async def aclose(self) -> None:
        """Free what the source holds."""
        ...


class LocalBucket:
    """A token bucket of one process, filled at the rate that is told or learnt."""

    def __init__(self, limit: RateLimit, statistics: Statistics) -> None:
        self._limit = limit
        self._statistics = statistics
        self._rate: AdaptiveRate | None = None
        self._tokens = 0.0
        self._filled_at = 0.0

    def start(self, now: float, rate: float | None) -> None:
        """Begin with one token, at a rate that was learnt elsewhere, or None."""
        self._rate = AdaptiveRate(self._limit.rate, now)
        if rate is not None:
            self._rate.know(rate)
        self._filled_at, self._tokens = now, 1.0

    @property
    def learnt_rate(self) -> float | None:
        """Requests a second that were learnt from refusals, or None."""
        return self._rate.rate if self._rate is not None and self._rate.learnt else None

    def attach(self, queue: RequestQueue) -> None:
        """Serve this queue."""
        self._queue = queue

    async def prepare(self) -> None:
        """Return at once: a bucket is always ready."""

    def advance(self, now: float) -> None:
        """Fill the bucket, and let the learnt rate rise where it holds requests up."""
        if self._rate is None:
            self._rate = AdaptiveRate(self._limit.rate, now)
            self._filled_at = now
            self._tokens = self._capacity(self._rate.rate)
        if self._rate.rate is None:
            self._rate.advance(now, demand=False)
            self._filled_at = now
            return
        # Time in which nothing could be sent, for want of a slot or in a pause, teaches nothing.
        queue = self._queue
        self._rate.advance(max(self._filled_at, min(queue.paused_until, now)), demand=False)
        self._rate.advance(now, demand=now > queue.paused_until and queue.has_slot)
        rate = self._rate.rate
        self._tokens = min(self._capacity(rate), self._tokens + (now - self._filled_at) * rate)
        self._statistics.rate = rate
        self._filled_at = now

    def has_token(self) -> bool:
        """Tell whether a request may go."""
        # The bit that floating point loses must not cost another round.
        return self._rate is None or self._rate.rate is None or self._tokens >= 1 - 1e-9

    def take(self) -> None:
        """Take one token."""
        if self._rate is not None and self._rate.rate is not None:
            self._tokens -= 1

    def replenish(self, loop: asyncio.AbstractEventLoop, now: float) -> None:
        """Leave it to the time, which fills the bucket."""

    def wake_at(self, now: float) -> float | None:
        """Return when the pause is over and the next token is there."""
        wake_at = max(self._queue.paused_until, now)
        if not self.has_token() and self._rate is not None and self._rate.rate is not None:
            return max(wake_at, now + (1 - self._tokens) / self._rate.rate)
        # With a token and no pause a slot is missing, and who gives one back lets the next through.
        return wake_at if wake_at > now else None

    def served(self) -> None:
        """Note a request that was not refused."""
        if self._rate is not None:
            self._rate.served()

    def refused(self, now: float, sent_at: float, pause: float | None, *, overload: bool) -> None:
        """Lower the rate, and pause the queue if the service asked for that."""
        if self._rate is None:
            return
        if self._limit.adaptive and self._rate.refused(sent_at, overload=overload):
            self._tokens = min(self._tokens, 1.0)
            self._statistics.rate = self._rate.rate
        if pause is not None:
            self._rate.paused(self._queue.pause(now, pause))

    async def aclose(self) -> None:
        """Return at once: a bucket holds nothing."""

    def _capacity(self, rate: float | None) -> float:
        if self._limit.burst is not None:
            return self._limit.burst
        if rate is None:
            return 1.0
        # A learnt rate is paced closely: a burst of ours could be refused.
        return max(1.0, rate * (0.1 if rate == self._limit.rate else 0.02))
