from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .usage_in_period import UsageInPeriod
    from .usage_in_period_paging import UsageInPeriodPaging


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class UsageInPeriodList(Model):
    """A page of periods with their usage."""

    items: list[UsageInPeriod] | None = optional_field("Items")
    """The items of this page."""
    paging: UsageInPeriodPaging | None = optional_field("Paging")
    """Place of a page in a list of usage periods, and how the list is sorted."""
    additional_properties: dict[str, Any] = field(factory=dict)
