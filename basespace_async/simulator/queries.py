"""What a list request asks for: values, filters, order and page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Self, TypeVar

from attrs import frozen

T = TypeVar("T")
Key = Callable[[T], Any]

DEFAULT_LIMIT = 10


class BadQueryError(Exception):
    """A query value that the service cannot read; the message is for the client."""


@frozen
class Query:
    """Query values by their names in lower case; the service does not mind case in names and booleans."""

    values: Mapping[str, str]

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> Self:
        """The query of these names and values; a repeated name is the same as commas (inferred)."""
        values: dict[str, str] = {}
        for name, value in pairs:
            key = name.lower()
            values[key] = f"{values[key]},{value}" if key in values else value
        return cls(values)

    def text(self, name: str) -> str | None:
        """A value, or None where there is none."""
        return self.values.get(name) or None

    def several(self, name: str) -> frozenset[str]:
        """The parts of a comma separated value."""
        return frozenset(part for part in self.values.get(name, "").split(",") if part)

    def flag(self, name: str) -> bool:
        """Whether a boolean is true; `True` and `true` are seen accepted."""
        return self.values.get(name, "").lower() == "true"

    def number(self, name: str, default: int) -> int:
        """A whole number that is not negative."""
        text = self.values.get(name)
        if text is None or text == "":
            return default
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            raise BadQueryError(f"'{name}' must be a whole number, not '{text[:40]}'")
        return int(text)

    def admits(self, name: str, value: str) -> bool:
        """Whether a filter lets a value pass: it is not given, or names it."""
        wanted = self.several(name)
        return not wanted or value in wanted


@frozen
class Order:
    """How a list can be sorted.

    Attributes:
        keys: by the documented values of `sortby`, in lower case, the name as answered and the key.
        default: taken where none is asked for, or one that there is not (observed).
    """

    keys: Mapping[str, tuple[str, Key[Any]]]
    default: str


def order(default: str, **keys: Key[Any]) -> Order:
    """An order by these values of `sortby`."""
    return Order({name.lower(): (name, key) for name, key in keys.items()}, default.lower())


def page(
    records: Iterable[T], query: Query, sorting: Order, *, cap: int, view: Callable[[T], Any], identity: Key[T]
) -> dict[str, Any]:
    """The page of `records` that `query` asks for, in the envelope of the API's lists.

    The limit is capped. An offset past the end gives an empty page and the unchanged count (observed). Ties keep the
    order of `identity`, so that the pages of one list fit together.

    Raises:
        BadQueryError: offset or limit is not a number.
    """
    offset, limit = query.number("offset", 0), min(query.number("limit", DEFAULT_LIMIT), cap)
    name, key = sorting.keys.get((query.text("sortby") or sorting.default).lower()) or sorting.keys[sorting.default]
    descending = (query.text("sortdir") or "").lower() == "desc"
    chosen = sorted(records, key=lambda record: (key(record), identity(record)), reverse=descending)
    items = [view(record) for record in chosen[offset : offset + limit]]
    return {
        "Items": items,
        "Paging": {
            "DisplayedCount": len(items),
            "TotalCount": len(chosen),
            "Offset": offset,
            "Limit": limit,
            "SortDir": "Desc" if descending else "Asc",
            "SortBy": name,
        },
    }
