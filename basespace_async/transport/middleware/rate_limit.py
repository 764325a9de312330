"""Middleware that holds requests to the rate limit."""

from __future__ import annotations

import asyncio

from ..origin import Origin
from ..rate_limit.limiter import RateLimiter
from ..rate_limit.retry_after import retry_after
from ..types import HTTPRequest, HTTPResponse, Transport
from .events import Observers

THROTTLED = (429, 503)
_SHORT = 1.0  # seconds of a pause that nobody needs to be told of


class RateLimitMiddleware:
    """Holds each request to the API until the rate limiter lets it through; object stores have limits of their own.

    A request holds its slot until its response has arrived, or its head where the body is streamed: a consumer may
    take as long as it likes over a stream.

    Args:
        inner: Transport that sends the request.
        limiter: Decides when each request may go; closed with this middleware.
        server: The API's root.
        observers: Told of a pause that nobody was told of.
    """

    def __init__(
        self, inner: Transport, limiter: RateLimiter, *, server: str, observers: Observers | None = None
    ) -> None:
        self._inner = inner
        self._observers = observers or Observers()
        self._limiter = limiter
        self._origin = Origin(server)

    async def send(self, request: HTTPRequest) -> HTTPResponse:
        """Wait for the turn of `request`, and send it."""
        if not self._origin.has(request.url):
            return await self._inner.send(request)
        limiter = self._limiter
        if limiter.paused_until > self._observers.told_until:
            await self._tell_of_pause(request)
        sent_at = await limiter.acquire(request.priority, request.deadline)
        try:
            response = await self._inner.send(request)
            if response.status in THROTTLED:
                pause = retry_after(response.headers)
                limiter.refused(sent_at, pause, overload=response.status == 503)
            else:
                limiter.served()
            return response
        finally:
            limiter.release(request.priority)

    async def _tell_of_pause(self, request: HTTPRequest) -> None:
        until = self._limiter.paused_until
        if until > asyncio.get_running_loop().time() + _SHORT:
            await self._observers.pause(request, until)

    async def aclose(self) -> None:
        """Close the rate limiter and the inner transport."""
        try:
            await self._limiter.aclose()
        finally:
            await self._inner.aclose()
