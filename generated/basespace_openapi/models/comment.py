from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .user_compact import UserCompact


@define(kw_only=True, repr=False)
class Comment(Model):
    """Comment on an analysis, a dataset or a lane, with the change of status it came with, if any."""

    id: str | None | Unset = field(default=UNSET, metadata={"wire": "Id"})
    """Identifier, as text."""
    href: str | None | Unset = field(default=UNSET, metadata={"wire": "Href"})
    """Link to the resource; may be relative."""
    user: UserCompact | None | Unset = field(default=UNSET, metadata={"wire": "User"})
    """User in short."""
    body: str | None | Unset = field(default=UNSET, metadata={"wire": "Body"})
    """Text of the comment."""
    action: str | None | Unset = field(default=UNSET, metadata={"wire": "Action"})
    """Change that the comment belongs to, if any."""
    href_application: str | None | Unset = field(default=UNSET, metadata={"wire": "HrefApplication"})
    """Link to the application that commented."""
    prior_value: str | None | Unset = field(default=UNSET, metadata={"wire": "PriorValue"})
    """Value before the change."""
    new_value: str | None | Unset = field(default=UNSET, metadata={"wire": "NewValue"})
    """Value after the change."""
    date_created: datetime.datetime | None | Unset = field(default=UNSET, metadata={"wire": "DateCreated"})
    """When it was created, in UTC; the year 0001 means not set."""
    date_modified: datetime.datetime | None | Unset = field(default=UNSET, metadata={"wire": "DateModified"})
    """When it was last changed, in UTC; the year 0001 means not set."""
    additional_properties: dict[str, Any] = field(factory=dict)
