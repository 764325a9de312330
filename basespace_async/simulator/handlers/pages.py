"""Lists: filtered, sorted and cut into pages."""

from __future__ import annotations

import asyncio
from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from attrs import Factory, define, frozen

from ..queries import Query
from ..world.table import Numbered, RecordTable

T = TypeVar("T")
R = TypeVar("R", bound=Numbered)
Key = Callable[[Any], Any]

DEFAULT_LIMIT = 10
_AT_ONCE = 2000
"""Records looked at before other requests have their turn."""


@frozen
class SortOrder:
    """How a list can be sorted.

    Attributes:
        keys: For each documented value of `sortby`, in lower case, the name as answered and the sort key.
        default: Order that is used if none is asked for, or an unknown one (observed).
        natural: Orders in which the table already has its records.
    """

    keys: Mapping[str, tuple[str, Key]]
    default: str
    natural: frozenset[str] = frozenset()

    def chosen(self, query: Query) -> tuple[str, Key, bool]:
        """Return the name of the order that a query gets, its key, and whether it is the table's own order."""
        asked = (query.text("sortby") or "").lower()
        key = asked if asked in self.keys else self.default
        return *self.keys[key], key in self.natural


def order(default: str, natural: Iterable[str] = (), **keys: Key) -> SortOrder:
    """Make a sort order of these values of `sortby`."""
    named = {name.lower(): (name, key) for name, key in keys.items()}
    return SortOrder(named, default.lower(), frozenset(name.lower() for name in natural))


@frozen
class Window:
    """The part of a list that a query asks for. The limit is capped."""

    offset: int
    limit: int
    descending: bool

    @classmethod
    def of(cls, query: Query, cap: int, default: int = DEFAULT_LIMIT) -> Window:
        """Read offset, limit and direction from a query."""
        descending = (query.text("sortdir") or "").lower() in ("desc", "descending")
        return cls(query.number("offset", 0), min(query.number("limit", default), cap), descending)

    def paging(self, sort_by: str, shown: int, total: int) -> dict[str, Any]:
        """Serialize the paging of a page. The total stays the same past the end (observed)."""
        return {
            "DisplayedCount": shown,
            "TotalCount": total,
            "Offset": self.offset,
            "Limit": self.limit,
            "SortDir": "Desc" if self.descending else "Asc",
            "SortBy": sort_by,
        }

    def cut(self, items: Sequence[T]) -> Sequence[T]:
        """Return the items of this page; `items` are all of them in ascending order."""
        if not self.descending:
            return items[self.offset : self.offset + self.limit]
        stop = max(0, len(items) - self.offset)
        return items[max(0, stop - self.limit) : stop][::-1]


def page(
    records: Iterable[T],
    query: Query,
    sorting: SortOrder,
    *,
    cap: int,
    view: Callable[[T], Any],
    default_limit: int = DEFAULT_LIMIT,
) -> dict[str, Any]:
    """Serve the page of a short list that a query asks for, in the envelope of the API's lists.

    Ties stay in the order of the records, so that the pages of one list fit together.

    Raises:
        InvalidValueError: If offset or limit is not a number.
    """
    window = Window.of(query, cap, default_limit)
    name, key, _ = sorting.chosen(query)
    chosen = sorted(records, key=key)
    items = [view(record) for record in window.cut(chosen)]
    return {"Items": items, "Paging": window.paging(name, len(items), len(chosen))}


def older_envelope(body: Any) -> dict[str, Any]:
    """Wrap a body in the envelope of v1pre3 (observed)."""
    if isinstance(body, dict) and "Paging" in body:
        body = {"Items": body["Items"], **body["Paging"]}
    return {"Response": body, "ResponseStatus": {}, "Notifications": []}


@frozen
class Selection:
    """What a list of a table is to hold.

    Attributes:
        key: Key that identifies this selection among those of the same table.
        candidates: Positions that may belong to it, in order; None for all.
        admits: Filter of the candidates' records; None admits all.
    """

    key: tuple[Any, ...] = ()
    candidates: Iterable[int] | None = None
    admits: Callable[[Any], bool] | None = None

    @property
    def is_everything(self) -> bool:
        """Return whether all records of the table are selected."""
        return self.candidates is None and self.admits is None


@define
class Selections:
    """Sorted positions of lists that were asked for, kept until something changes: pages follow each other."""

    version: Callable[[], int]
    kept: int = 16
    _found: OrderedDict[tuple[Any, ...], tuple[int, array[int]]] = Factory(OrderedDict)
    _looking: asyncio.Lock = Factory(asyncio.Lock)

    async def page(
        self,
        table: RecordTable[R],
        query: Query,
        sorting: SortOrder,
        selection: Selection,
        *,
        cap: int,
        view: Callable[[R], Any],
    ) -> dict[str, Any]:
        """Serve the page of a table that a query asks for.

        Raises:
            InvalidValueError: If offset or limit is not a number.
        """
        window = Window.of(query, cap)
        name, key, natural = sorting.chosen(query)
        if selection.is_everything and natural:
            total = len(table)
            positions = _slice(table, window)
        else:
            selected = await self._positions(table, selection, name, None if natural else key)
            total, positions = len(selected), window.cut(selected)
        items = [view(table.at(position)) for position in positions]
        return {"Items": items, "Paging": window.paging(name, len(items), total)}

    async def _positions(
        self, table: RecordTable[R], selection: Selection, name: str, key: Key | None, tries: int = 3
    ) -> array[int]:
        known_as = (id(table), name, *selection.key)
        async with self._looking:  # what others wait for, they find when it is their turn
            kept = self._found.get(known_as)
            if kept is not None and kept[0] == self.version():
                self._found.move_to_end(known_as)
                return kept[1]
            version, positions = self.version(), await _select(table, selection, key)
            self._found[known_as] = (version, positions)
            if len(self._found) > self.kept:
                self._found.popitem(last=False)
        # Where the world changes faster than it can be looked through, the list is of several moments.
        if version == self.version() or not tries:
            return positions
        return await self._positions(table, selection, name, key, tries - 1)


def _slice(table: RecordTable[R], window: Window) -> Sequence[int]:
    total = len(table)
    if not window.descending:
        return table.slice(window.offset, window.offset + window.limit)
    stop = max(0, total - window.offset)
    return table.slice(max(0, stop - window.limit), stop)[::-1]


async def _select(table: RecordTable[R], selection: Selection, key: Key | None) -> array[int]:
    positions = array("q")
    keys: list[Any] = []
    admits = selection.admits
    for number, position in enumerate(table.positions(selection.candidates), 1):
        if number % _AT_ONCE == 0:
            await asyncio.sleep(0)
        record = table.at(position)
        if admits is not None and not admits(record):
            continue
        positions.append(position)
        if key is not None:
            keys.append(key(record))
    if key is None:
        return positions
    return array("q", map(positions.__getitem__, sorted(range(len(keys)), key=keys.__getitem__)))
