from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .run_lane_summary import RunLaneSummary
    from .run_lane_summary_paging import RunLaneSummaryPaging


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class RunLaneSummaryList(Model):
    """A page of lane summaries."""

    items: list[RunLaneSummary] | None = optional_field("Items")
    """The items of this page."""
    paging: RunLaneSummaryPaging | None = optional_field("Paging")
    """Place of a page in a list of lane summaries, and how the list is sorted."""
    additional_properties: dict[str, Any] = field(factory=dict)
