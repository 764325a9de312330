"""A client over a mocked service, for the tests of the resources."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest
import respx

from basespace_async import BaseSpace
from basespace_async.transport import HttpxTransport, RetryPolicy

SERVER = "https://api.basespace.illumina.com/v2"
TOKEN = "0123456789abcdef-secret"


@pytest.fixture
def service() -> respx.Router:
    return respx.Router(assert_all_called=False, base_url=SERVER)


@pytest.fixture
async def basespace(service: respx.Router) -> AsyncIterator[BaseSpace]:
    mock = httpx.MockTransport(service.async_handler)
    async with (
        httpx.AsyncClient(transport=mock) as client,
        BaseSpace(TOKEN, transport=HttpxTransport(client), retry=RetryPolicy(max_retries=0)) as basespace,
    ):
        yield basespace
