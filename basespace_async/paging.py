"""Concurrent pagination: every item of a list operation, its pages fetched ahead."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import aclosing
from typing import Any, Generic, Protocol, TypeVar

from basespace_openapi.types import Unset

from . import converter
from .errors import ConfigurationError, DecodeError

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

DEFAULT_PAGE_SIZE = 500
DEFAULT_CONCURRENCY = 8
LARGEST_PAGE = 1024  # the most that the service was observed to accept


class ItemList(Protocol[T_co]):
    """What every list operation returns: items, and where they stand in the whole."""

    @property
    def items(self) -> Sequence[T_co] | None | Unset: ...


class Page(Generic[T]):
    """One page of a list. Its items are decoded as they are taken, so that a large page does not stall the loop.

    Attributes:
        offset: where in the whole list the page was asked for.
        total_count: items in the whole list, or None where the service did not say.
        sort_by: the field that the service sorted by, which need not be the one that was asked for.
    """

    def __init__(self, body: Any, item_type: type[T], *, offset: int, operation: str) -> None:
        if not isinstance(body, dict):
            raise DecodeError("expected an object, found something else", operation=operation)
        items: Any = body.get("Items")
        if not isinstance(items, list):
            raise DecodeError("expected a list of items", operation=operation, path="$.Items")
        # A resource list carries the paging fields itself; every other list has them in `Paging`.
        paging: Any = body.get("Paging", body)
        if not isinstance(paging, dict):
            raise DecodeError("expected an object", operation=operation, path="$.Paging")
        self.offset = offset
        self.total_count = _count(paging.get("TotalCount"), operation)
        self.sort_by: str | None = paging.get("SortBy")
        self._items: list[Any] = items
        self._item_type = item_type
        self._operation = operation

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[T]:
        for index, item in enumerate(self._items):
            yield converter.structure(item, self._item_type, operation=self._operation, at=["Items", index])

    def __repr__(self) -> str:
        return f"<Page of {len(self)} items from {self.offset} of {self.total_count}>"


def _count(value: object, operation: str) -> int | None:
    if value is None:
        return None
    if type(value) is not int or value < 0:
        raise DecodeError("expected a count", operation=operation, path="$.Paging.TotalCount")
    return value


Fetch = Callable[[int, int], Awaitable[Page[T]]]
"""Fetches the page at an offset, of at most so many items."""


class Pager(Generic[T]):
    """The items of a list operation, in the service's order, while up to `concurrency` pages are fetched ahead.

    Iterate it (`async for item in pager`), or its `pages()`, or `collect()` it. Nothing is sent before that, and each
    iteration starts afresh. Memory is bounded by `concurrency` pages, not by the length of the list. Leaving an
    iteration early stops its requests once the iterator is closed; to have that happen at once, not when the
    interpreter gets to it, iterate under `contextlib.aclosing(pager.pages())`.

    Args:
        fetch: fetches one page.
        page_size: items to ask for at a time, 1 to 1,024; the service may return fewer.
        concurrency: pages under way at one time.
        offset: items to leave out at the start.

    Raises:
        ConfigurationError: an argument is out of range.

    Example:
        async for biosample in basespace.biosamples.list(status="Active"):
            print(biosample.bio_sample_name)
    """

    def __init__(
        self,
        fetch: Fetch[T],
        *,
        page_size: int = DEFAULT_PAGE_SIZE,
        concurrency: int = DEFAULT_CONCURRENCY,
        offset: int = 0,
    ) -> None:
        if not 1 <= page_size <= LARGEST_PAGE:
            raise ConfigurationError(f"page_size is {page_size}; the service takes 1 to {LARGEST_PAGE} items a page")
        if concurrency < 1:
            raise ConfigurationError(f"concurrency is {concurrency}; at least one page must be under way")
        if offset < 0:
            raise ConfigurationError(f"offset is {offset}; it counts from 0")
        self._fetch = fetch
        self._page_size = page_size
        self._concurrency = concurrency
        self._offset = offset

    def __aiter__(self) -> AsyncIterator[T]:
        return self._items()

    async def _items(self) -> AsyncGenerator[T, None]:
        async with aclosing(self.pages()) as pages:
            async for page in pages:
                for item in page:
                    yield item

    async def pages(self) -> AsyncGenerator[Page[T], None]:
        """The pages, in order, each as soon as it and those before it have arrived."""
        first = await self._fetch(self._offset, self._page_size)
        yield first
        if not first:
            return
        rest = self._rest_in_turn if first.total_count is None else self._rest_concurrently
        async with aclosing(rest(first)) as pages:
            async for page in pages:
                yield page

    async def collect(self) -> list[T]:
        """Every item, in a list."""
        return [item async for item in self]

    async def first(self) -> T | None:
        """The first item, or None where there is none."""
        page = await self._fetch(self._offset, 1)
        return next(iter(page), None)

    async def count(self) -> int:
        """How many items the whole list has, as the service counts it.

        Raises:
            DecodeError: the service did not say.
        """
        page = await self._fetch(self._offset, 1)
        if page.total_count is None:
            raise DecodeError("no count of the whole list", path="$.Paging.TotalCount")
        return page.total_count

    async def _rest_in_turn(self, first: Page[T]) -> AsyncGenerator[Page[T], None]:
        position = self._offset + len(first)
        while page := await self._fetch(position, self._page_size):
            position += len(page)
            yield page

    async def _rest_concurrently(self, first: Page[T]) -> AsyncGenerator[Page[T], None]:
        # The service may cap a page below what was asked for: the stride is what it gave.
        stride = len(first)
        position = self._offset + stride
        total = first.total_count or 0
        window: deque[asyncio.Task[list[Page[T]]]] = deque()
        try:
            while True:
                while position < total and len(window) < self._concurrency:
                    window.append(asyncio.create_task(self._stretch(position, position + stride)))
                    position += stride
                if not window:
                    return
                pages = await window[0]
                window.popleft()
                for page in pages:
                    total = max(total, page.total_count or 0)
                    yield page
        finally:
            for task in window:
                task.cancel()
            await asyncio.gather(*window, return_exceptions=True)

    async def _stretch(self, start: int, stop: int) -> list[Page[T]]:
        """The pages from `start` up to `stop`: one, unless the service gives fewer items than before."""
        pages: list[Page[T]] = []
        while start < stop:
            page = await self._fetch(start, stop - start)
            if not page:
                break
            pages.append(page)
            start += len(page)
            if page.total_count is not None and start >= page.total_count:
                break
        return pages
