"""Iteration over a list that may change meanwhile: each item once, and gaps filled."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, Container
from contextlib import aclosing
from typing import Generic, TypeVar

from ..errors import ListChangedError
from .fetcher import PageFetcher, PagerSettings
from .page import Key, Page
from .tracking import ChunkBoundaries, FetchPlan, SeenKeys, StallDetector

T = TypeVar("T")

logger = logging.getLogger("basespace_async.pagination.pager")

_MIN_REMEMBERED = 10_000  # keys: about a megabyte
_MAX_FRUITLESS = 24  # fetches in turn that bring nothing new, beyond those that reading again needs
_MAX_SAMPLES = 100  # pages that are looked at before a list is ended that counts more


class PageReader(Generic[T]):
    """One iteration over a list.

    Every page but the first begins with the last item of the page before. Where it does not, the list has shifted:
    items that come again are left out, and what lies between is fetched and delivered (`_fill_gap`).
    """

    def __init__(self, settings: PagerSettings[T]) -> None:
        self._settings = settings
        self._name = settings.operation or "list"
        self._fetcher = PageFetcher(settings)
        self._seen = SeenKeys(max(_MIN_REMEMBERED, (settings.concurrency + 2) * settings.page_size))
        self._stalls = StallDetector(_MAX_FRUITLESS, self._max_known())

    def _max_known(self) -> int:
        return _MAX_FRUITLESS + self._seen.capacity // self._settings.page_size

    async def pages(self, *, ordered: bool) -> AsyncGenerator[Page[T], None]:
        """Give the pages, in the order of the list or as they arrive, up to the limit."""
        left = self._settings.limit
        if left == 0:
            return
        async with aclosing(self._in_order() if ordered else self._as_they_arrive()) as pages:
            async for page in pages:
                if left is None:
                    yield page
                    continue
                yield page if len(page) <= left else page.only(range(left))
                left -= len(page)
                if left <= 0:
                    return

    async def _in_order(self) -> AsyncGenerator[Page[T], None]:
        async with self._fetcher.opened() as (first, plan):
            self._seen.add(first.keys())
            yield first
            if self._is_all(first):
                return
            rest = self._fetcher.one_by_one(first) if first.total_count is None else self._fetcher.in_order(plan)
            async with aclosing(rest) as chunks:
                async for chunk in chunks:
                    await self._look_for_the_end(chunk, plan)
                    async with aclosing(self._deduplicate(chunk)) as pages:
                        async for page in pages:
                            yield page

    async def _as_they_arrive(self) -> AsyncGenerator[Page[T], None]:
        async with self._fetcher.opened() as (first, plan):
            self._seen.add(first.keys())
            yield first
            if self._is_all(first):
                return
            rest = self._one_by_one(first) if first.total_count is None else self._rest_as_it_arrives(first, plan)
            async with aclosing(rest) as pages:
                async for page in pages:
                    yield page

    async def _one_by_one(self, first: Page[T]) -> AsyncGenerator[Page[T], None]:
        async with aclosing(self._fetcher.one_by_one(first)) as chunks:
            async for chunk in chunks:
                self._count(chunk)
                async with aclosing(self._deduplicate(chunk)) as pages:
                    async for page in pages:
                        yield page

    async def _rest_as_it_arrives(self, first: Page[T], plan: FetchPlan) -> AsyncGenerator[Page[T], None]:
        boundaries = ChunkBoundaries(first)
        async with aclosing(self._fetcher.as_they_arrive(plan)) as chunks:
            async for number, chunk in chunks:
                await self._look_for_the_end(chunk, plan)
                for page in self._unseen(chunk, boundaries.near(number)):
                    yield page
                for left, right in boundaries.add(number, chunk):
                    async with aclosing(self._fill_gap(set(left), right, set(right.keys()))) as missed:
                        async for page in missed:
                            yield page

    def _unseen(self, chunk: list[Page[T]], near: set[Key]) -> list[Page[T]]:
        """Leave out what was delivered, lately or by the chunks beside this one."""
        pages: list[Page[T]] = []
        start = self._fetcher.overlap
        for page in chunk:
            keys = page.keys()
            # Without an id, only its place tells that the head was in the page before.
            head = start if keys and isinstance(keys[0], bytes) else 0
            fresh = [index for index in self._seen.fresh(keys, head) if keys[index] not in near]
            if fresh:
                pages.append(self._emit(page, fresh))
            start = self._fetcher.overlap if len(page) > 1 else 0
        return pages

    async def _deduplicate(self, chunk: list[Page[T]]) -> AsyncGenerator[Page[T], None]:
        """Give what a chunk adds to what was delivered, with what was missed before it."""
        for page in chunk:
            keys = page.keys()
            last = self._seen.last
            overlap = self._fetcher.overlap
            start = 0
            if overlap and last in keys:
                start = 1 + (0 if keys[0] == last else len(keys) - 1 - keys[::-1].index(last))
            elif overlap and keys and not self._seen.fresh(keys):
                continue
            elif overlap:
                beyond = {keys[index] for index in self._seen.fresh(keys)}
                async with aclosing(self._fill_gap(self._seen, page, beyond)) as missed:
                    async for gap in missed:
                        yield gap
            shift = start - overlap if last in keys else 0
            if shift:
                self._report(shift, page.offset)
            fresh = self._seen.fresh(keys, start)
            if fresh:
                yield self._emit(page, fresh, shift=shift)

    async def _fill_gap(
        self, left: SeenKeys | set[Key], right: Page[T], beyond: Container[Key]
    ) -> AsyncGenerator[Page[T], None]:
        """Give what stands between the delivered items of `left` and those of `beyond`, in the list as it is now."""
        size, floor = self._settings.page_size, self._settings.offset
        expected = right.offset
        back, fruitless, reported = size, 0, False
        start = max(floor, expected - back)
        while True:
            page = await self._fetcher.page(start, size)
            keys = page.keys()
            known = max((index for index, key in enumerate(keys) if key in left), default=-1)
            fruitless += 1
            lost = known < 0 and start == floor and self._seen.forgetful
            if lost or fruitless > self._max_known():
                raise ListChangedError(
                    f"{self._name}: it changes faster than it can be read, near offset "
                    f"{expected}; read it again, with larger pages or at a quieter time"
                )
            if known < 0 and start > floor:
                back *= 2
                start = max(floor, expected - back)
                continue
            if not reported:
                reported = True
                self._report(start + known - expected, expected)
            until = next((index for index in range(known + 1, len(keys)) if keys[index] in beyond), len(keys))
            fresh = [index for index in self._seen.fresh(keys, known + 1) if index < until]
            if fresh:
                fruitless, back = 0, size
                yield self._emit(page, fresh, shift=start + known - expected)
            if isinstance(left, set):
                left.update(keys[:until])
            reached = start + len(page)
            at_end = not page or reached == page.total_count or (len(page) == 1 and not fresh)
            if until < len(keys) or at_end:
                return
            start = max(start + 1, reached - 1)
            expected = start

    def _is_all(self, first: Page[T]) -> bool:
        """Tell whether nothing follows: the service may count more than an empty page, and hide some."""
        return not first and (first.total_count or 0) <= first.offset

    def _count(self, chunk: list[Page[T]]) -> None:
        """Count a chunk that may bring nothing.

        Raises:
            ListChangedError: If the same items come again and again, chunk after chunk.
        """
        self._stalls.count(chunk)
        if self._stalls.goes_round:
            raise ListChangedError(
                f"{self._name}: the service gives the same items again and again, near offset "
                f"{chunk[-1].offset}; read it again"
            )

    async def _look_for_the_end(self, chunk: list[Page[T]], plan: FetchPlan) -> None:
        """End the list where it has ended before this chunk, whatever its count says.

        All was empty for long then, and so are samples of what is left: a service that hides items after it has cut
        its pages gives many empty ones in the midst of a list.
        """
        if any(map(len, chunk)):
            plan.go_on()
        else:
            plan.widen(self._settings.page_size)
        self._count(chunk)
        if plan.ended or not self._stalls.has_ended:
            return
        for offset in plan.samples(_MAX_SAMPLES):
            sample = await self._fetcher.page(offset, self._settings.page_size)
            if self._seen.fresh(sample.keys()):
                self._stalls.delivered()
                return
        plan.end()
        last = chunk[-1]
        if (last.total_count or 0) > last.offset:
            words = "%s: the service counts %d items, and gives none from offset %d on"
            logger.warning(words, self._name, last.total_count, last.offset)

    def _emit(self, page: Page[T], indices: list[int], *, shift: int = 0) -> Page[T]:
        self._stalls.delivered()
        self._fetcher.delivered(len(indices))
        emitted = page.only(indices, shift=shift)
        self._seen.add(emitted.keys())
        return emitted

    def _report(self, shift: int, offset: int) -> None:
        words = "%s: the list changed while it was read: it moved by %d places before offset %d"
        logger.warning(words, self._name, shift, offset)
