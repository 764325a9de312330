"""The simulator's clock: it goes with the wall clock, and a test can advance it."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

from ...errors import ConfigurationError


class Clock:
    """Date and time in the simulated world.

    Args:
        start: Time that the clock shows first; None starts at the present.
        still: Whether it stands still between calls of `advance`.

    Raises:
        ConfigurationError: If `start` has no time zone.

    Example:
        >>> clock = Clock(datetime(2026, 1, 1, tzinfo=UTC), still=True)
        >>> clock.advance(hours=2)
        >>> clock.now().isoformat()
        '2026-01-01T02:00:00+00:00'
    """

    def __init__(self, start: datetime | None = None, *, still: bool = False) -> None:
        if start is not None and start.tzinfo is None:
            raise ConfigurationError(f"the clock's start, {start}, has no time zone; give one, such as timezone.utc")
        self.start = (start or datetime.now(UTC)).astimezone(UTC)
        self._still = still
        self._advanced = timedelta()
        self._since = time.monotonic()

    def now(self) -> datetime:
        """Return the present, in UTC."""
        elapsed = timedelta() if self._still else timedelta(seconds=time.monotonic() - self._since)
        return self.start + self._advanced + elapsed

    def advance(self, *, seconds: float = 0, minutes: float = 0, hours: float = 0, days: float = 0) -> None:
        """Let time pass: analyses end, links expire.

        Raises:
            ConfigurationError: If the time is negative.

        Example:
            ```python
            simulator.clock.advance(hours=2)
            ```
        """
        by = timedelta(seconds=seconds, minutes=minutes, hours=hours, days=days)
        if by < timedelta():
            raise ConfigurationError(f"the clock cannot go back by {-by}")
        self._advanced += by
