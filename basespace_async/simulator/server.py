"""The simulator's HTTP side: routes, tokens, latency, rate limit, headers and errors."""

from __future__ import annotations

import asyncio
import base64
import hmac
import math
import os
import time
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

import orjson
from aiohttp import web

from ..errors import ConfigurationError
from .handlers import Handlers, UnknownIdError
from .object_store import ObjectStore
from .queries import BadQueryError, Query
from .rate import TokenBucket
from .statistics import Statistics
from .views import Views
from .world import World

TOKEN = "simulator-token"
HOST = "127.0.0.1"
UNKNOWN_PATH = "This isn't a recognized path. Please refer to the API documentation for the available resources."
Answer = Callable[[Mapping[str, str], Query], Any]


class Simulator:
    """A BaseSpace on loopback, over a seeded world; an async context manager.

    Args:
        biosamples: size of the world.
        seed: another seed, another world.
        latency: seconds before each answer of the API.
        page_cap: most items of a page, whatever limit is asked for.
        rate_limit: requests a second that are served; others are refused with 429. None serves all.

    Raises:
        ConfigurationError: an argument is out of range.

    Example:
        async with Simulator(biosamples=50) as simulator:
            async with BaseSpace(simulator.token, server=simulator.url) as basespace:
                assert await basespace.biosamples.list().count() == 50
    """

    def __init__(
        self,
        *,
        biosamples: int = 2000,
        seed: int = 1,
        latency: float = 0.0,
        page_cap: int = 1024,
        rate_limit: float | None = None,
    ) -> None:
        if latency < 0:
            raise ConfigurationError(f"latency is {latency} seconds; give 0 or more")
        if page_cap < 1:
            raise ConfigurationError(f"page_cap is {page_cap}; a page has at least one item")
        self.world = World(biosamples=biosamples, seed=seed)
        self.statistics = Statistics()
        self._latency = latency
        self._page_cap = page_cap
        self._bucket = None if rate_limit is None else TokenBucket(rate_limit)
        self._store = ObjectStore(self.world.files, self.statistics)
        self._running: AsyncExitStack | None = None
        self._root = ""
        self._under_way = 0

    @property
    def token(self) -> str:
        """The access token that the simulator takes; it is not a secret."""
        return TOKEN

    @property
    def url(self) -> str:
        """The API's root, such as `http://127.0.0.1:43210/v2`; there once the simulator runs.

        Raises:
            ConfigurationError: it does not run.
        """
        if self._running is None:
            raise ConfigurationError("the simulator is not running; use it as `async with Simulator() as simulator`")
        return self._root

    async def __aenter__(self) -> Self:
        if self._running is not None:
            raise ConfigurationError("this simulator runs already; make another one")
        async with AsyncExitStack() as stack:
            self._store.root = await self._serve(stack, self._store.application())
            application = web.Application()
            application.router.add_route("*", "/{path:.*}", self._answer)
            self._root = f"{await self._serve(stack, application)}/v2"
            self._routes = self._make_routes()
            self._running = stack.pop_all()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        stack, self._running = self._running, None
        if stack is not None:
            await stack.aclose()

    async def _serve(self, stack: AsyncExitStack, application: web.Application) -> str:
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=1.0)
        stack.push_async_callback(runner.cleanup)
        await runner.setup()
        site = web.TCPSite(runner, HOST, 0)
        await site.start()
        return f"http://{HOST}:{runner.addresses[0][1]}"

    def _make_routes(self) -> dict[str, Answer]:
        handlers = self._handlers = Handlers(self.world, Views(self._root), self._store.link, self._page_cap)
        return {
            "/users/current": handlers.current_user,
            "/users/{id}": handlers.user,
            "/projects/{id}": handlers.project,
            "/projects/{id}/datasets": handlers.project_datasets,
            "/biosamples": handlers.biosamples,
            "/biosamples/{id}": handlers.biosample,
            "/biosamples/{id}/libraries": handlers.biosample_libraries,
            "/datasets": handlers.datasets,
            "/datasets/{id}": handlers.dataset,
            "/datasets/{id}/files": handlers.dataset_files,
            "/datasettypes/{id}": handlers.dataset_type,
            "/files/{id}": handlers.single_file,
            "/appsessions": handlers.appsessions,
            "/appsessions/{id}": handlers.appsession,
            "/appsessions/{id}/properties": handlers.appsession_properties,
            "/appsessions/{id}/logfiles": handlers.appsession_log_files,
        }

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        counts = self.statistics
        counts.requests += 1
        self._under_way += 1
        counts.peak_concurrency = max(counts.peak_concurrency, self._under_way)
        try:
            if self._latency:
                await asyncio.sleep(self._latency)
            wait = self._bucket.take() if self._bucket is not None else 0.0
            if wait:
                counts.throttled += 1
                return _error(429, "Too many requests", headers={"Retry-After": str(math.ceil(wait))})
            return self._respond(request)
        finally:
            self._under_way -= 1

    def _respond(self, request: web.Request) -> web.Response:
        if not _authorised(request):
            return _error(401, "Unrecognized access token", code="BASESPACE.COMMON.UNAUTHORIZED")
        segments = request.path.split("/")[1:]
        if (
            len(segments) == 4
            and segments[1] == "files"
            and segments[3] == "content"
            and segments[0] in ("v2", "v1pre3")
        ):
            template, path, answer = "/files/{id}/content", {"id": segments[2]}, None
        else:
            template, path, answer = self._match(segments)
        if not template:
            return _error(404, UNKNOWN_PATH)
        self.statistics.by_operation[f"{request.method} {template}"] += 1
        if request.method != "GET":
            return _error(405, f"{request.method} is not simulated for this path")
        query = Query.of(request.query.items())
        try:
            if answer is None:
                return self._redirect(path["id"], query)
            return _json(200, answer(path, query), source=True)
        except UnknownIdError as error:
            return _error(403, str(error), code="BASESPACE.COMMON.INSUFFICIENT_RESOURCE_PERMISSIONS", notify=True)
        except BadQueryError as error:
            return _error(400, str(error), code="BASESPACE.COMMON.BAD_REQUEST")

    def _match(self, segments: list[str]) -> tuple[str, dict[str, str], Answer | None]:
        if segments[:1] != ["v2"] or not all(segments):
            return "", {}, None
        literal = "/" + "/".join(segments[1:])
        if literal in self._routes:
            return literal, {}, self._routes[literal]
        templated = "/".join(["", segments[1] if len(segments) > 1 else "", "{id}", *segments[3:]])
        if len(segments) > 2 and templated in self._routes:
            return templated, {"id": segments[2]}, self._routes[templated]
        return "", {}, None

    def _redirect(self, file_id: str, query: Query) -> web.Response:
        """Where the content is: a redirect (documented), or with `redirect=meta` a body that says so (observed)."""
        file = self._handlers.file(file_id)
        link = self._store.link(file)
        if (query.text("redirect") or "").lower() != "meta":
            return web.Response(status=302, headers={**_headers(), "Location": link})
        expires = datetime.fromtimestamp(self._store.expiry(), UTC)
        body = {
            "HrefContent": link,
            "SupportsRange": True,
            "Expires": f"{expires:%Y-%m-%dT%H:%M:%S}.0000000Z",
            "Size": len(file.content.data),
            "ETag": file.content.etag,
        }
        return _json(200, {"Response": body, "ResponseStatus": {}, "Notifications": []}, source=True)


def _authorised(request: web.Request) -> bool:
    bearer = request.headers.get("Authorization", "").removeprefix("Bearer ")
    given = request.headers.get("x-access-token") or bearer
    return hmac.compare_digest(given.encode(), TOKEN.encode())


def _headers() -> dict[str, str]:
    """What every recorded response has."""
    number = base64.urlsafe_b64encode(os.urandom(16)).decode().rstrip("=")
    return {
        "Cache-Control": "no-cache, no-store, must-revalidate",
        "Server": "Mono.WebServer.XSP/4.8.0.0 Linux",
        "X-Request-ID": f"{time.strftime('%Y.%m.%d.%H.%M.%S', time.gmtime())}.{number}",
    }


def _json(status: int, body: object, *, source: bool = False, headers: Mapping[str, str] | None = None) -> web.Response:
    made = {**_headers(), "Content-Type": "application/json", **(headers or {})}
    if source:
        made["X-BaseSpace-Source"] = "master/readonly"
    return web.Response(status=status, body=orjson.dumps(body), headers=made)


def _error(
    status: int, message: str, *, code: str = "", notify: bool = False, headers: Mapping[str, str] | None = None
) -> web.Response:
    """An error in the shape of recorded ones: no code for an unknown path, a notification for a refusal."""
    stated = {"ErrorCode": code, "Message": message} if code else {"Message": message}
    notifications = [{"Type": "error", "Item": message}] if notify else []
    return _json(status, {"ResponseStatus": stated, "Notifications": notifications}, headers=headers)
