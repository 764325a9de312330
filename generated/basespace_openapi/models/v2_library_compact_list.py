from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .v2_library_compact import V2LibraryCompact
    from .v2_library_sort_fields_v2_paging import V2LibrarySortFieldsV2Paging


@define(kw_only=True, repr=False)
class V2LibraryCompactList(Model):
    """A page of libraries."""

    items: list[V2LibraryCompact] | None | Unset = field(default=UNSET, metadata={"wire": "Items"})
    """The items of this page."""
    paging: V2LibrarySortFieldsV2Paging | None | Unset = field(default=UNSET, metadata={"wire": "Paging"})
    """Place of a page in a list of libraries, and how the list is sorted."""
    additional_properties: dict[str, Any] = field(factory=dict)
