"""Events of requests for a program's hooks, and the log.

Everything is logged under `basespace_async.transport`: each response at DEBUG, each retry at INFO, each request
that got no response at DEBUG. The parts of a record stand in its attribute `basespace`, for structured logs. Neither
events nor records hold a token or the query of a URL.
"""

from __future__ import annotations

import asyncio
import inspect
import logging
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from attrs import asdict, define, field, frozen

from ..._util.redact import redacted_url
from ...errors import APIError, TransportError
from ..types import HTTPRequest, HTTPResponse, Transport

logger = logging.getLogger("basespace_async.transport")

EventT = TypeVar("EventT")
Hook = Callable[[EventT], Awaitable[None] | None]
"""Function or coroutine function of one event. It is awaited; what it raises is logged and goes no further."""


@frozen
class RequestEvent:
    """A request is about to be sent.

    Attributes:
        method: HTTP method.
        url: URL without the query.
        operation: Name of the API operation, such as `getBiosample`, or "".
        attempt: How many times it was sent before.
    """

    method: str
    url: str
    operation: str
    attempt: int


@frozen
class ResponseEvent:
    """A response has arrived, or its head where the body is streamed.

    Attributes:
        method: HTTP method.
        url: URL without the query.
        operation: Name of the API operation, or "".
        attempt: How many times it was sent before.
        status: HTTP status.
        seconds: Time since the request was sent.
        request_id: What to quote to Illumina's support, or "".
    """

    method: str
    url: str
    operation: str
    attempt: int
    status: int
    seconds: float
    request_id: str


@frozen
class RetryEvent:
    """A request will be sent again, or waits in a pause that the service asked for and that was not told of yet.

    Attributes:
        method: HTTP method.
        url: URL without the query.
        operation: Name of the API operation, or "".
        attempt: How many times it was sent before the attempt that failed.
        reason: Status, or kind of error; `pause` where the request has not failed, and waits.
        seconds: Time until the request is sent.
    """

    method: str
    url: str
    operation: str
    attempt: int
    reason: str
    seconds: float

    @classmethod
    def of(cls, request: HTTPRequest, outcome: HTTPResponse | TransportError | APIError, seconds: float) -> RetryEvent:
        """Make the event for `request`, whose last attempt came to `outcome`."""
        reason = type(outcome).__name__ if isinstance(outcome, TransportError) else str(outcome.status)
        return cls(request.method, redacted_url(request.url), request.operation, request.attempt, reason, seconds)


@define
class Observers:
    """Hooks of a program, and the log.

    Attributes:
        on_request: Called before each attempt.
        on_response: Called after each attempt.
        on_retry: Called before each retry.
        told_until: When the longest wait that was told of ends, on the event loop's clock.
    """

    on_request: Hook[RequestEvent] | None = None
    on_response: Hook[ResponseEvent] | None = None
    on_retry: Hook[RetryEvent] | None = None
    told_until: float = field(default=0.0, init=False)

    @property
    def see_responses(self) -> bool:
        """Whether anybody is told of responses."""
        return self.on_response is not None or logger.isEnabledFor(logging.DEBUG)

    async def request(self, request: HTTPRequest) -> None:
        """Call the hook for a request that is about to be sent."""
        if self.on_request is not None:
            event = RequestEvent(request.method, redacted_url(request.url), request.operation, request.attempt)
            await _tell(self.on_request, event)

    async def response(self, request: HTTPRequest, response: HTTPResponse, seconds: float) -> None:
        """Log a response, and call its hook."""
        event = ResponseEvent(
            method=request.method,
            url=redacted_url(request.url),
            operation=request.operation,
            attempt=request.attempt,
            status=response.status,
            seconds=seconds,
            request_id=response.headers.get("X-Request-ID", ""),
        )
        if logger.isEnabledFor(logging.DEBUG):
            _log(logging.DEBUG, event, "%s %s: %d after %.3f s", event.method, event.url, event.status, event.seconds)
        if self.on_response is not None:
            await _tell(self.on_response, event)

    async def retry(self, event: RetryEvent) -> None:
        """Log a retry, and call its hook."""
        words = "%s %s: %s; attempt %d follows in %.2f s"
        _log(logging.INFO, event, words, event.method, event.url, event.reason, event.attempt + 2, event.seconds)
        await self._wait(event)

    async def pause(self, request: HTTPRequest, until: float) -> None:
        """Log a pause that a request waits for, and call the hook for retries."""
        seconds = until - asyncio.get_running_loop().time()
        url = redacted_url(request.url)
        event = RetryEvent(request.method, url, request.operation, request.attempt, "pause", seconds)
        _log(logging.INFO, event, "%s %s: the service asked for a pause of %.1f s", event.method, url, seconds)
        await self._wait(event)

    async def _wait(self, event: RetryEvent) -> None:
        self.told_until = max(self.told_until, asyncio.get_running_loop().time() + event.seconds)
        if self.on_retry is not None:
            await _tell(self.on_retry, event)


def _log(level: int, event: RequestEvent | ResponseEvent | RetryEvent, words: str, *values: object) -> None:
    logger.log(level, words, *values, extra={"basespace": asdict(event)})


async def _tell(hook: Callable[[Any], Any], event: object) -> None:
    try:
        waiting = hook(event)
        if inspect.isawaitable(waiting):
            await waiting
    except Exception:
        # A request is not lost for want of a note about it.
        logger.exception("a hook failed on %s", type(event).__name__)


class EventsMiddleware:
    """Tells hooks and log of every attempt.

    Args:
        inner: Transport that sends the request.
        observers: Hooks and log.
    """

    def __init__(self, inner: Transport, observers: Observers) -> None:
        self._inner = inner
        self._observers = observers

    async def send(self, request: HTTPRequest) -> HTTPResponse:
        """Send `request`, and tell of it and its response."""
        observers = self._observers
        if observers.on_request is not None:
            await observers.request(request)
        now = asyncio.get_running_loop().time
        sent_at = now()
        try:
            response = await self._inner.send(request)
        except TransportError as error:
            logger.debug("%s", error, extra={"basespace": {"error": type(error).__name__}})
            raise
        if not observers.see_responses:
            return response
        try:
            await observers.response(request, response, now() - sent_at)
        except BaseException:
            await response.aclose()
            raise
        return response

    async def aclose(self) -> None:
        """Close the inner transport."""
        await self._inner.aclose()
