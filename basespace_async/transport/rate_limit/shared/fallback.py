"""Token bucket of a process that cannot reach the store: its own part of the rate of all."""

from __future__ import annotations

import logging

from attrs import evolve

from ...statistics import Statistics
from ..limit import RateLimit
from ..tokens import LocalBucket, RequestQueue

logger = logging.getLogger("basespace_async.budget")


class FallbackBucket(LocalBucket):
    """A bucket with one worker's part of the rate. Falling back is logged once for each outage, and its end.

    Args:
        limit: Rate and burst of all workers together.
        statistics: Counts what happens.
        workers: How many share the limit.
        place: Which store it is, for the log.
    """

    def __init__(self, limit: RateLimit, statistics: Statistics, *, workers: int, place: str) -> None:
        super().__init__(part_of(limit, workers), statistics)
        self._workers = workers
        self._place = place
        self._since = 0.0

    def begin(self, queue: RequestQueue, now: float, learnt_rate: float | None, error: BaseException) -> None:
        """Serve a queue.

        Args:
            queue: The rate limiter's queue.
            now: Time on the event loop's clock.
            learnt_rate: Rate that all workers together have learnt, or None.
            error: Why the store cannot be asked.
        """
        self.attach(queue)
        self.start(now, None if learnt_rate is None else learnt_rate / self._workers)
        self._since = now
        # Not the error's text: a store may have put its address in it, with a password.
        logger.warning(
            "the rate limit shared through %s cannot be reached (%s); until it can, this process keeps to its own part "
            "of the rate: one of %d",
            self._place,
            _name_of(error),
            self._workers,
        )

    def end(self, now: float) -> None:
        """Note that the store is back."""
        logger.info("the rate limit shared through %s is back after %.1f s", self._place, now - self._since)


def part_of(limit: RateLimit, workers: int) -> RateLimit:
    """Return one worker's part of a limit."""
    return evolve(
        limit,
        rate=None if limit.rate is None else limit.rate / workers,
        burst=None if limit.burst is None else max(1.0, limit.burst / workers),
    )


def _name_of(error: BaseException) -> str:
    """Name what went wrong in a word: a client of a store may wrap what says more."""
    return type(error.__cause__ if isinstance(error.__cause__, Exception) else error).__name__
