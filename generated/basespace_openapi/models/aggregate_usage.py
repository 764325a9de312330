from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .product_usage import ProductUsage


@define(kw_only=True, repr=False)
class AggregateUsage(Model):
    """Usage of one kind in a period, split by product."""

    name: str | None | Unset = field(default=UNSET, metadata={"wire": "Name"})
    """Name."""
    aggregate_usage_type: str | None | Unset = field(default=UNSET, metadata={"wire": "AggregateUsageType"})
    """Kind of usage."""
    product_usages: list[ProductUsage] | None | Unset = field(default=UNSET, metadata={"wire": "ProductUsages"})
    """Usage by product."""
    additional_properties: dict[str, Any] = field(factory=dict)
