from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .subscription_storage import SubscriptionStorage
    from .wallet import Wallet


@define(kw_only=True, repr=False)
class Subscription(Model):
    """Subscription of a user or a workgroup."""

    name: str | None | Unset = field(default=UNSET, metadata={"wire": "Name"})
    """Name of the subscription."""
    plan: str | None | Unset = field(default=UNSET, metadata={"wire": "Plan"})
    """Plan of the subscription."""
    expiration_date: datetime.datetime | None | Unset = field(default=UNSET, metadata={"wire": "ExpirationDate"})
    """When the subscription ends, in UTC."""
    start_date: datetime.datetime | None | Unset = field(default=UNSET, metadata={"wire": "StartDate"})
    """When the subscription began, in UTC."""
    is_active: bool | None | Unset = field(default=UNSET, metadata={"wire": "IsActive"})
    """Whether the subscription is active."""
    storage: SubscriptionStorage | None | Unset = field(default=UNSET, metadata={"wire": "Storage"})
    """Storage that a subscription includes."""
    wallet: Wallet | None | Unset = field(default=UNSET, metadata={"wire": "Wallet"})
    """Credits of an account, counted in iCredits."""
    additional_properties: dict[str, Any] = field(factory=dict)
