"""Answers that no honest server gives: each ends in one of the package's errors, soon, and within a known memory."""

from __future__ import annotations

import asyncio
import gzip
import json
import os
import sys
import zlib

import pytest

from basespace_async.errors import ConnectionLostError, ResponseTooLargeError, TransportError
from basespace_async.transport import HTTPRequest, RetryMiddleware, RetryPolicy, Timeouts
from basespace_async.transport.adapters.base import check_claim
from basespace_async.transport.middleware.events import Observers
from basespace_async.transport.types import MAX_RESPONSE
from tests.support.paths import SUPPORT

READER = SUPPORT / "hostile_reader.py"
MIB = 1 << 20
ALIVE = b"HTTP/1.1 200 OK\r\n"
HEAD = ALIVE + b"Connection: close\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
SECONDS = Timeouts(connect=5.0, read=5.0, total=20.0)
BOMB = gzip.compress(bytes(16 * MIB)) * 64
"""A gibibyte of zeros, in a megabyte."""


def get(url, **options):
    return HTTPRequest("GET", f"{url}/x?Signature=s3cret", timeouts=SECONDS, **options)


def sized(body: bytes, *lines: bytes) -> bytes:
    return HEAD + b"".join(line + b"\r\n" for line in (*lines, b"Content-Length: %d" % len(body))) + b"\r\n" + body


def chunk(body: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(body), body)


def saying(*answers: bytes):
    """A script that writes these bytes and hangs up."""

    async def script(writer, head):
        for answer in answers:
            writer.write(answer)
            await writer.drain()

    return script


async def endless(writer, head):
    writer.write(CHUNKED)
    piece = chunk(bytes(1 << 16))
    while True:
        writer.write(piece)
        await writer.drain()


async def endless_and_compressed(writer, head):
    writer.write(HEAD + b"Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n")
    piece = chunk(gzip.compress(bytes(MIB)))
    while True:
        writer.write(piece)
        await writer.drain()


async def until_it_ends(writer, head):
    writer.write(HEAD + b"\r\n")
    while True:
        writer.write(bytes(1 << 16))
        await writer.drain()


async def claims_ten_gigabytes(writer, head):
    writer.write(HEAD + b"Content-Length: 10000000000\r\n\r\n")
    await asyncio.sleep(60)


UNENDING = {
    "chunks": endless,
    "compressed-chunks": endless_and_compressed,
    "until-the-end": until_it_ends,
    "claim": claims_ten_gigabytes,
    "gzip-bomb": saying(sized(BOMB, b"Content-Encoding: gzip")),
    "deflate-bomb": saying(sized(zlib.compress(bytes(64 * MIB)), b"Content-Encoding: deflate")),
}


async def too_large(transport, request):
    with pytest.raises(ResponseTooLargeError) as caught:
        await (await transport.send(request)).read()
    error = caught.value
    assert (error.limit, error.status, error.method) == (request.max_response_size, 200, "GET")
    assert "s3cret" not in f"{error}{error.url}"
    assert "max_response_size" in str(error)
    assert len(str(error)) < 300
    assert error.request_sent
    return error


class TestABodyThatIsTooLarge:
    @pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
    @pytest.mark.parametrize("name", UNENDING)
    async def test_reading_it_whole_is_an_error_and_frees_the_connection(self, transport, raw_server, name, stream):
        server = await raw_server(UNENDING[name])
        await too_large(transport, get(server.url, max_response_size=MIB, stream=stream))
        server.script = saying(sized(b"ok"))
        assert await (await transport.send(get(server.url))).read() == b"ok"

    async def test_exactly_the_limit_is_no_error_and_one_byte_more_is(self, transport, raw_server):
        body = bytes(1000)
        packed = gzip.compress(body)
        answers = [
            sized(body),
            CHUNKED + chunk(body[:400]) + chunk(body[400:]) + b"0\r\n\r\n",
            HEAD + b"\r\n" + body,
            sized(packed, b"Content-Encoding: gzip"),
        ]
        for answer in answers:
            url = (await raw_server(saying(answer))).url
            response = await transport.send(get(url, max_response_size=1000))
            assert await response.read() == body
            await too_large(transport, get(url, max_response_size=999))

    async def test_a_head_request_may_be_told_of_any_length(self, transport, raw_server):
        server = await raw_server(saying(HEAD + b"Content-Length: 10000000000\r\n\r\n"))
        response = await transport.send(HTTPRequest("HEAD", server.url, max_response_size=10))
        assert await response.read() == b""
        assert response.headers["Content-Length"] == "10000000000"

    @pytest.mark.parametrize("status", [204, 304])
    def test_a_status_without_a_body_may_claim_any_length(self, status):
        request = get("http://127.0.0.1", max_response_size=10)
        check_claim(request, status, {"Content-Length": "11"})
        check_claim(request, 200, {"Content-Length": "10"})
        for other in (200, 205, 305):
            with pytest.raises(ResponseTooLargeError):
                check_claim(request, other, {"Content-Length": "11"})

    async def test_what_is_iterated_may_have_any_length(self, transport, raw_server):
        body = bytes(5000)
        for answer in (sized(body), sized(gzip.compress(body), b"Content-Encoding: gzip")):
            url = (await raw_server(saying(answer))).url
            response = await transport.send(get(url, max_response_size=100, stream=True))
            pieces = [piece async for piece in response.iter_bytes(64)]
            assert b"".join(pieces) == body
            assert max(map(len, pieces)) <= 64

    async def test_it_is_not_sent_again(self, transport, raw_server):
        server = await raw_server(claims_ten_gigabytes)
        layer = RetryMiddleware(transport, RetryPolicy(max_retries=3, initial_backoff=0.0), Observers())
        with pytest.raises(ResponseTooLargeError):
            await layer.send(get(server.url))
        assert len(server.heads) == 1

    def test_the_limit_is_far_above_the_largest_real_page(self):
        assert 10 * 11_000_000 < MAX_RESPONSE <= 1 << 28

    @pytest.mark.slow
    @pytest.mark.skipif(sys.platform == "win32", reason="there is no measure of memory")
    @pytest.mark.parametrize("adapter", ["aiohttp", "httpx"])
    @pytest.mark.parametrize("name", ["chunks", "claim", "gzip-bomb"])
    async def test_memory_stays_near_the_limit(self, raw_server, adapter, name):
        server = await raw_server(UNENDING[name])
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, str(READER), adapter, server.url, str(4 * MIB)),
            stdout=asyncio.subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},  # the same package as here
        )
        said = json.loads((await process.communicate())[0])
        assert said["outcome"] == "ResponseTooLargeError"
        assert said["grown"] < 40 * MIB


class TestABodyThatCannotBeDecoded:
    @pytest.mark.parametrize(
        ("codings", "body"),
        [
            (b"gzip, gzip", gzip.compress(gzip.compress(b"twice"))),
            (b"br", b"\x0b\x02\x80hello\x03"),
            (b"zstd", b"(\xb5/\xfd"),
            (b"unknown-8", b"text"),
            (b"gzip", b"no gzip data"),
            (b"gzip", gzip.compress(b"reads" * 1000)[:-9]),
            (b"gzip", gzip.compress(b"reads" * 1000)[:20]),
            (b"gzip", gzip.compress(b"reads") + b"rubbish"),
            (b"deflate", zlib.compress(b"reads" * 100)[:-3]),
            (b"deflate", zlib.compress(b"reads") + b"rubbish"),
            (b"deflate", b"\xff\xff\xff"),
        ],
        ids=range(11),
    )
    @pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
    async def test_it_is_a_lost_connection(self, transport, raw_server, codings, body, stream):
        server = await raw_server(saying(sized(body, b"Content-Encoding: " + codings)))
        with pytest.raises(ConnectionLostError, match="the body cannot be decoded"):
            await (await transport.send(get(server.url, stream=stream))).read()

    async def test_as_it_is_stored_it_is_never_decoded(self, transport, raw_server):
        server = await raw_server(saying(sized(b"anything", b"Content-Encoding: br, gzip")))
        response = await transport.send(get(server.url, headers={"Accept-Encoding": "identity"}))
        assert await response.read() == b"anything"


class TestABodyThatIsDecoded:
    @pytest.mark.parametrize(
        ("codings", "body"),
        [
            (b"gzip", gzip.compress(b"reads" * 100_000)),
            (b"X-GZip", gzip.compress(b"reads" * 100_000)),
            (b"identity, gzip", gzip.compress(b"reads" * 100_000)),
            (b"gzip", gzip.compress(b"reads" * 60_000) + gzip.compress(b"") * 10 + gzip.compress(b"reads" * 40_000)),
            (b"deflate", zlib.compress(b"reads" * 100_000)),
            (b"deflate", zlib.compress(b"reads" * 100_000, wbits=-15)),
            (b"identity", b"reads" * 100_000),
        ],
        ids=range(7),
    )
    @pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
    async def test_it_is_what_was_encoded(self, transport, raw_server, codings, body, stream):
        async def a_little_at_a_time(writer, head):
            writer.write(ALIVE + b"Transfer-Encoding: chunked\r\nContent-Encoding: " + codings + b"\r\n\r\n")
            for start in range(0, len(body), 11):
                writer.write(chunk(body[start : start + 11]))
                await writer.drain()
            writer.write(b"0\r\n\r\n")
            return True

        body = body[: 1 << 16] if codings == b"identity" else body
        expected = body if codings == b"identity" else b"reads" * 100_000
        server = await raw_server(a_little_at_a_time)
        for _ in range(2):
            assert await (await transport.send(get(server.url, stream=stream))).read() == expected
        assert server.connections == 1

    async def test_no_body_needs_no_decoding(self, transport, raw_server):
        server = await raw_server(saying(sized(b"", b"Content-Encoding: br")))
        assert await (await transport.send(get(server.url))).read() == b""


async def storm(writer, head):
    interim = b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 1000
    while True:
        writer.write(interim)
        await writer.drain()


async def endless_headers(writer, head):
    writer.write(HEAD)
    while True:
        writer.write(b"".join(b"X-%d: y\r\n" % number for number in range(1000)))
        await writer.drain()


async def endless_header_line(writer, head):
    writer.write(HEAD + b"X: ")
    while True:
        writer.write(b"y" * 65536)
        await writer.drain()


async def endless_trailers(writer, head):
    writer.write(CHUNKED + b"0\r\n")
    while True:
        writer.write(b"".join(b"X-%d: y\r\n" % number for number in range(1000)))
        await writer.drain()


class TestAHeadThatIsNone:
    @pytest.mark.parametrize(
        "script",
        [
            saying(b"\x00\xff\xfe garbage\r\n\r\n"),
            saying(b"HTTP/1.1 2000000 OK\r\n\r\n"),
            saying(b"HTTP/1.1 200 " + b"x" * 10 * MIB),
            saying(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
            saying(HEAD + b"no colon\r\n\r\n"),
            saying(HEAD + b"X: a\x00b\r\nContent-Length: 0\r\n\r\n"),
            saying(HEAD + b"Content-Length: -1\r\n\r\n"),
            saying(HEAD + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab"),
            saying(HEAD + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n"),
            saying(CHUNKED + b"zz\r\n"),
            saying(CHUNKED + b"FFFFFFFFFFFFFFFFFF\r\nok"),
            saying(b""),
            endless_headers,
            endless_header_line,
            endless_trailers,
            saying(HEAD, *[b"X-%d: y\r\n" % number for number in range(20_000)], b"Content-Length: 0\r\n\r\n"),
            saying(HEAD + b"Set-Cookie: a=b\r\n" * 20_000 + b"Content-Length: 0\r\n\r\n"),
        ],
        ids=range(17),
    )
    async def test_it_is_an_error_of_the_transport(self, transport, raw_server, script):
        server = await raw_server(script)
        with pytest.raises(TransportError) as caught:
            await (await transport.send(get(server.url))).read()
        assert type(caught.value) is ConnectionLostError
        assert "s3cret" not in str(caught.value)
        assert len(str(caught.value)) < 300

    @pytest.mark.slow
    @pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
    async def test_interim_answers_without_end_are_cut_by_the_total_limit(self, transport, raw_server, stream):
        server = await raw_server(storm)
        request = HTTPRequest("GET", server.url, timeouts=Timeouts(read=0.5, total=0.5), stream=stream)
        with pytest.raises(TransportError, match=r"(within|for) 0\.5 s"):
            await transport.send(request)

    @pytest.mark.parametrize("length", [b"", b"Content-Length: 2\r\n"], ids=["chunked", "both"])
    async def test_what_is_chunked_goes_by_its_chunks(self, transport, raw_server, length):
        server = await raw_server(saying(CHUNKED[:-2] + length + b"\r\n" + chunk(b"whole") + b"0\r\nT: v\r\n\r\n"))
        try:
            body = await (await transport.send(get(server.url))).read()
        except ConnectionLostError:
            assert length  # an honest server does not say both
        else:
            assert body == b"whole"


async def test_cookies_are_not_kept_by_a_session_of_ours(transport, raw_server):
    server = await raw_server(saying(sized(b"", *[b"Set-Cookie: a%d=b" % number for number in range(100)])))
    await transport.send(get(server.url))
    await transport.send(get(server.url))
    assert not any(b"cookie" in head.lower() for head in server.heads)
