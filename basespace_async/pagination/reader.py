"""Iteration over a list that may change meanwhile: each item comes once, and gaps are filled."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Generic, TypeVar

from ..errors import ListChangedError
from .fetcher import PageFetcher, PagerSettings
from .page import Key, Page
from .tracking import ChunkBoundaries, FetchPlan, Gap, SeenKeys, StallDetector

T = TypeVar("T")

logger = logging.getLogger("basespace_async.pagination.pager")

_MIN_REMEMBERED = 10_000  # keys: about a megabyte
_MAX_FRUITLESS = 24  # fetches in turn that bring nothing new, beyond those that reading again needs
_MAX_SAMPLES = 100  # pages that are looked at before a list is ended that counts more


class PageReader(Generic[T]):
    """One iteration over a list.

    Every page but the first begins with the last item of the page before. Where it does not, the list has shifted:
    items that come again are left out, and what lies between is fetched and yielded (`Gap`).

    Args:
        settings: The options of the pager.
    """

    def __init__(self, settings: PagerSettings[T]) -> None:
        self._settings = settings
        self._name = settings.operation or "list"
        self._fetcher = PageFetcher(settings)
        self._seen = SeenKeys(max(_MIN_REMEMBERED, (settings.concurrency + 2) * settings.page_size))
        self._stalls = StallDetector(_MAX_FRUITLESS, self._max_known())

    def _max_known(self) -> int:
        return _MAX_FRUITLESS + self._seen.capacity // self._settings.page_size

    def pages(self, *, ordered: bool) -> AsyncGenerator[Page[T], None]:
        """Yield the pages up to the limit.

        Args:
            ordered: Keep the order of the list; False yields each page as soon as it arrives.
        """
        limit = self._settings.limit
        return self._all_pages(ordered=ordered) if limit is None else self._limited(limit, ordered=ordered)

    async def _limited(self, left: int, *, ordered: bool) -> AsyncGenerator[Page[T], None]:
        if left == 0:
            return
        async with aclosing(self._all_pages(ordered=ordered)) as pages:
            async for page in pages:
                yield page if len(page) <= left else page.only(range(left))
                left -= len(page)
                if left <= 0:
                    return

    async def _all_pages(self, *, ordered: bool) -> AsyncGenerator[Page[T], None]:
        try:
            first, plan = await self._fetcher.open()
            yield self._emit_first(first)
            if self._is_all(first, plan):
                return
            async with aclosing(self._rest(first, plan, ordered=ordered)) as pages:
                async for page in pages:
                    yield page
            self._fetcher.note_length(plan.total)
        finally:
            await self._fetcher.close()

    def _rest(self, first: Page[T], plan: FetchPlan, *, ordered: bool) -> AsyncGenerator[Page[T], None]:
        if first.total_count is None:
            return self._deduplicate(first, self._one_by_one(first))
        return self._deduplicate(first, self._in_order(plan)) if ordered else self._as_they_arrive(first, plan)

    async def _one_by_one(self, first: Page[T]) -> AsyncGenerator[Page[T], None]:
        async with aclosing(self._fetcher.one_by_one(first)) as chunks:
            async for chunk in chunks:
                self._count(chunk)
                for page in chunk:
                    yield page

    async def _in_order(self, plan: FetchPlan) -> AsyncGenerator[Page[T], None]:
        async with aclosing(self._fetcher.in_order(plan)) as chunks:
            async for chunk in chunks:
                await self._look_for_the_end(chunk, plan)
                for page in chunk:
                    yield page

    async def _as_they_arrive(self, first: Page[T], plan: FetchPlan) -> AsyncGenerator[Page[T], None]:
        boundaries = ChunkBoundaries(first)
        async with aclosing(self._fetcher.as_they_arrive(plan)) as chunks:
            async for number, chunk in chunks:
                await self._look_for_the_end(chunk, plan)
                for page in self._unseen(chunk, boundaries.near(number)):
                    yield page
                apart = boundaries.add(number, chunk) if self._fetcher.overlap else []
                gaps = [self._gap(set(left), right, right.keys()) for left, right in apart]
                while missed := await self._next_missed(gaps):
                    yield missed

    def _unseen(self, chunk: list[Page[T]], near: set[Key]) -> list[Page[T]]:
        """Leave out what was yielded lately, or is in the neighbouring chunks."""
        pages: list[Page[T]] = []
        start = self._fetcher.overlap
        for page in chunk:
            keys = page.keys()
            # Without an id, only its position tells that the head was in the page before.
            head = start if keys and isinstance(keys[0], bytes) else 0
            fresh = [index for index in self._seen.fresh(keys, head) if keys[index] not in near]
            if fresh:
                pages.append(self._emit(page, fresh))
            start = self._fetcher.overlap if len(page) > 1 else 0
        return pages

    async def _deduplicate(
        self, before: Page[T], pages: AsyncGenerator[Page[T], None]
    ) -> AsyncGenerator[Page[T], None]:
        """Yield what pages in order add to what was yielded, with what was missed between them."""
        async with aclosing(pages):
            async for page in pages:
                known = self._known_head(page)
                adjoins = page.offset == before.end
                before = page
                gaps = [] if known or adjoins else self._gaps_before(page)
                while missed := await self._next_missed(gaps):
                    yield missed
                shift = max(0, known - 1)
                if shift:
                    self._report(shift, page.offset)
                # Where nothing was to come again, the item that was yielded last may only stand there once more.
                head = 0 if adjoins and isinstance(self._seen.last, str) else known
                fresh = self._seen.fresh(page.keys(), head)
                if fresh:
                    yield self._emit(page, fresh, shift=shift)
                if page and (known or adjoins or fresh):
                    self._seen.last = page.keys()[-1]  # perhaps one that had come before

    def _known_head(self, page: Page[T]) -> int:
        """Count the items up to the one that was yielded last; 0 where it is not in the page."""
        keys, last = page.keys(), self._seen.last
        if not self._fetcher.overlap or last not in keys:
            return 0
        return 1 if keys[0] == last else len(keys) - keys[::-1].index(last)

    def _gaps_before(self, page: Page[T]) -> list[Gap]:
        """Return the gap before a page that does not begin with the item that was yielded last, if it has new items."""
        keys = page.keys()
        fresh = self._seen.fresh(keys)
        if not self._fetcher.overlap or (keys and not fresh):
            return []
        return [self._gap(self._seen, page, [keys[index] for index in fresh])]

    def _gap(self, left: SeenKeys | set[Key], right: Page[T], beyond: list[Key]) -> Gap:
        return Gap(left, set(beyond), right.offset, self._settings.page_size, self._settings.offset)

    async def _next_missed(self, gaps: list[Gap]) -> Page[T] | None:
        """Fetch the next items that lie in gaps, in the list as it is now; None once the gaps are filled."""
        while gaps:
            page = await self._fetcher.page(gaps[0].start, self._settings.page_size)
            missed = self._fill_gap(gaps[0], page)
            if gaps[0].is_filled:
                del gaps[0]
            if missed:
                return missed
        return None

    def _fill_gap(self, gap: Gap, page: Page[T]) -> Page[T] | None:
        """Return the items of a page that lie in a gap, if it has any."""
        keys = page.keys()
        known = max((index for index, key in enumerate(keys) if key in gap.left), default=-1)
        gap.fruitless += 1
        lost = known < 0 and gap.start == gap.floor and self._seen.forgetful
        if lost or gap.fruitless > self._max_known():
            raise ListChangedError(
                f"{self._name}: it changes faster than it can be read, near offset "
                f"{gap.expected}; read it again, with larger pages or at a quieter time"
            )
        if known < 0 and gap.start > gap.floor:
            gap.step_back()
            return None
        shift, expected = gap.start + known - gap.expected, gap.expected
        until = next((index for index in range(known + 1, len(keys)) if keys[index] in gap.beyond), len(keys))
        fresh = [index for index in self._seen.fresh(keys, known + 1) if index < until]
        if not gap.is_reported:
            self._report(shift, expected)
        gap.advance(page, until, has_fresh=bool(fresh))
        return self._emit(page, fresh, shift=shift) if fresh else None

    def _is_all(self, first: Page[T], plan: FetchPlan) -> bool:
        """Tell whether nothing follows: the service may count more than an empty page, and hide some."""
        if first.total_count is None:
            return not first
        return plan.is_at_end and not self._fetcher.is_busy

    def _count(self, chunk: list[Page[T]]) -> None:
        """Count a chunk, which may bring nothing.

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
        """End the list if it ended before this chunk, even if the service counts more items.

        That is so if many chunks came empty, and samples of the rest are empty, too: a service that hides items after
        cutting its pages gives many empty pages in the middle of a list.
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

    def _emit_first(self, first: Page[T]) -> Page[T]:
        fresh = self._seen.fresh(first.keys())
        self._seen.add(first.keys())
        if len(fresh) == len(first):
            return first
        self._fetcher.delivered(len(fresh) - len(first))  # the fetcher has counted all of them
        return first.only(fresh)

    def _emit(self, page: Page[T], indices: list[int], *, shift: int = 0) -> Page[T]:
        self._stalls.delivered()
        self._fetcher.delivered(len(indices))
        emitted = page.only(indices, shift=shift)
        self._seen.add(emitted.keys())
        return emitted

    def _report(self, shift: int, offset: int) -> None:
        words = "%s: the list changed while it was read: it moved by %d places before offset %d"
        logger.warning(words, self._name, shift, offset)
