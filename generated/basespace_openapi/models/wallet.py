from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import UNSET, Model, Unset


@define(kw_only=True, repr=False)
class Wallet(Model):
    """Credits of an account, counted in iCredits."""

    icredit_balance: int | None | Unset = field(default=UNSET, metadata={"wire": "ICreditBalance"})
    """iCredits left."""
    icredit_usage: int | None | Unset = field(default=UNSET, metadata={"wire": "ICreditUsage"})
    """iCredits spent."""
    additional_properties: dict[str, Any] = field(factory=dict)
