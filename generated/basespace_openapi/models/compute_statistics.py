from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import UNSET, Model, Unset


@define(kw_only=True, repr=False)
class ComputeStatistics(Model):
    """Amount of computing that an analysis used."""

    unit: str | None | Unset = field(default=UNSET, metadata={"wire": "Unit"})
    """Unit of the amount."""
    amount: float | None | Unset = field(default=UNSET, metadata={"wire": "Amount"})
    """How much was used, in `Unit`."""
    additional_properties: dict[str, Any] = field(factory=dict)
