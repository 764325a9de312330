"""A list that is cancelled at any point, or left early, has no page under way any more."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from pathlib import Path
from typing import Any

import pytest

from basespace_async.simulator import Simulator
from tests.support.cancellation.every_point import Case, Sweep, laboratory
from tests.support.cancellation.worlds import Client, client_of

pytestmark = pytest.mark.slow


async def collected(client: Client) -> None:
    assert len(await client.basespace.biosamples.list(page_size=4, concurrency=2).collect()) == 12


async def collected_as_expected(client: Client) -> None:
    pager = client.basespace.biosamples.list(page_size=4, concurrency=2)
    assert await pager.count() == 12
    assert len(await pager.collect()) == 12


async def collected_as_they_arrive(client: Client) -> None:
    assert len(await client.basespace.biosamples.list(page_size=4, concurrency=2, ordered=False).collect()) == 12


async def first_page(client: Client) -> None:
    assert await client.basespace.biosamples.list().first() is not None


async def left_early(client: Client) -> None:
    pager = client.basespace.biosamples.list(page_size=2, concurrency=3)
    async with aclosing(pager.pages()) as pages:
        async for page in pages:
            await asyncio.sleep(0)
            if page.offset:
                break


async def left_early_by_an_error(client: Client) -> None:
    pager = client.basespace.biosamples.list(page_size=2, concurrency=3, ordered=False)
    try:
        async with aclosing(pager.pages()) as pages:
            async for _ in pages:
                await asyncio.sleep(0)
                raise KeyError("the consumer's own")
    except KeyError:
        return


async def found_by_name(client: Client) -> None:
    names = [one.name for one in list(client.simulator.world.biosamples.values())[:2]]
    assert len(await client.basespace.biosamples.find_by_name(names)) == 2


OPERATIONS = [
    collected,
    collected_as_expected,
    collected_as_they_arrive,
    first_page,
    left_early,
    left_early_by_an_error,
    found_by_name,
]


@pytest.mark.parametrize("operate", OPERATIONS)
async def test_a_list_that_is_cancelled_anywhere_leaves_nothing(
    service: Simulator, tmp_path: Path, operate: Callable[[Client], Any]
) -> None:
    async with laboratory() as lab:
        sweep = Sweep(lab, Case(lambda: client_of(service, tmp_path, concurrency=2), operate))
        await sweep.all()
    assert sweep.points >= 3


@pytest.mark.exhaustive
async def test_a_list_over_httpx_that_is_cancelled_anywhere_leaves_nothing(service: Simulator, tmp_path: Path) -> None:
    async with laboratory() as lab:
        sweep = Sweep(lab, Case(lambda: client_of(service, tmp_path, over="httpx", concurrency=2), collected))
        await sweep.once_each()
    assert sweep.points >= 20
