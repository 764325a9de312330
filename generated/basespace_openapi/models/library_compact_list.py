from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .library_compact import LibraryCompact
    from .library_paging import LibraryPaging


@define(kw_only=True, repr=False)
class LibraryCompactList(Model):
    """A page of libraries."""

    items: list[LibraryCompact] | None | Unset = field(default=UNSET, metadata={"wire": "Items"})
    """The items of this page."""
    paging: LibraryPaging | None | Unset = field(default=UNSET, metadata={"wire": "Paging"})
    """Place of a page in a list of libraries, and how the list is sorted."""
    additional_properties: dict[str, Any] = field(factory=dict)
