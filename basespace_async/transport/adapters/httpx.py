"""Transport over a caller's httpx client. The only module that imports httpx."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from typing import cast

from multidict import CIMultiDict, CIMultiDictProxy

from ..._util.cancellation import interruptible, uninterrupted
from ..._util.compat import has_unread_bytes
from ...errors import ConfigurationError, Phase, TransportError
from ..types import HTTPRequest, HTTPResponse, Timeouts
from .base import (
    DEFAULT_ACCEPT_ENCODING,
    LoopGuard,
    checked_url,
    connection_failed,
    connection_lost,
    lower_names,
    pieces_of,
    timed_out,
    unsendable,
    wants_identity,
)
from .responses import BufferedResponse, StreamedResponse

try:
    import httpx
except ImportError as error:
    raise ImportError("HttpxTransport needs httpx: pip install basespace-async[httpx]") from error

# After the check above, whose message says what to do.
from .httpx_logs import watch_logs, without_secrets

_BODY_FAILURES = (httpx.HTTPError, httpx.StreamError, OSError)
_SEND_FAILURES = (*_BODY_FAILURES, httpx.InvalidURL, ValueError)


class HttpxTransport:
    """Sends requests over an `httpx.AsyncClient` that the program owns already.

    From the client come its connection pool, TLS, proxies, event hooks and transport (so that respx can stand in by
    `httpx.MockTransport(router.async_handler)`). Not its default headers, parameters, cookies, credentials, timeouts
    or following of redirects: what is sent is the request's own headers, `Host`, `Content-Length`, and
    `Accept-Encoding: gzip, deflate`, for which the body is decoded; with `Accept-Encoding: identity` it arrives
    exactly as it was sent. Cookies of a response do land in the client's jar.

    httpx logs each request's URL at level INFO. The query of a presigned URL is a secret, so it is cut off there for
    this transport's requests, and headers are left out of what httpcore logs at DEBUG.

    httpx limits waiting for a free connection, connecting and the TLS handshake one by one, so that
    `Timeouts.connect` holds for each of them. Writing a piece of the body is limited by `Timeouts.read`.

    Args:
        client: Client to send with, used in one event loop.
        close_client: Close the client together with this transport.

    Example:
        ```python
        async with httpx.AsyncClient() as client:
            transport = HttpxTransport(client)
            response = await transport.send(HTTPRequest("GET", "https://api.basespace.illumina.com/v2/users/current"))
        ```
    """

    def __init__(self, client: httpx.AsyncClient, *, close_client: bool = False) -> None:
        self._client = client
        self._close_client = close_client
        self._guard = LoopGuard()
        self._closed = False
        watch_logs()

    async def send(self, request: HTTPRequest) -> HTTPResponse:
        """Send `request` and return its response, whatever its status.

        Returns:
            The response; its `headers` are a multidict, which gives repeated headers by `getall(name)`.

        Raises:
            ConfigurationError: If the request cannot be sent as it is, the transport or the client is closed, or the
                transport belongs to another event loop.
            TransportError: If no complete response arrived.
        """
        self._check_usable()
        try:
            async with asyncio.timeout(request.timeouts.total):
                return await self._exchange(request)
        except (asyncio.CancelledError, ConfigurationError) as error:
            failure: BaseException = error.with_traceback(None)  # httpx's frames hold the URL
        except _SEND_FAILURES as error:
            failure = _translate(error, request)
        # Outside the handler, so that httpx's exception, which holds the request, is not kept as the context.
        raise failure

    async def aclose(self) -> None:
        """Close the client if it was given away with `close_client`. Safe to call twice."""
        if self._closed:
            return
        self._closed = True
        if self._close_client:
            await uninterrupted(self._client.aclose())

    async def __aenter__(self) -> HttpxTransport:
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self.aclose()

    def _check_usable(self) -> None:
        if self._closed:
            raise ConfigurationError("this transport is closed; make a new one")
        if self._client.is_closed:
            raise ConfigurationError("the httpx client under this transport is closed; give it an open one")
        self._guard.check()

    async def _exchange(self, request: HTTPRequest) -> HTTPResponse:
        # auth=None switches the client's own credentials off.
        sending = self._client.send(_outgoing(request), stream=True, auth=None, follow_redirects=False)
        with without_secrets():
            response = await interruptible(sending, httpx.Response.aclose)
        streamed = _HttpxStream(response, request)
        if request.stream:
            return streamed
        return BufferedResponse(streamed.status, streamed.headers, await streamed.read())


class _HttpxStream(StreamedResponse):
    __slots__ = ("_pieces", "_response", "_rest")

    def __init__(self, response: httpx.Response, request: HTTPRequest) -> None:
        headers = CIMultiDictProxy(CIMultiDict(response.headers.multi_items()))
        # A mocked response has often been read already; then it is decoded, and there are no raw bytes left to ask for.
        decoded = response.is_stream_consumed
        as_it_is = decoded or wants_identity(lower_names(request.headers))
        super().__init__(response.status_code, headers, request, as_it_is=as_it_is)
        self._response = response
        # Not `aiter_raw`, which gives the connection back before it can be looked at.
        pieces = response.aiter_bytes() if decoded else aiter(cast("httpx.AsyncByteStream", response.stream))
        self._pieces = cast("AsyncGenerator[bytes, None]", pieces)
        self._rest = memoryview(b"")

    async def _receive(self, size: int) -> bytes:
        try:
            while not self._rest:
                received = await interruptible(self._next())
                if received is None:
                    return b""
                self._rest = memoryview(received)
        except _BODY_FAILURES as error:
            failure = _translate(error, self._request)
        else:
            piece, self._rest = self._rest[:size], self._rest[size:]
            return bytes(piece)
        raise failure

    async def _next(self) -> bytes | None:
        with without_secrets():
            piece = await anext(self._pieces, None)
        if piece is None and has_unread_bytes(self._response):
            # The pool drops the connection then, and does not use it again.
            await self._response.extensions["network_stream"].aclose()
        return piece

    async def _free(self) -> None:
        self._rest = memoryview(b"")
        await uninterrupted(self._end())

    async def _end(self) -> None:
        # Left half-way, the generator would be finalized later, by a task of the loop's own.
        with without_secrets():
            await self._pieces.aclose()
            await self._response.aclose()


async def _pieces(body: memoryview) -> AsyncGenerator[bytes, None]:
    for piece in pieces_of(body):
        yield bytes(piece)


def _outgoing(request: HTTPRequest) -> httpx.Request:
    url = checked_url(request.url)
    extensions: dict[str, object] = {"timeout": _timeout(request.timeouts)}
    try:
        outgoing = httpx.Request(
            request.method,
            request.url,
            headers=_headers_to_send(request),
            content=_pieces(request.body) if isinstance(request.body, memoryview) else request.body,
            extensions=extensions,
        )
    except (httpx.InvalidURL, ValueError):
        outgoing = None
    if outgoing is None:
        raise unsendable(request)
    target = url.raw_path_qs.encode("ascii")
    if outgoing.url.raw_path != target:
        # httpx has normalized the URL; this has it send the original. Only then, because a forward proxy would
        # see this target in place of the absolute URL.
        outgoing.extensions["target"] = target
    return outgoing


def _headers_to_send(request: HTTPRequest) -> list[tuple[bytes, bytes]]:
    # As bytes, because httpx refuses text beyond ASCII in an error that quotes it.
    sent = [(name.encode(), value.encode()) for name, value in request.headers.items()]
    given = lower_names(request.headers)
    if "accept-encoding" not in given:
        sent.append((b"Accept-Encoding", DEFAULT_ACCEPT_ENCODING.encode()))
    if isinstance(request.body, memoryview) and "content-length" not in given:
        sent.append((b"Content-Length", b"%d" % len(request.body)))  # or httpx would send the pieces chunked
    return sent


def _timeout(timeouts: Timeouts) -> dict[str, float | None]:
    return {"connect": timeouts.connect, "pool": timeouts.connect, "read": timeouts.read, "write": timeouts.read}


_PHASES: tuple[tuple[type[httpx.TimeoutException], Phase], ...] = (
    (httpx.ConnectTimeout, "connect"),
    (httpx.PoolTimeout, "pool"),
    (httpx.WriteTimeout, "write"),
    (httpx.TimeoutException, "read"),
)


def _translate(error: Exception, request: HTTPRequest) -> Exception:
    """Return the package's exception for one of httpx's, with only such a cause as quotes no URL."""
    if isinstance(error, TransportError):  # a timeout, which is Python's too, of a body that was read
        return error
    for kind, phase in _PHASES:
        if isinstance(error, kind):
            return timed_out(request, phase)
    if isinstance(error, TimeoutError) and error.errno is None:
        return timed_out(request, "total")
    if isinstance(error, httpx.ConnectError):
        cause = _system_error(error)
        return connection_failed(request, f"cannot connect: {cause or type(error).__name__}", cause)
    if isinstance(error, httpx.ProxyError):
        return connection_failed(request, "the proxy refused to connect")
    if isinstance(error, httpx.LocalProtocolError | httpx.UnsupportedProtocol | httpx.InvalidURL | ValueError):
        return unsendable(request)
    if isinstance(error, httpx.DecodingError):
        return connection_lost(request, "the body broke off or is corrupt")
    return connection_lost(request, f"the connection broke ({type(error).__name__})")


def _system_error(error: BaseException) -> OSError | None:
    """Return the socket's or TLS's own error at the root of httpx's chain."""
    link: BaseException | None = error
    while link is not None and not isinstance(link, OSError):
        link = link.__cause__ or link.__context__
    return link
