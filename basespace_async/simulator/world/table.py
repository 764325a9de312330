"""Records of one kind: those that the world begins with, made when they are asked for, and what has changed since."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import islice
from typing import Generic, Protocol, TypeVar

CACHED_RECORDS = 2048
"""Records of a kind that are not made again at once."""


class Numbered(Protocol):
    """A record that has an id and a position."""

    @property
    def id(self) -> str:
        """Return the id."""
        ...

    @property
    def position(self) -> int:
        """Return the position in the table; negative for records that joined in front."""
        ...


R = TypeVar("R", bound=Numbered)


class RecordTable(Mapping[str, R], Generic[R]):
    """Records by id, in the order of their positions.

    The world begins with positions 0 to `count` - 1. Records that join later come after them, or, put in front,
    before them. Only what differs from the beginning is kept, so that a table of a million records costs nothing.

    Args:
        count: Number of records at the beginning.
        make: Function that makes the record of a position.
        position: Function that returns the position of an id, or None if it has none.
        changed: Callback after each change.
    """

    def __init__(
        self, count: int, make: Callable[[int], R], position: Callable[[str], int | None], changed: Callable[[], None]
    ) -> None:
        self._count = count
        # The records of a page are asked for again by the requests that follow it.
        self._make = lru_cache(maxsize=CACHED_RECORDS)(make)
        self._position = position
        self._notify = changed
        self._kept: dict[int, R] = {}
        self._removed: list[int] = []
        self._front = 0
        self._end = count

    def at(self, position: int) -> R:
        """Return the record of an existing position."""
        kept = self._kept.get(position)
        return self._make(position) if kept is None else kept

    def __getitem__(self, record_id: str) -> R:
        position = self._position(record_id)
        if position is None or not self._is_there(position):
            raise KeyError(record_id)
        return self.at(position)

    def __len__(self) -> int:
        return self._end - self._front - len(self._removed)

    def __iter__(self) -> Iterator[str]:
        return (self.at(position).id for position in self.positions())

    def __contains__(self, record_id: object) -> bool:
        position = self._position(record_id) if isinstance(record_id, str) else None
        return position is not None and self._is_there(position)

    def _is_there(self, position: int) -> bool:
        if not self._front <= position < self._end:
            return False
        return not self._removed or self._removed[bisect_right(self._removed, position) - 1] != position

    def positions(self, within: Iterable[int] | None = None) -> Iterator[int]:
        """Return the existing positions, in order; only those in `within` if given."""
        return filter(self._is_there, range(self._front, self._end) if within is None else within)

    def joined_or_changed(self) -> list[int]:
        """Return positions whose records were added or changed, in order."""
        return sorted(position for position in self._kept if self._is_there(position))

    def slice(self, start: int, stop: int) -> list[int]:
        """Return the positions of the records from the `start`th to before the `stop`th."""
        if start >= min(stop, len(self)):
            return []
        following = self.positions(range(self._nth(start), self._end))
        return list(islice(following, stop - start))

    def _nth(self, number: int) -> int:
        position = self._front + number
        for removed in self._removed:
            if removed > position:
                break
            position += 1
        return position

    def put(self, record: R) -> R:
        """Keep a changed record in the place of the one that has its position.

        Raises:
            KeyError: If there is none.
        """
        if not self._is_there(record.position):
            raise KeyError(record.id)
        self._kept[record.position] = record
        self._notify()
        return record

    def next_position(self, *, front: bool = False) -> int:
        """Return the position of the next record to join."""
        return self._front - 1 if front else self._end

    def join(self, record: R) -> R:
        """Add a record at its position, which must be the next one, at the end or in front."""
        if record.position == self._end:
            self._end += 1
        elif record.position == self._front - 1:
            self._front -= 1
        else:
            raise ValueError(f"{record.position} is not the next position")
        self._kept[record.position] = record
        self._notify()
        return record

    def remove(self, record_id: str) -> R:
        """Take a record out.

        Raises:
            KeyError: If there is none.
        """
        record = self[record_id]
        insort(self._removed, record.position)
        self._kept[record.position] = record
        self._notify()
        return record

    def restore(self, record: R) -> R:
        """Put a record back that was taken out.

        Raises:
            ValueError: If it was not.
        """
        self._removed.remove(record.position)
        self._kept[record.position] = record
        self._notify()
        return record


def numbered_from(base: int) -> Callable[[str], int | None]:
    """Return a function from ids, which are numbers from `base`, to positions."""

    def position(record_id: str) -> int | None:
        plain = record_id.isascii() and record_id.isdigit() and record_id[:1] != "0" and len(record_id) < 16
        return int(record_id) - base if plain else None

    return position
