"""A growing count, its rate, and the time left."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

Clock = Callable[[], float]

WINDOW = 30.0
"""Seconds over which a rate is measured: long enough to be steady, short enough to show a stall."""
_SPACING = WINDOW / 30
_MIN_LENGTH = 1.0  # a rate over less says nothing


class Count:
    """Count with its rate over the last half minute, and the time left at that rate.

    Another thread may read it while one counts.

    Args:
        total: Expected count, or None while it is unknown.
        clock: Function that returns monotonic seconds.
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
        """Add to the count."""
        with self._lock:
            self.done += more
            now = self._now()
            if now - self._points[-1][0] >= _SPACING:
                self._points.append((now, self.done))
            while len(self._points) > 1 and self._points[1][0] <= now - WINDOW:
                self._points.popleft()

    def end(self) -> None:
        """Stop its clock."""
        self._ended = self._now()

    @property
    def complete(self) -> bool:
        """Whether the count has reached its total."""
        return self.total is not None and self.done >= self.total

    @property
    def elapsed(self) -> float:
        """Seconds from the start, until now or the end."""
        return self._now() - self._started

    @property
    def average(self) -> float | None:
        """Average rate a second from the start; None in the first second."""
        return self.done / self.elapsed if self.elapsed >= _MIN_LENGTH else None

    @property
    def per_second(self) -> float | None:
        """Rate a second over the last half minute; None in the first second."""
        now = self._now()
        with self._lock:
            since, before = self._points[0]
            for time, done in self._points:
                if time <= now - WINDOW:
                    since, before = time, done
            if now - since < _MIN_LENGTH:
                return None
            return max(0.0, (self.done - before) / (now - since))

    @property
    def seconds_left(self) -> float | None:
        """Seconds left at the current rate; None if total or rate are unknown."""
        if self.total is None:
            return None
        if self.complete:
            return 0.0
        speed = self.per_second
        return (self.total - self.done) / speed if speed else None

    def _now(self) -> float:
        return self._clock() if self._ended is None else self._ended
