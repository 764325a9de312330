from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import UNSET, Model, Unset


@define(kw_only=True, repr=False)
class SubscriptionStorage(Model):
    """Storage that a subscription includes."""

    unit_of_measure: str | None | Unset = field(default=UNSET, metadata={"wire": "UnitOfMeasure"})
    """Unit of the quota."""
    quota: float | None | Unset = field(default=UNSET, metadata={"wire": "Quota"})
    """How much may be stored, in `UnitOfMeasure`."""
    additional_properties: dict[str, Any] = field(factory=dict)
