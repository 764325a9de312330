"""What a client counts."""

from __future__ import annotations

from attrs import define

from ..types import HTTPRequest, HTTPResponse, Transport


@define
class Statistics:
    """What a client has sent and received since it was made.

    Attributes:
        requests: requests sent, redirects, repetitions and failures included.
        retries: requests that were sent again.
        throttled: answers with status 429 or 503.
        failed: requests that got no complete response.
        in_flight: requests sent whose response has not begun yet.
        peak_in_flight: the most of them at one time.
        waited: seconds that requests waited for their turn, added up.
        paused: seconds that the service asked the client to stand still.
        rate: requests a second that the client allows itself at present, or None where nothing limits them. Where it
            shares its budget, that is of all processes together, and this one's part while the store is away.
        shared: whether the budget is shared with other processes at present, or None where it is the client's own.
    """

    requests: int = 0
    retries: int = 0
    throttled: int = 0
    failed: int = 0
    in_flight: int = 0
    peak_in_flight: int = 0
    waited: float = 0.0
    paused: float = 0.0
    rate: float | None = None
    shared: bool | None = None


class MetricsMiddleware:
    """Counts what passes."""

    def __init__(self, inner: Transport, statistics: Statistics) -> None:
        self._inner = inner
        self._statistics = statistics

    async def send(self, request: HTTPRequest) -> HTTPResponse:
        counts = self._statistics
        counts.requests += 1
        counts.retries += request.attempt > 0
        counts.in_flight += 1
        counts.peak_in_flight = max(counts.peak_in_flight, counts.in_flight)
        complete = False
        try:
            response = await self._inner.send(request)
            complete = True
        finally:
            counts.in_flight -= 1
            counts.failed += not complete
        counts.throttled += response.status in (429, 503)
        return response

    async def aclose(self) -> None:
        await self._inner.aclose()
