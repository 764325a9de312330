"""Private parts of others: each test fails when an upgrade takes one away."""

from __future__ import annotations

import asyncio
import inspect
import ssl
import sys

import aiohttp
import httpx
import pytest
import trustme
from aiohttp.client_proto import ResponseHandler

from basespace_async._util.compat import (
    awaited_future,
    has_begun_answer,
    has_cancelled_parent,
    has_unread_bytes,
    holds_early_bytes,
    make_connections_with,
    wake_next_waiter,
)


async def test_a_task_knows_the_future_that_it_waits_for() -> None:
    future = asyncio.get_running_loop().create_future()

    async def wait() -> None:
        await future
        await asyncio.sleep(0)

    task = asyncio.create_task(wait())
    assert awaited_future(task) is None
    await asyncio.sleep(0)
    assert awaited_future(task) is future
    future.set_result(None)
    await task


async def test_a_group_knows_whether_it_cancelled_the_task_that_waits_for_it() -> None:
    async def fail() -> None:
        raise ValueError

    group = asyncio.TaskGroup()
    with pytest.raises(ExceptionGroup):  # noqa: PT012 - the group is looked at while it is open
        async with group:
            assert hasattr(group, "_parent_cancel_requested")
            assert not has_cancelled_parent(group)
            group.create_task(fail())
            await asyncio.sleep(10)
    assert has_cancelled_parent(group) or sys.version_info >= (3, 13)


async def test_the_connector_of_aiohttp_wakes_one_waiter() -> None:
    assert list(inspect.signature(aiohttp.BaseConnector._release_waiter).parameters) == ["self"]
    woken = []

    class Connector(aiohttp.TCPConnector):
        def _release_waiter(self) -> None:
            woken.append(1)
            super()._release_waiter()

    connector = Connector()
    wake_next_waiter(connector)
    assert woken == [1]
    await connector.close()


def test_the_protocol_of_aiohttp_takes_a_read_timeout() -> None:
    protocol = aiohttp.client_proto.ResponseHandler
    assert isinstance(inspect.getattr_static(protocol, "read_timeout"), property)
    assert list(inspect.signature(protocol.start_timeout).parameters) == ["self"]


async def test_the_connector_of_aiohttp_makes_its_connections_with_a_factory() -> None:
    class Handler(ResponseHandler):
        pass

    server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0)
    connector = aiohttp.TCPConnector()
    make_connections_with(connector, lambda: Handler(asyncio.get_running_loop()))
    async with aiohttp.ClientSession(connector=connector) as session, server:
        request = aiohttp.ClientRequest(
            "GET",
            session._build_url(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"),
            loop=asyncio.get_running_loop(),
        )
        connection = await connector.connect(request, [], aiohttp.ClientTimeout())
        assert isinstance(connection.protocol, Handler)
        connection.close()


OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


@pytest.mark.parametrize(
    ("said", "begun"), [(OK, False), (OK + b"H", True), (OK + OK[:20], True), (OK + b"HTTP/1.1 2", True)]
)
async def test_the_parser_of_aiohttp_knows_that_another_answer_has_begun(said: bytes, begun: bool) -> None:
    handler = ResponseHandler(asyncio.get_running_loop())
    handler.set_response_params()
    handler.data_received(said)
    assert has_begun_answer(handler) is begun


async def test_the_protocol_of_aiohttp_holds_what_comes_before_it_has_a_parser() -> None:
    handler = ResponseHandler(asyncio.get_running_loop())
    assert not holds_early_bytes(handler)
    handler.data_received(b"early")
    assert holds_early_bytes(handler)


LONG = b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + bytes(100_000)


@pytest.mark.parametrize("over_tls", [False, True])
@pytest.mark.parametrize(("said", "unread"), [(OK, False), (LONG, False), (OK * 2, True), (LONG + OK, True)])
async def test_httpx_knows_of_bytes_behind_an_answer(over_tls: bool, said: bytes, unread: bool) -> None:
    authority = trustme.CA()
    contexts = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context()
    authority.issue_cert("127.0.0.1").configure_cert(contexts[0])
    authority.configure_trust(contexts[1])

    ended = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(said)
        await reader.read()
        writer.close()
        ended.set()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=contexts[0] if over_tls else None)
    url = f"http{'s' * over_tls}://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with (
        server,
        httpx.AsyncClient(verify=contexts[1], trust_env=False) as client,
        client.stream("GET", url) as response,
    ):
        pieces = [piece async for piece in response.stream]  # type: ignore[union-attr]
        assert has_unread_bytes(response) is unread
        assert sum(map(len, pieces)) in (2, 100_000)
        await response.aclose()
        await client.aclose()
        await ended.wait()


def test_a_mocked_response_of_httpx_has_no_unread_bytes() -> None:
    assert not has_unread_bytes(httpx.Response(200, content=b"ok"))
