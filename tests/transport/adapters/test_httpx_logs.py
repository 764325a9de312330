"""httpx logs URLs and headers; none of ours may hold a secret."""

from __future__ import annotations

import gc
import logging
from contextlib import suppress

import httpx
import pytest
from aiohttp import web

from basespace_async import ConfigurationError, TransportError
from basespace_async.transport import AiohttpTransport, HTTPRequest, HttpxTransport

SIGNED = "X-Amz-Signature=c0ffee"
TOKEN = "not-to-be-shown"


async def redirect(request: web.Request) -> web.Response:
    return web.Response(status=302, headers={"Location": f"https://store.example/reads?{SIGNED}"})


@pytest.fixture
def everything(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.WARNING, logger="aiohttp.access")  # of the server
    for name in ("", "httpx", "httpcore", "hpack"):
        caplog.set_level(logging.DEBUG, logger=name)
    return caplog


async def test_a_presigned_url_and_a_token_are_in_no_line_of_httpx(web_server, everything) -> None:
    server = await web_server(redirect)
    async with httpx.AsyncClient() as client, HttpxTransport(client) as transport:
        response = await transport.send(
            HTTPRequest("GET", f"{server}/v2/content?{SIGNED}", headers={"x-access-token": TOKEN})
        )
    assert SIGNED in response.headers["Location"]
    assert "/v2/content" in everything.text
    assert "receive_response_headers.complete" in everything.text
    assert SIGNED not in everything.text
    assert TOKEN not in everything.text


BROKEN = [
    f"HTTP/1.1 302 OK\r\nLocation\0: https://store.example/?{SIGNED}\r\n\r\n",
    f"HTTP/1.1 302 OK\r\n https://store.example/?{SIGNED}\r\n\r\n",
    f"{SIGNED}\r\n\r\n",
    f"HTTP/1.1 200 OK\r\nContent-Length: {SIGNED}\r\n\r\n",
    f"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{SIGNED}\r\n",
    f"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nLink\0: {SIGNED}\r\n\r\n",
]


@pytest.mark.parametrize("answer", BROKEN)
async def test_an_exception_that_quotes_a_line_is_logged_by_its_name(raw_server, everything, answer) -> None:
    async def script(writer, head):
        writer.write(answer.encode())

    server = await raw_server(script)
    async with httpx.AsyncClient() as client, HttpxTransport(client) as transport:
        with pytest.raises(TransportError):
            await (await transport.send(HTTPRequest("GET", server.url))).read()
    assert "exception=RemoteProtocolError" in everything.text
    assert SIGNED not in everything.text


@pytest.mark.parametrize("header", [{"x-access-token": f"{TOKEN}\n"}, {"x-access-token": f"{TOKEN}\0"}])
async def test_a_header_that_cannot_be_sent_is_in_no_line(web_server, everything, header) -> None:
    server = await web_server(redirect)
    async with httpx.AsyncClient() as client, HttpxTransport(client) as transport:
        with pytest.raises(ConfigurationError):
            await transport.send(HTTPRequest("GET", server, headers=header))
    async with AiohttpTransport() as transport:
        with suppress(ConfigurationError):
            await transport.send(HTTPRequest("GET", server, headers=header))
    assert TOKEN not in everything.text


@pytest.mark.parametrize("answer", BROKEN)
async def test_aiohttp_logs_no_line_that_it_does_not_understand(raw_server, everything, answer) -> None:
    async def script(writer, head):
        writer.write(answer.encode())

    server = await raw_server(script)
    async with AiohttpTransport() as transport:
        with suppress(TransportError):
            await (await transport.send(HTTPRequest("GET", server.url))).read()
    gc.collect()
    assert SIGNED not in everything.text


async def test_what_httpx_logs_of_other_requests_stays_as_it_is(web_server, everything) -> None:
    server = await web_server(redirect)
    async with httpx.AsyncClient() as client, HttpxTransport(client):
        await client.get(f"{server}/elsewhere?page=2")
    assert "/elsewhere?page=2" in everything.text
    assert "return_value" in everything.text


def test_headers_that_http_2_packs_are_not_logged_for_us(everything) -> None:
    from basespace_async.transport.adapters.httpx_logs import watch_logs, without_secrets

    watch_logs()
    packing = logging.getLogger("hpack.hpack")
    with without_secrets():
        packing.debug("Adding %s to the header table", TOKEN)
    assert TOKEN not in everything.text
    packing.debug("Adding %s to the header table", "another")
    assert "another" in everything.text
