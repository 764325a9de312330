"""Content that is cancelled at any point while it is read gives its connection and its thread back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from basespace_async.downloads import gunzip
from basespace_async.simulator import Simulator
from tests.support.cancellation.every_point import Case, Sweep, laboratory
from tests.support.cancellation.worlds import Client, client_of

pytestmark = pytest.mark.slow


async def whole(client: Client) -> None:
    async with client.basespace.files.open(client.notes["big"]) as content:
        assert len(await content.read()) == 1 << 20


async def a_part_of_it(client: Client) -> None:
    async with client.basespace.files.open(client.notes["big"]) as content:
        await content.read(10)


async def in_pieces(client: Client) -> None:
    async with aclosing(client.basespace.files.iter_bytes(client.notes["big"], start=1 << 19)) as pieces:
        async for _ in pieces:
            pass


async def inflated(client: Client) -> None:
    async with client.basespace.files.open(client.notes["reads"]) as content, aclosing(gunzip(content)) as texts:
        async for _ in texts:
            pass


@pytest.mark.parametrize("over", ["aiohttp", "httpx"])
@pytest.mark.parametrize("operate", [whole, a_part_of_it, in_pieces, inflated])
async def test_content_that_is_cancelled_anywhere_leaves_nothing(
    service: Simulator, big_file: str, tmp_path: Path, over: str, operate: Callable[[Client], Any]
) -> None:
    reads = next(file for file in service.world.files.values() if file.name.endswith(".fastq.gz"))

    @asynccontextmanager
    async def opened() -> AsyncIterator[Client]:
        async with client_of(service, tmp_path, over=over, concurrency=1) as client:
            client.notes.update(big=big_file, reads=str(reads.id))
            yield client

    async with laboratory() as lab:
        sweep = Sweep(lab, Case(opened, operate))
        await sweep.once_each() if over == "aiohttp" else await sweep.cancelled_at_once()
    assert sweep.points >= 5


async def hook(event: Any) -> None:
    await asyncio.sleep(0)


@pytest.mark.parametrize("over", ["aiohttp", "httpx"])
@pytest.mark.parametrize("what", ["a hook", "a renewed token"])
async def test_a_stream_whose_head_is_there_is_closed_when_what_follows_is_cancelled(
    service: Simulator, big_file: str, tmp_path: Path, over: str, what: str
) -> None:
    async def credentials(refused: str | None) -> str:
        await asyncio.sleep(0)
        return service.token if refused else "of-yesterday"

    how: dict[str, Any] = {"on_response": hook} if what == "a hook" else {"credentials": credentials}

    @asynccontextmanager
    async def opened() -> AsyncIterator[Client]:
        async with client_of(service, tmp_path, over=over, concurrency=1, **how) as client:
            client.notes["big"] = big_file
            yield client

    async with laboratory() as lab:
        sweep = Sweep(lab, Case(opened, a_part_of_it))
        await sweep.cancelled_at_once()
    assert sweep.points >= 5
