"""The simulator as a server: two origins on loopback, for as long as its context lasts."""

from __future__ import annotations

import ssl
from collections.abc import Awaitable, Callable, Collection, Iterable, Iterator
from contextlib import AsyncExitStack, contextmanager
from types import TracebackType
from typing import Self

from aiohttp import web

from ...errors import ConfigurationError
from ..faults import Fault, Faults, Rule
from ..handlers import HandlerContext
from ..handlers.context import UPLOAD_WAYS, UploadWay
from ..handlers.pages import Selections
from ..serializers.context import SerializerContext
from ..world.clock import Clock
from ..world.edge_cases import add_edge_cases
from ..world.world import World
from .api import Api, Token
from .control import Control
from .faulty import FaultyServer
from .metrics import ServerMetrics
from .object_store import LINK_SECONDS, ObjectStore
from .rate_limit import TokenBucket
from .responses import Reply, throttled_reply
from .threads import running_in_thread

TOKEN = "simulator-token"
HOST = "127.0.0.1"
FILE_CAP = 1000
Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]
_MAX_LINE = 256 * 1024
"""Bytes of a request's address: filters with many ids are long."""
_READ_BUFFER = 1024 * 1024


class Simulator:
    """A BaseSpace on loopback, over a seeded world; an async context manager.

    Args:
        biosamples: Number of biosamples of the world, from 0 to 1,000,000.
        seed: Seed of the world and of all random choices.
        file_size: Approximate bytes of each FASTQ file; None gives small files of several sizes.
        edge_cases: Whether the world has samples and names that programs stumble over, too; see `EDGE_CASES`.
        latency: Seconds before each response of the API.
        page_cap: Maximum items of a page, whatever limit is asked for; 1,000 for files.
        rate_limit: Requests a second that are served; others are refused with 429. None serves all.
        faults: Faults to inject from the beginning.
        clock: Time in the world; None follows the wall clock.
        link_seconds: Seconds until a link to a file's content expires.
        refuse_leaked_tokens: Whether the object store refuses a request that carries `x-access-token`. Otherwise it
            only counts it (`statistics.leaked_tokens`).
        strict: Whether a query parameter or body field that an operation does not know is refused with 400. Otherwise
            it is ignored and counted (`statistics.unknown_parameters`).
        upload_ways: Ways of uploading that are served: `v2` and `v1pre3` through the API, `presigned` links and
            `credentials` of the object store. Others are refused: 404 through the API, 403 for links and credentials.
        token: Access token that is accepted.
        port: Port of the API; 0 takes a free one.
        store_port: Port of the object store; 0 takes a free one.
        tls: TLS context with a certificate; None serves over plain HTTP.

    Attributes:
        world: Simulated data, which you can read and change while the simulator runs.
        faults: Faults, which you can change while the simulator runs.
        statistics: Metrics of what was served.

    Raises:
        ConfigurationError: If an argument is out of range.

    Example:
        ```python
        async with Simulator(biosamples=50) as simulator:
            async with BaseSpace(simulator.token, server=simulator.url) as basespace:
                assert await basespace.biosamples.list().count() == 50
        ```
    """

    def __init__(
        self,
        *,
        biosamples: int = 2000,
        seed: int = 1,
        file_size: int | None = None,
        edge_cases: bool = False,
        latency: float = 0.0,
        page_cap: int = 1024,
        rate_limit: float | None = None,
        faults: Iterable[Fault] = (),
        clock: Clock | None = None,
        link_seconds: int = LINK_SECONDS,
        refuse_leaked_tokens: bool = False,
        strict: bool = False,
        upload_ways: Collection[UploadWay] = UPLOAD_WAYS,
        token: str = TOKEN,
        port: int = 0,
        store_port: int = 0,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        if latency < 0:
            raise ConfigurationError(f"latency is {latency} seconds; give 0 or more")
        if page_cap < 1:
            raise ConfigurationError(f"page_cap is {page_cap}; a page has at least one item")
        if not token.strip():
            raise ConfigurationError("the simulator's token is empty; give any text")
        if not set(upload_ways) <= set(UPLOAD_WAYS):
            raise ConfigurationError(f"upload_ways are {', '.join(UPLOAD_WAYS)}; not {sorted(upload_ways)}")
        self.world = World(biosamples=biosamples, seed=seed, file_size=file_size, clock=clock)
        if edge_cases:
            add_edge_cases(self.world)
        self.clock = self.world.clock
        self.statistics = ServerMetrics()
        self.faults = Faults(seed)
        for fault in faults:
            self.faults.add(fault)
        self.latency = latency
        self.rate_limit = rate_limit
        self._page_cap = page_cap
        self._strict = strict
        self._upload_ways = frozenset(upload_ways)
        self._token = Token(token)
        self._ports = (port, store_port)
        self._tls = tls
        self._store = ObjectStore(
            self.world, self.statistics, self.clock, link_seconds, refuse_leaked_tokens=refuse_leaked_tokens
        )
        self._running: AsyncExitStack | None = None
        self._origin = ""
        self._faulty = FaultyServer(self.faults, self.statistics)
        self._under_way = 0

    @property
    def token(self) -> str:
        """Return the access token that the simulator accepts now; it is not a secret."""
        return self._token.value

    def expire_token(self) -> str:
        """Let the access token end, and return the one that takes its place.

        Example:
            ```python
            token = simulator.expire_token()
            ```
        """
        return self._token.renew()

    @property
    def rate_limit(self) -> float | None:
        """Limit the requests a second that are served; None for no limit. It can be set at any time.

        Raises:
            ConfigurationError: If it is set to something that is not positive.
        """
        return self._rate_limit

    @rate_limit.setter
    def rate_limit(self, rate: float | None) -> None:
        self._bucket = None if rate is None else TokenBucket(rate)
        self._rate_limit = rate

    @property
    def url(self) -> str:
        """Return the API's root, such as `http://127.0.0.1:43210/v2`, once the simulator runs.

        Raises:
            ConfigurationError: If it does not run.
        """
        return f"{self.page}v2"

    @property
    def page(self) -> str:
        """Return the address of the page that shows the world, the requests and the faults.

        Raises:
            ConfigurationError: If the simulator does not run.
        """
        self._check_running()
        return f"{self._origin}/"

    @property
    def store_url(self) -> str:
        """Return the address of the object store in links; set it to put a proxy before the store.

        Raises:
            ConfigurationError: If the simulator does not run.
        """
        self._check_running()
        return self._store.root

    @store_url.setter
    def store_url(self, url: str) -> None:
        self._store.root = url.rstrip("/")

    def _check_running(self) -> None:
        if self._running is None:
            raise ConfigurationError("the simulator is not running; use it as `async with Simulator() as simulator`")

    async def __aenter__(self) -> Self:
        if self._running is not None:
            raise ConfigurationError("this simulator runs already; make another one")
        async with AsyncExitStack() as stack:
            stack.callback(self.world.blobs.close)
            self._store.root = await self._serve(stack, self._answer_store, self._ports[1])
            self._origin = await self._serve(stack, self._answer, self._ports[0])
            serializer = SerializerContext(self.world, f"{self._origin}/v2")
            selections = Selections(lambda: self.world.version)
            file_cap = min(self._page_cap, FILE_CAP)
            context = HandlerContext(
                serializer,
                selections,
                self._store.link,
                self._store,
                self._page_cap,
                file_cap,
                self._token.renew,
                self._upload_ways,
            )
            self._api = Api(context, self._store, self.statistics, self._token, self._strict)
            self._control = Control(self)
            self._running = stack.pop_all()
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        stack, self._running = self._running, None
        if stack is not None:
            await stack.aclose()

    async def _serve(self, stack: AsyncExitStack, handler: Handler, port: int) -> str:
        # The low level server: a router and middlewares would cost more than most answers do.
        # No lingering: `drain` has read the body, and a task that waits for one that was cut would outlive the server.
        server = web.Server(
            handler, access_log=None, max_line_size=_MAX_LINE, read_bufsize=_READ_BUFFER, lingering_time=0
        )
        runner = web.ServerRunner(server, shutdown_timeout=1.0)
        stack.push_async_callback(runner.cleanup)
        await runner.setup()
        site = web.TCPSite(runner, HOST, port, ssl_context=self._tls)
        await site.start()
        return f"{'http' if self._tls is None else 'https'}://{HOST}:{runner.addresses[0][1]}"

    @contextmanager
    def in_thread(self) -> Iterator[Self]:
        """Run the simulator in a thread of its own, for programs and tests that are not async.

        Example:
            ```python
            with Simulator(biosamples=50).in_thread() as simulator:
                requests.get(f"{simulator.url}/biosamples", headers={"x-access-token": simulator.token})
            ```
        """
        with running_in_thread(self, "simulator"):
            yield self

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        if not request.path.startswith(("/v2", "/v1")):
            shown = await self._control.answer(request)
            if shown is not None:
                return shown
        self.statistics.requests += 1
        self._under_way += 1
        self.statistics.peak_concurrency = max(self.statistics.peak_concurrency, self._under_way)
        try:
            return await self._faulty.answer("api", request, self._api_reply, latency=self.latency)
        finally:
            self._under_way -= 1

    async def _answer_store(self, request: web.BaseRequest) -> web.StreamResponse:
        return await self._faulty.answer("store", request, self._store_reply)

    async def _api_reply(self, request: web.BaseRequest, striking: list[Rule]) -> Reply:
        wait = self._bucket.take() if self._bucket is not None else 0.0
        return throttled_reply(wait) if wait else await self._api.answer(request, striking)

    async def _store_reply(self, request: web.BaseRequest, striking: list[Rule]) -> Reply:
        return await self._store.answer(request, striking)
