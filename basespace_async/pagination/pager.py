"""Concurrent pagination: every item of a list operation, its pages fetched ahead."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from time import monotonic
from typing import Generic, TypeVar

from attrs import evolve

from .._util.tasks import give_way
from ..errors import ConfigurationError, DecodeError
from .page import ItemList, Page
from .reader import Fetch, OrderWarning, Reader, Reading

__all__ = ["Fetch", "ItemList", "OrderWarning", "Page", "Pager"]

T = TypeVar("T")

DEFAULT_PAGE_SIZE = 500
DEFAULT_CONCURRENCY = 8
_TURN = 0.001  # seconds for decoding items and what is done with them, until other tasks have their turn
MAX_PAGE = 1024  # the most that the service was observed to accept


class Pager(Generic[T]):
    """The items of a list operation, in the service's order, while up to `concurrency` pages are fetched ahead.

    Iterate it (`async for item in pager`), or its `pages()`, or `collect()` it. Nothing is sent before that, and each
    iteration starts afresh. Memory is bounded by `concurrency` pages, not by the length of the list. Leaving an
    iteration early stops its requests once the iterator is closed; to have that happen at once, not when the
    interpreter gets to it, iterate under `contextlib.aclosing(pager.pages())`.

    Items are parsed as they are taken, and every millisecond other tasks have a turn, so that a large page does not
    stall an event loop that does other work, too. The items of one of the `pages()` come without such turns.

    A list may change while it is read. Each page is asked for with the last item of the page before as its first, so
    that a shift is noticed: what was there throughout comes exactly once, what was inserted or deleted meanwhile at
    most once. That needs an order in which items do not move, so the façade's lists are sorted by id, or by the date
    of creation, unless the caller asks otherwise. Where a page is one item, shifts go unnoticed. A shift is logged,
    and `Page.shift` tells of it.

    Args:
        fetch: fetches the page at an offset, of at most so many items.
        peek: fetches a page for `first` and `count`; `fetch` where it is not given.
        operation: named in warnings.
        sort_by: the order that was asked for; another one in the answer is warned of (`OrderWarning`).
        page_size: items to ask for at a time, 1 to 1,024; the service may return fewer.
        concurrency: pages under way at one time.
        offset: items to leave out at the start.
        ordered: keep the service's order; False gives each page as soon as it arrives.
        expected: how many items the whole list is expected to have, such as it had when it was read before; after
            `count` it is what that said. Without it, the first page is fetched alone, because only that tells how
            long the list is; with it, others are fetched beside it, which saves one answer's time. Where the list is
            shorter, what was fetched past its end was in vain.

    Raises:
        ConfigurationError: an argument is out of range.

    Example:
        async for biosample in basespace.biosamples.list(status="Active"):
            print(biosample.biosample_name)
    """

    def __init__(
        self,
        fetch: Fetch[T],
        *,
        peek: Fetch[T] | None = None,
        operation: str = "",
        sort_by: str | None = None,
        page_size: int = DEFAULT_PAGE_SIZE,
        concurrency: int = DEFAULT_CONCURRENCY,
        offset: int = 0,
        ordered: bool = True,
        expected: int = 0,
    ) -> None:
        if not 1 <= page_size <= MAX_PAGE:
            raise ConfigurationError(f"page_size is {page_size}; the service takes 1 to {MAX_PAGE} items a page")
        if concurrency < 1:
            raise ConfigurationError(f"concurrency is {concurrency}; at least one page must be under way")
        if offset < 0:
            raise ConfigurationError(f"offset is {offset}; it counts from 0")
        if expected < 0:
            raise ConfigurationError(f"expected is {expected}; a list has 0 items or more")
        self._peek = peek or fetch
        self._ordered = ordered
        self._reading = Reading(
            fetch,
            operation=operation,
            sort_by=sort_by,
            page_size=page_size,
            concurrency=concurrency,
            offset=offset,
            expected=expected,
        )

    def __aiter__(self) -> AsyncIterator[T]:
        return self._items()

    async def _items(self) -> AsyncGenerator[T, None]:
        async with aclosing(self.pages()) as pages:
            give_way_at = monotonic() + _TURN
            async for page in pages:
                for item in page:
                    yield item
                    if monotonic() >= give_way_at:
                        await give_way()
                        give_way_at = monotonic() + _TURN

    def pages(self) -> AsyncGenerator[Page[T], None]:
        """The pages, each as soon as it, and in order those before it, have arrived.

        Raises:
            BaseSpaceError: a page failed for good; `offset` says which, and the others are cancelled.
            ListChangedError: the list changes faster than it can be read.
        """
        reader = Reader(self._reading)
        return reader.in_order() if self._ordered else reader.as_they_arrive()

    async def collect(self) -> list[T]:
        """Every item, in a list."""
        return [item async for item in self]

    async def first(self) -> T | None:
        """The first item, or None where there is none."""
        page = await self._peek(self._reading.offset, 1)
        return next(iter(page), None)

    async def count(self) -> int:
        """How many items the whole list has, as the service counts it.

        Raises:
            DecodeError: the service did not say.
        """
        page = await self._peek(self._reading.offset, 1)
        if page.total_count is None:
            raise DecodeError("no count of the whole list", path="$.Paging.TotalCount")
        self._reading = evolve(self._reading, expected=page.total_count)
        return page.total_count
