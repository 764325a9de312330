"""What arrives without having been asked for is no answer: its connection is closed, and not used again."""

from __future__ import annotations

import asyncio
import os
import ssl
import tracemalloc
from contextlib import suppress
from unittest.mock import Mock

import pytest
import trustme

from basespace_async.errors import ConnectionLostError
from basespace_async.transport import HTTPRequest
from basespace_async.transport.adapters.aiohttp_connector import OneAnswerHandler
from tests.support.transports import get

INJECTED = b"HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nINJECTED"
FILLING = 100_000  # bytes: more than one read of httpcore
MAX_TAKEN = 32 << 20  # bytes that the kernel's buffers may hold, and then some


def path_of(head: bytes) -> bytes:
    return head.split(b" ", 2)[1]


def answer_to(head: bytes, *, filling: int = 0) -> bytes:
    body = path_of(head) + b"." * filling
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)


def chunked_answer_to(head: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%b\r\n0\r\n\r\n" % (
        len(path_of(head)),
        path_of(head),
    )


async def bodies(transport, server, count: int = 4) -> list[bytes]:
    return [await (await transport.send(get(f"{server.url}/{index}"))).read() for index in range(count)]


def paths(count: int = 4) -> list[bytes]:
    return [b"/%d" % index for index in range(count)]


class Extras:
    """A script that answers each request, and writes `extra` behind the answer, at once."""

    def __init__(self, extra: bytes | None, *, answer=answer_to) -> None:
        self.extra = extra
        self.answer = answer

    async def __call__(self, writer, head):
        answer = self.answer(head)
        writer.write(answer + (answer if self.extra is None else self.extra))
        return True


EXTRAS = {
    "twice": None,
    "another": INJECTED,
    "its head": INJECTED[:-8],
    "half its head": INJECTED[:20],
    "a letter": b"H",
    "a line's end": b"\r\n",
    "a refusal": b"HTTP/1.1 503 Busy\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
}


@pytest.mark.parametrize("answer", [answer_to, chunked_answer_to])
@pytest.mark.parametrize("extra", EXTRAS.values(), ids=EXTRAS)
async def test_what_comes_with_an_answer_is_no_answer_to_the_next_request(transport, raw_server, extra, answer):
    server = await raw_server(Extras(extra, answer=answer))
    assert await bodies(transport, server) == paths()


async def test_a_connection_without_extras_is_used_again(transport, raw_server):
    for answer in (answer_to, chunked_answer_to):
        server = await raw_server(Extras(b"", answer=answer))
        assert await bodies(transport, server) == paths()
        assert server.connections == 1


async def test_long_answers_that_are_said_twice_in_one_write_are_told_apart(transport, raw_server):
    async def script(writer, head):
        answer = answer_to(head, filling=FILLING)
        writer.write(answer * 2)
        return True

    server = await raw_server(script)
    assert await bodies(transport, server) == [path + b"." * FILLING for path in paths()]
    assert server.connections == 4


async def test_the_end_of_an_answer_and_another_one_in_one_piece_are_told_apart(transport, raw_server):
    go_on = asyncio.Event()

    async def script(writer, head):
        answer = answer_to(head)
        writer.write(answer[:-1])
        await writer.drain()
        await go_on.wait()
        writer.write(answer[-1:] + INJECTED)
        return True

    server = await raw_server(script)
    for index in range(3):
        go_on.clear()
        response = await transport.send(get(f"{server.url}/{index}", stream=True))
        go_on.set()
        assert await response.read() == b"/%d" % index
    assert server.connections == 3


@pytest.mark.parametrize("extra", EXTRAS.values(), ids=EXTRAS)
async def test_what_comes_late_on_an_idle_connection_closes_it(transport, raw_server, extra):
    writers = []

    async def script(writer, head):
        writers.append((writer, answer_to(head)))
        writer.write(answer_to(head))
        return True

    server = await raw_server(script)
    for index in range(3):
        assert await (await transport.send(get(f"{server.url}/{index}"))).read() == b"/%d" % index
        writer, answer = writers[-1]
        writer.write(answer if extra is None else extra)
        for _ in range(20):  # so that the client's end sees it, or does not
            await asyncio.sleep(0)
    assert server.connections == 3


async def test_what_arrived_and_the_loop_has_not_seen_is_seen_before_the_connection_is_used(transport, raw_server):
    descriptors = []

    async def script(writer, head):
        descriptors.append(writer.get_extra_info("socket").fileno())
        writer.write(answer_to(head))
        return True

    server = await raw_server(script)
    for index in range(3):
        assert await (await transport.send(get(f"{server.url}/{index}"))).read() == b"/%d" % index
        os.write(descriptors[-1], INJECTED)
    assert server.connections == 3


async def test_bytes_without_end_on_an_idle_connection_end_it_and_take_no_memory(make_transport, raw_server):
    transport, piece = make_transport(), bytes(1 << 16)
    written = 0
    has_answered, ended = asyncio.Event(), asyncio.Event()

    async def script(writer, head):
        nonlocal written
        writer.write(answer_to(head))
        if path_of(head) != b"/0":
            return True
        await has_answered.wait()
        try:
            while written < MAX_TAKEN:
                writer.write(piece)
                written += len(piece)
                await writer.drain()
        finally:
            ended.set()
        return False

    server = await raw_server(script)
    await (await transport.send(get(f"{server.url}/0"))).read()
    tracemalloc.start()
    try:
        has_answered.set()
        for _ in range(1000):
            await asyncio.sleep(0)
        # httpx looks when it would use the connection again; aiohttp has closed it by now.
        assert await (await transport.send(get(f"{server.url}/1"))).read() == b"/1"
        await asyncio.wait_for(ended.wait(), 120)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert written < MAX_TAKEN
    assert peak < 8 << 20
    assert server.connections == 2


async def test_what_a_peer_says_before_it_is_asked_breaks_the_connection_off():
    transport = Mock(is_closing=lambda: False)
    handler = OneAnswerHandler(asyncio.get_running_loop())
    handler.connection_made(transport)
    handler.data_received(INJECTED)
    handler.set_response_params()
    transport.abort.assert_called_once()
    assert not handler.is_connected()


async def test_rubbish_behind_an_answer_ends_in_the_answer_or_an_error(transport, raw_server):
    server = await raw_server(Extras(b"\x00\xff" * 50))
    for index in range(3):
        with suppress(ConnectionLostError):
            assert await (await transport.send(get(f"{server.url}/{index}"))).read() == b"/%d" % index
    assert server.connections == 3


@pytest.mark.parametrize("extra", ["with the answer", "late"])
async def test_over_tls_it_is_the_same(make_transport, raw_server, system_tls, extra):
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    authority.configure_trust(system_tls)
    writers = []

    async def script(writer, head):
        writers.append(writer)
        writer.write(answer_to(head))
        if extra == "with the answer":
            writer.write(INJECTED)
        return True

    server = await raw_server(script, context)
    transport = make_transport()
    for index in range(4):
        assert await (await transport.send(get(f"{server.url}/{index}"))).read() == b"/%d" % index
        if extra == "late":
            writers[-1].write(INJECTED)
            await asyncio.sleep(0)
    assert server.connections == 4


async def test_a_provisional_answer_comes_before_the_answer(transport, raw_server):
    async def script(writer, head):
        writer.write(b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + answer_to(head))
        return True

    server = await raw_server(script)
    assert await bodies(transport, server) == paths()
    assert server.connections == 1


async def test_answers_without_a_body_leave_the_connection_usable(transport, raw_server):
    async def script(writer, head):
        writer.write(b"HTTP/1.1 204 No Content\r\n\r\n" if b"/0 " in head else answer_to(head)[: -len(path_of(head))])
        return True

    server = await raw_server(script)
    for index in range(2):
        response = await transport.send(HTTPRequest("GET" if index == 0 else "HEAD", f"{server.url}/{index}"))
        assert await response.read() == b""
    assert server.connections == 1
