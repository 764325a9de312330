from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import Model, optional_field


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class Notification(Model):
    """Message that accompanies an error."""

    type_: str | None = optional_field("Type")
    """Kind of notification, such as `error`."""
    item: str | None = optional_field("Item")
    """Text of the notification."""
    additional_properties: dict[str, Any] = field(factory=dict)
