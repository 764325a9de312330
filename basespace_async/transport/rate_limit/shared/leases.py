"""Permits that a store granted and that are not used yet."""

from __future__ import annotations

from collections import deque

from .backend import LeaseGrant


class Leases:
    """Queue of permits, each good from a moment on and for a short time.

    A permit that is kept for later would be one request too many then.

    All times are on the event loop's clock.
    """

    def __init__(self) -> None:
        self._held: deque[tuple[float, float]] = deque()  # good from, and until

    def __len__(self) -> int:
        return len(self._held)

    def add(self, answer: LeaseGrant, most: int, now: float) -> None:
        """Take what was granted, `most` at most.

        The answer was on its way for a while, so that what is counted from its arrival is never too early.
        """
        rate = answer.rate
        if rate is None:
            return
        for number in range(1, min(answer.granted, most) + 1):
            begins = now + max(0.0, (number - answer.tokens) / rate)
            self._held.append((begins, begins + answer.life))

    def ready(self, now: float) -> bool:
        """Tell whether one is good now. The bit that floating point loses must not cost another round."""
        return bool(self._held) and self._held[0][0] <= now + 1e-9

    def use(self) -> None:
        """Use the first one."""
        self._held.popleft()

    def next_at(self) -> float | None:
        """Return when the first one is good, or None where there is none."""
        return self._held[0][0] if self._held else None

    def expire(self, now: float) -> int:
        """Drop those that have expired, and return their number."""
        before = len(self._held)
        while self._held and self._held[0][1] < now:
            self._held.popleft()
        return before - len(self._held)

    def drop(self, beyond: int) -> int:
        """Drop the last ones beyond so many, and return their number."""
        dropped = max(0, len(self._held) - beyond)
        for _ in range(dropped):
            self._held.pop()
        return dropped
