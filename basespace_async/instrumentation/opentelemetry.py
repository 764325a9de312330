"""OpenTelemetry: a span for every attempt of a request. Needs the extra `basespace-async[telemetry]`.

The spans follow the semantic conventions for HTTP clients: kind CLIENT, named by the method, with
`http.request.method`, `url.full`, `server.address`, `server.port`, `http.response.status_code`,
`http.request.resend_count` and `error.type`, and `basespace.operation` and `basespace.request_id` of our own. The query
of a URL is left out, because it can hold a signature. Nothing is added to the request: neither BaseSpace nor its
object stores are part of the trace.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from .._util.redact import redacted_url
from ..errors import TransportError
from ..transport import HTTPRequest, HTTPResponse, Transport

try:
    from opentelemetry.trace import Span, SpanKind, Status, StatusCode, TracerProvider, get_tracer
except ImportError as error:
    raise ImportError("tracing needs OpenTelemetry: pip install basespace-async[telemetry]") from error

__all__ = ["tracing"]

_KNOWN_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"})


def tracing(provider: TracerProvider | None = None) -> Callable[[Transport], Transport]:
    """Return a middleware that makes a span for every attempt.

    Args:
        provider: tracer provider. [default: OpenTelemetry's global one]

    Example:
        ```python
        async with BaseSpace(token, middleware=[tracing()]) as basespace:
            await basespace.users.current()
        ```
    """
    return lambda inner: _TracingMiddleware(inner, provider)


class _TracingMiddleware:
    def __init__(self, inner: Transport, provider: TracerProvider | None) -> None:
        self._inner = inner
        self._tracer = get_tracer("basespace_async", tracer_provider=provider)

    async def send(self, request: HTTPRequest) -> HTTPResponse:
        with self._tracer.start_as_current_span(
            request.method if request.method in _KNOWN_METHODS else "HTTP",
            kind=SpanKind.CLIENT,
            attributes=_attributes(request),
            record_exception=False,
            set_status_on_exception=False,
        ) as span:
            try:
                response = await self._inner.send(request)
            except TransportError as error:
                # The span's own record of an exception would have its traceback in it.
                _failed(span, type(error).__qualname__, str(error))
                raise
            span.set_attribute("http.response.status_code", response.status)
            if request_id := response.headers.get("X-Request-ID"):
                span.set_attribute("basespace.request_id", request_id)
            if response.status >= 400:
                _failed(span, str(response.status))
            return response

    async def aclose(self) -> None:
        await self._inner.aclose()


def _attributes(request: HTTPRequest) -> dict[str, str | int]:
    parts = urlsplit(request.url)
    attributes: dict[str, str | int] = {
        "http.request.method": request.method if request.method in _KNOWN_METHODS else "_OTHER",
        "url.full": redacted_url(request.url),
        "server.address": parts.hostname or "",
        "server.port": parts.port or (443 if parts.scheme == "https" else 80),
    }
    if request.attempt:
        attributes["http.request.resend_count"] = request.attempt
    if request.operation:
        attributes["basespace.operation"] = request.operation
    return attributes


def _failed(span: Span, error_type: str, description: str | None = None) -> None:
    span.set_attribute("error.type", error_type)
    span.set_status(Status(StatusCode.ERROR, description))
