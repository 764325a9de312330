from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import Model, optional_field


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class ProductUsage(Model):
    """Usage of one product."""

    product_type: str | None = optional_field("ProductType")
    """Kind of product."""
    product_name: str | None = optional_field("ProductName")
    """Name of the product."""
    amount: float | None = optional_field("Amount")
    """How much was used. The unit is not documented."""
    additional_properties: dict[str, Any] = field(factory=dict)
