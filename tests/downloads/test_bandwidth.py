"""A cap on bandwidth holds for everything that shares it, in simulated time."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from basespace_async.downloads import Bandwidth
from tests.support import simulated_time


@given(st.lists(st.lists(st.integers(0, 5000), min_size=1, max_size=8), min_size=1, max_size=5), st.integers(1, 10_000))
def test_all_streams_together_stay_within_it_and_reach_it(streams: list[list[int]], rate: int) -> None:
    async def seconds() -> float:
        bandwidth, began = Bandwidth(rate), asyncio.get_running_loop().time()

        async def read(pieces: list[int]) -> None:
            for piece in pieces:
                await bandwidth.take(piece)

        async with asyncio.TaskGroup() as group:
            for pieces in streams:
                group.create_task(read(pieces))
        return asyncio.get_running_loop().time() - began

    assert simulated_time.run(seconds()) == pytest.approx(sum(map(sum, streams)) / rate, abs=1e-6)


def test_a_quiet_time_is_not_made_up_for() -> None:
    async def seconds() -> float:
        bandwidth = Bandwidth(100)
        await bandwidth.take(100)
        await asyncio.sleep(50)
        began = asyncio.get_running_loop().time()
        await bandwidth.take(300)
        return asyncio.get_running_loop().time() - began

    assert simulated_time.run(seconds()) == pytest.approx(3)
