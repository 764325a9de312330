"""One page of a list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

import orjson

from basespace_openapi.types import Unset

from . import converter
from .errors import DecodeError

if TYPE_CHECKING:
    from .models import Directory

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

Key = str | bytes
"""What tells an item of a list from the others: its id, or its whole content where it has none."""


class ItemList(Protocol[T_co]):
    """What every list operation returns: items, and where they stand in the whole."""

    @property
    def items(self) -> Sequence[T_co] | None | Unset: ...


class Page(Generic[T]):
    """One page of a list. Its items are decoded as they are taken, so that a large page does not stall the loop.

    Attributes:
        offset: where in the whole list the page begins.
        total_count: items in the whole list, or None where the service did not say.
        sort_by: the field that the service sorted by, which need not be the one that was asked for.
        shift: places by which the list was found to have moved before this page, since the page before was read:
            positive where items were inserted, negative where some were deleted, 0 where nothing was noticed.
    """

    def __init__(self, body: Any, item_type: type[T], *, offset: int, operation: str) -> None:
        if not isinstance(body, dict):
            raise DecodeError("expected an object, found something else", operation=operation)
        items: Any = body.get("Items")
        if not isinstance(items, list):
            raise DecodeError("expected a list of items", operation=operation, path="$.Items")
        # A resource list carries the paging fields itself; every other list has them in `Paging`.
        paging: Any = body.get("Paging", body)
        if not isinstance(paging, dict):
            raise DecodeError("expected an object", operation=operation, path="$.Paging")
        self.offset = offset
        self.total_count = _count(paging.get("TotalCount"), operation)
        sort_by = paging.get("SortBy")
        self.sort_by: str | None = sort_by if isinstance(sort_by, str) else None
        self.shift = 0
        self._body: dict[str, Any] = body
        self._items: list[Any] = items
        self._taken: Sequence[int] = range(len(items))
        self._item_type = item_type
        self._operation = operation

    def __len__(self) -> int:
        return len(self._taken)

    def __iter__(self) -> Iterator[T]:
        for index in self._taken:
            place: list[str | int] = ["Items", index]
            yield converter.structure(self._items[index], self._item_type, operation=self._operation, at=place)

    def __repr__(self) -> str:
        return f"<Page of {len(self)} items from {self.offset} of {self.total_count}>"

    @property
    def sub_directories(self) -> list[Directory]:
        """The directories beside the files of a list of files, where they were asked for and the service sent any.

        Raises:
            DecodeError: the service sent something else.
        """
        from .models import Directory

        found: Any = self._body.get("SubDirectories") or []
        return converter.structure(found, list[Directory], operation=self._operation, at=["SubDirectories"])

    def keys(self) -> list[Key]:
        """What tells the items apart, in their order."""
        return [_key(self._items[index]) for index in self._taken]

    def only(self, indices: Sequence[int], *, shift: int = 0) -> Page[T]:
        """A page of some of these items.

        Args:
            indices: places in this page, ascending.
            shift: as in `shift`.
        """
        page: Page[T] = object.__new__(type(self))
        page.__dict__.update(self.__dict__)
        page._taken = [self._taken[index] for index in indices]
        page.offset = self.offset + (indices[0] if indices else 0)
        page.shift = shift
        return page


def _key(item: Any) -> Key:
    found = item.get("Id") if isinstance(item, dict) else None
    return found if isinstance(found, str) else orjson.dumps(item)


def _count(value: object, operation: str) -> int | None:
    if value is None:
        return None
    if type(value) is not int or value < 0:
        raise DecodeError("expected a count", operation=operation, path="$.Paging.TotalCount")
    return value
