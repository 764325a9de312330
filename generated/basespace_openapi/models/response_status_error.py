from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .notification import Notification
    from .response_status import ResponseStatus


@define(kw_only=True, repr=False)
class ResponseStatusError(Model):
    """Error body in the older form, which real responses of version 2 still use."""

    response_status: ResponseStatus | None | Unset = field(default=UNSET, metadata={"wire": "ResponseStatus"})
    """What went wrong, in the older error form."""
    notifications: list[Notification] | None | Unset = field(default=UNSET, metadata={"wire": "Notifications"})
    """Messages beside the status; empty for an unknown path."""
    additional_properties: dict[str, Any] = field(factory=dict)
