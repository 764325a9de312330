"""Transport interface: requests, responses, timeouts and the `Transport` protocol.

A `Transport` sends one `HTTPRequest` and returns one `HTTPResponse`. It follows no redirect, retries
nothing and raises nothing for a status. Cross-cutting behaviour is a middleware: a `Transport` that wraps another.
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
        connect: From asking for a connection until it is made, TLS and waiting for a free one included.
        read: Between two pieces of the response.
        total: The whole exchange, the body included; not applied to a streamed body.
    """

    connect: float | None = 10.0
    read: float | None = 60.0
    total: float | None = 300.0


DEFAULT_TIMEOUTS = Timeouts()
MAX_RESPONSE: Final = 1 << 28
"""Largest response in bytes that is read whole, decompressed. A page of 1,000 datasets has 11 million."""

Priority = Literal["interactive", "background"]
"""Which requests go first when the rate limit is reached: somebody waits for the answer, or a long list is read."""


def _body_repr(body: bytes | memoryview | None) -> str:
    return "None" if body is None else f"<{len(body)} bytes>"


@frozen(slots=False)  # made several times for each call, and quicker to make without slots
class HTTPRequest:
    """One request, complete: what is sent is exactly this.

    Attributes:
        method: HTTP method in upper case.
        url: Absolute URL, already percent-encoded.
        headers: Sent as they are.
        body: Bytes to send, or None; those of files are a `memoryview` of a buffer that is used again afterwards.
        timeouts: Limits for this exchange.
        stream: Leave the response's body unread, for the caller to iterate.
        operation: Name of the API operation, such as `getBiosample`, or "".
        attempt: How many times it was sent before.
        priority: Which requests go first when the rate limit is reached.
        idempotent: Whether acting on it twice is as good as once; None decides by the method.
        deadline: When the caller gives up, on the event loop's clock, or None.
        max_response_size: Bytes that the whole body may have, decompressed; a streamed body may have any number.
        send_token: Add the access token where the URL is the API's; False for a URL that a response named.

    Example:
        ```python
        response = await transport.send(HTTPRequest("GET", "https://api.basespace.illumina.com/v2/users/current"))
        ```
    """

    method: str
    url: str = field(repr=redacted_url)
    headers: Mapping[str, str] = field(factory=dict, repr=lambda value: repr(redacted_headers(value)))
    body: bytes | memoryview | None = field(default=None, repr=_body_repr)
    timeouts: Timeouts = DEFAULT_TIMEOUTS
    stream: bool = False
    operation: str = ""
    attempt: int = 0
    priority: Priority = "interactive"
    idempotent: bool | None = None
    deadline: float | None = None
    max_response_size: int = MAX_RESPONSE
    send_token: bool = True


def replace(
    request: HTTPRequest,
    *,
    headers: Mapping[str, str] | None = None,
    attempt: int | None = None,
    deadline: float | None = None,
) -> HTTPRequest:
    """Copy a request with other headers, another attempt or another deadline.

    `evolve` takes ten times as long, and every call needs this.
    """
    copied: HTTPRequest = object.__new__(HTTPRequest)
    values = copied.__dict__
    values.update(request.__dict__)
    if headers is not None:
        values["headers"] = headers
    if attempt is not None:
        values["attempt"] = attempt
    if deadline is not None:
        values["deadline"] = deadline
    return copied


class HTTPResponse(Protocol):
    """A response whose status and headers have arrived.

    `headers` looks names up without regard to case. Without `stream`, the body has been read already and the
    connection is free again; with it, the caller reads the body once and closes the response.
    """

    @property
    def status(self) -> int:
        """HTTP status."""
        ...

    @property
    def headers(self) -> Mapping[str, str]:
        """Headers; names in any case."""
        ...

    async def read(self) -> bytes:
        """Return the whole body.

        Raises:
            ResponseTooLargeError: If a streamed body has more than the request's `max_response_size` bytes.
            TransportError: If the body broke off.

        Example:
            ```python
            body = orjson.loads(await response.read())
            ```
        """
        ...

    def iter_bytes(self, chunk_size: int = 1 << 16) -> AsyncIterator[bytes]:
        """Iterate over the body in pieces of at most `chunk_size` bytes, as they arrive.

        Example:
            ```python
            async for piece in response.iter_bytes():
                digest.update(piece)
            ```
        """
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
