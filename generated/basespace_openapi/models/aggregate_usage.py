from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .product_usage import ProductUsage


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class AggregateUsage(Model):
    """Usage of one kind in a period, split by product."""

    name: str | None = optional_field("Name")
    """Name."""
    aggregate_usage_type: str | None = optional_field("AggregateUsageType")
    """Kind of usage."""
    product_usages: list[ProductUsage] | None = optional_field("ProductUsages")
    """Usage by product."""
    additional_properties: dict[str, Any] = field(factory=dict)
