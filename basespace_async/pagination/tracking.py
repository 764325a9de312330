"""What reading a list keeps track of: what was delivered, what is still to be asked for, and which pages meet."""

from __future__ import annotations

from itertools import islice, pairwise
from typing import Generic, TypeVar

from .page import Key, Page

T = TypeVar("T")


class SeenKeys:
    """The keys that were delivered lately, as many as fit."""

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        self.forgetful = False
        self.last: Key | None = None
        self._keys: dict[Key, None] = {}

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def add(self, keys: list[Key]) -> None:
        for key in keys:
            self._keys.pop(key, None)
            self._keys[key] = None
            self.last = key
        if len(self._keys) > self.capacity:
            # All at once: finding the first key of a dict takes the longer, the more were deleted before it.
            for key in list(islice(self._keys, len(self._keys) - self.capacity)):
                del self._keys[key]
            self.forgetful = True

    def fresh(self, keys: list[Key], start: int = 0) -> list[int]:
        """Places from `start` of what was not delivered lately. Without an id, equal items may be different ones."""
        return [at for at in range(start, len(keys)) if isinstance(keys[at], bytes) or keys[at] not in self._keys]


class FetchPlan:
    """Which stretches of a list are still to be asked for."""

    def __init__(self, position: int, width: int, overlap: int, total: int) -> None:
        self._position = position
        self._width = width
        self._overlap = overlap
        self._total = total
        self.ended = False

    def end(self) -> None:
        """Ask for no more, whatever the service says that there is."""
        self.ended = True

    def go_on(self) -> None:
        """Ask for more again: what was under way has brought something."""
        self.ended = False

    def widen(self, width: int) -> None:
        """Take larger steps: a cap on pages is no reason for small ones where nothing comes."""
        self._width = max(self._width, width)

    def samples(self, most: int) -> list[int]:
        """Offsets in what was not asked for yet, from its end on backwards.

        All of it is looked at where so many steps do, and a quarter as many places of it where it is longer.
        """
        rest = self._total - self._position
        if rest <= 0:
            return []
        step = self._width if rest <= most * self._width else -(-rest // (most // 4))
        last = max(self._position, self._total - self._width)
        return [max(self._position, at) for at in range(last, self._position - step, -step)]

    def next(self) -> tuple[int, int] | None:
        """Where the next stretch starts and stops, or None at the end of the list as far as it is known."""
        if self.ended or self._position >= self._total:
            return None
        # The service may cap a page below what was asked for: a stretch is as wide as what it gave first.
        start = self._position - self._overlap
        self._position = start + self._width
        return start, start + self._width

    def learn(self, pages: list[Page[T]]) -> None:
        """Look for a longer list in the pages of a stretch."""
        for page in pages:
            reached = page.offset + len(page)
            counted = page.total_count or 0
            # A count that the page itself disproves says nothing of where the list ends.
            self._total = max(self._total, counted if counted >= reached or not page else reached + 1)


class StallDetector:
    """Counts the stretches in turn that brought nothing: a service whose counts are wrong is not asked for ever.

    Args:
        most_empty: stretches in turn without any item.
        most_known: stretches in turn of items that are all delivered already, as many as a list that moves can give.
    """

    def __init__(self, most_empty: int, most_known: int) -> None:
        self._most_empty = most_empty
        self._most_known = most_known
        self._empty = self._known = 0

    def delivered(self) -> None:
        """There was something new."""
        self._empty = self._known = 0

    def count(self, pages: list[Page[T]]) -> None:
        """Count a stretch, before it is known whether it brings anything."""
        self._known += 1
        self._empty = 0 if any(map(len, pages)) else self._empty + 1

    @property
    def has_ended(self) -> bool:
        """Whether the list has ended, whatever the service says of its length."""
        return self._empty > self._most_empty

    @property
    def goes_round(self) -> bool:
        """Whether the same items came for longer than a list that moves can give them."""
        return self._known > self._most_known


class ChunkBoundaries(Generic[T]):
    """The ends of stretches that arrived out of order, until both of two neighbours are there."""

    def __init__(self, first: Page[T]) -> None:
        self._stretches: dict[int, tuple[list[Key], Page[T]]] = {0: (first.keys(), first)}
        self._joins = {0: 1}  # nothing stands before the first

    def near(self, number: int) -> set[Key]:
        """The ids that the neighbours have delivered already."""
        found = (self._stretches[at][0] for at in (number - 1, number + 1) if at in self._stretches)
        return {key for keys in found for key in keys if isinstance(key, str)}

    def add(self, number: int, pages: list[Page[T]]) -> list[tuple[list[Key], Page[T]]]:
        """Take in a stretch.

        Returns:
            The gaps that this shows: the keys on the left, and the page on the right.
        """
        gaps: list[tuple[list[Key], Page[T]]] = []
        for left, right in pairwise(pages):
            gaps += _gap(left.keys(), right)
        self._stretches[number] = ([key for page in pages for key in page.keys()], pages[0])  # noqa: SIM118
        for at in (number - 1, number):
            if at in self._stretches and at + 1 in self._stretches:
                gaps += _gap(self._stretches[at][0], self._stretches[at + 1][1])
                self._join(at)
                self._join(at + 1)
        return gaps

    def _join(self, number: int) -> None:
        """Note one neighbour of a stretch; after both, it is not needed any more."""
        self._joins[number] = self._joins.get(number, 0) + 1
        if self._joins[number] == 2:
            del self._stretches[number], self._joins[number]


def _gap(left: list[Key], right: Page[T]) -> list[tuple[list[Key], Page[T]]]:
    keys = right.keys()
    if not left or left[-1] in keys or (keys and set(keys) <= set(left)):
        return []
    return [(left, right)]
