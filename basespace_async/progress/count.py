"""A count that grows, how fast it grows, and when it will be complete."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

Clock = Callable[[], float]

WINDOW = 30.0
"""Seconds over which a rate is measured: long enough to be steady, short enough to notice a stall."""
_SPACING = WINDOW / 30
_MIN_LENGTH = 1.0  # a rate over less says nothing


class Count:
    """One count, its rate over the last half minute, and the time that is left at that rate.

    It may be read from another thread than the one that counts.

    Args:
        total: what it comes to, or None while it is not known.
        clock: seconds that only go forward.
    """

    def __init__(self, total: float | None, clock: Clock) -> None:
        self.total = total
        self.done = 0.0
        self._clock = clock
        self._started = clock()
        self._ended: float | None = None
        self._lock = threading.Lock()
        self._points: deque[tuple[float, float]] = deque([(self._started, 0.0)])

    def add(self, more: float) -> None:
        """So much more is done."""
        with self._lock:
            self.done += more
            now = self._now()
            if now - self._points[-1][0] >= _SPACING:
                self._points.append((now, self.done))
            while len(self._points) > 1 and self._points[1][0] <= now - WINDOW:
                self._points.popleft()

    def end(self) -> None:
        """Its time stands still from now on."""
        self._ended = self._now()

    @property
    def complete(self) -> bool:
        """Whether it has come to its total."""
        return self.total is not None and self.done >= self.total

    @property
    def elapsed(self) -> float:
        """Seconds since it began."""
        return self._now() - self._started

    @property
    def average(self) -> float | None:
        """How many a second since it began; None where that is too short to tell."""
        return self.done / self.elapsed if self.elapsed >= _MIN_LENGTH else None

    @property
    def per_second(self) -> float | None:
        """How many a second of late; None where it is too early to tell."""
        now = self._now()
        with self._lock:
            since, before = self._points[0]
            for at, done in self._points:
                if at <= now - WINDOW:
                    since, before = at, done
            if now - since < _MIN_LENGTH:
                return None
            return max(0.0, (self.done - before) / (now - since))

    @property
    def seconds_left(self) -> float | None:
        """Seconds until it is complete at the rate of late; None where that cannot be told."""
        if self.total is None:
            return None
        if self.complete:
            return 0.0
        speed = self.per_second
        return (self.total - self.done) / speed if speed else None

    def _now(self) -> float:
        return self._clock() if self._ended is None else self._ended
