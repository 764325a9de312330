"""httpx logs URLs and headers; none of ours may hold a secret."""

from __future__ import annotations

import logging

import httpx
import pytest
from aiohttp import web

from basespace_async.transport import HTTPRequest, HttpxTransport

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
