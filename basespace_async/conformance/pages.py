"""Pages of lists, and what can be said of their items: what tells them apart, how they are sorted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import orjson
from attrs import frozen

KEYS = ("Id", "Href", "Path", "SerialNumber")
"""Fields that tell items apart; the first that an item has counts."""
_SORT_FIELDS = {
    "AppId": ("Application.Id",),
    "AppName": ("Application.Name",),
    "AppSessionName": ("AppSession.Name",),
    "ApplicationName": ("AppSession.Application.Name",),
    "CreatedOn": ("DateCreated",),
    "ModifiedOn": ("DateModified",),
    "Project": ("DefaultProject.Name",),
    "ProjectName": ("Project.Name",),
    "Size": ("TotalSize",),
    "Timestamp": ("DateCreated", "Timestamp"),
}
"""Fields that hold what a list is sorted by, where they have another name."""


@frozen
class ListPage:
    """One page of a list.

    Attributes:
        items: Its items.
        paging: The part that says where in the list it is.
    """

    items: list[Any]
    paging: dict[str, Any]

    @property
    def total(self) -> int:
        """How many items the list has, or says that it has."""
        total = self.paging.get("TotalCount")
        return total if isinstance(total, int) else len(self.items)

    @property
    def keys(self) -> list[str]:
        """What tells the items apart."""
        return [_key(item) for item in self.items]

    @property
    def is_whole(self) -> bool:
        """Whether the page has the whole list."""
        return len(self.items) >= self.total


def _key(item: Any) -> str:
    if isinstance(item, dict):
        for name in KEYS:
            if isinstance(item.get(name), str | int):
                return str(item[name])
    return orjson.dumps(item, option=orjson.OPT_SORT_KEYS).decode()


def value_at(item: Any, path: str) -> Any:
    """Return the value at a dotted path of an item, or None."""
    for name in path.split("."):
        item = item.get(name) if isinstance(item, dict) else None
    return item


def usable_values(items: Sequence[Any], path: str) -> list[str]:
    """Return the values at a place of the items that can be sent in a filter, the rarest first."""
    values = Counter(value for item in items if isinstance(value := value_at(item, path), str))
    return sorted((value for value in values if value and "," not in value), key=lambda value: (values[value], value))


def is_sorted(items: Sequence[Any], key: str, is_descending: bool) -> bool:
    """Return whether items are sorted; where they lack what they are sorted by, nothing can be said."""
    for path in _SORT_FIELDS.get(key, (key,)):
        values = [value for item in items if (value := value_at(item, path)) is not None]
        if not values or any(isinstance(value, dict | list) for value in values):
            continue
        if key == "Id" and not all(str(value).isdigit() for value in values):
            return True  # what the service sorts by may be a number that is not shown
        return any(_is_monotone(form, is_descending) for form in _forms(values))
    return True


def _forms(values: list[Any]) -> Iterator[list[Any]]:
    """Yield values as the ways of comparing them see them: as numbers, as text, as text in any case."""
    if all(isinstance(value, int | float) or str(value).isdigit() for value in values):
        yield [float(value) for value in values]
    yield [str(value) for value in values]
    yield [str(value).casefold() for value in values]


def _is_monotone(values: list[Any], is_descending: bool) -> bool:
    pairs = pairwise(values)
    return all(after <= before if is_descending else before <= after for before, after in pairs)
