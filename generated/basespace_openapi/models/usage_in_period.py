from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .aggregate_usage import AggregateUsage


@define(kw_only=True, repr=False)
class UsageInPeriod(Model):
    """Usage of storage and computing in one period."""

    name: str | None | Unset = field(default=UNSET, metadata={"wire": "Name"})
    """Name."""
    start: datetime.datetime | None | Unset = field(default=UNSET, metadata={"wire": "Start"})
    """Beginning of the period, in UTC."""
    end: datetime.datetime | None | Unset = field(default=UNSET, metadata={"wire": "End"})
    """End of the period, in UTC."""
    aggregate_usages: list[AggregateUsage] | None | Unset = field(default=UNSET, metadata={"wire": "AggregateUsages"})
    """Usage in the period, by kind."""
    additional_properties: dict[str, Any] = field(factory=dict)
