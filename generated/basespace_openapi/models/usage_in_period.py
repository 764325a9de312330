from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .aggregate_usage import AggregateUsage


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class UsageInPeriod(Model):
    """Usage of storage and computing in one period."""

    name: str | None = optional_field("Name")
    """Name."""
    start: datetime.datetime | None = optional_field("Start")
    """Beginning of the period, in UTC."""
    end: datetime.datetime | None = optional_field("End")
    """End of the period, in UTC."""
    aggregate_usages: list[AggregateUsage] | None = optional_field("AggregateUsages")
    """Usage in the period, by kind."""
    additional_properties: dict[str, Any] = field(factory=dict)
