from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import Model, optional_field


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class SubscriptionStorage(Model):
    """Storage that a subscription includes."""

    unit_of_measure: str | None = optional_field("UnitOfMeasure")
    """Unit of the quota."""
    quota: float | None = optional_field("Quota")
    """How much may be stored, in `UnitOfMeasure`."""
    additional_properties: dict[str, Any] = field(factory=dict)
