"""The client: owns the connections, sends requests, and holds the resources."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar, cast

from attrs import evolve

from basespace_openapi.client import Request

from . import _responses, converter
from ._requests import http_request
from .config import Configuration
from .errors import ConfigurationError
from .paging import DEFAULT_CONCURRENCY, DEFAULT_PAGE_SIZE, ItemList, Page, Pager
from .transport import AiohttpTransport, HTTPRequest, HTTPResponse, Timeouts, Transport
from .transport.layers import AuthenticationLayer, Statistics, StatisticsLayer

if TYPE_CHECKING:
    from .resources.appsessions import AppSessions
    from .resources.biosamples import Biosamples
    from .resources.datasets import Datasets
    from .resources.files import Files
    from .resources.projects import Projects
    from .resources.users import Users

T = TypeVar("T")


class BaseSpace:
    """A client of BaseSpace Sequence Hub.

    Use it as an async context manager; it owns its connections and closes them at the end. One client serves any
    number of tasks of one event loop.

    Args:
        token: access token. See `from_env` and `from_profile` for other places to keep it.
        region: region by name, such as `euc1`; `use1` where neither this nor `server` is given.
        server: address of the API instead of a region, such as a simulator's.
        timeouts: limits for each request.
        max_connections: connections open at one time; not used where `transport` is given.
        transport: sends the requests instead of a transport of the client's own. The client closes it at the end.

    Raises:
        ConfigurationError: an argument cannot work.

    Example:
        async with BaseSpace(token="...") as basespace:
            async for biosample in basespace.biosamples.list():
                print(biosample.id, biosample.bio_sample_name)
    """

    def __init__(
        self,
        token: str,
        *,
        region: str | None = None,
        server: str | None = None,
        timeouts: Timeouts | None = None,
        max_connections: int = 100,
        transport: Transport | None = None,
    ) -> None:
        self._configuration = Configuration.create(token=token, region=region, server=server)
        self._timeouts = timeouts or Timeouts()
        self._statistics = Statistics()
        self._closed = False
        # The order of the layers, outermost last.
        wire = transport or AiohttpTransport(max_connections=max_connections)
        counted = StatisticsLayer(wire, self._statistics)
        self._transport: Transport = AuthenticationLayer(counted, server=self.server, token=self._configuration.token)

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None, **options: object) -> Self:
        """A client configured by `BASESPACE_ACCESS_TOKEN` and, where set, `BASESPACE_API_SERVER` or `BASESPACE_REGION`.

        Args:
            environ: read instead of the process's environment.
            options: as for `BaseSpace`: timeouts, max_connections, transport.

        Raises:
            ConfigurationError: the token is missing, or a value cannot work; the message says what to set.
        """
        found = Configuration.from_environment() if environ is None else Configuration.from_environment(environ)
        return cls._configured(found, options)

    @classmethod
    def from_profile(cls, name: str = "default", **options: object) -> Self:
        """A client configured by a profile of the `bs` command line, `~/.basespace/<name>.cfg`.

        Args:
            name: name of the profile.
            options: as for `BaseSpace`: timeouts, max_connections, transport.

        Raises:
            ConfigurationError: there is no such profile, or it cannot work; the message says what to do.
        """
        return cls._configured(Configuration.from_profile(name), options)

    @classmethod
    def _configured(cls, found: Configuration, options: Mapping[str, object]) -> Self:
        return cls(found.token, server=found.server, **options)  # type: ignore[arg-type]

    @property
    def server(self) -> str:
        """The API's root, such as `https://api.basespace.illumina.com/v2`."""
        return self._configuration.server

    @property
    def statistics(self) -> Statistics:
        """What was sent and received so far."""
        return self._statistics

    def __repr__(self) -> str:
        return f"<BaseSpace {self.server}{' (closed)' if self._closed else ''}>"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections; the client cannot be used after that. Safe to call twice."""
        self._closed = True
        await self._transport.aclose()

    # --- resources ------------------------------------------------------------------------------------------------

    @cached_property
    def appsessions(self) -> AppSessions:
        """Analyses: lists, single ones, their properties and log files."""
        from .resources.appsessions import AppSessions

        return AppSessions(self)

    @cached_property
    def biosamples(self) -> Biosamples:
        """Biosamples and their libraries."""
        from .resources.biosamples import Biosamples

        return Biosamples(self)

    @cached_property
    def datasets(self) -> Datasets:
        """Datasets, their types and their files."""
        from .resources.datasets import Datasets

        return Datasets(self)

    @cached_property
    def files(self) -> Files:
        """Content of files."""
        from .resources.files import Files

        return Files(self)

    @cached_property
    def projects(self) -> Projects:
        """Projects and their datasets."""
        from .resources.projects import Projects

        return Projects(self)

    @cached_property
    def users(self) -> Users:
        """The user whom the token belongs to."""
        from .resources.users import Users

        return Users(self)

    # --- what the resources stand on ------------------------------------------------------------------------------

    async def call(self, request: Request[T], /) -> T:
        """Send an operation's request and return its result. Any operation of `basespace_openapi.api` can be sent so.

        Raises:
            APIError: the service answered with an error status; see `errors` for the class of each.
            TransportError: no complete response arrived.
            DecodeError: the response is not what the operation promises.
            ConfigurationError: an argument cannot be sent.

        Example:
            from basespace_openapi.api.labrequeues import list_lab_requeues

            requeues = await basespace.call(list_lab_requeues.request(status=["Active"]))
        """
        response, body = await self._exchange(request)
        return _responses.result(request, response, body)

    def pager(
        self,
        request: Request[ItemList[T]],
        *,
        offset: int = 0,
        page_size: int = DEFAULT_PAGE_SIZE,
        concurrency: int = DEFAULT_CONCURRENCY,
    ) -> Pager[T]:
        """The items of a list operation, page by page.

        Args:
            request: of a list operation, without offset and limit.
            offset, page_size, concurrency: see `Pager`.

        Raises:
            ConfigurationError: an argument is out of range.
        """

        async def fetch(at: int, size: int) -> Page[T]:
            asked = evolve(request, query={**request.query, "offset": at, "limit": size})
            _, body = await self._exchange(asked)
            parsed = converter.parse(body, operation=request.operation)
            item_type = cast("type[T]", converter.item_type(request.result_type))
            return Page(parsed, item_type, offset=at, operation=request.operation)

        return Pager(fetch, offset=offset, page_size=page_size, concurrency=concurrency)

    async def _exchange(self, request: Request[object]) -> tuple[HTTPResponse, bytes]:
        asked = http_request(request, server=self.server, timeouts=self._timeouts)
        response = await self._send(asked)
        body = await response.read()
        if not 200 <= response.status < 300:
            raise self._error(asked, response, body, operation=request.operation)
        return response, body

    @asynccontextmanager
    async def stream(self, path: str, headers: Mapping[str, str], *, operation: str) -> AsyncGenerator[HTTPResponse]:
        """A streamed GET of `path` below the API's root, redirects followed; closed at the end of the block.

        The token is sent to the API only, not to where a redirect leads.

        Raises:
            APIError, TransportError: as for `call`; where the redirect leads to counts as the service.
        """
        url = f"{self.server}{path}"
        for _ in range(MOST_REDIRECTS):
            request = HTTPRequest("GET", url, headers, timeouts=self._timeouts, stream=True)
            response = await self._send(request)
            try:
                target = _responses.redirect_target(request, response)
                if target is None:
                    if not 200 <= response.status < 300:
                        raise self._error(request, response, await response.read(), operation=operation)
                    yield response
                    return
            finally:
                await response.aclose()
            url = target
        raise ConfigurationError(f"{operation}: more than {MOST_REDIRECTS} redirects; is {self.server} the API?")

    async def _send(self, request: HTTPRequest) -> HTTPResponse:
        if self._closed:
            raise ConfigurationError("this client is closed; make requests inside its `async with` block")
        return await self._transport.send(request)

    def _error(self, request: HTTPRequest, response: HTTPResponse, body: bytes, *, operation: str) -> Exception:
        secret = self._configuration.token
        return _responses.error(request.method, request.url, response, body, operation=operation, secret=secret)


MOST_REDIRECTS = 5
