"""Protocols and messages between a rate limiter and the store that it shares with other processes."""

from __future__ import annotations

import math
from typing import Protocol

from attrs import frozen

from ..retry_after import MAX_PAUSE

HORIZON = 0.1  # seconds ahead that permits are given out for
MAX_WORKERS = 1000
MIN_LIMIT = 0.01  # requests a second: a lower limit would stop all workers for minutes


@frozen
class LeaseRequest:
    """Report and request of a worker in one exchange with the store.

    Attributes:
        worker: Number of its own.
        limit: Requests a second that the program allows, or None. The store takes 0.01 for a lower one.
        burst: Requests at once that it allows, or None.
        wanted: Number of permits.
        returned: Permits that it was given and did not use.
        served: Requests that were not refused, since the exchange before.
        epoch: Number of refusals that had lowered the rate, as far as the worker knew when it was refused.
        refused: Whether the service refused a request that was sent after the rate was lowered for the last time.
        overload: Whether that was a 503.
        pause: Seconds that the service asked to stand still for from now on; 0 for none.
        remembered: Rate that all workers together had learnt, for a store that has lost its memory; or None.
        leaving: Whether this is the last exchange.
        expected: How many workers fell back, as far as this one knows, where it comes back from that; 0 otherwise.
    """

    worker: int
    limit: float | None = None
    burst: float | None = None
    wanted: int = 0
    returned: int = 0
    served: int = 0
    epoch: int = 0
    refused: bool = False
    overload: bool = False
    pause: float = 0.0
    remembered: float | None = None
    leaving: bool = False
    expected: int = 0


@frozen
class LeaseGrant:
    """Answer of the store. Others may have written to it: impossible values are refused.

    Times are durations from now on: no two clocks are ever compared.

    Attributes:
        granted: Permits that are given. The n-th may be used when `tokens` has grown to n, at `rate`.
        tokens: Tokens in the bucket, before these permits were taken; below 0 where they are lent already.
        rate: Requests a second of all workers together, or None where nothing limits them.
        learnt: Whether the rate comes from refusals.
        paused: Seconds for which nobody may send.
        epoch: Number of refusals that have lowered the rate.
        workers: How many were heard of lately.
        again: Seconds until it is worth asking again, where no permit was given.
        life: Seconds for which a permit is good.

    Raises:
        ValueError: If a value is impossible.
    """

    granted: int
    tokens: float
    rate: float | None
    learnt: bool
    paused: float
    epoch: int
    workers: int
    again: float
    life: float

    def __attrs_post_init__(self) -> None:
        numbers = (self.tokens, self.paused, self.again, self.life)
        if not all(math.isfinite(number) for number in numbers) or min(self.paused, self.again, self.life) < 0:
            raise ValueError("a number of the shared rate limit is out of range")
        if self.granted < 0 or self.epoch < 0 or not 1 <= self.workers <= MAX_WORKERS or self.paused > MAX_PAUSE:
            raise ValueError("a count of the shared rate limit is out of range")
        if self.rate is not None and not MIN_LIMIT <= self.rate < math.inf:
            raise ValueError("the rate of the shared rate limit is out of range")
        if self.granted and (self.rate is None or (self.granted - self.tokens) / self.rate > 10 * HORIZON):
            raise ValueError("the shared rate limit gives permits for a time that is too far away")


class LeaseStore(Protocol):
    """One worker's connection to the store, used for one exchange at a time."""

    async def exchange(self, ask: LeaseRequest) -> LeaseGrant:
        """Report and ask in one atomic step.

        Raises:
            Exception: If it cannot be done now; the worker falls back and tries again later.
        """
        ...

    async def aclose(self) -> None:
        """Free the connection; safe to call twice."""
        ...


class SharedLimiterBackend(Protocol):
    """Configuration of a shared rate limit. Its `str` is shown in the log, so it holds no secret."""

    @property
    def timeout(self) -> float:
        """Seconds that one exchange may take."""
        ...

    @property
    def workers(self) -> int:
        """Number of processes that share the limit, until the store tells it."""
        ...

    def open(self, *, server: str, token: str | None) -> LeaseStore:
        """Return the store for this server and token, without waiting for anything.

        Args:
            server: The API's root.
            token: Access token, or None where tokens change.

        Raises:
            ConfigurationError: If there cannot be one.
        """
        ...
