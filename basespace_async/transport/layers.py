"""Layers: transports that wrap another and add one thing each."""

from __future__ import annotations

from urllib.parse import urlsplit

from attrs import define, evolve

from .base import HTTPRequest, HTTPResponse, Transport

TOKEN_HEADER = "x-access-token"


def origin(url: str) -> tuple[str, str, int | None]:
    """Scheme, host and port of a URL, in the form in which two of them can be compared."""
    parts = urlsplit(url)
    default = {"http": 80, "https": 443}.get(parts.scheme)
    return parts.scheme, (parts.hostname or "").lower(), parts.port or default


class AuthenticationLayer:
    """Adds the access token to requests to the API's own origin, and to no others.

    A content link redirects to an object store, and responses name other hosts: none of them may see the token.
    """

    def __init__(self, inner: Transport, *, server: str, token: str) -> None:
        self._inner = inner
        self._origin = origin(server)
        self._token = token

    async def send(self, request: HTTPRequest) -> HTTPResponse:
        if origin(request.url) == self._origin:
            request = evolve(request, headers={**request.headers, TOKEN_HEADER: self._token})
        return await self._inner.send(request)

    async def aclose(self) -> None:
        await self._inner.aclose()


@define
class Statistics:
    """What a client has sent and received since it was made.

    Attributes:
        requests: requests sent, redirects and failures included.
        throttled: answers with status 429 or 503.
        failed: requests that got no complete response.
        in_flight: requests sent whose response has not begun yet.
        peak_in_flight: the most of them at one time.
    """

    requests: int = 0
    throttled: int = 0
    failed: int = 0
    in_flight: int = 0
    peak_in_flight: int = 0


class StatisticsLayer:
    """Counts what passes."""

    def __init__(self, inner: Transport, statistics: Statistics) -> None:
        self._inner = inner
        self._statistics = statistics

    async def send(self, request: HTTPRequest) -> HTTPResponse:
        counts = self._statistics
        counts.requests += 1
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
