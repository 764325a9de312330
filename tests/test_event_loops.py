"""A client in another event loop than its own: an error at once, whatever is called, that names the client."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import httpx
import pytest

from basespace_async import BaseSpace, ConfigurationError
from basespace_async.downloads import ContentStream
from basespace_async.harvest import harvest
from basespace_async.models import BiosampleCompact, File
from basespace_async.pagination import Page
from basespace_async.simulator import Simulator
from basespace_async.transport import HttpxTransport, RateLimit, Transport


class Owned:
    """What a client's own loop has opened."""

    basespace: BaseSpace
    file: File
    stream: ContentStream
    pages: AsyncIterator[Page[BiosampleCompact]]


@pytest.fixture(params=["aiohttp", "httpx"])
def owned(request: pytest.FixtureRequest) -> Iterator[Owned]:
    """A client that belongs to a loop in another thread, where it is busy."""
    transport: Transport | None = None
    if request.param == "httpx":
        transport = HttpxTransport(httpx.AsyncClient(), close_client=True)
    owned, loop, ready, over = Owned(), asyncio.new_event_loop(), threading.Event(), asyncio.Event()

    async def own() -> None:
        limit = RateLimit(concurrency=1)  # a turn that is waited for would be given by the other loop
        async with (
            Simulator(biosamples=30) as simulator,
            BaseSpace(simulator.token, server=simulator.url, rate_limit=limit, transport=transport) as owned.basespace,
        ):
            dataset = await owned.basespace.datasets.list().first()
            assert dataset is not None
            file = await owned.basespace.datasets.files(dataset).first()
            assert file is not None
            owned.file = file
            owned.pages = owned.basespace.biosamples.list(page_size=2).pages()
            await anext(owned.pages)
            async with owned.basespace.files.open(file) as owned.stream:
                await owned.stream.read(1)
                ready.set()
                await over.wait()
            await owned.pages.aclose()  # type: ignore[attr-defined]

    thread = threading.Thread(target=loop.run_until_complete, args=(own(),))
    thread.start()
    assert ready.wait(120)
    yield owned
    loop.call_soon_threadsafe(over.set)
    thread.join(120)
    loop.close()


CALLS: dict[str, Callable[[Owned, Path], Awaitable[object]]] = {
    "a call": lambda owned, _: owned.basespace.users.current(),
    "a view": lambda owned, _: owned.basespace.with_options(timeout=5).users.current(),
    "a request": lambda owned, _: owned.basespace.request("GET", "users/current"),
    "a list": lambda owned, _: owned.basespace.biosamples.list().collect(),
    "the next page": lambda owned, _: anext(owned.pages),  # type: ignore[arg-type, return-value]
    "a stream that is open": lambda owned, _: owned.stream.read(1),
    "a stream that is open, to its end": lambda owned, _: owned.stream.read(),
    "an open stream's pieces": lambda owned, _: anext(owned.stream.iter_bytes()),  # type: ignore[arg-type, return-value]
    "a new stream": lambda owned, _: owned.basespace.files.open(owned.file).__aenter__(),
    "a download": lambda owned, folder: owned.basespace.files.download(owned.file, folder),
    "downloads": lambda owned, folder: owned.basespace.files.download_many([owned.file], folder),
    "a harvest": lambda owned, folder: harvest(owned.basespace, folder, format="jsonl"),
    "closing it": lambda owned, _: owned.basespace.aclose(),
}


@pytest.mark.parametrize("name", CALLS)
def test_a_client_of_another_loop_is_refused_at_once(owned: Owned, name: str, tmp_path: Path) -> None:
    async def call() -> None:
        before = asyncio.all_tasks()
        with pytest.raises(
            ConfigurationError, match=r"this client of http://\S+ belongs to another event loop; make one"
        ):
            await asyncio.wait_for(_as_coroutine(CALLS[name](owned, tmp_path)), 120)
        assert asyncio.all_tasks() == before

    sent = owned.basespace.stats.requests
    asyncio.run(call())
    assert owned.basespace.stats.requests == sent
    assert not [path for path in tmp_path.rglob("*") if path.suffix == ".part"]


async def _as_coroutine(awaitable: Awaitable[object]) -> object:
    return await awaitable
