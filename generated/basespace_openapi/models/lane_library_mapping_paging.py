from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .sort_direction import SortDirection


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class LaneLibraryMappingPaging(Model):
    """Place of a page in a list of lanes and libraries."""

    displayed_count: int | None = optional_field("DisplayedCount")
    """Number of items in this answer."""
    total_count: int | None = optional_field("TotalCount")
    """Number of items in the whole list."""
    offset: int | None = optional_field("Offset")
    """Number of items skipped before this page."""
    limit: int | None = optional_field("Limit")
    """Largest number of items that this page could hold."""
    sort_dir: SortDirection | None = optional_field("SortDir")
    """Direction of sorting."""
    sort_by: str | None = optional_field("SortBy")
    """Field that the list is sorted by."""
    additional_properties: dict[str, Any] = field(factory=dict)
