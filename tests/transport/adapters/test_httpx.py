"""What is particular to HttpxTransport: the client is the caller's, httpx is optional, respx stands in."""

from __future__ import annotations

import json
import subprocess
import sys

import httpx
import pytest
import respx

import basespace_async.transport
from basespace_async.errors import (
    ConfigurationError,
    ConnectionFailedError,
    ConnectionLostError,
    TransportTimeoutError,
)
from basespace_async.transport import HTTPRequest, HttpxTransport
from tests.support.transports import SECRET_QUERY, TOKEN, failure_of, get

URL = "https://api.example.test"


@pytest.fixture
def router():
    return respx.Router()


@pytest.fixture
async def transport(router):
    async with httpx.AsyncClient(transport=httpx.MockTransport(router.async_handler)) as client:
        yield HttpxTransport(client)


def run(code: str) -> str:
    process = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert process.returncode == 0, process.stderr
    return process.stdout


async def test_respx_stands_in_for_the_network(transport, router):
    route = router.get(f"{URL}/v2/items", params={"include": "a,b"}).respond(json={"Items": []})
    response = await transport.send(get(f"{URL}/v2/items?include=a,b", headers={"x-access-token": "t"}))
    assert (response.status, json.loads(await response.read())) == (200, {"Items": []})
    assert route.calls.last.request.headers["x-access-token"] == "t"


async def test_respx_serves_streams(transport, router):
    router.get(URL).respond(content=b"0123456789")
    response = await transport.send(get(URL, stream=True))
    assert [piece async for piece in response.iter_bytes(4)] == [b"0123", b"4567", b"89"]


@pytest.mark.parametrize(
    ("raised", "expected"),
    [
        (httpx.ConnectError, ConnectionFailedError),
        (httpx.ProxyError, ConnectionFailedError),
        (httpx.ReadError, ConnectionLostError),
        (httpx.WriteError, ConnectionLostError),
        (httpx.CloseError, ConnectionLostError),
        (httpx.RemoteProtocolError, ConnectionLostError),
        (httpx.DecodingError, ConnectionLostError),
        (httpx.LocalProtocolError, ConfigurationError),
        (httpx.UnsupportedProtocol, ConfigurationError),
    ],
)
async def test_every_exception_of_httpx_becomes_one_of_the_package(transport, router, raised, expected):
    router.get(url__startswith=URL).mock(side_effect=raised(f"about {TOKEN}"))
    error = await failure_of(transport, get(URL + SECRET_QUERY), expected)
    assert error.__cause__ is None
    assert error.__context__ is None


@pytest.mark.parametrize(
    ("raised", "phase", "sent"),
    [
        (httpx.ConnectTimeout, "connect", False),
        (httpx.PoolTimeout, "pool", False),
        (httpx.WriteTimeout, "write", True),
        (httpx.ReadTimeout, "read", True),
    ],
)
async def test_a_timeout_names_its_phase(transport, router, raised, phase, sent):
    router.get(url__startswith=URL).mock(side_effect=raised(f"about {TOKEN}"))
    error = await failure_of(transport, get(URL + SECRET_QUERY), TransportTimeoutError)
    assert (error.phase, error.request_sent) == (phase, sent)


async def test_a_header_that_cannot_be_encoded_is_refused_without_being_quoted(transport):
    await failure_of(transport, HTTPRequest("GET", URL, {"x-access-token": f"{TOKEN}\udc80"}), ConfigurationError)


async def test_the_client_stays_open_unless_it_was_given_away():
    client = httpx.AsyncClient(transport=httpx.MockTransport(respx.Router().async_handler))
    await HttpxTransport(client).aclose()
    assert not client.is_closed
    async with HttpxTransport(client, close_client=True):
        pass
    assert client.is_closed


async def test_a_client_that_is_closed_is_refused(transport):
    client = httpx.AsyncClient(transport=httpx.MockTransport(respx.Router().async_handler))
    await client.aclose()
    error = await failure_of(HttpxTransport(client), get(URL), ConfigurationError)
    assert "httpx client" in str(error)


def test_importing_the_package_does_not_import_httpx():
    assert run("import basespace_async.transport, sys; print('httpx' in sys.modules)").strip() == "False"


def test_without_httpx_the_error_says_what_to_install():
    code = """
import sys
sys.modules["httpx"] = None
import basespace_async.transport
try:
    basespace_async.transport.HttpxTransport
except ImportError as error:
    print(error)
"""
    assert "pip install basespace-async[httpx]" in run(code)


def test_the_names_that_the_package_promises_are_there():
    for name in basespace_async.transport.__all__:
        assert getattr(basespace_async.transport, name) is not None
    with pytest.raises(AttributeError, match="Nonsense"):
        basespace_async.transport.Nonsense  # noqa: B018
