"""Reading a list that may change meanwhile, several pages at a time."""

from __future__ import annotations

import asyncio
import logging
import warnings
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Container
from contextlib import aclosing, asynccontextmanager
from typing import Generic, TypeVar

from attrs import frozen

from ..errors import BaseSpaceError, ListChangedError
from .page import Key, Page
from .tracking import ChunkBoundaries, FetchPlan, SeenKeys, StallDetector

T = TypeVar("T")

logger = logging.getLogger("basespace_async.pagination.pager")

Fetch = Callable[[int, int], Awaitable[Page[T]]]
"""Fetches the page at an offset, of at most so many items."""

_REMEMBERED = 10_000  # keys, at least: about a megabyte
_MAX_FIELD = 60  # characters of a name in a warning
_MAX_FRUITLESS = 24  # fetches in turn that bring nothing new, beyond those that reading again needs
_SAMPLES = 100  # pages that are looked at before a list is ended that counts more


class OrderWarning(UserWarning):
    """The service sorted a list by another field than it was asked to."""


@frozen
class Reading(Generic[T]):
    """What is read, and how; see `Pager`."""

    fetch: Fetch[T]
    operation: str
    sort_by: str | None
    page_size: int
    concurrency: int
    offset: int
    expected: int


class Reader(Generic[T]):
    """One iteration over a list.

    Every page but the first begins with the last item of the page before. Where it does not, the list has shifted:
    items that come again are left out, and what lies between is fetched and delivered (`_fill_gap`).
    """

    def __init__(self, reading: Reading[T]) -> None:
        self._reading = reading
        self._recent = SeenKeys(max(_REMEMBERED, (reading.concurrency + 2) * reading.page_size))
        self._overlap = 1 if reading.page_size > 1 else 0
        # The stretches that are fetched, in the order of the list, with their numbers in it from 1.
        self._under_way: dict[asyncio.Task[list[Page[T]]], int] = {}
        self._started = 0
        self._barren = StallDetector(_MAX_FRUITLESS, self._most_known())

    def _most_known(self) -> int:
        return _MAX_FRUITLESS + self._recent.capacity // self._reading.page_size

    async def in_order(self) -> AsyncGenerator[Page[T], None]:
        """The pages, in the order of the list."""
        async with self._opened() as (first, plan):
            yield first
            if self._is_all(first):
                return
            rest = self._rest_in_turn(first) if first.total_count is None else self._rest_ahead(plan)
            async with aclosing(rest) as stretches:
                async for stretch in stretches:
                    await self._look_for_the_end(stretch, plan)
                    for page in stretch:
                        async with aclosing(self._joined(page)) as joined:
                            async for each in joined:
                                yield each

    async def as_they_arrive(self) -> AsyncGenerator[Page[T], None]:
        """The pages, in the order in which they arrive."""
        async with self._opened() as (first, plan):
            yield first
            if self._is_all(first):
                return
            if first.total_count is None:
                async with aclosing(self._rest_in_turn(first)) as stretches:
                    async for (page,) in stretches:
                        self._count([page])
                        async with aclosing(self._joined(page)) as joined:
                            async for each in joined:
                                yield each
                return
            async with aclosing(self._rest_as_it_arrives(first, plan)) as pages:
                async for page in pages:
                    yield page

    # --- fetching ---------------------------------------------------------------------------------------------------

    async def _page(self, offset: int, size: int) -> Page[T]:
        try:
            return await self._reading.fetch(offset, size)
        except BaseSpaceError as error:
            if error.offset is None:
                error.offset = offset
            raise

    @asynccontextmanager
    async def _opened(self) -> AsyncIterator[tuple[Page[T], FetchPlan]]:
        """The first page, and the plan of the others. What is under way when the context ends is stopped.

        Where a list is expected to be long, further pages are fetched beside the first one. If that shows that they
        lie elsewhere, or past the end, they are dropped.
        """
        reading = self._reading
        try:
            guess = FetchPlan(reading.offset + reading.page_size, reading.page_size, self._overlap, reading.expected)
            self._fetch_ahead(guess, reading.concurrency - 1)
            first = await self._first()
            width = len(first) or reading.page_size
            plan = FetchPlan(first.offset + width, width, self._overlap, first.total_count or 0)
            as_guessed = width == reading.page_size
            wrong = [task for task in self._under_way if not as_guessed or plan.next() is None]
            await self._drop(wrong)
            yield first, plan
        finally:
            await self._drop(list(self._under_way))

    def _fetch_ahead(self, plan: FetchPlan, most: int) -> None:
        while len(self._under_way) < most and (part := plan.next()) is not None:
            self._started += 1
            self._under_way[asyncio.create_task(self._stretch(*part))] = self._started

    async def _drop(self, tasks: list[asyncio.Task[list[Page[T]]]]) -> None:
        for task in tasks:
            del self._under_way[task]
            task.cancel()
        self._started -= len(tasks)
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _first(self) -> Page[T]:
        reading = self._reading
        page = await self._page(reading.offset, reading.page_size)
        if reading.sort_by and page.sort_by and page.sort_by.lower() != reading.sort_by.lower():
            warnings.warn(
                f"{reading.operation}: asked for the order {reading.sort_by}, the service sorts by "
                f"{page.sort_by[:_MAX_FIELD]}; items that move while the list is read can be missed",
                OrderWarning,
                stacklevel=2,
            )
        if page.total_count is not None and page.total_count < page.offset + len(page) and page:
            page.total_count = None  # it cannot be right
        # A page of one item cannot hold the last of the page before and anything else.
        self._overlap = 1 if len(page) > 1 or (not page and reading.page_size > 1) else 0
        self._recent.add(page.keys())
        return page

    async def _rest_in_turn(self, first: Page[T]) -> AsyncGenerator[list[Page[T]], None]:
        position = first.offset + len(first)
        while True:
            page = await self._page(position - self._overlap, self._reading.page_size)
            if len(page) <= self._overlap:
                # The end, unless the service has come to give one item at a time.
                further = await self._page(position, self._reading.page_size) if page and self._overlap else page
                yield [page]
                if not further:
                    return
                page = further
            yield [page]
            position = page.offset + len(page)

    async def _stretch(self, start: int, stop: int) -> list[Page[T]]:
        """The pages from `start` up to `stop`: one, unless the service gives fewer items than before."""
        pages: list[Page[T]] = []
        while True:
            page = await self._page(start, stop - start)
            pages.append(page)
            reached = start + len(page)
            if not page or reached >= stop or (page.total_count is not None and reached >= page.total_count):
                return pages
            start = reached - (self._overlap if len(page) > 1 else 0)

    async def _rest_ahead(self, plan: FetchPlan) -> AsyncGenerator[list[Page[T]], None]:
        while True:
            self._fetch_ahead(plan, self._reading.concurrency)
            if not self._under_way:
                return
            task = next(iter(self._under_way))
            pages = await task
            del self._under_way[task]
            plan.learn(pages)
            yield pages

    async def _rest_as_it_arrives(self, first: Page[T], plan: FetchPlan) -> AsyncGenerator[Page[T], None]:
        edges = ChunkBoundaries(first)
        while True:
            self._fetch_ahead(plan, self._reading.concurrency)
            if not self._under_way:
                return
            arrived, _ = await asyncio.wait(self._under_way, return_when=asyncio.FIRST_COMPLETED)
            for task in arrived:
                pages = task.result()
                at = self._under_way.pop(task)
                plan.learn(pages)
                await self._look_for_the_end(pages, plan)
                near = edges.near(at)
                start = self._overlap
                for page in pages:
                    keys = page.keys()
                    # Without an id, only its place tells that the head was in the page before.
                    head = start if keys and isinstance(keys[0], bytes) else 0
                    fresh = [at for at in self._recent.fresh(keys, head) if keys[at] not in near]
                    if fresh:
                        yield self._taken(page, fresh)
                    start = self._overlap if len(page) > 1 else 0
                for left, right in edges.add(at, pages):
                    async with aclosing(self._fill_gap(set(left), right, set(right.keys()))) as bridge:
                        async for page in bridge:
                            yield page

    # --- joining ----------------------------------------------------------------------------------------------------

    async def _joined(self, page: Page[T]) -> AsyncGenerator[Page[T], None]:
        """What `page` adds to what was delivered, with what was missed before it."""
        keys = page.keys()
        last = self._recent.last
        if not self._overlap:
            start = 0
        elif last in keys:
            start = 1 + (0 if keys[0] == last else len(keys) - 1 - keys[::-1].index(last))
        elif keys and not self._recent.fresh(keys):
            return
        else:
            beyond = {keys[at] for at in self._recent.fresh(keys)}
            async with aclosing(self._fill_gap(self._recent, page, beyond)) as bridge:
                async for each in bridge:
                    yield each
            start = 0
        shift = start - self._overlap if last in keys else 0
        if shift:
            self._report(shift, page.offset)
        fresh = self._recent.fresh(keys, start)
        if fresh:
            yield self._taken(page, fresh, shift=shift)

    async def _fill_gap(
        self, left: SeenKeys | set[Key], right: Page[T], beyond: Container[Key]
    ) -> AsyncGenerator[Page[T], None]:
        """What stands between the delivered items of `left` and those of `beyond`, in the list as it is now."""
        size, floor = self._reading.page_size, self._reading.offset
        expected = right.offset
        back, fruitless, reported = size, 0, False
        start = max(floor, expected - back)
        while True:
            page = await self._page(start, size)
            keys = page.keys()
            known = max((at for at, key in enumerate(keys) if key in left), default=-1)
            fruitless += 1
            lost = known < 0 and start == floor and self._recent.forgetful
            if lost or fruitless > self._most_known():
                raise ListChangedError(
                    f"{self._reading.operation or 'list'}: it changes faster than it can be read, near offset "
                    f"{expected}; read it again, with larger pages or at a quieter time"
                )
            if known < 0 and start > floor:
                back *= 2
                start = max(floor, expected - back)
                continue
            if not reported:
                reported = True
                self._report(start + known - expected, expected)
            until = next((at for at in range(known + 1, len(keys)) if keys[at] in beyond), len(keys))
            fresh = [at for at in self._recent.fresh(keys, known + 1) if at < until]
            if fresh:
                fruitless, back = 0, size
                yield self._taken(page, fresh, shift=start + known - expected)
            if isinstance(left, set):
                left.update(keys[:until])
            reached = start + len(page)
            at_end = not page or reached == page.total_count or (len(page) == 1 and not fresh)
            if until < len(keys) or at_end:
                return
            start = max(start + 1, reached - 1)
            expected = start

    def _is_all(self, first: Page[T]) -> bool:
        """Whether nothing follows: an empty page is not the end where the service counts more, and hides some."""
        return not first and (first.total_count or 0) <= first.offset

    def _count(self, pages: list[Page[T]]) -> None:
        """Count a stretch that may bring nothing.

        Raises:
            ListChangedError: the same items come again and again, stretch after stretch.
        """
        self._barren.count(pages)
        if self._barren.goes_round:
            raise ListChangedError(
                f"{self._reading.operation or 'list'}: the service gives the same items again and again, near offset "
                f"{pages[-1].offset}; read it again"
            )

    async def _look_for_the_end(self, pages: list[Page[T]], plan: FetchPlan) -> None:
        """End the list where it has ended before this stretch, whatever its count says.

        All was empty for long then, and so are samples of what is left: a service that hides items after it has cut
        its pages gives many empty ones in the midst of a list.
        """
        if any(map(len, pages)):
            plan.go_on()
        else:
            plan.widen(self._reading.page_size)
        self._count(pages)
        if plan.ended or not self._barren.has_ended:
            return
        for offset in plan.samples(_SAMPLES):
            if self._recent.fresh((await self._page(offset, self._reading.page_size)).keys()):
                self._barren.delivered()
                return
        plan.end()
        last = pages[-1]
        if (last.total_count or 0) > last.offset:
            words = "%s: the service counts %d items, and gives none from offset %d on"
            logger.warning(words, self._reading.operation or "list", last.total_count, last.offset)

    def _taken(self, page: Page[T], indices: list[int], *, shift: int = 0) -> Page[T]:
        self._barren.delivered()
        taken = page.only(indices, shift=shift)
        self._recent.add(taken.keys())
        return taken

    def _report(self, shift: int, offset: int) -> None:
        words = "%s: the list changed while it was read: it moved by %d places before offset %d"
        logger.warning(words, self._reading.operation or "list", shift, offset)
