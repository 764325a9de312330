from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import UNSET, Model, Unset


@define(kw_only=True, repr=False)
class ProductUsage(Model):
    """Usage of one product."""

    product_type: str | None | Unset = field(default=UNSET, metadata={"wire": "ProductType"})
    """Kind of product."""
    product_name: str | None | Unset = field(default=UNSET, metadata={"wire": "ProductName"})
    """Name of the product."""
    amount: float | None | Unset = field(default=UNSET, metadata={"wire": "Amount"})
    """How much was used. The unit is not documented."""
    additional_properties: dict[str, Any] = field(factory=dict)
