from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .legacy_appsession_compact import LegacyAppSessionCompact
    from .project_compact import ProjectCompact
    from .user_compact import UserCompact


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class AppResultCompact(Model):
    """Result of an analysis as version 1 of the API knows it, in short. Datasets took its place."""

    id: str | None = optional_field("Id")
    """Identifier, as text."""
    href: str | None = optional_field("Href")
    """Link to the resource; may be relative."""
    user_owned_by: UserCompact | None = optional_field("UserOwnedBy")
    """User in short."""
    name: str | None = optional_field("Name")
    """Name."""
    status: str | None = optional_field("Status")
    """Status, as version 1 of the API gives it."""
    status_summary: str | None = optional_field("StatusSummary")
    """Text that explains the status."""
    date_created: datetime.datetime | None = optional_field("DateCreated")
    """When it was created, in UTC; the year 0001 means not set."""
    total_size: int | None = optional_field("TotalSize")
    """Size of all its files, in bytes."""
    appsession: LegacyAppSessionCompact | None = optional_field("AppSession")
    """Analysis in short, in the form of version 1 of the API. `AppSessionCompact` is the form of version 2."""
    projects: list[ProjectCompact] | None = optional_field("Projects")
    """Projects that it belongs to."""
    is_deleted: bool | None = optional_field("IsDeleted")
    """Whether it has been deleted."""
    additional_properties: dict[str, Any] = field(factory=dict)
