from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import UNSET, Model, Unset


@define(kw_only=True, repr=False)
class Notification(Model):
    """Message that accompanies an error."""

    type_: str | None | Unset = field(default=UNSET, metadata={"wire": "Type"})
    """Kind of notification, such as `error`."""
    item: str | None | Unset = field(default=UNSET, metadata={"wire": "Item"})
    """Text of the notification."""
    additional_properties: dict[str, Any] = field(factory=dict)
