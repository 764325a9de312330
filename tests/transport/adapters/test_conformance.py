"""What every transport does, proven on real sockets with both adapters."""

from __future__ import annotations

import asyncio
import gzip
import socket

import pytest
from aiohttp import web

from basespace_async.errors import (
    ConfigurationError,
    ConnectionFailedError,
    ConnectionLostError,
    TransportError,
    TransportTimeoutError,
)
from basespace_async.transport import HTTPRequest, Timeouts, Transport
from tests.support.transports import (
    SECRET_QUERY,
    TOKEN,
    answer_ok,
    assert_no_secret,
    cancelled,
    failure_of,
    get,
    never_answer,
    never_answer_but_listen,
    reset_on_close,
    secret_get,
    stalling_body,
    until,
)


class TestWhatIsSent:
    @pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
    @pytest.mark.parametrize(
        "body", [None, b"", bytes(range(256)), b"x" * 3_000_000], ids=["none", "empty", "all", "3M"]
    )
    async def test_method_and_body_arrive_exactly(self, transport, web_server, method, body):
        async def handler(request):
            return web.Response(body=request.method.encode() + b" " + await request.read())

        url = await web_server(handler)
        response = await transport.send(HTTPRequest(method, url, body=body))
        assert await response.read() == method.encode() + b" " + (body or b"")

    async def test_a_head_response_has_headers_and_no_body(self, transport, web_server):
        async def handler(request):
            return web.Response(body=b"12345")

        response = await transport.send(HTTPRequest("HEAD", await web_server(handler)))
        assert response.headers["content-length"] == "5"
        assert await response.read() == b""

    @pytest.mark.parametrize(
        "target",
        [
            "/v2/a%2Fb",
            "/v2/a%2fb?include=a,b",
            "/a~b+c:d;e=f@g!$&'()*",
            "/x?q=a+b%20c&r=a,b:c~d/e?f&empty=&flag",
            "/x?quote='%27\"&brackets=[]{}|^`\\",
            "/x?X-Amz-Credential=A%2F20260101%2Fs3&X-Amz-Signature=a%2Bb",
            "//double//slash",
            "/a/../b/./c",
            "/caf%C3%A9/%zz/100%",
            "/a?x=http://other/?y=1",
        ],
    )
    async def test_the_request_target_is_the_one_given(self, transport, raw_server, target):
        server = await raw_server(answer_ok)
        await transport.send(get(server.url + target))
        assert server.heads[0].split(b"\r\n")[0] == f"GET {target} HTTP/1.1".encode()

    @pytest.mark.parametrize(("url", "target"), [("", "/"), ("?a=b", "/?a=b"), ("/a?b#c", "/a?b"), ("#c", "/")])
    async def test_an_empty_path_becomes_a_slash_and_a_fragment_stays_here(self, transport, raw_server, url, target):
        server = await raw_server(answer_ok)
        await transport.send(get(server.url + url))
        assert server.heads[0].startswith(f"GET {target} HTTP/1.1\r\n".encode())

    async def test_only_the_given_headers_are_sent_and_what_http_needs(self, transport, raw_server):
        server = await raw_server(answer_ok)
        await transport.send(HTTPRequest("POST", server.url, {"X-One": "1", "User-Agent": "ü"}, body=b""))
        lines = server.heads[0].strip().split(b"\r\n")[1:]
        sent = {name.lower(): value.strip() for name, value in (line.split(b":", 1) for line in lines)}
        assert sent == {
            b"host": f"127.0.0.1:{server.port}".encode(),
            b"x-one": b"1",
            b"user-agent": "ü".encode(),
            b"accept-encoding": b"gzip, deflate",
            b"content-length": b"0",
        }

    async def test_headers_that_are_usually_added_may_be_given(self, transport, raw_server):
        server = await raw_server(answer_ok)
        headers = {"accept": "a/b", "user-agent": "u", "accept-encoding": "gzip", "content-type": "c/d"}
        await transport.send(HTTPRequest("PUT", server.url, headers, body=b"x"))
        lines = server.heads[0].lower().split(b"\r\n")
        assert all(lines.count(f"{name}: {value}".encode()) == 1 for name, value in headers.items())

    async def test_no_cookie_is_carried_to_the_next_request(self, transport, web_server):
        async def handler(request):
            response = web.Response(text=request.headers.get("Cookie", "none"))
            response.set_cookie("session", "1")
            return response

        url = await web_server(handler)
        for _ in range(2):
            assert await (await transport.send(get(url))).read() == b"none"

    @pytest.mark.parametrize(
        "url",
        [
            f"ftp://host/{SECRET_QUERY}",
            f"/relative{SECRET_QUERY}",
            f"http:///x{SECRET_QUERY}",
            f"http://host:99999/{SECRET_QUERY}",
            f"http://host/a b{SECRET_QUERY}",
            f"http://host/é{SECRET_QUERY}",
            f"http://host/{SECRET_QUERY}\r\nX: y",
            f"http://user:{TOKEN}@host/",
            f"http://[::1/{SECRET_QUERY}",
            "",
        ],
    )
    async def test_a_url_that_cannot_be_sent_as_it_is_is_refused(self, transport, url):
        await failure_of(transport, get(url), ConfigurationError)

    @pytest.mark.parametrize(
        ("method", "headers"),
        [
            ("GET", {"x-access-token": f"{TOKEN}\r\nX-Injected: 1"}),
            ("GET", {"x-access-token": f"{TOKEN}\n"}),
            ("G T", {"x-access-token": TOKEN}),
        ],
    )
    async def test_a_header_or_method_that_is_not_http_is_refused_without_being_quoted(
        self, transport, raw_server, method, headers
    ):
        server = await raw_server(answer_ok)
        await failure_of(transport, HTTPRequest(method, server.url, headers), ConfigurationError)
        assert server.heads == []


class TestWhatComesBack:
    async def test_headers_are_found_in_any_case_and_repeated_ones_are_kept(self, transport, raw_server):
        async def script(writer, head):
            writer.write(b"HTTP/1.1 200 OK\r\nX-Two: a\r\nX-Two: b\r\nETag: q\r\nContent-Length: 0\r\n\r\n")
            return True

        response = await transport.send(get((await raw_server(script)).url))
        assert response.headers["x-two"] == response.headers["X-TWO"] == "a"
        assert response.headers.getall("x-two") == ["a", "b"]
        assert response.headers.get("etag") == "q"
        assert "eTag" in response.headers
        assert response.headers.get("absent") is None

    @pytest.mark.parametrize("status", [200, 301, 302, 303, 307, 308, 400, 401, 429, 500, 503, 520])
    async def test_every_status_is_returned_and_no_redirect_followed(self, transport, raw_server, status):
        async def script(writer, head):
            head = f"HTTP/1.1 {status} X\r\nLocation: /elsewhere?x=1\r\nContent-Length: 2\r\n\r\nok"
            writer.write(head.encode())
            return True

        server = await raw_server(script)
        response = await transport.send(get(server.url))
        assert (response.status, await response.read()) == (status, b"ok")
        assert len(server.heads) == 1

    @pytest.mark.parametrize("status", [204, 205, 304])
    async def test_a_response_without_a_body_leaves_the_connection_usable(self, transport, raw_server, status):
        async def script(writer, head):
            length = "Content-Length: 0\r\n" if status == 205 else ""
            writer.write(f"HTTP/1.1 {status} X\r\n{length}\r\n".encode())
            return True

        server = await raw_server(script)
        for _ in range(2):
            response = await transport.send(get(server.url))
            assert (response.status, await response.read()) == (status, b"")
        assert server.connections == 1

    @pytest.mark.parametrize("stream", [False, True])
    async def test_a_gzip_body_is_decoded_unless_identity_was_asked_for(self, transport, raw_server, stream):
        packed = gzip.compress(b"reads" * 1000)

        async def script(writer, head):
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(packed))
            writer.write(packed)
            return True

        url = (await raw_server(script)).url
        decoded = await transport.send(get(url, stream=stream))
        assert await decoded.read() == b"reads" * 1000
        stored = await transport.send(get(url, stream=stream, headers={"accept-encoding": "Identity"}))
        assert await stored.read() == packed

    async def test_a_body_that_ends_with_the_connection_is_whole(self, transport, raw_server):
        async def script(writer, head):
            writer.write(b"HTTP/1.1 200 OK\r\n\r\nuntil the end")

        response = await transport.send(get((await raw_server(script)).url))
        assert await response.read() == b"until the end"

    async def test_a_read_body_can_be_read_again_and_iterated_in_chunks(self, transport, raw_server):
        response = await transport.send(get((await raw_server(answer_ok)).url))
        assert [chunk async for chunk in response.iter_bytes(1)] == [b"o", b"k"]
        assert await response.read() == await response.read() == b"ok"
        await response.aclose()
        assert TOKEN not in repr(response)


class TestStreams:
    async def test_chunks_are_bounded_and_complete(self, transport, web_server):
        body = bytes(range(256)) * 4000

        async def handler(request):
            return web.Response(body=body)

        response = await transport.send(get(await web_server(handler), stream=True))
        chunks = [chunk async for chunk in response.iter_bytes(10_000)]
        assert b"".join(chunks) == body
        assert max(map(len, chunks)) <= 10_000
        assert all(type(chunk) is bytes and chunk for chunk in chunks)

    async def test_pieces_arrive_before_the_body_has_ended(self, transport, raw_server):
        go_on = asyncio.Event()

        async def script(writer, head):
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfirst")
            await go_on.wait()
            writer.write(b"other")
            return True

        response = await transport.send(get((await raw_server(script)).url, stream=True))
        assert response.status == 200
        pieces = response.iter_bytes()
        assert await anext(pieces) == b"first"
        go_on.set()
        assert [piece async for piece in pieces] == [b"other"]

    async def test_a_stream_read_to_its_end_gives_its_connection_back(self, make_transport, raw_server):
        transport = make_transport(max_connections=1)
        server = await raw_server(answer_ok)
        for _ in range(3):
            response = await transport.send(get(server.url, stream=True))
            assert await response.read() == b"ok"
        assert server.connections == 1

    @pytest.mark.parametrize("begin", [False, True])
    async def test_closing_a_stream_early_frees_its_connection(self, make_transport, raw_server, begin):
        async def script(writer, head):
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nfirst")
            return True

        transport = make_transport(max_connections=1)
        server = await raw_server(script)
        for _ in range(2):
            response = await transport.send(get(server.url, stream=True))
            if begin:
                assert await anext(response.iter_bytes()) == b"first"
            await response.aclose()
            await response.aclose()
            await asyncio.wait_for(server.disconnected.wait(), 60)
            server.disconnected.clear()

    async def test_a_stream_is_read_once_and_never_ends_quietly(self, transport, raw_server):
        server = await raw_server(answer_ok)
        read = await transport.send(secret_get(server.url, stream=True))
        await read.read()
        closed = await transport.send(secret_get(server.url, stream=True))
        pieces = closed.iter_bytes()
        await closed.aclose()
        for reading in (read.read(), closed.read(), anext(pieces)):
            with pytest.raises(TransportError, match="read once") as caught:
                await reading
            assert_no_secret(caught.value)

    @pytest.mark.parametrize("stream", [False, True])
    async def test_an_empty_body_ends_at_once(self, transport, raw_server, stream):
        async def script(writer, head):
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            return True

        response = await transport.send(get((await raw_server(script)).url, stream=stream))
        pieces = response.iter_bytes()
        assert [piece async for piece in pieces] == []
        assert [piece async for piece in pieces] == []

    @pytest.mark.parametrize("stream", [False, True])
    async def test_a_chunk_size_below_one_is_refused(self, transport, raw_server, stream):
        response = await transport.send(get((await raw_server(answer_ok)).url, stream=stream))
        with pytest.raises(ConfigurationError, match="chunk_size"):
            response.iter_bytes(0)
        await response.aclose()

    async def test_the_total_limit_does_not_cut_a_stream(self, transport, raw_server):
        async def script(writer, head):
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n")
            for _ in range(4):
                await asyncio.sleep(0.3)
                writer.write(b"x")
            return True

        # The limit leaves a busy machine time for the head.
        request = get((await raw_server(script)).url, stream=True, timeouts=Timeouts(total=1.0))
        assert await (await transport.send(request)).read() == b"xxxx"


class TestConnections:
    async def test_sequential_requests_share_one_connection(self, transport, raw_server):
        server = await raw_server(answer_ok)
        for _ in range(5):
            await transport.send(get(server.url))
        assert server.connections == 1

    async def test_requests_run_concurrently(self, transport, web_server):
        waiting = 0
        all_here = asyncio.Event()

        async def handler(request):
            nonlocal waiting
            waiting += 1
            if waiting == 20:
                all_here.set()
            await all_here.wait()
            return web.Response(text=request.query["n"])

        url = await web_server(handler)
        responses = await asyncio.gather(*(transport.send(get(f"{url}/?n={n}")) for n in range(20)))
        assert [int(await response.read()) for response in responses] == list(range(20))

    async def test_requests_beyond_the_limit_wait_their_turn(self, make_transport, raw_server):
        transport = make_transport(max_connections=2)
        server = await raw_server(answer_ok)
        await asyncio.gather(*(transport.send(get(server.url)) for _ in range(10)))
        assert server.connections <= 2
        assert len(server.heads) == 10

    @pytest.mark.parametrize("stream", [False, True])
    async def test_cancelling_before_the_answer_frees_the_connection(self, make_transport, raw_server, stream):
        transport = make_transport(max_connections=1)
        server = await raw_server(never_answer_but_listen)
        await cancelled(transport.send(get(server.url, stream=stream)), once=lambda: server.heads)
        await asyncio.wait_for(server.disconnected.wait(), 60)
        assert (await transport.send(get((await raw_server(answer_ok)).url))).status == 200

    @pytest.mark.parametrize("stream", [False, True])
    async def test_cancelling_within_the_body_frees_the_connection(self, make_transport, raw_server, stream):
        begun = asyncio.Event()

        async def script(writer, head):
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nfirst")
            begun.set()
            return True

        async def send_and_read():
            response = await transport.send(get(server.url, stream=stream))
            await response.read()

        transport = make_transport(max_connections=1)
        server = await raw_server(script)
        await cancelled(send_and_read(), once=begun.is_set)
        await asyncio.wait_for(server.disconnected.wait(), 60)
        assert (await transport.send(get((await raw_server(answer_ok)).url))).status == 200

    async def test_cancelling_while_waiting_for_a_connection_leaves_the_queue_intact(self, make_transport, raw_server):
        go_on = asyncio.Event()

        async def script(writer, head):
            await go_on.wait()
            return await answer_ok(writer, head)

        transport = make_transport(max_connections=1)
        server = await raw_server(script)
        first = asyncio.create_task(transport.send(get(server.url)))
        await until(lambda: server.heads)
        await cancelled(transport.send(get(server.url)))
        third = asyncio.create_task(transport.send(get(server.url)))
        go_on.set()
        assert {(await first).status, (await third).status} == {200}
        assert len(server.heads) == 2


class TestTimeouts:
    @pytest.mark.slow
    async def test_a_large_body_may_take_longer_than_the_read_timeout_while_it_moves(self, transport, raw_server):
        async def read_slowly(writer, head):
            left = 16 << 20
            for _ in range(8):
                await asyncio.sleep(1)
                await server.readers[writer].readexactly(min(left, 2 << 20))
                left -= min(left, 2 << 20)
            await answer_ok(writer, head)

        server = await raw_server(read_slowly)
        body = memoryview(bytes(16 << 20))
        response = await transport.send(HTTPRequest("PUT", server.url, body=body, timeouts=Timeouts(read=5)))
        assert await response.read() == b"ok"

    async def test_a_large_body_that_nobody_reads_is_a_read_timeout(self, transport, raw_server):
        server = await raw_server(never_answer)
        body = memoryview(bytes(16 << 20))
        request = HTTPRequest("PUT", server.url, body=body, timeouts=Timeouts(read=0.3))
        error = await failure_of(transport, request, TransportTimeoutError)
        assert "0.3 s" in str(error)

    async def test_a_silent_server_is_a_read_timeout(self, transport, raw_server):
        server = await raw_server(never_answer)
        request = secret_get(server.url, timeouts=Timeouts(read=0.05))
        error = await failure_of(transport, request, TransportTimeoutError)
        assert (error.phase, error.request_sent) == ("read", True)
        assert "0.05 s" in str(error)

    @pytest.mark.parametrize("stream", [False, True])
    async def test_a_body_that_stalls_is_a_read_timeout(self, transport, raw_server, stream):
        server = await raw_server(stalling_body)
        request = secret_get(server.url, stream=stream, timeouts=Timeouts(read=0.05))
        error = await failure_of(transport, request, TransportTimeoutError)
        assert error.phase == "read"
        await asyncio.wait_for(server.disconnected.wait(), 60)

    @pytest.mark.parametrize("stream", [False, True])
    async def test_the_total_limit_ends_the_wait_for_an_answer(self, transport, raw_server, stream):
        server = await raw_server(never_answer_but_listen)
        request = secret_get(server.url, stream=stream, timeouts=Timeouts(total=0.05))
        error = await failure_of(transport, request, TransportTimeoutError)
        assert error.phase == "total"
        await asyncio.wait_for(server.disconnected.wait(), 60)

    async def test_the_total_limit_includes_the_body(self, transport, raw_server):
        server = await raw_server(stalling_body)
        request = secret_get(server.url, timeouts=Timeouts(total=0.05))
        error = await failure_of(transport, request, TransportTimeoutError)
        assert error.phase == "total"

    async def test_waiting_for_a_free_connection_counts_as_connecting(self, make_transport, raw_server):
        transport = make_transport(max_connections=1)
        server = await raw_server(stalling_body)
        held = await transport.send(get(server.url, stream=True))
        request = secret_get(server.url, timeouts=Timeouts(connect=0.05))
        error = await failure_of(transport, request, TransportTimeoutError)
        assert error.phase in ("connect", "pool")
        assert error.request_sent is False
        await held.aclose()

    async def test_a_tls_handshake_that_stalls_is_a_connect_timeout(self, transport, raw_server):
        server = await raw_server(never_answer)
        request = secret_get(server.url.replace("http:", "https:"), timeouts=Timeouts(connect=0.1))
        error = await failure_of(transport, request, TransportTimeoutError)
        assert (error.phase, error.request_sent) == ("connect", False)

    async def test_no_limit_at_all_is_possible(self, transport, raw_server):
        request = get((await raw_server(answer_ok)).url, timeouts=Timeouts(connect=None, read=None, total=None))
        assert (await transport.send(request)).status == 200


class TestFailures:
    async def test_a_refused_connection_was_never_made(self, transport):
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            url = f"http://127.0.0.1:{unused.getsockname()[1]}"
            error = await failure_of(transport, secret_get(url), ConnectionFailedError)
        assert error.request_sent is False
        assert "cannot connect" in str(error)

    async def test_an_unknown_host_was_never_connected(self, transport, monkeypatch):
        async def fail(*args, **options):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

        monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", fail)
        await failure_of(transport, secret_get("http://unknown.invalid"), ConnectionFailedError)

    async def test_a_server_that_speaks_no_tls_was_never_connected(self, transport, raw_server):
        async def script(writer, head):
            writer.write(b"plain text\r\n\r\n")

        async def speak_first(reader, writer):
            writer.write(b"220 plain text, no TLS here\r\n")
            writer.close()

        server = await asyncio.start_server(speak_first, "127.0.0.1", 0)
        url = f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        await failure_of(transport, secret_get(url), ConnectionFailedError)
        server.close()

    @pytest.mark.parametrize("method", ["GET", "POST"])
    @pytest.mark.parametrize("reset", [False, True], ids=["closed", "reset"])
    async def test_a_connection_lost_before_the_answer_is_reported_and_not_repeated(
        self, transport, raw_server, method, reset
    ):
        async def script(writer, head):
            if reset:
                reset_on_close(writer)

        server = await raw_server(script)
        request = HTTPRequest(method, f"{server.url}/{SECRET_QUERY}", {"x-access-token": TOKEN})
        error = await failure_of(transport, request, ConnectionLostError)
        assert error.request_sent is True
        assert len(server.heads) == 1

    @pytest.mark.parametrize("stream", [False, True])
    @pytest.mark.parametrize(
        "answer",
        [
            b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort",
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n",
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\nshort",
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nshort\r\nnonsense\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 20\r\n\r\n" + b"this is no gzip data",
        ],
        ids=["length", "chunks", "chunk", "chunk-size", "gzip"],
    )
    async def test_a_body_that_breaks_off_or_is_corrupt_is_an_error(self, transport, raw_server, answer, stream):
        async def script(writer, head):
            writer.write(answer)

        server = await raw_server(script)
        await failure_of(transport, secret_get(server.url, stream=stream), ConnectionLostError)

    async def test_a_reset_within_a_streamed_body_is_an_error(self, transport, raw_server):
        reset = asyncio.Event()

        async def script(writer, head):
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nfirst")
            await reset.wait()
            reset_on_close(writer)

        server = await raw_server(script)
        response = await transport.send(secret_get(server.url, stream=True))
        pieces = response.iter_bytes()
        assert await anext(pieces) == b"first"
        reset.set()
        with pytest.raises(ConnectionLostError) as caught:
            await anext(pieces)
        assert_no_secret(caught.value)
        with pytest.raises(TransportError):
            await anext(pieces)

    @pytest.mark.parametrize(
        "answer",
        [b"garbage\r\n\r\n", b"HTTP/1.1 abc OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n", b"\x00\xff\r\n\r\n"],
    )
    async def test_an_answer_that_is_not_http_is_an_error(self, transport, raw_server, answer):
        async def script(writer, head):
            writer.write(answer)

        server = await raw_server(script)
        await failure_of(transport, secret_get(server.url), ConnectionLostError)

    async def test_a_failure_leaves_the_transport_usable(self, make_transport, raw_server):
        async def script(writer, head):
            return None

        transport = make_transport(max_connections=1)
        broken, sound = await raw_server(script), await raw_server(answer_ok)
        for _ in range(3):
            await failure_of(transport, secret_get(broken.url), ConnectionLostError)
            assert (await transport.send(get(sound.url))).status == 200


class TestClosing:
    async def test_closing_twice_is_harmless_and_disconnects(self, transport, raw_server):
        server = await raw_server(answer_ok)
        await transport.send(get(server.url))
        await transport.aclose()
        await transport.aclose()
        await asyncio.wait_for(server.disconnected.wait(), 60)

    async def test_closing_before_any_use_is_harmless(self, transport):
        await transport.aclose()

    async def test_using_it_after_closing_is_refused(self, transport):
        await transport.aclose()
        error = await failure_of(transport, secret_get("http://127.0.0.1"), ConfigurationError)
        assert "closed" in str(error)

    async def test_async_with_closes_it(self, transport):
        async with transport:
            pass
        await failure_of(transport, get("http://127.0.0.1"), ConfigurationError)

    async def test_another_event_loop_is_refused(self, transport, raw_server):
        url = (await raw_server(answer_ok)).url
        await transport.send(get(url))
        request = secret_get(url)
        error = await asyncio.to_thread(lambda: asyncio.run(failure_of(transport, request, ConfigurationError)))
        assert "another event loop" in str(error)

    async def test_both_adapters_are_transports(self, transport):
        assert isinstance(transport, Transport)
