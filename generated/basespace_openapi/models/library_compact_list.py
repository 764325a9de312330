from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .library_compact import LibraryCompact
    from .library_paging import LibraryPaging


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class LibraryCompactList(Model):
    """A page of libraries."""

    items: list[LibraryCompact] | None = optional_field("Items")
    """The items of this page."""
    paging: LibraryPaging | None = optional_field("Paging")
    """Place of a page in a list of libraries, and how the list is sorted."""
    additional_properties: dict[str, Any] = field(factory=dict)
