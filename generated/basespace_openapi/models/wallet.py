from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import Model, optional_field


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class Wallet(Model):
    """Credits of an account, counted in iCredits."""

    icredit_balance: float | None = optional_field("ICreditBalance")
    """iCredits left."""
    icredit_usage: float | None = optional_field("ICreditUsage")
    """iCredits spent."""
    additional_properties: dict[str, Any] = field(factory=dict)
