"""A service of one file, and a client of it that does not wait."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest
import respx
from file_service import SERVER, STORE, TOKEN, Store

from basespace_async import BaseSpace
from basespace_async.transport import HttpxTransport, RetryPolicy


@pytest.fixture
def store() -> Store:
    return Store(bytes(range(256)) * 2)


@pytest.fixture
def service(store: Store) -> respx.Router:
    router = respx.Router(assert_all_called=False)
    router.get(f"{SERVER}/files/5/content").mock(side_effect=store.api)
    router.get(url__startswith=STORE).mock(side_effect=store.store)
    return router


@pytest.fixture
async def basespace(service: respx.Router) -> AsyncIterator[BaseSpace]:
    mock = httpx.MockTransport(service.async_handler)
    policy = RetryPolicy(max_retries=3, initial_backoff=0, max_backoff=0)
    async with (
        httpx.AsyncClient(transport=mock) as client,
        BaseSpace(TOKEN, transport=HttpxTransport(client), retry=policy) as basespace,
    ):
        yield basespace
