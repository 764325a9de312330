"""What a budget says to the store that it shares with other processes, and what it is told."""

from __future__ import annotations

import math
from typing import Protocol

from attrs import frozen

from ..retry_after import MAX_PAUSE

HORIZON = 0.1  # seconds ahead that permits are given out for
MAX_WORKERS = 1000


@frozen
class LeaseRequest:
    """What a worker says in one exchange with the store, and what it asks for.

    Attributes:
        worker: a number of its own.
        limit: requests a second that the program allows, or None.
        burst: requests at once that it allows, or None.
        wanted: permits.
        returned: permits that it was given and did not use.
        served: requests that were not refused, since the exchange before.
        epoch: the number of refusals that had lowered the rate, as far as the worker knew when it was refused.
        refused: whether the service refused a request that was sent after the rate was lowered for the last time.
        overload: whether that was a 503.
        pause: seconds that the service asked to stand still for from now on; 0 for none.
        remembered: the rate that all workers together had learnt, for a store that has lost its memory; or None.
        leaving: whether this is the last exchange.
        expected: how many workers went on alone, as far as this one knows, where it comes back from that; 0 otherwise.
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
    """What the store answers. Others may have written to it: nothing is believed that cannot be.

    Times are durations from now on: no two clocks are ever compared.

    Attributes:
        granted: permits that are given. The n-th may be used when `tokens` has grown to n, at `rate`.
        tokens: in the bucket, before these permits were taken; below 0 where they are lent already.
        rate: requests a second of all workers together, or None where nothing limits them.
        learnt: whether the rate comes from refusals.
        paused: seconds for which nobody may send.
        epoch: number of refusals that have lowered the rate.
        workers: how many were heard of lately.
        again: seconds until it is worth asking again, where no permit was given.
        life: seconds for which a permit is good.

    Raises:
        ValueError: a value cannot be.
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
            raise ValueError("a number of the shared budget is out of range")
        if self.granted < 0 or self.epoch < 0 or not 1 <= self.workers <= MAX_WORKERS or self.paused > MAX_PAUSE:
            raise ValueError("a count of the shared budget is out of range")
        if self.rate is not None and not 0 < self.rate < math.inf:
            raise ValueError("the rate of the shared budget is out of range")
        if self.granted and (self.rate is None or (self.granted - self.tokens) / self.rate > 10 * HORIZON):
            raise ValueError("the shared budget gives permits for a time that is too far away")


class LeaseStore(Protocol):
    """Where the budget is. One worker's connection to it, used for one exchange at a time."""

    async def exchange(self, ask: LeaseRequest) -> LeaseGrant:
        """Tell and ask, in one step that no other worker's can come between.

        Raises:
            Exception: it cannot be done now; the worker goes on alone and tries again later.
        """
        ...

    async def aclose(self) -> None:
        """Free the connection; safe to call twice."""
        ...


class SharedLimiterBackend(Protocol):
    """What a client is given: how to reach the store. Its text is shown in the log, so it holds no secret."""

    @property
    def timeout(self) -> float:
        """Seconds that one exchange may take."""
        ...

    @property
    def workers(self) -> int:
        """How many share the budget, believed until the store says it."""
        ...

    def open(self, *, server: str, token: str | None) -> LeaseStore:
        """The store of the budget for this server and token (None where tokens change). Waits for nothing.

        Raises:
            ConfigurationError: there cannot be one.
        """
        ...
