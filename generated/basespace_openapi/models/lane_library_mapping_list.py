from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .lane_library_mapping import LaneLibraryMapping
    from .lane_library_mapping_paging import LaneLibraryMappingPaging


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class LaneLibraryMappingList(Model):
    """A page of lanes and libraries."""

    items: list[LaneLibraryMapping] | None = optional_field("Items")
    """The items of this page."""
    paging: LaneLibraryMappingPaging | None = optional_field("Paging")
    """Place of a page in a list of lanes and libraries."""
    additional_properties: dict[str, Any] = field(factory=dict)
