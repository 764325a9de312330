"""What a program can see of its requests: events for its hooks, and the log.

Everything is logged under `basespace_async.transport`: each response at DEBUG, each repetition at INFO, each request
that got no response at DEBUG. The parts of a record stand in its attribute `basespace`, for structured logs. Neither
events nor records hold a token or the query of a URL.
"""

from __future__ import annotations

import asyncio
import inspect
import logging
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from attrs import asdict, frozen

from ..._util.redact import redacted_url
from ...errors import TransportError
from ..types import HTTPRequest, HTTPResponse, Transport

logger = logging.getLogger("basespace_async.transport")

EventT = TypeVar("EventT")
Hook = Callable[[EventT], Awaitable[None] | None]
"""A function or coroutine function of one event. It is waited for; what it raises is logged and goes no further."""


@frozen
class RequestEvent:
    """A request is about to be sent.

    Attributes:
        method, url: without the query.
        operation: such as `getBiosample`, or "".
        attempt: how many times it was sent before.
    """

    method: str
    url: str
    operation: str
    attempt: int


@frozen
class ResponseEvent:
    """A response has arrived, or its head where the body is streamed.

    Attributes:
        method, url, operation, attempt: as in `RequestEvent`.
        status: HTTP status.
        seconds: since the request was sent.
        request_id: what to quote to Illumina's support, or "".
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
    """A request will be sent again.

    Attributes:
        method, url, operation, attempt: as in `RequestEvent`, of the attempt that failed.
        reason: the status, or the kind of error.
        seconds: until then.
    """

    method: str
    url: str
    operation: str
    attempt: int
    reason: str
    seconds: float

    @classmethod
    def of(cls, request: HTTPRequest, outcome: HTTPResponse | TransportError, seconds: float) -> RetryEvent:
        """The event for `request`, whose last attempt came to `outcome`."""
        reason = type(outcome).__name__ if isinstance(outcome, TransportError) else str(outcome.status)
        return cls(request.method, redacted_url(request.url), request.operation, request.attempt, reason, seconds)


@frozen
class Observers:
    """A program's hooks, and the log."""

    on_request: Hook[RequestEvent] | None = None
    on_response: Hook[ResponseEvent] | None = None
    on_retry: Hook[RetryEvent] | None = None

    @property
    def see_responses(self) -> bool:
        """Whether anybody is told of responses."""
        return self.on_response is not None or logger.isEnabledFor(logging.DEBUG)

    async def request(self, request: HTTPRequest) -> None:
        """Tell of a request that is about to be sent."""
        if self.on_request is not None:
            event = RequestEvent(request.method, redacted_url(request.url), request.operation, request.attempt)
            await _tell(self.on_request, event)

    async def response(self, request: HTTPRequest, response: HTTPResponse, seconds: float) -> None:
        """Tell of a response."""
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
        """Tell of a repetition."""
        words = "%s %s: %s; attempt %d follows in %.2f s"
        _log(logging.INFO, event, words, event.method, event.url, event.reason, event.attempt + 2, event.seconds)
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
    """Tells the observers of every attempt."""

    def __init__(self, inner: Transport, observers: Observers) -> None:
        self._inner = inner
        self._observers = observers

    async def send(self, request: HTTPRequest) -> HTTPResponse:
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
        await self._inner.aclose()
