"""Settings of the rate limiter."""

from __future__ import annotations

from attrs import field, frozen

from ...errors import ConfigurationError


@frozen
class RateLimit:
    """What a client allows itself.

    No limit of BaseSpace is documented. By default there is no rate until the service refuses a request; from then
    on the rate is learnt. What others do with the same token is learnt with it.

    Attributes:
        rate: Requests a second at most, or None.
        burst: Requests that may go at once after a quiet time; a tenth of a second's worth where it is None.
        concurrency: Requests in flight at one time. An eighth of them, one at least, is kept for interactive ones.
        adaptive: Learn the rate from refusals (429, 503); without it only `rate` counts.

    Raises:
        ConfigurationError: If a number is out of range.

    Example:
        ```python
        async with BaseSpace(rate_limit=RateLimit(rate=20, concurrency=16)) as basespace:
            await basespace.users.current()
        ```
    """

    rate: float | None = None
    burst: float | None = None
    concurrency: int = 64
    adaptive: bool = field(default=True, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if self.rate is not None and not 0 < self.rate < float("inf"):
            raise ConfigurationError(f"rate is {self.rate} requests a second; give more than 0, or None for no limit")
        if self.burst is not None and not self.burst >= 1:
            raise ConfigurationError(f"burst is {self.burst} requests; at least 1 must be able to go")
        if self.concurrency < 1:
            raise ConfigurationError(f"concurrency is {self.concurrency}; at least one request must be in flight")
