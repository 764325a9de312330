"""The simulator's rate limit."""

from __future__ import annotations

import time
from collections.abc import Callable

from ...errors import ConfigurationError


class TokenBucket:
    """Admits `rate` requests a second, and as many at once as a second's worth.

    Args:
        rate: Requests a second.
        clock: Function that returns the time in seconds; tests that control time give their own.

    Raises:
        ConfigurationError: If the rate is not positive.
    """

    def __init__(self, rate: float, clock: Callable[[], float] = time.monotonic) -> None:
        if not rate > 0:
            raise ConfigurationError(f"rate_limit is {rate} requests a second; give more than 0, or None for no limit")
        self._rate = rate
        self._capacity = max(1.0, rate)
        self._tokens = self._capacity
        self._clock = clock
        self._filled = clock()

    def take(self) -> float:
        """Return 0 if the request is admitted, otherwise the seconds until one would be."""
        now = self._clock()
        self._tokens = min(self._capacity, self._tokens + (now - self._filled) * self._rate)
        self._filled = now
        if self._tokens < 1:
            return (1 - self._tokens) / self._rate
        self._tokens -= 1
        return 0.0
