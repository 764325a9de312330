"""State for iterating a list: keys already yielded, ranges left to fetch, page boundaries."""

from __future__ import annotations

import math
from collections.abc import Hashable
from itertools import islice, pairwise
from typing import Generic, TypeVar

from .page import Key, Page

T = TypeVar("T")

_MAX_LISTS = 1000  # whose lengths are remembered


class SeenKeys:
    """The keys that were yielded last, up to a capacity.

    Args:
        capacity: Number of keys to remember.

    Attributes:
        capacity: Number of keys to remember.
        forgetful: Whether a key was dropped already.
        last: The key that was yielded last, or None.
    """

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        self.forgetful = False
        self.last: Key | None = None
        self._keys: dict[Key, None] = {}

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def add(self, keys: list[Key]) -> None:
        """Remember keys in order; drop the oldest if there are too many."""
        for key in keys:
            self._keys.pop(key, None)
            self._keys[key] = None
            self.last = key
        if len(self._keys) > self.capacity:
            # All at once: finding the first key of a dict takes longer, the more keys were deleted before it.
            for key in list(islice(self._keys, len(self._keys) - self.capacity)):
                del self._keys[key]
            self.forgetful = True

    def fresh(self, keys: list[Key], start: int = 0) -> list[int]:
        """Return the indices from `start` of keys that were not yielded lately, or belong to items without an id.

        Of a key that comes several times, the first counts.
        """
        here: set[Key] = set()
        fresh: list[int] = []
        for index in range(start, len(keys)):
            key = keys[index]
            if isinstance(key, bytes):
                fresh.append(index)
            elif key not in self._keys and key not in here:
                here.add(key)
                fresh.append(index)
        return fresh


class ListLengths:
    """The lengths of lists that were read to their end, by what was asked for; the oldest are forgotten."""

    def __init__(self) -> None:
        self._lengths: dict[Hashable, int] = {}

    def get(self, key: Hashable) -> int:
        """Return the length of a list when it was last read; 0 if it was not."""
        return self._lengths.get(key, 0)

    def note(self, key: Hashable, length: int) -> None:
        """Remember the length of a list."""
        self._lengths.pop(key, None)
        self._lengths[key] = length
        if len(self._lengths) > _MAX_LISTS:
            del self._lengths[next(iter(self._lengths))]


class FetchPlan:
    """The chunks of a list that are still to be fetched.

    Args:
        position: Offset of the first item that was not fetched.
        width: Items of a chunk.
        overlap: Items by which a chunk overlaps the one before.
        total: Items of the whole list, as far as known.

    Attributes:
        ended: Whether to fetch no more, even if the service counts more items.
    """

    def __init__(self, position: int, width: int, overlap: int, total: int) -> None:
        self._position = position
        self._width = width
        self._overlap = overlap
        self._total = total
        self._sparse = False
        self.ended = False

    @property
    def total(self) -> int:
        """Items of the whole list, as far as known."""
        return self._total

    @property
    def is_at_end(self) -> bool:
        """Whether all chunks were fetched, as far as known."""
        return self._position >= self._total

    def end(self) -> None:
        """Fetch no more, even if the service counts more items."""
        self.ended = True

    def go_on(self) -> None:
        """Continue after an end, because a chunk brought something."""
        self.ended = False

    def widen(self, width: int) -> None:
        """Widen the chunks where pages come empty: a cap on the size of pages does not matter there."""
        self._width = max(self._width, width)
        self._sparse = True

    def samples(self, max_samples: int) -> list[int]:
        """Return offsets of chunks that were not fetched yet, from the end backwards.

        Args:
            max_samples: All chunks are returned if they are no more than this; else a quarter of this number, spread.
        """
        rest = self._total - self._position
        if rest <= 0:
            return []
        step = self._width if rest <= max_samples * self._width else -(-rest // (max_samples // 4))
        last = max(self._position, self._total - self._width)
        return [max(self._position, offset) for offset in range(last, self._position - step, -step)]

    def next(self, wanted: float = math.inf) -> tuple[int, int] | None:
        """Return the start and stop of the next chunk; None at the end of the list as far as known.

        Args:
            wanted: Number of items that are enough; if earlier chunks came empty, more are fetched nevertheless.
        """
        if self.ended or self.is_at_end:
            return None
        # The service may cap a page below the requested size: a chunk is as wide as the first page.
        start = self._position - self._overlap
        width = self._width if self._sparse else int(min(self._width, wanted + self._overlap))
        self._position = start + width
        return start, start + width

    def learn(self, pages: list[Page[T]]) -> None:
        """Update the length of the list from the pages of a chunk."""
        for page in pages:
            reached = page.offset + len(page)
            counted = page.total_count or 0
            # A count that the page itself disproves does not tell where the list ends.
            self._total = max(self._total, counted if counted >= reached or not page else reached + 1)


class StallDetector:
    """A counter of consecutive chunks that brought nothing, to stop reading a list whose counts are wrong.

    Args:
        max_empty: Maximum consecutive chunks without any item.
        max_known: Maximum consecutive chunks with known items only; a list that moves gives no more.
    """

    def __init__(self, max_empty: int, max_known: int) -> None:
        self._max_empty = max_empty
        self._max_known = max_known
        self._empty = self._known = 0

    def delivered(self) -> None:
        """Start counting again, because there was something new."""
        self._empty = self._known = 0

    def count(self, pages: list[Page[T]]) -> None:
        """Count a chunk, before looking for new items in it."""
        self._known += 1
        self._empty = 0 if any(map(len, pages)) else self._empty + 1

    @property
    def has_ended(self) -> bool:
        """Whether the list has ended, even if the service counts more items."""
        return self._empty > self._max_empty

    @property
    def goes_round(self) -> bool:
        """Whether the same items came again more often than a list that moves gives them."""
        return self._known > self._max_known


class ChunkBoundaries(Generic[T]):
    """The ends of chunks that arrived out of order, kept until both neighbours are there.

    Args:
        first: First page of the list.
    """

    def __init__(self, first: Page[T]) -> None:
        self._chunks: dict[int, list[Page[T]]] = {0: [first]}
        self._joins = {0: 1}  # nothing stands before the first

    def near(self, number: int) -> set[Key]:
        """Return the ids in the neighbours of a chunk."""
        pages = [page for beside in (number - 1, number + 1) for page in self._chunks.get(beside, [])]
        return {key for page in pages for key in page.keys() if isinstance(key, str)}  # noqa: SIM118

    def add(self, number: int, pages: list[Page[T]]) -> list[tuple[list[Key], Page[T]]]:
        """Add a chunk.

        Args:
            number: Number of the chunk, from 1.
            pages: Its pages.

        Returns:
            The gaps next to it or within it: the keys on the left, and the page on the right.
        """
        gaps: list[tuple[list[Key], Page[T]]] = []
        for left, right in pairwise(pages):
            gaps += _gap([left], right)
        self._chunks[number] = pages
        for first in (number - 1, number):
            if first in self._chunks and first + 1 in self._chunks:
                gaps += _gap(self._chunks[first], self._chunks[first + 1][0])
                self._join(first)
                self._join(first + 1)
        return gaps

    def _join(self, number: int) -> None:
        """Count a neighbour of a chunk; drop the chunk after the second."""
        self._joins[number] = self._joins.get(number, 0) + 1
        if self._joins[number] == 2:
            del self._chunks[number], self._joins[number]


def _gap(pages: list[Page[T]], right: Page[T]) -> list[tuple[list[Key], Page[T]]]:
    keys = right.keys()
    left = [key for page in pages for key in page.keys()]  # noqa: SIM118
    if not left or left[-1] in keys or pages[-1].end == right.offset or (keys and set(keys) <= set(left)):
        return []
    return [(left, right)]


class Gap:
    """Items that were missed where two pages do not meet, and how far they have been fetched.

    Args:
        left: The keys before it that were yielded.
        beyond: The keys after it.
        expected: Offset at which it was found.
        page_size: Items to ask for at a time.
        floor: Offset at which the iteration began.

    Attributes:
        start: Offset of the next page to fetch.
        fruitless: Pages in turn that brought nothing.
        is_reported: Whether the shift was logged.
        is_filled: Whether everything in it was fetched.
    """

    def __init__(self, left: SeenKeys | set[Key], beyond: set[Key], expected: int, page_size: int, floor: int) -> None:
        self.left = left
        self.beyond = beyond
        self.expected = expected
        self.floor = floor
        self.start = max(floor, expected - page_size)
        self.fruitless = 0
        self.is_reported = self.is_filled = False
        self._back = self._page_size = page_size

    def step_back(self) -> None:
        """Look further towards the start, as the page had no item of the left side."""
        self._back *= 2
        self.start = max(self.floor, self.expected - self._back)

    def advance(self, page: Page[T], until: int, *, has_fresh: bool) -> None:
        """Note a page that reaches into the gap.

        Args:
            page: The page.
            until: Index of its first item after the gap; its length if there is none.
            has_fresh: Whether it brought items that were missed.
        """
        self.is_reported = True
        if has_fresh:
            self.fruitless, self._back = 0, self._page_size
        if isinstance(self.left, set):
            self.left.update(page.keys()[:until])
        reached = self.start + len(page)
        at_end = not page or reached == page.total_count or (len(page) == 1 and not has_fresh)
        self.is_filled = until < len(page) or at_end
        self.expected = self.start = max(self.start + 1, reached - 1)
