"""Servers on loopback, both adapters, and a check that nothing is left running."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import httpx
import pytest
from aiohttp import web
from attrs import define, field

from basespace_async.transport import AiohttpTransport, HttpxTransport, Transport

VARIABLES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR")
VARIABLES += ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "REQUEST_METHOD")

Script = Callable[[asyncio.StreamWriter, bytes], Awaitable[object]]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    return monkeypatch


@pytest.fixture(autouse=True)
async def no_task_left() -> AsyncIterator[None]:
    before = asyncio.all_tasks()
    yield
    for _ in range(10):
        await asyncio.sleep(0)
    left = asyncio.all_tasks() - before - {asyncio.current_task()}
    assert not left


@define
class RawServer:
    """Runs `script(writer, head)` for each request head; a true result means that the connection goes on."""

    script: Script
    tls: ssl.SSLContext | None = None
    url: str = ""
    port: int = 0
    connections: int = 0
    heads: list[bytes] = field(factory=list)
    disconnected: asyncio.Event = field(factory=asyncio.Event)
    server: asyncio.Server | None = None
    tasks: set[asyncio.Task[None]] = field(factory=set)
    readers: dict[asyncio.StreamWriter, asyncio.StreamReader] = field(factory=dict)

    async def start(self) -> RawServer:
        self.server = await asyncio.start_server(self._accept, "127.0.0.1", 0, ssl=self.tls)
        self.port = self.server.sockets[0].getsockname()[1]
        self.url = f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}"
        return self

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.readers[writer] = reader
        task = asyncio.create_task(self._serve(reader, writer))
        self.tasks.add(task)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                self.heads.append(head)
                if not await self.script(writer, head):
                    break
        except (asyncio.IncompleteReadError, ConnectionError):
            self.disconnected.set()
        finally:
            writer.close()

    async def stop(self) -> None:
        assert self.server is not None
        self.server.close()
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)


@pytest.fixture
async def raw_server() -> AsyncIterator[Callable[..., Awaitable[RawServer]]]:
    async with AsyncExitStack() as stack:

        async def start(script: Script, tls: ssl.SSLContext | None = None) -> RawServer:
            server = await RawServer(script, tls).start()
            stack.push_async_callback(server.stop)
            return server

        yield start


@pytest.fixture
async def web_server() -> AsyncIterator[Callable[[Handler], Awaitable[str]]]:
    """Starts an aiohttp server with one handler for everything and returns its URL."""
    async with AsyncExitStack() as stack:

        async def start(handler: Handler) -> str:
            app = web.Application(client_max_size=1 << 30)
            app.router.add_route("*", "/{tail:.*}", handler)
            runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=1)
            await runner.setup()
            stack.push_async_callback(runner.cleanup)
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            return f"http://127.0.0.1:{runner.addresses[0][1]}"

        yield start


@pytest.fixture(scope="session")
def system_tls() -> ssl.SSLContext:
    return ssl.create_default_context()


@pytest.fixture(params=["aiohttp", "httpx"])
async def make_transport(
    request: pytest.FixtureRequest, system_tls: ssl.SSLContext
) -> AsyncIterator[Callable[..., Transport]]:
    async with AsyncExitStack() as stack:

        def make(max_connections: int = 100) -> Transport:
            transport: Transport
            if request.param == "aiohttp":
                transport = AiohttpTransport(max_connections=max_connections, ssl_context=system_tls)
            else:
                limits = httpx.Limits(max_connections=max_connections)
                client = httpx.AsyncClient(
                    trust_env=False,
                    limits=limits,
                    verify=system_tls,
                    headers={"x-client": "leak"},
                    cookies={"client": "leak"},
                    auth=("client", "leak"),
                    params={"client": "leak"},
                    follow_redirects=True,
                )
                transport = HttpxTransport(client, close_client=True)
            stack.push_async_callback(transport.aclose)
            return transport

        yield make


@pytest.fixture
def transport(make_transport: Callable[..., Transport]) -> Transport:
    return make_transport()
