from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import Model, optional_field


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class ComputeStatistics(Model):
    """Amount of computing that an analysis used."""

    unit: str | None = optional_field("Unit")
    """Unit of the amount."""
    amount: float | None = optional_field("Amount")
    """How much was used, in `Unit`."""
    additional_properties: dict[str, Any] = field(factory=dict)
