from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .v2_run_lane_summary import V2RunLaneSummary
    from .v2_run_lane_summary_sort_fields_v2_paging import V2RunLaneSummarySortFieldsV2Paging


@define(kw_only=True, repr=False)
class V2RunLaneSummaryList(Model):
    """A page of lane summaries."""

    items: list[V2RunLaneSummary] | None | Unset = field(default=UNSET, metadata={"wire": "Items"})
    """The items of this page."""
    paging: V2RunLaneSummarySortFieldsV2Paging | None | Unset = field(default=UNSET, metadata={"wire": "Paging"})
    """Place of a page in a list of lane summaries, and how the list is sorted."""
    additional_properties: dict[str, Any] = field(factory=dict)
