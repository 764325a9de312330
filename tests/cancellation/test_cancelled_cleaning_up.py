"""What a cancellation must wait for, or end, held open for as long as a test looks."""

from __future__ import annotations

import asyncio
import gc
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from basespace_async import Page, Pager
from basespace_async.auth import CachedInProfile, credentials
from basespace_async.content import gzip
from basespace_async.downloads import gunzip
from basespace_async.downloads.options import Filter
from basespace_async.models import DatasetCompact, File
from basespace_async.resources import _downloads
from basespace_async.transport import HttpxTransport
from tests.support.cancellation.leaks import Complaints


class Gate:
    """A call in a thread that ends when it may."""

    def __init__(self) -> None:
        self.begun, self.may_end, self.ended = threading.Event(), threading.Event(), threading.Event()

    def __call__(self, *args: Any, **kwargs: Any) -> bytes:
        self.begun.set()
        self.may_end.wait(120)
        self.ended.set()
        return b""


async def is_waited_for(work: Callable[[], Any], gate: Gate) -> None:
    """The cancelled task ends after the thread, and not before."""
    task = asyncio.create_task(work())
    await asyncio.to_thread(gate.begun.wait, 10)
    task.cancel()
    for _ in range(5):
        await asyncio.sleep(0)
    assert not task.done()
    gate.may_end.set()
    await asyncio.wait([task])
    assert task.cancelled()
    assert gate.ended.is_set()


async def test_inflating_ends_before_the_cancellation_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    gate = Gate()
    monkeypatch.setattr(gzip, "_inflated", gate)

    async def pieces() -> AsyncIterator[bytes]:
        yield b"\x1f\x8b"

    async def work() -> None:
        async with aclosing(gunzip(pieces())) as texts:
            async for _ in texts:
                pass

    await is_waited_for(work, gate)


@pytest.mark.parametrize("step", ["read_token", "save_profile"])
async def test_a_token_is_read_and_kept_to_the_end_before_the_cancellation_goes_on(
    step: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Otherwise the next call would read what the one before still writes."""
    gate = Gate()
    monkeypatch.setattr(credentials, step, gate)

    async def another(refused: str | None) -> str:
        return "another-token"

    cached = CachedInProfile(another, directory=tmp_path)
    await is_waited_for(lambda: cached("refused"), gate)


async def test_a_client_of_httpx_is_closed_to_the_end_when_its_closing_is_cancelled() -> None:
    may_end, steps = asyncio.Event(), list[str]()

    class Slow(httpx.AsyncBaseTransport):
        async def aclose(self) -> None:
            steps.append("begun")
            await may_end.wait()
            steps.append("ended")

    transport = HttpxTransport(httpx.AsyncClient(transport=Slow()), close_client=True)
    task = asyncio.create_task(transport.aclose())
    await asyncio.sleep(0)
    for _ in range(2):
        task.cancel()
        for _ in range(3):
            await asyncio.sleep(0)
    assert not task.done()
    may_end.set()
    await asyncio.wait([task])
    assert task.cancelled()
    assert task.cancelling() == 2
    assert steps == ["begun", "ended"]


# --- the lists of files of several datasets ----------------------------------------------------------------------------


class Lists:
    """The lists of files of datasets: the second begins at once, the others are slow to come and slow to end."""

    def __init__(self) -> None:
        self.under_way: set[str] = set()
        self.closed = asyncio.Event()
        self.closed.set()

    async def datasets(self, offset: int, size: int) -> Page[DatasetCompact]:
        items = ",".join(f'{{"Id":"{number}","Name":"d{number}"}}' for number in range(3))
        body = f'{{"Items":[{items}],"Paging":{{"TotalCount":3}}}}'
        return Page(body.encode(), DatasetCompact, offset=offset, operation="listDatasets")

    def files(self, dataset: str) -> Pager[File]:
        async def fetch(offset: int, size: int) -> Page[File]:
            with self._noted(dataset):
                if dataset != "1" or offset:
                    await self._slow()
                body = b'{"Items":[{"Id":"1","Name":"a","Path":"a"},{"Id":"2","Name":"b","Path":"b"}],'
                body += b'"Paging":{"TotalCount":4}}'
                return Page(body, File, offset=offset, operation="listDatasetFiles")

        return Pager(fetch, page_size=2, concurrency=2)

    async def _slow(self) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await self.closed.wait()

    @contextmanager
    def _noted(self, dataset: str) -> Any:
        self.under_way.add(dataset)
        try:
            yield
        finally:
            self.under_way.discard(dataset)


@pytest.mark.parametrize("times", [1, 2, 3])
@pytest.mark.usefixtures("no_task_left")
async def test_every_list_of_files_that_was_asked_for_ahead_is_ended(
    times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    lists = Lists()
    lists.closed.clear()
    monkeypatch.setattr(_downloads, "files_of", lambda client, dataset, chosen: lists.files(dataset.id))
    pager = Pager(lists.datasets, page_size=3, concurrency=1)
    chosen, _ = Filter.split({})

    async def work() -> None:
        async with aclosing(_downloads.wanted_of_datasets(None, pager, chosen)) as wanted:  # type: ignore[arg-type]
            async for _ in wanted:
                pass

    complaints = Complaints()
    with complaints.heard(asyncio.get_running_loop()):
        task = asyncio.create_task(work())
        for _ in range(20):
            await asyncio.sleep(0)
        assert lists.under_way == {"0", "2"}
        for _ in range(times):
            task.cancel()
            for _ in range(5):
                await asyncio.sleep(0)
        lists.closed.set()
        await asyncio.wait([task], timeout=120)
        assert task.cancelled()
        assert not lists.under_way
        del task
        gc.collect()
    assert not complaints.said
