from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .run_sort_field import RunSortField
    from .sort_direction import SortDirection


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class RunsPaging(Model):
    """Place of a page in a list of runs, and how the list is sorted."""

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
    sort_by: RunSortField | None = optional_field("SortBy")
    """Fields by which runs can be sorted."""
    additional_properties: dict[str, Any] = field(factory=dict)
