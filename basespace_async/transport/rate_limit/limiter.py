"""Rate limiter of a client: turns, a cap on concurrency, tokens, and the pauses that the service asks for."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from math import inf, nextafter

from ...errors import ConfigurationError, TransportTimeoutError
from ..statistics import Statistics
from ..types import Priority
from .limit import RateLimit
from .tokens import LocalBucket, TokenSource

_SHARE = 3  # interactive requests in turn before a background one is let through


class RateLimiter:
    """Lets requests through, one by one, as tokens, slots and pauses allow. It belongs to one event loop.

    Waiting requests take turns: interactive ones first, but after three of them in turn a background one, so that
    neither kind starves. Background requests never take up all slots. Within a kind, first come, first served.

    Args:
        limit: Rate, burst and concurrency.
        statistics: Counts seconds of waiting and of pauses.
        source: Gives the tokens; a bucket of this client's own by default.
    """

    def __init__(self, limit: RateLimit, statistics: Statistics, source: TokenSource | None = None) -> None:
        self._concurrency = limit.concurrency
        self._statistics = statistics
        reserved = 0 if limit.concurrency == 1 else max(1, limit.concurrency // 8)
        self._max_background = limit.concurrency - reserved
        self._in_flight = self._background_in_flight = 0
        # Ordered dicts, because a request that is cancelled leaves from the middle.
        self._waiting: dict[Priority, OrderedDict[asyncio.Future[None], None]] = {
            "interactive": OrderedDict(),
            "background": OrderedDict(),
        }
        self._in_turn = 0
        self._alarm: asyncio.TimerHandle | None = None
        self.paused_until = 0.0
        self._source: TokenSource = source or LocalBucket(limit, statistics)
        self._source.attach(self)

    @property
    def waiting(self) -> int:
        """Number of requests that wait for their turn."""
        return len(self._waiting["interactive"]) + len(self._waiting["background"])

    @property
    def has_slot(self) -> bool:
        """Whether a slot is free for a request that waits."""
        return any(waiting and self._has_slot_for(priority) for priority, waiting in self._waiting.items())

    async def acquire(self, priority: Priority, deadline: float | None = None) -> float:
        """Wait for the turn of a request.

        Args:
            priority: Which requests go first.
            deadline: When the caller gives up, on the loop's clock.

        Returns:
            When the request may be sent, on the loop's clock: now.

        Raises:
            TransportTimeoutError: If the service asked for a pause that is longer than the caller can wait.
            ConfigurationError: If the client was closed meanwhile.
        """
        await self._source.prepare()
        loop = asyncio.get_running_loop()
        now = loop.time()
        self._source.advance(now)
        if deadline is not None and self.paused_until > deadline:
            seconds = self.paused_until - now
            problem = f"the service asked for a pause of {seconds:.0f} s more, which is longer than the deadline"
            raise TransportTimeoutError(problem, phase="deadline", request_sent=False)
        if not self.waiting and self._admits(priority, now):
            self._admit(priority)
            return now
        turn: asyncio.Future[None] = loop.create_future()
        self._waiting[priority][turn] = None
        self.let_through(loop)
        try:
            await turn
        except asyncio.CancelledError:
            self._withdraw(turn, priority)
            raise
        granted_at = loop.time()
        self._statistics.queued_seconds += granted_at - now
        return granted_at

    def release(self, priority: Priority = "interactive") -> None:
        """Give back the slot of a request that has its response, or failed."""
        loop = asyncio.get_running_loop() if self.waiting else None
        if loop is not None:
            self._source.advance(loop.time())  # until now they waited for this slot, perhaps
        self._in_flight -= 1
        self._background_in_flight -= priority == "background"
        if loop is not None:
            self.let_through(loop)

    def served(self) -> None:
        """Note a request that was not refused."""
        self._source.served()

    def refused(self, sent_at: float, pause: float | None, *, overload: bool) -> None:
        """Note a request that was refused: slow down, and stand still if the service asked for that.

        Args:
            sent_at: When the request was sent, on the loop's clock.
            pause: Seconds that the service asked to wait, or None.
            overload: Whether the status was 503.
        """
        now = asyncio.get_running_loop().time()
        self._source.advance(now)
        self._source.refused(now, sent_at, pause, overload=overload)

    def close(self) -> None:
        """Let nothing through any more: what waits for its turn fails."""
        self._forget_alarm()
        for waiting in self._waiting.values():
            while waiting:
                turn, _ = waiting.popitem(last=False)
                if not turn.done():
                    turn.set_exception(ConfigurationError("the client was closed while this request waited to be sent"))

    async def aclose(self) -> None:
        """Close, and free what the source of tokens holds."""
        self.close()
        await self._source.aclose()

    def pause(self, now: float, seconds: float) -> float:
        """Let nothing through for so many seconds, unless a pause lasts longer already.

        Returns:
            Seconds by which this prolongs the pause.
        """
        until = now + seconds
        if until <= self.paused_until:
            return 0.0
        longer = until - max(now, self.paused_until)
        self.paused_until = until
        self._statistics.paused_seconds += longer
        return longer

    def let_through(self, loop: asyncio.AbstractEventLoop) -> None:
        """Let through what may go now, and come back when more may."""
        now = loop.time()
        self._source.advance(now)
        while (priority := self._next(now)) is not None:
            turn, _ = self._waiting[priority].popitem(last=False)
            if not turn.done():
                self._admit(priority)
                turn.set_result(None)
        self._set_alarm(loop, now)

    def _admits(self, priority: Priority, now: float) -> bool:
        return self._has_slot_for(priority) and now >= self.paused_until and self._source.has_token()

    def _has_slot_for(self, priority: Priority) -> bool:
        if self._in_flight >= self._concurrency:
            return False
        return priority == "interactive" or self._background_in_flight < self._max_background

    def _admit(self, priority: Priority) -> None:
        self._in_flight += 1
        self._background_in_flight += priority == "background"
        self._in_turn = self._in_turn + 1 if priority == "interactive" else 0
        self._source.take()

    def _next(self, now: float) -> Priority | None:
        """Return the priority whose turn it is, if any request can go."""
        order: tuple[Priority, Priority] = ("interactive", "background")
        if self._in_turn >= _SHARE:
            order = ("background", "interactive")
        for priority in order:
            if self._waiting[priority] and self._admits(priority, now):
                return priority
        return None

    def _set_alarm(self, loop: asyncio.AbstractEventLoop, now: float) -> None:
        self._forget_alarm()
        self._source.replenish(loop, now)
        if not self.waiting or not self.has_slot:
            return
        wake_at = self._source.wake_at(now)
        if wake_at is not None:
            # A token can be due before the clock's next step.
            self._alarm = loop.call_at(max(wake_at, nextafter(now, inf)), self.let_through, loop)

    def _forget_alarm(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None

    def _withdraw(self, turn: asyncio.Future[None], priority: Priority) -> None:
        if turn.done() and not turn.cancelled():
            if turn.exception() is None:
                self.release(priority)
            return
        loop = asyncio.get_running_loop()
        self._source.advance(loop.time())
        self._waiting[priority].pop(turn, None)
        self.let_through(loop)
