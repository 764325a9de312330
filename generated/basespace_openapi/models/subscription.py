from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .subscription_storage import SubscriptionStorage
    from .wallet import Wallet


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class Subscription(Model):
    """Subscription of a user or a workgroup."""

    name: str | None = optional_field("Name")
    """Name of the subscription."""
    plan: str | None = optional_field("Plan")
    """Plan of the subscription."""
    expiration_date: datetime.datetime | None = optional_field("ExpirationDate")
    """When the subscription ends, in UTC."""
    start_date: datetime.datetime | None = optional_field("StartDate")
    """When the subscription began, in UTC."""
    is_active: bool | None = optional_field("IsActive")
    """Whether the subscription is active."""
    storage: SubscriptionStorage | None = optional_field("Storage")
    """Storage that a subscription includes."""
    wallet: Wallet | None = optional_field("Wallet")
    """Credits of an account, counted in iCredits."""
    is_grace_period: bool | None = optional_field("IsGracePeriod")
    """Whether the subscription has ended and is in its period of grace."""
    has_active_ica_subscription: bool | None = optional_field("HasActiveIcaSubscription")
    """Whether there is a subscription of Illumina Connected Analytics."""
    additional_properties: dict[str, Any] = field(factory=dict)
