from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .notification import Notification
    from .response_status import ResponseStatus


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class ResponseStatusError(Model):
    """Error body in the older form, which real responses of version 2 still use."""

    response_status: ResponseStatus | None = optional_field("ResponseStatus")
    """What went wrong, in the older error form."""
    notifications: list[Notification] | None = optional_field("Notifications")
    """Messages beside the status; empty for an unknown path."""
    additional_properties: dict[str, Any] = field(factory=dict)
