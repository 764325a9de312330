from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .user_compact import UserCompact


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class Comment(Model):
    """Comment on an analysis, a dataset or a lane, with the change of status it came with, if any."""

    id: str | None = optional_field("Id")
    """Identifier, as text."""
    href: str | None = optional_field("Href")
    """Link to the resource; may be relative."""
    user: UserCompact | None = optional_field("User")
    """User in short."""
    body: str | None = optional_field("Body")
    """Text of the comment."""
    action: str | None = optional_field("Action")
    """Change that the comment belongs to, if any."""
    href_application: str | None = optional_field("HrefApplication")
    """Link to the application that commented."""
    prior_value: str | None = optional_field("PriorValue")
    """Value before the change."""
    new_value: str | None = optional_field("NewValue")
    """Value after the change."""
    date_created: datetime.datetime | None = optional_field("DateCreated")
    """When it was created, in UTC; the year 0001 means not set."""
    date_modified: datetime.datetime | None = optional_field("DateModified")
    """When it was last changed, in UTC; the year 0001 means not set."""
    additional_properties: dict[str, Any] = field(factory=dict)
