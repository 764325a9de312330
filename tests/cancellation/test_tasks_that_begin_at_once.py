"""The same where the program's loop begins each task at once, as Python 3.12 and later can.

Over aiohttp only: the scopes of anyio, on which httpx stands, do not bear coroutines that are wrapped and begin at once.
"""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from basespace_async.harvest import harvest
from basespace_async.simulator import Simulator
from tests.support.cancellation.every_point import Case, Sweep, laboratory
from tests.support.cancellation.worlds import Client, client_of

pytestmark = [
    pytest.mark.skipif(sys.version_info < (3, 12), reason="asyncio has no eager tasks before Python 3.12"),
    pytest.mark.slow,
]


async def a_list(client: Client) -> None:
    assert len(await client.basespace.biosamples.list(page_size=4, concurrency=2, ordered=False).collect()) == 12


async def a_download(client: Client) -> None:
    to = client.folder
    (await client.basespace.files.download(client.notes["big"], to, part_size=1 << 19, concurrency=2)).path.unlink()


async def a_harvest(client: Client) -> None:
    await harvest(client.basespace, client.folder / "to", tables=["biosamples"], format="jsonl", page_size=6)


@pytest.mark.parametrize("operate", [a_list, a_download, a_harvest])
async def test_an_operation_that_is_cancelled_anywhere_leaves_nothing(
    service: Simulator, big_file: str, tmp_path: Path, operate: Callable[[Client], Any]
) -> None:
    @asynccontextmanager
    async def opened() -> AsyncIterator[Client]:
        async with client_of(service, tmp_path, concurrency=2) as client:
            client.allowed = lambda path: not path.name.startswith(".") or path.name.startswith(".big.bin.part")
            client.notes["big"] = big_file
            yield client

    async with laboratory(eager=True) as lab:
        sweep = Sweep(lab, Case(opened, operate))
        await sweep.cancelled_at_once()
    assert sweep.points >= 5
