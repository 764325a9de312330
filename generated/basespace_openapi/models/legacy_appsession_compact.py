from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .application_compact import ApplicationCompact
    from .property_container import PropertyContainer
    from .user_compact import UserCompact


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class LegacyAppSessionCompact(Model):
    """Analysis in short, in the form of version 1 of the API. `AppSessionCompact` is the form of version 2."""

    id: str | None = optional_field("Id")
    """Identifier, as text."""
    name: str | None = optional_field("Name")
    """Name."""
    href: str | None = optional_field("Href")
    """Link to the resource; may be relative."""
    application: ApplicationCompact | None = optional_field("Application")
    """Application in short."""
    user_created_by: UserCompact | None = optional_field("UserCreatedBy")
    """User in short."""
    status: str | None = optional_field("Status")
    """Status, as version 1 of the API gives it."""
    qc_status: str | None = optional_field("QcStatus")
    """Verdict of quality control."""
    status_summary: str | None = optional_field("StatusSummary")
    """Text that explains the status."""
    purpose: str | None = optional_field("Purpose")
    """Why the analysis was created, such as `AppTrigger`."""
    date_created: datetime.datetime | None = optional_field("DateCreated")
    """When it was created, in UTC; the year 0001 means not set."""
    modified_on: datetime.datetime | None = optional_field("ModifiedOn")
    """When it was last changed, in UTC; the year 0001 means not set."""
    date_completed: datetime.datetime | None = optional_field("DateCompleted")
    """When it ended, in UTC; the year 0001 means not set."""
    total_size: int | None = optional_field("TotalSize")
    """Size of all files of the analysis, in bytes."""
    properties: PropertyContainer | None = optional_field("Properties")
    """Properties of a resource, as part of it. It may hold only the first few."""
    is_deleted: bool | None = optional_field("IsDeleted")
    """Whether it has been deleted."""
    additional_properties: dict[str, Any] = field(factory=dict)
