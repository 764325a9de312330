"""What the tests of the simulator share."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest

from basespace_async.simulator import Simulator
from tests.support.plain_client import Reader


@pytest.fixture
async def reader() -> AsyncIterator[Reader]:
    async with Simulator(biosamples=40, seed=3) as simulator, aiohttp.ClientSession() as session:
        yield Reader(simulator, session)
