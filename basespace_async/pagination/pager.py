"""Concurrent pagination: every item of a list operation, its pages fetched ahead."""

from __future__ import annotations

import copy
import operator
from collections.abc import AsyncGenerator, AsyncIterator, Hashable, Mapping
from contextlib import aclosing
from html import escape
from time import monotonic
from typing import TYPE_CHECKING, NoReturn, TypeVar

from attrs import evolve

from .._util.tasks import give_way
from ..errors import ConfigurationError, DecodeError
from .fetcher import Fetch, OrderWarning, PagerSettings
from .frames import Frames
from .page import ItemList, Page
from .reader import PageReader
from .tracking import ListLengths

__all__ = ["Fetch", "ItemList", "OrderWarning", "Page", "Pager"]

T = TypeVar("T")

DEFAULT_PAGE_SIZE = 500
DEFAULT_CONCURRENCY = 8
_TURN = 0.001  # seconds of decoding and using items, until other tasks get a turn
MAX_PAGE = 1024  # the most that the service was observed to accept
_MAX_SHOWN = 60  # characters of a value in a repr


class Pager(Frames[T]):
    """The items of a list operation, in the service's order, with up to `concurrency` pages fetched ahead.

    Iterate it (`async for item in pager`), or its `pages()`, or `collect()` it. Nothing is sent before that, and each
    iteration starts from the beginning. Memory is bounded by `concurrency` pages, not by the length of the list.
    Leaving an iteration early stops its requests when the iterator is closed; iterate under
    `contextlib.aclosing(pager.pages())` to close it at once.

    Items are decoded as they are taken, and every millisecond other tasks get a turn, so a large page does not block
    the event loop. The items of a single page from `pages()` come without such turns.

    A list may change while it is read. Each page is requested with the last item of the page before as its first item,
    which shows shifts: items that exist throughout come exactly once, items inserted or deleted meanwhile at most once.
    That needs an order in which items do not move, so lists are sorted by id or by date of creation by default. With
    pages of one item, shifts go unnoticed. A shift is logged, and `Page.shift` has its size.

    Args:
        fetch: Fetches the page at an offset, of up to a number of items.
        peek: Fetches a page for `first` and `count`; `fetch` by default.
        operation: The operationId, for warnings and the repr.
        sort_by: The requested order; a response in another order emits an `OrderWarning`.
        page_size: Items to ask for at a time, 1 to 1,024; the service may return fewer.
        concurrency: Maximum pages to fetch in parallel.
        offset: Items to skip at the start.
        limit: Maximum items in all; None for every item. No page is requested beyond them.
        ordered: Keep the service's order; False yields each page as soon as it arrives.
        expected: Expected items of the whole list, for example from an earlier read; `count` sets it. Without it, the
            first page is fetched alone, because it says how long the list is. With it, further pages are fetched in
            parallel with the first, which saves a round trip; pages past the end of a shorter list are wasted.
        lengths: Lengths of lists that were read to their end. Iterating a list whose length is among them begins as if
            it were `expected`.
        path: Path of the operation, for the repr.
        filters: Query values by name, for the repr.

    Raises:
        ConfigurationError: If an argument is out of range.

    Example:
        ```python
        async for biosample in basespace.biosamples.list(status="Active"):
            print(biosample.biosample_name)
        ```
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
        limit: int | None = None,
        ordered: bool = True,
        expected: int = 0,
        lengths: ListLengths | None = None,
        path: str = "",
        filters: Mapping[str, object] | None = None,
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
        self._path = path
        self._filters = filters or {}
        self._settings = PagerSettings(
            fetch,
            operation=operation,
            sort_by=sort_by,
            page_size=page_size,
            concurrency=concurrency,
            offset=offset,
            limit=None if limit is None else _item_count(limit, "limit"),
            expected=expected,
            lengths=lengths,
            key=self._key,
        )

    def _key(self) -> Hashable:
        """Return what tells this list from others."""
        return self._settings.operation, self._path, repr(self._filters)

    def __repr__(self) -> str:
        name = " ".join(filter(None, (self._settings.operation, self._path))) or "list"
        values: dict[str, object] = dict(self._filters)
        if self._settings.offset:
            values["offset"] = self._settings.offset
        if self._settings.limit is not None:
            values["limit"] = self._settings.limit
        return f"<Pager {', '.join([name, *(f'{key}={_shown(value)}' for key, value in values.items())])}>"

    def _repr_html_(self) -> str:
        ways = "<code>await pager.to_pandas()</code>, <code>await pager.collect()</code> or <code>async for</code>"
        return f"<code>{escape(repr(self))}</code><br>Nothing is fetched yet: {ways} fetches it."

    def __aiter__(self) -> AsyncIterator[T]:
        return self._items()

    async def _items(self) -> AsyncGenerator[T, None]:
        async with aclosing(self.pages()) as pages:
            give_way_at = monotonic() + _TURN
            async for page in pages:
                for item in page:
                    yield item
                    give_way_at = give_way_at if monotonic() < give_way_at else await _give_way()

    def pages(self) -> AsyncGenerator[Page[T], None]:
        """Yield the pages, each as soon as it has arrived, and in order also those before it.

        Raises:
            BaseSpaceError: If a page failed for good; `offset` says which, and the others are cancelled.
            ListChangedError: If the list changes faster than it can be read.

        Example:
            ```python
            async for page in basespace.biosamples.list().pages():
                print(page.offset, len(page), "of", page.total_count)
            ```
        """
        return PageReader(self._settings).pages(ordered=self._ordered)

    def take(self, count: int) -> Pager[T]:
        """Return a pager of the first items only.

        Args:
            count: Maximum number of items. No page is requested beyond them.

        Raises:
            ConfigurationError: If `count` is negative or not an integer.

        Example:
            ```python
            newest = await basespace.runs.list(sort_by="DateCreated", sort_dir="Desc").take(10).collect()
            ```
        """
        limit = _item_count(count, "take")
        if self._settings.limit is not None:
            limit = min(limit, self._settings.limit)
        pager = copy.copy(self)
        pager._settings = evolve(self._settings, limit=limit)
        return pager

    async def collect(self) -> list[T]:
        """Return every item, in a list.

        Raises:
            BaseSpaceError: As for `pages`.

        Example:
            ```python
            projects = await basespace.projects.list().collect()
            ```
        """
        return [item async for item in self]

    async def _shortest_page(self) -> Page[T]:
        return await self._peek(self._settings.offset, 1)

    async def first(self) -> T | None:
        """Return the first item, or None if there is none.

        Raises:
            BaseSpaceError: If the request failed.

        Example:
            ```python
            biosample = await basespace.biosamples.list(names="NA12878").first()
            ```
        """
        if self._settings.limit == 0:
            return None
        page = await self._shortest_page()
        return next(iter(page), None)

    async def count(self) -> int:
        """Return the number of items in the whole list as the service counts it, or the limit if that is lower.

        Raises:
            DecodeError: If the service did not say.

        Example:
            ```python
            print(await basespace.datasets.list().count(), "datasets")
            ```
        """
        limit = self._settings.limit
        if limit == 0:
            return 0
        page = await self._shortest_page()
        if page.total_count is None:
            raise DecodeError("no count of the whole list", path="$.Paging.TotalCount")
        self._settings = evolve(self._settings, expected=page.total_count)
        return page.total_count if limit is None else min(limit, page.total_count)

    if not TYPE_CHECKING:  # type checkers know that these are missing

        def __bool__(self) -> bool:
            return True

        def __iter__(self) -> NoReturn:
            raise TypeError("a Pager is read asynchronously: write `async for item in pager`")

        def __await__(self) -> NoReturn:
            raise TypeError("a Pager is no coroutine: write `await pager.collect()`, or `async for item in pager`")

        def __len__(self) -> NoReturn:
            raise TypeError("a Pager has no length: write `await pager.count()`")

        def __getitem__(self, index: object) -> NoReturn:
            raise TypeError("a Pager has no index: write `await pager.first()`, or `await pager.take(n).collect()`")


async def _give_way() -> float:
    """Let other tasks run; return the time of the next turn."""
    await give_way()
    return monotonic() + _TURN


def _item_count(value: int, name: str) -> int:
    try:
        count = -1 if isinstance(value, bool) else operator.index(value)
    except TypeError:
        count = -1
    if count < 0:
        raise ConfigurationError(f"{name} is {value!r}; give a number of items, 0 or more")
    return count


def _shown(value: object) -> str:
    text = str(value)
    return text if len(text) <= _MAX_SHOWN else f"{text[:_MAX_SHOWN]}..."
