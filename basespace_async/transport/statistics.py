"""Counters of what a client sends and receives."""

from __future__ import annotations

from attrs import define


@define
class Statistics:
    """What a client has sent and received since it was made.

    Attributes:
        requests: Requests sent; redirects, retries and failures included.
        retries: Requests that were sent again.
        throttled: Answers with status 429 or 503.
        store_throttled: Those of them that object stores gave.
        failed: Requests that got no complete response.
        in_flight: Requests sent whose response has not begun yet.
        peak_in_flight: Largest number of requests in flight at one time.
        queued_seconds: Seconds that requests waited for their turn, added up.
        paused_seconds: Seconds that the service asked the client to stand still.
        rate: Requests a second that the client allows itself at present, or None where nothing limits them. With a
            shared rate limit, that of all processes together, and this one's part while the store is away.
        shared: Whether the rate limit is shared with other processes at present, or None where it is the client's own.
    """

    requests: int = 0
    retries: int = 0
    throttled: int = 0
    store_throttled: int = 0
    failed: int = 0
    in_flight: int = 0
    peak_in_flight: int = 0
    queued_seconds: float = 0.0
    paused_seconds: float = 0.0
    rate: float | None = None
    shared: bool | None = None
