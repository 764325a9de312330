from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .permissions import Permissions
    from .user_compact import UserCompact


@define(kw_only=True, repr=False)
class ProjectCompact(Model):
    """Project in short."""

    id: str | None | Unset = field(default=UNSET, metadata={"wire": "Id"})
    """Identifier, as text."""
    user_owned_by: UserCompact | None | Unset = field(default=UNSET, metadata={"wire": "UserOwnedBy"})
    """User in short."""
    href: str | None | Unset = field(default=UNSET, metadata={"wire": "Href"})
    """Link to the resource; may be relative."""
    name: str | None | Unset = field(default=UNSET, metadata={"wire": "Name"})
    """Name."""
    description: str | None | Unset = field(default=UNSET, metadata={"wire": "Description"})
    """Description written by a person."""
    date_created: datetime.datetime | None | Unset = field(default=UNSET, metadata={"wire": "DateCreated"})
    """When it was created, in UTC; the year 0001 means not set."""
    date_modified: datetime.datetime | None | Unset = field(default=UNSET, metadata={"wire": "DateModified"})
    """When it was last changed, in UTC; the year 0001 means not set."""
    has_collaborators: bool | None | Unset = field(default=UNSET, metadata={"wire": "HasCollaborators"})
    """Whether it is shared with other users."""
    is_transfer_pending: bool | None | Unset = field(default=UNSET, metadata={"wire": "IsTransferPending"})
    """Whether its transfer to another owner waits to be accepted."""
    is_deleted: bool | None | Unset = field(default=UNSET, metadata={"wire": "IsDeleted"})
    """Whether it has been deleted."""
    total_size: int | None | Unset = field(default=UNSET, metadata={"wire": "TotalSize"})
    """Size of all its files, in bytes."""
    permissions: Permissions | None | Unset = field(default=UNSET, metadata={"wire": "Permissions"})
    """What may be done with a resource, by the user and by the access token."""
    additional_properties: dict[str, Any] = field(factory=dict)
