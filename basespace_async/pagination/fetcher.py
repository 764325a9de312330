"""Parallel requests for the pages of a list."""

from __future__ import annotations

import asyncio
import math
import warnings
from collections.abc import AsyncGenerator, Awaitable, Callable, Hashable
from typing import Generic, NamedTuple, TypeVar

from attrs import frozen

from .._util.redact import redacted_text
from ..errors import BaseSpaceError
from .page import Page
from .tracking import FetchPlan, ListLengths

T = TypeVar("T")

Fetch = Callable[[int, int], Awaitable[Page[T]]]
"""Fetches the page at an offset, of up to a number of items."""

_MAX_FIELD = 60  # characters of a name in a warning


class OrderWarning(UserWarning):
    """A warning that the service sorted a list by another field than requested."""


@frozen
class PagerSettings(Generic[T]):
    """The options of a `Pager`, which describes them."""

    fetch: Fetch[T]
    operation: str
    sort_by: str | None
    page_size: int
    concurrency: int
    offset: int
    limit: int | None
    expected: int
    lengths: ListLengths | None
    key: Callable[[], Hashable]


class _Chunk(NamedTuple):
    """A part of a list that is being fetched: its number, from 1, and the new items that it should bring."""

    number: int
    gain: int


class PageFetcher(Generic[T]):
    """A fetcher of the pages of one iteration; with a limit, of no more than that needs.

    Every page but the first begins with the last item of the page before, which shows shifts.

    Args:
        settings: The options of the pager.

    Attributes:
        overlap: Items by which a page overlaps the one before, 0 or 1.
    """

    def __init__(self, settings: PagerSettings[T]) -> None:
        self.overlap = 1 if settings.page_size > 1 else 0
        self._settings = settings
        self._under_way: dict[asyncio.Task[list[Page[T]]], _Chunk] = {}  # in the order of the list
        self._started = 0
        # Items up to the limit that were neither delivered nor are to come from what is under way.
        self._missing: float = math.inf if settings.limit is None else settings.limit

    @property
    def is_busy(self) -> bool:
        """Whether chunks are under way."""
        return bool(self._under_way)

    def delivered(self, count: int) -> None:
        """Count items that the caller got."""
        self._missing -= count

    async def page(self, offset: int, size: int) -> Page[T]:
        """Fetch one page.

        Args:
            offset: Offset of the page in the list.
            size: Maximum number of items.

        Raises:
            BaseSpaceError: If the request failed; its `offset` is that of the page.
        """
        try:
            return await self._settings.fetch(offset, size)
        except BaseSpaceError as error:
            if error.offset is None:
                error.offset = offset
            raise

    async def open(self) -> tuple[Page[T], FetchPlan]:
        """Fetch the first page and plan the others; `close` cancels the requests that are left.

        If the list is expected to be long, further pages are fetched in parallel with the first one. They are dropped
        if the first page shows that pages are smaller, or that the list is shorter.
        """
        settings = self._settings
        size = settings.page_size if settings.limit is None else min(settings.page_size, settings.limit)
        self._missing -= size
        expected = settings.expected or self._known_length()
        if expected:
            guess = FetchPlan(settings.offset + size, size, self.overlap, expected)
            self._fetch_ahead(guess, settings.concurrency - 1)
        first = await self._first(size)
        self._missing += size - len(first)
        width = len(first) or settings.page_size
        plan = FetchPlan(first.offset + width, width, self.overlap, first.total_count or 0)
        as_guessed = width == size
        await self._drop(
            [task for task, chunk in self._under_way.items() if not as_guessed or plan.next(chunk.gain) is None]
        )
        return first, plan

    def _known_length(self) -> int:
        lengths = self._settings.lengths
        return 0 if lengths is None or self._settings.concurrency == 1 else lengths.get(self._settings.key())

    def note_length(self, length: int) -> None:
        """Remember the length of the list, which was read to its end, where another iteration gains by it."""
        settings = self._settings
        if settings.lengths is not None and settings.concurrency > 1 and length > settings.page_size:
            settings.lengths.note(settings.key(), length)

    async def close(self) -> None:
        """Cancel the requests that are under way."""
        await self._drop(list(self._under_way))

    async def in_order(self, plan: FetchPlan) -> AsyncGenerator[list[Page[T]], None]:
        """Fetch the chunks of a plan; yield the pages of each in the order of the list."""
        while True:
            self._fetch_ahead(plan, self._settings.concurrency)
            if not self._under_way:
                return
            task = next(iter(self._under_way))
            yield await self._arrived(task, plan)

    async def as_they_arrive(self, plan: FetchPlan) -> AsyncGenerator[tuple[int, list[Page[T]]], None]:
        """Fetch the chunks of a plan; yield the number of each, from 1, and its pages in the order of arrival."""
        while True:
            self._fetch_ahead(plan, self._settings.concurrency)
            if not self._under_way:
                return
            arrived, _ = await asyncio.wait(self._under_way, return_when=asyncio.FIRST_COMPLETED)
            for task in arrived:
                number = self._under_way[task].number
                yield number, await self._arrived(task, plan)

    async def one_by_one(self, first: Page[T]) -> AsyncGenerator[list[Page[T]], None]:
        """Fetch the pages after the first one by one, for a list without a count."""
        position = first.offset + len(first)
        while True:
            size = int(min(self._settings.page_size, max(1, self._missing) + self.overlap))
            page = await self.page(position - self.overlap, size)
            if len(page) <= self.overlap:
                # The end, unless the service now gives one item at a time.
                further = await self.page(position, self._settings.page_size) if page and self.overlap else page
                yield [page]
                if not further:
                    return
                page = further
            yield [page]
            position = page.offset + len(page)

    def _fetch_ahead(self, plan: FetchPlan, max_chunks: int) -> None:
        while len(self._under_way) < max_chunks and self._missing > 0 and (part := plan.next(self._missing)):
            start, stop = part
            self._started += 1
            chunk = _Chunk(self._started, stop - start - self.overlap)
            self._missing -= chunk.gain
            self._under_way[asyncio.create_task(self._chunk(start, stop))] = chunk

    async def _arrived(self, task: asyncio.Task[list[Page[T]]], plan: FetchPlan) -> list[Page[T]]:
        pages = await task
        self._missing += self._under_way.pop(task).gain
        plan.learn(pages)
        return pages

    async def _drop(self, tasks: list[asyncio.Task[list[Page[T]]]]) -> None:
        if not tasks:
            return
        for task in tasks:
            self._missing += self._under_way.pop(task).gain
            task.cancel()
        self._started -= len(tasks)
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _first(self, size: int) -> Page[T]:
        settings = self._settings
        page = await self.page(settings.offset, size)
        if settings.sort_by and page.sort_by and page.sort_by.lower() != settings.sort_by.lower():
            warnings.warn(
                f"{settings.operation}: asked for the order {settings.sort_by}, the service sorts by "
                f"{redacted_text(page.sort_by)[:_MAX_FIELD]}; items that move while the list is read can be missed",
                OrderWarning,
                stacklevel=2,
            )
        if page.total_count is not None and page.total_count < page.offset + len(page) and page:
            page.total_count = None  # it cannot be right
        # A page of one item cannot hold the last of the page before and anything else.
        self.overlap = 1 if len(page) > 1 or (not page and settings.page_size > 1) else 0
        return page

    async def _chunk(self, start: int, stop: int) -> list[Page[T]]:
        """Fetch the pages from `start` to `stop`: one, unless the service gives fewer items than before."""
        pages: list[Page[T]] = []
        while True:
            page = await self.page(start, stop - start)
            pages.append(page)
            reached = start + len(page)
            if not page or reached >= stop or (page.total_count is not None and reached >= page.total_count):
                return pages
            start = reached - (self.overlap if len(page) > 1 else 0)
