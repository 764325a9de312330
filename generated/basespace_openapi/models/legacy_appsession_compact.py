from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .application_compact import ApplicationCompact
    from .property_container import PropertyContainer
    from .user_compact import UserCompact


@define(kw_only=True, repr=False)
class LegacyAppSessionCompact(Model):
    """Analysis in short, in the form of version 1 of the API. `AppSessionCompact` is the form of version 2."""

    id: str | None | Unset = field(default=UNSET, metadata={"wire": "Id"})
    """Identifier, as text."""
    name: str | None | Unset = field(default=UNSET, metadata={"wire": "Name"})
    """Name."""
    href: str | None | Unset = field(default=UNSET, metadata={"wire": "Href"})
    """Link to the resource; may be relative."""
    application: ApplicationCompact | None | Unset = field(default=UNSET, metadata={"wire": "Application"})
    """Application in short."""
    user_created_by: UserCompact | None | Unset = field(default=UNSET, metadata={"wire": "UserCreatedBy"})
    """User in short."""
    status: str | None | Unset = field(default=UNSET, metadata={"wire": "Status"})
    """Status, as version 1 of the API gives it."""
    qc_status: str | None | Unset = field(default=UNSET, metadata={"wire": "QcStatus"})
    """Verdict of quality control."""
    status_summary: str | None | Unset = field(default=UNSET, metadata={"wire": "StatusSummary"})
    """Text that explains the status."""
    purpose: str | None | Unset = field(default=UNSET, metadata={"wire": "Purpose"})
    """Why the analysis was created, such as `AppTrigger`."""
    date_created: datetime.datetime | None | Unset = field(default=UNSET, metadata={"wire": "DateCreated"})
    """When it was created, in UTC; the year 0001 means not set."""
    modified_on: datetime.datetime | None | Unset = field(default=UNSET, metadata={"wire": "ModifiedOn"})
    """When it was last changed, in UTC; the year 0001 means not set."""
    date_completed: datetime.datetime | None | Unset = field(default=UNSET, metadata={"wire": "DateCompleted"})
    """When it ended, in UTC; the year 0001 means not set."""
    total_size: int | None | Unset = field(default=UNSET, metadata={"wire": "TotalSize"})
    """Size of all files of the analysis, in bytes."""
    properties: PropertyContainer | None | Unset = field(default=UNSET, metadata={"wire": "Properties"})
    """Properties of a resource, as part of it. It may hold only the first few."""
    is_deleted: bool | None | Unset = field(default=UNSET, metadata={"wire": "IsDeleted"})
    """Whether it has been deleted."""
    additional_properties: dict[str, Any] = field(factory=dict)
