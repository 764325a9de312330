"""How large a response may be, as a program sets it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

import httpx
import pytest
import respx

from basespace_async import BaseSpace, ConfigurationError, ResponseTooLargeError
from basespace_async.transport import HttpxTransport, RetryPolicy
from basespace_async.transport.types import MAX_RESPONSE

SERVER = "https://api.basespace.illumina.com/v2"
BODY = json.dumps({"Id": "7", "Name": "x" * 1000}).encode()


@pytest.fixture
def service() -> respx.Router:
    return respx.Router(assert_all_called=False)


@pytest.fixture
async def transport(service: respx.Router) -> AsyncIterator[HttpxTransport]:
    async with httpx.AsyncClient(transport=httpx.MockTransport(service.async_handler)) as client:
        yield HttpxTransport(client)


RETRY = RetryPolicy(max_retries=2, initial_backoff=0.0)


async def test_a_client_takes_no_more_than_its_limit(service: respx.Router, transport: HttpxTransport) -> None:
    route = service.get(f"{SERVER}/biosamples/7").respond(content=BODY)
    async with BaseSpace("t", transport=transport, retry=RETRY, max_response_size=len(BODY) - 1) as basespace:
        with pytest.raises(ResponseTooLargeError) as caught:
            await basespace.biosamples.get("7")
        assert caught.value.limit == len(BODY) - 1
        assert route.call_count == 1
        assert (await basespace.with_options(max_response_size=len(BODY)).biosamples.get("7")).id == "7"


async def test_a_view_takes_no_more_than_its_own(service: respx.Router, transport: HttpxTransport) -> None:
    route = service.get(f"{SERVER}/biosamples").respond(json={"Items": [{"Id": "7"}] * 100, "Paging": {}})
    async with BaseSpace("t", transport=transport, retry=RETRY) as basespace:
        with pytest.raises(ResponseTooLargeError) as caught:
            await basespace.with_options(max_response_size=100).with_options(max_retries=1).biosamples.list().collect()
        assert caught.value.limit == 100
        assert caught.value.offset == 0
        assert route.call_count == 1


async def test_without_a_word_it_is_256_mebibytes(service: respx.Router, transport: HttpxTransport) -> None:
    service.get(f"{SERVER}/biosamples/7").respond(content=b"{}", headers={"Content-Length": str(MAX_RESPONSE + 1)})
    async with BaseSpace("t", transport=transport) as basespace:
        with pytest.raises(ResponseTooLargeError) as caught:
            await basespace.biosamples.get("7")
    assert caught.value.limit == 268_435_456


def test_a_limit_below_one_byte_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="max_response_size is 0 bytes"):
        BaseSpace("t", max_response_size=0)
    with pytest.raises(ConfigurationError, match="max_response_size is -1 bytes"):
        BaseSpace("t").with_options(max_response_size=-1)
