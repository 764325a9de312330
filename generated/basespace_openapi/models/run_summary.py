from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .user_compact import UserCompact


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class RunSummary(Model):
    """Sequencing run in its shortest form."""

    id: str | None = optional_field("Id")
    """Identifier, as text."""
    name: str | None = optional_field("Name")
    """Name."""
    date_created: datetime.datetime | None = optional_field("DateCreated")
    """When it was created, in UTC; the year 0001 means not set."""
    date_modified: datetime.datetime | None = optional_field("DateModified")
    """When it was last changed, in UTC; the year 0001 means not set."""
    user_owned_by: UserCompact | None = optional_field("UserOwnedBy")
    """User in short."""
    href: str | None = optional_field("Href")
    """Link to the resource; may be relative."""
    additional_properties: dict[str, Any] = field(factory=dict)
