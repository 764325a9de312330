"""Default transport: requests over an aiohttp session."""

from __future__ import annotations

import asyncio
import ssl
import weakref
from collections.abc import Mapping

import aiohttp
from attrs import frozen
from yarl import URL

from ..._util.renamed import renamed_arguments
from ...errors import ConfigurationError
from ..types import HTTPRequest, HTTPResponse, Timeouts
from .aiohttp_body import LargeBody, body_to_send
from .aiohttp_connector import FairConnector
from .aiohttp_errors import BODY_FAILURES, ONCE_ONLY, SEND_FAILURES, translate
from .aiohttp_response import READ_LIMIT, LimitedResponse, ReadLimit, break_off
from .base import DEFAULT_ACCEPT_ENCODING, LoopGuard, checked_url, connection_failed, lower_names, wants_identity
from .deadlines import Deadlines
from .environment import EnvironmentProxies, Proxy, parse_proxy, ssl_context_from_environment
from .responses import BufferedResponse, StreamedResponse

_MAX_KEPT = 256

# What aiohttp adds on its own account and the caller did not ask for.
_NOT_ADDED = ("user-agent", "accept")


@frozen
class _Route:
    """How to reach one origin: the TLS context and the proxy, if any."""

    ssl: ssl.SSLContext | bool = True
    proxy: str | None = None
    connect_headers: Mapping[str, str] | None = None
    request_headers: Mapping[str, str] | None = None


_DIRECT = _Route()


class AiohttpTransport:
    """Sends requests over one aiohttp session: pooled connections, kept alive.

    The session is made by the first `send`, in the event loop that runs then, and belongs to the transport: close it
    with `aclose`, or use `async with`. Nothing is sent twice: aiohttp's own retry of a request whose kept-alive
    connection broke is turned off. Sent besides the given headers: `Host`, `Content-Length`, and
    `Accept-Encoding: gzip, deflate`, for which the body is decoded. With `Accept-Encoding: identity` the body arrives
    exactly as it was sent. Nothing is taken from netrc, and no cookie is kept.

    Args:
        session: Session to use and never close. Then its connector decides on TLS and its own settings on
            proxies, cookies and defaults; the environment is not read, and its middlewares are not run.
        max_connections: Connections to a host at a time; further requests wait, within `Timeouts.connect`. The object
            store is another host than the API, so downloads do not hold up calls.
        keepalive_seconds: How long an idle connection is kept for the next request.
        trust_env: Take proxies from `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY` (loopback is
            always direct) and certificate authorities from `SSL_CERT_FILE`, `SSL_CERT_DIR`, `REQUESTS_CA_BUNDLE`
            and `CURL_CA_BUNDLE`. They are read when first needed.
        ssl_context: Verifies servers, in place of one from the environment.
        proxy: URL of a proxy for every request, in place of the environment's; it may hold `user:password@`.

    Raises:
        ConfigurationError: If arguments exclude each other, or `proxy` is not the URL of an HTTP proxy.

    Example:
        ```python
        async with AiohttpTransport() as transport:
            response = await transport.send(HTTPRequest("GET", "https://api.basespace.illumina.com/v2/users/current"))
            body = await response.read()
        ```
    """

    @renamed_arguments(trust_environment="trust_env")
    def __init__(
        self,
        *,
        session: aiohttp.ClientSession | None = None,
        max_connections: int = 100,
        keepalive_seconds: float = 15.0,
        trust_env: bool = True,
        ssl_context: ssl.SSLContext | None = None,
        proxy: str | None = None,
    ) -> None:
        if session is not None and (ssl_context is not None or proxy is not None):
            raise ConfigurationError("a session brings its own TLS and proxy settings: leave out ssl_context and proxy")
        self._session = session
        self._borrowed = session is not None
        self._max_connections = max_connections
        self._keepalive_seconds = keepalive_seconds
        self._trust_environment = trust_env
        self._ssl_context = ssl_context
        self._ssl_lock = asyncio.Lock()
        self._proxy = None if proxy is None else parse_proxy(proxy, "the argument proxy")
        self._environment: EnvironmentProxies | None = None
        self._guard = LoopGuard()
        self._closed = False
        self._unread: weakref.WeakSet[aiohttp.ClientResponse] = weakref.WeakSet()
        self._routes: dict[tuple[str, str | None, int | None], _Route] = {}
        self._timeouts: dict[tuple[Timeouts, bool], tuple[aiohttp.ClientTimeout, ReadLimit | None]] = {}
        self._deadlines = Deadlines()

    async def send(self, request: HTTPRequest) -> HTTPResponse:
        """Send `request` and return its response, whatever its status.

        Returns:
            The response; its `headers` are a multidict, which gives repeated headers by `getall(name)`.

        Raises:
            ConfigurationError: If the request cannot be sent as it is, the transport is closed or belongs to another
                event loop, or a variable of the environment names something that cannot be used.
            TransportError: If no complete response arrived.
        """
        self._check_usable()
        failure: Exception
        try:
            if request.timeouts.total is None:
                return await self._exchange(request)
            # Not aiohttp's, which is a timer for each request.
            with self._deadlines.until(asyncio.get_running_loop().time() + request.timeouts.total):
                return await self._exchange(request)
        except asyncio.CancelledError as error:
            if not self._closed_under_us():
                raise error.with_traceback(None) from None  # aiohttp's frames hold the URL
            failure = connection_failed(request, "the transport was closed while this waited for a connection")
        except ConfigurationError as error:
            failure = error.with_traceback(None)
        except SEND_FAILURES as error:
            failure = translate(error, request)
        # Outside the handler, so that aiohttp's exception, which quotes the URL, is not kept as the context.
        raise failure

    async def aclose(self) -> None:
        """Close the connections; a borrowed session stays open. Safe to call twice.

        Raises:
            ConfigurationError: If called in another event loop while the one that owns the connections still runs.
        """
        if self._closed:
            return
        if not self._guard.owner_has_ended():
            self._guard.check()
        self._closed = True
        self._deadlines.close()
        try:
            if self._session is not None and not self._borrowed:
                await self._session.close()
        finally:
            # Closing the session alone would leave those who read a body waiting for ever.
            for response in list(self._unread):
                _free(response)
        # aiohttp waits for pooled connections; those broken off are reported closed one turn later.
        await asyncio.sleep(0)

    async def __aenter__(self) -> AiohttpTransport:
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self.aclose()

    def _check_usable(self) -> aiohttp.ClientSession:
        if self._closed:
            raise ConfigurationError("this transport is closed; make a new one")
        self._guard.check()
        if self._session is None:
            self._session = self._make_session()
        if self._session.closed:
            raise ConfigurationError("the aiohttp session under this transport is closed; give it an open one")
        return self._session

    def _make_session(self) -> aiohttp.ClientSession:
        return aiohttp.ClientSession(
            connector=FairConnector(limit_per_host=self._max_connections, keepalive_timeout=self._keepalive_seconds),
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,
            response_class=LimitedResponse,
        )

    async def _exchange(self, request: HTTPRequest) -> HTTPResponse:
        url = checked_url(request.url)
        route = _DIRECT if self._borrowed else self._routes.get((url.scheme, url.raw_host, url.port))
        if route is None:
            route = await self._find_route(url)
        given = lower_names(request.headers)
        body = body_to_send(request.body, request.timeouts.read)
        # aiohttp's own read timeout begins once a large body is sent.
        with_sock_read = request.stream or isinstance(body, LargeBody)
        timeout, read_limit = self._limits(request.timeouts, with_sock_read=with_sock_read)
        READ_LIMIT.set(read_limit)
        # Routing may have waited, and aclose may have run meanwhile.
        response = await self._check_usable().request(
            request.method,
            url,
            headers=_headers_to_send(request.headers, given, route),
            data=body,
            skip_auto_headers=_headers_to_skip(given, request.body),
            allow_redirects=False,
            raise_for_status=False,
            timeout=timeout,
            auto_decompress=False,  # it is done here, with an eye on how much comes of it
            ssl=route.ssl,
            proxy=route.proxy,
            proxy_headers=route.connect_headers,
            middlewares=ONCE_ONLY,
        )
        if response.connection is not None:
            self._unread.add(response)
        if not request.stream and _is_plain(response, request.max_response_size):
            # aiohttp holds a body to the length that was announced.
            return BufferedResponse(response.status, response.headers, await response.read())
        streamed = _AiohttpStream(response, request, as_it_is=wants_identity(given))
        if request.stream:
            return streamed
        return BufferedResponse(response.status, response.headers, await streamed.read())

    def _limits(self, timeouts: Timeouts, *, with_sock_read: bool) -> tuple[aiohttp.ClientTimeout, ReadLimit | None]:
        limits = self._timeouts.get((timeouts, with_sock_read))
        if limits is None:
            if len(self._timeouts) >= _MAX_KEPT:
                self._timeouts.clear()
            # The total is kept by the deadlines, and so is the time between pieces, where it can be.
            timeout = aiohttp.ClientTimeout(
                connect=timeouts.connect,
                sock_read=timeouts.read if with_sock_read or self._borrowed else None,
                total=None,
            )
            seconds = None if with_sock_read else timeouts.read
            read_limit = None if seconds is None else ReadLimit(seconds, self._deadlines)
            limits = self._timeouts[timeouts, with_sock_read] = timeout, read_limit
        return limits

    async def _find_route(self, url: URL) -> _Route:
        route = await self._make_route(url)
        if len(self._routes) >= _MAX_KEPT:
            self._routes.clear()
        self._routes[url.scheme, url.raw_host, url.port] = route
        return route

    async def _make_route(self, url: URL) -> _Route:
        proxy = self._choose_proxy(url)
        secure = url.scheme == "https"
        over_tls = secure or (proxy is not None and proxy.url.startswith("https:"))
        context = await self._tls() if over_tls else True
        if proxy is None:
            return _Route(ssl=context)
        credentials = None if proxy.authorization is None else {"Proxy-Authorization": proxy.authorization}
        if secure:
            return _Route(ssl=context, proxy=proxy.url, connect_headers=credentials)
        return _Route(ssl=context, proxy=proxy.url, request_headers=credentials)

    def _choose_proxy(self, url: URL) -> Proxy | None:
        if self._proxy is not None or not self._trust_environment:
            return self._proxy
        if self._environment is None:
            self._environment = EnvironmentProxies()
        return self._environment.choose(url)

    async def _tls(self) -> ssl.SSLContext:
        if self._ssl_context is None:
            async with self._ssl_lock:
                if self._ssl_context is None:
                    make = ssl_context_from_environment if self._trust_environment else ssl.create_default_context
                    # Reading the system's certificates takes tens of milliseconds.
                    self._ssl_context = await asyncio.to_thread(make)
        return self._ssl_context

    def _closed_under_us(self) -> bool:
        # aiohttp cancels those who wait for a connection when its connector closes; nobody cancelled this task.
        task = asyncio.current_task()
        return self._closed and task is not None and not task.cancelling()


class _AiohttpStream(StreamedResponse):
    __slots__ = ("_response",)

    def __init__(self, response: aiohttp.ClientResponse, request: HTTPRequest, *, as_it_is: bool) -> None:
        super().__init__(response.status, response.headers, request, as_it_is=as_it_is)
        self._response = response

    async def _receive(self, size: int) -> bytes:
        try:
            return await self._response.content.read(size)
        except BODY_FAILURES as error:
            failure = translate(error, self._request)
        raise failure

    async def _free(self) -> None:
        _free(self._response)


def _free(response: aiohttp.ClientResponse) -> None:
    """Free the response's connection; one that was read to its end has been given back already."""
    break_off(response)  # a borrowed session's responses do not do it by themselves
    response.close()


def _is_plain(response: aiohttp.ClientResponse, max_size: int) -> bool:
    """Tell whether a body is of an announced size within the limit, and not encoded."""
    length = response.content_length
    return length is not None and length <= max_size and "Content-Encoding" not in response.headers


def _headers_to_send(headers: Mapping[str, str], given: Mapping[str, str], route: _Route) -> Mapping[str, str]:
    if "accept-encoding" in given and route.request_headers is None:
        return headers
    sent = dict(headers)
    if "accept-encoding" not in given:
        sent["Accept-Encoding"] = DEFAULT_ACCEPT_ENCODING
    if route.request_headers is not None:
        sent.update(route.request_headers)
    return sent


def _headers_to_skip(given: Mapping[str, str], body: bytes | memoryview | None) -> list[str] | None:
    """Return headers to keep aiohttp from adding; None, which is faster, where it would add none."""
    skipped = [name for name in _NOT_ADDED if name not in given]
    if body is not None and "content-type" not in given:
        skipped.append("content-type")
    return skipped or None
