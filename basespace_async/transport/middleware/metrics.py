"""Middleware that counts requests."""

from __future__ import annotations

from ..origin import Origin
from ..statistics import Statistics
from ..types import HTTPRequest, HTTPResponse, Transport
from .rate_limit import THROTTLED


class MetricsMiddleware:
    """Counts requests and responses.

    Args:
        inner: Transport that sends the request.
        statistics: Counters to raise.
        server: The API's root.
    """

    def __init__(self, inner: Transport, statistics: Statistics, *, server: str) -> None:
        self._inner = inner
        self._origin = Origin(server)
        self._statistics = statistics

    async def send(self, request: HTTPRequest) -> HTTPResponse:
        """Send `request`, and count it and its response."""
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
        if response.status in THROTTLED:
            counts.throttled += 1
            counts.store_throttled += not self._origin.has(request.url)
        return response

    async def aclose(self) -> None:
        """Close the inner transport."""
        await self._inner.aclose()
