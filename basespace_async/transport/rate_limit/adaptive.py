"""Request rate that is learnt from refusals of the service."""

from __future__ import annotations

import math
from collections import deque

MIN_RATE = 1.0
MAX_RATE = 1e6

MARGIN = 0.985  # of the target: where to stay
RECOVERY = 2.0  # seconds: time constant of the way to the target
SUSTAINED = 3.0  # seconds at a rate that was served, after which that rate is near the limit
HOLD = 30.0  # seconds at a target that is near the limit, before more is tried
SHORT_HOLD = 6.0  # seconds at a target that was a guess
_BIN = 0.05  # seconds
_BINS = 20  # a second's
OVERLOAD = 0.1  # of the last second's answers: fewer 503s than that are no overload
FIRST = 10.0  # requests a second at least after the very first refusal, before which little may have been served
FEW = 20  # requests served between two refusals: too few to tell a limit from chance
DOUBTS = 2  # refusals that are put down to chance
SILENCE = 2.0  # seconds without a request that was served: demand teaches nothing then
OUTAGE = 0.7  # of the rate, kept when the service is overloaded


class LastSecond:
    """Count of events in the last second."""

    def __init__(self) -> None:
        self._bins: deque[list[int]] = deque(maxlen=_BINS)  # number of the bin, count

    def add(self, now: float, count: int = 1) -> None:
        """Count events that happen now."""
        number = int(now / _BIN)
        if not self._bins or self._bins[-1][0] != number:
            self._bins.append([number, 0])
        self._bins[-1][1] += count

    def total(self, now: float) -> int:
        """Return the number of events in the last second."""
        oldest = int(now / _BIN) - _BINS
        return sum(count for number, count in self._bins if number > oldest)


class AdaptiveRate:
    """Requests a second: without a limit until the service refuses one, then what was learnt from refusals.

    The limit lies between what was served since the refusal before, pauses included, and the rate that was refused. So
    the rate restarts between the two, recovers towards the refused one, stays there for a while, and then tries more,
    slowly at first. The first refusals of a client that was hardly served yet say little: it goes on to look for the
    limit. Nothing documents BaseSpace's limits: the constants were chosen by simulating servers with token
    buckets and with fixed windows, with and without Retry-After.

    Args:
        limit: Highest rate in requests a second, or None.
        now: Seconds, on the clock that every other argument is read from.
    """

    def __init__(self, limit: float | None, now: float) -> None:
        self.rate = limit
        self._limit = limit
        self._now = self._refused_at = self._served_at = now
        self._served = 0
        self._doubts = 0
        self._paused = 0.0
        self._served_lately, self._refused_lately = LastSecond(), LastSecond()
        self._age: float | None = None  # seconds of demand since the last refusal; None before the first one
        self._start = self._target = self._hold = 0.0

    @property
    def learnt(self) -> bool:
        """Whether the rate comes from refusals, and not only from the limit that was given."""
        return self._age is not None

    def know(self, rate: float) -> None:
        """Begin with a rate that was learnt elsewhere, as if it had been served for the last second."""
        self._restart(rate, rate, HOLD)
        self._served_lately.add(self._now, int(rate))

    def advance(self, now: float, *, demand: bool) -> None:
        """Let time pass.

        The rate rises while there is `demand`, requests that wait for nothing but the rate, and some are served.
        """
        since, self._now = self._now, now
        if self._age is None or not demand:
            return
        self._age += max(0.0, min(now, self._served_at + SILENCE) - since)
        self.rate = self._rate_at(self._age)

    def served(self) -> None:
        """Note a request that was served."""
        self._served += 1
        self._served_at = self._now
        self._served_lately.add(self._now)

    def paused(self, seconds: float) -> None:
        """Note a pause of so many seconds that the service asked for."""
        self._paused += seconds

    def refused(self, sent_at: float, *, overload: bool) -> bool:
        """Note a request that was refused.

        Args:
            sent_at: When it was sent. What was under way at the last refusal is part of that one.
            overload: Whether the status was 503, not 429.

        Returns:
            Whether the rate was lowered.
        """
        if self._age is not None and sent_at <= self._refused_at:
            return False
        self._refused_lately.add(self._now)
        served_lately, refused_lately = self._served_lately.total(self._now), self._refused_lately.total(self._now)
        if overload and refused_lately < OVERLOAD * (served_lately + refused_lately):
            return False
        elapsed = self._now - self._refused_at
        served = self._served / elapsed if elapsed >= 1 else served_lately
        if self.rate is None:
            self._restart(max(served, FIRST), math.inf, 0.0)
        elif math.isinf(self._target) and self._served < FEW and self._doubts < DOUBTS:
            # A limit believed after so little could be far too low, and the way up from there is slow.
            self._doubts += 1
            self._restart(served + (self.rate - served) / 4, math.inf, 0.0)
        elif overload:
            self._restart(OUTAGE * self.rate, self.rate, SHORT_HOLD)
        else:
            self._restart_below(self.rate, min(served, self.rate), active=elapsed - self._paused)
        self._refused_at = self._served_at = self._now
        self._served, self._paused = 0, 0.0
        return True

    def _restart_below(self, refused: float, served: float, *, active: float) -> None:
        sustained = min(self._served / active, refused) if active > 0 else 0.0
        if active >= SUSTAINED and sustained > 0.9 * refused:
            self._restart((served + sustained) / 2, sustained, HOLD)
        else:
            self._restart(served + (refused - served) / 4, served + (refused - served) / 2, SHORT_HOLD)

    def _restart(self, start: float, target: float, hold: float) -> None:
        self._start = max(start, MIN_RATE)
        self._target = max(MARGIN * target, self._start)
        self._hold = hold
        self._age = 0.0
        self.rate = self._rate_at(0.0)

    def _rate_at(self, age: float) -> float:
        if math.isinf(self._target):
            # Nothing is known of the limit but that there is one.
            rate = self._start * 4 ** min(age, 20.0)
        elif age < self._hold:
            rate = self._target - (self._target - self._start) * math.exp(-age / RECOVERY)
        else:
            # A hair more at first, because the limit is probably near; ten times as much after a quarter of a minute.
            rate = self._target * 1.01 ** min((age - self._hold) ** 2, 1000.0)
        return min(rate, MAX_RATE if self._limit is None else self._limit)
