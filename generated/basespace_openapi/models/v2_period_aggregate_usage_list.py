from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .v2_period_aggregate_usage import V2PeriodAggregateUsage
    from .v2_period_aggregate_usage_sort_fields_v2_paging import V2PeriodAggregateUsageSortFieldsV2Paging


@define(kw_only=True, repr=False)
class V2PeriodAggregateUsageList(Model):
    """A page of periods with their usage."""

    items: list[V2PeriodAggregateUsage] | None | Unset = field(default=UNSET, metadata={"wire": "Items"})
    """The items of this page."""
    paging: V2PeriodAggregateUsageSortFieldsV2Paging | None | Unset = field(default=UNSET, metadata={"wire": "Paging"})
    """Place of a page in a list of usage periods, and how the list is sorted."""
    additional_properties: dict[str, Any] = field(factory=dict)
