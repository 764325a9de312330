"""Buffers that are lent."""

from __future__ import annotations

import asyncio
import random

import pytest

from basespace_async.uploads.buffers import BufferPool


@pytest.mark.parametrize("seed", range(8))
async def test_neither_the_bytes_nor_the_number_are_exceeded_and_cancellations_give_back(seed: int) -> None:
    chance = random.Random(seed)
    pool = BufferPool(4, 100)
    held: list[int] = []

    async def hold(size: int) -> None:
        async with pool.lend(size):
            held.append(size)
            assert len(held) <= 4
            assert sum(held) <= 100 or len(held) == 1
            for _ in range(chance.randint(0, 3)):
                await asyncio.sleep(0)
            held.remove(size)

    tasks = [asyncio.create_task(hold(chance.randint(0, 150))) for _ in range(200)]
    while not all(task.done() for task in tasks):
        await asyncio.sleep(0)
        task = chance.choice(tasks)
        if chance.random() < 0.3 and not any(size for size in held):
            task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    held.clear()
    async with asyncio.timeout(60), pool.lend(100):
        pass


async def test_who_asks_first_is_served_first() -> None:
    pool, order = BufferPool(4, 100), list[int]()

    async def hold(size: int) -> None:
        async with pool.lend(size):
            order.append(size)
            await asyncio.sleep(0)

    async with asyncio.TaskGroup() as group:
        for size in (60, 100, 25, 26):
            group.create_task(hold(size))
    assert order == [60, 100, 25, 26]


@pytest.mark.parametrize("is_given", [False, True])
async def test_a_wait_that_is_cancelled_leaves_its_room_to_others(is_given: bool) -> None:
    pool = BufferPool(1, 10)
    first = pool.lend(10)
    await first.__aenter__()
    waiting = asyncio.create_task(pool.lend(10).__aenter__())
    await asyncio.sleep(0)
    if is_given:
        await first.__aexit__(None, None, None)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    if not is_given:
        await first.__aexit__(None, None, None)
    async with asyncio.timeout(60), pool.lend(10):
        pass


async def test_buffers_are_used_again_and_stay_within_the_limit() -> None:
    pool = BufferPool(4, 100)
    async with pool.lend(25) as first:
        first[:] = b"x" * 25
    async with pool.lend(20) as again:
        assert again.obj is first.obj
        assert len(again) == 20
    async with pool.lend(100) as large:
        assert len(large) == 100
        assert pool._allocated == 100
    async with pool.lend(150) as larger:  # alone
        assert len(larger) == 150


async def test_a_buffer_whose_sending_failed_is_not_lent_again() -> None:
    pool = BufferPool(4, 100)
    with pytest.raises(OSError, match="reset"):
        async with pool.lend(50) as broken:
            raise OSError("reset")
    async with pool.lend(50) as other:
        assert other.obj is not broken.obj
        assert pool._allocated == 50
