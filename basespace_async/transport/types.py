"""The seam: what the rest of the package knows of HTTP.

A `Transport` sends one `HTTPRequest` and returns one `HTTPResponse`. It follows no redirect, retries
nothing and raises nothing for a status. Cross-cutting behaviour is a layer: a `Transport` that wraps another.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Final, Literal, Protocol, runtime_checkable

from attrs import field, frozen

from .._util.redact import redacted_headers, redacted_url


@frozen
class Timeouts:
    """Seconds that each phase of an exchange may take; None is no limit.

    Attributes:
        connect: from asking for a connection until it is made, TLS and waiting for a free one included.
        read: between two pieces of the response.
        total: the whole exchange, the body included; not applied to a streamed body.
    """

    connect: float | None = 10.0
    read: float | None = 60.0
    total: float | None = 300.0


DEFAULT_TIMEOUTS = Timeouts()
MAX_RESPONSE: Final = 1 << 28
"""Bytes of a response that is read whole, decompressed. A page of 1,000 datasets has 11 million."""

Priority = Literal["interactive", "background"]
"""Whose turn it is when the budget is short: somebody waits for the answer, or a long list is being read."""


@frozen(slots=False)  # made several times for each call, and quicker to make without slots
class HTTPRequest:
    """One request, complete: what is sent is exactly this.

    Attributes:
        method: upper case.
        url: absolute and already percent-encoded.
        headers: sent as they are.
        body: bytes to send, or None.
        timeouts: limits for this exchange.
        stream: leave the response's body unread, for the caller to iterate.
        operation: what it is for, such as `getBiosample`, or "".
        attempt: how many times it was sent before.
        priority: its turn when the budget is short.
        idempotent: whether acting on it twice is as good as once, by the method where it is None.
        deadline: when the caller gives up, on the event loop's clock, or None.
        max_response_size: bytes that the whole body may have, decompressed; a streamed body may have any number.
    """

    method: str
    url: str = field(repr=redacted_url)
    headers: Mapping[str, str] = field(factory=dict, repr=lambda value: repr(redacted_headers(value)))
    body: bytes | None = field(default=None, repr=lambda value: "None" if value is None else f"<{len(value)} bytes>")
    timeouts: Timeouts = DEFAULT_TIMEOUTS
    stream: bool = False
    operation: str = ""
    attempt: int = 0
    priority: Priority = "interactive"
    idempotent: bool | None = None
    deadline: float | None = None
    max_response_size: int = MAX_RESPONSE


def replace(
    request: HTTPRequest,
    *,
    headers: Mapping[str, str] | None = None,
    attempt: int | None = None,
    deadline: float | None = None,
) -> HTTPRequest:
    """`request` with what is given in place of its own.

    By position, because `evolve` takes three times as long, and every call needs this.
    """
    return HTTPRequest(
        request.method,
        request.url,
        request.headers if headers is None else headers,
        request.body,
        request.timeouts,
        request.stream,
        request.operation,
        request.attempt if attempt is None else attempt,
        request.priority,
        request.idempotent,
        request.deadline if deadline is None else deadline,
        request.max_response_size,
    )


class HTTPResponse(Protocol):
    """A response whose status and headers have arrived.

    `headers` looks names up without regard to case. Without `stream`, the body has been read already and the
    connection is free again; with it, the caller reads the body once and closes the response.
    """

    @property
    def status(self) -> int: ...

    @property
    def headers(self) -> Mapping[str, str]: ...

    async def read(self) -> bytes:
        """The whole body; of a streamed one at most `max_response_size` bytes of the request, or an error."""
        ...

    def iter_bytes(self, chunk_size: int = 1 << 16) -> AsyncIterator[bytes]:
        """The body in pieces of at most `chunk_size` bytes, as they arrive."""
        ...

    async def aclose(self) -> None:
        """Free the connection, whether or not the body was read; safe to call twice."""
        ...


@runtime_checkable
class Transport(Protocol):
    """Sends requests. Raises `TransportError` (and its subclasses) only; cancellation frees the connection."""

    async def send(self, request: HTTPRequest) -> HTTPResponse:
        """Send `request`, return its response whatever the status, following no redirect."""
        ...

    async def aclose(self) -> None:
        """Free everything that the transport owns; safe to call twice."""
        ...
