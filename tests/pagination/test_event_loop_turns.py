"""Large pages leave other tasks of the event loop their turns."""

from __future__ import annotations

import asyncio
from itertools import pairwise
from typing import Any
from urllib.parse import parse_qs, urlsplit

import orjson
import pytest

from basespace_async import BaseSpace, HTTPRequest, HTTPResponse, Page
from basespace_async._core import requester
from basespace_async.transport import BufferedResponse

pytestmark = pytest.mark.usefixtures("no_task_left")

PAGES, SIZE = 4, 10


class Together:
    """A transport whose answers arrive at the same time, each with a page of the same list."""

    def __init__(self, padding: int) -> None:
        self.padding = "x" * padding
        self.barrier = asyncio.Barrier(PAGES)

    async def send(self, request: HTTPRequest) -> HTTPResponse:
        offset = int(parse_qs(urlsplit(request.url).query)["offset"][0])
        await self.barrier.wait()
        items = [{"Id": str(number), "BioSampleName": self.padding} for number in range(offset, offset + SIZE)]
        total = PAGES * (SIZE - 1) + 1
        body = orjson.dumps({"Items": items, "Paging": {"TotalCount": total, "SortBy": "Id"}})
        return BufferedResponse(200, {}, body)

    async def aclose(self) -> None:
        pass


@pytest.mark.parametrize(("padding", "apart"), [(120_000, True), (10, False)], ids=["large", "small"])
async def test_large_pages_that_arrive_together_are_opened_one_after_another(
    padding: int, apart: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns, opened = 0, list[int]()

    async def other() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    class Noted(Page[Any]):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            opened.append(turns)
            super().__init__(*args, **kwargs)

    monkeypatch.setattr(requester, "Page", Noted)
    task = asyncio.create_task(other())
    async with BaseSpace("token", transport=Together(padding)) as basespace:
        listing = basespace.biosamples.list(page_size=SIZE, concurrency=PAGES, expected=PAGES * (SIZE - 1) + 1)
        items = await listing.collect()
    task.cancel()
    await asyncio.wait([task])
    assert [item.id for item in items] == [str(number) for number in range(PAGES * (SIZE - 1) + 1)]
    assert len(opened) == PAGES
    least = min(later - earlier for earlier, later in pairwise(opened))
    assert least >= 2 if apart else least == 0
