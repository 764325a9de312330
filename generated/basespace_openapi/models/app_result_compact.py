from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .legacy_appsession_compact import LegacyAppSessionCompact
    from .project_compact import ProjectCompact
    from .user_compact import UserCompact


@define(kw_only=True, repr=False)
class AppResultCompact(Model):
    """Result of an analysis as version 1 of the API knows it, in short. Datasets took its place."""

    id: str | None | Unset = field(default=UNSET, metadata={"wire": "Id"})
    """Identifier, as text."""
    href: str | None | Unset = field(default=UNSET, metadata={"wire": "Href"})
    """Link to the resource; may be relative."""
    user_owned_by: UserCompact | None | Unset = field(default=UNSET, metadata={"wire": "UserOwnedBy"})
    """User in short."""
    name: str | None | Unset = field(default=UNSET, metadata={"wire": "Name"})
    """Name."""
    status: str | None | Unset = field(default=UNSET, metadata={"wire": "Status"})
    """Status, as version 1 of the API gives it."""
    status_summary: str | None | Unset = field(default=UNSET, metadata={"wire": "StatusSummary"})
    """Text that explains the status."""
    date_created: datetime.datetime | None | Unset = field(default=UNSET, metadata={"wire": "DateCreated"})
    """When it was created, in UTC; the year 0001 means not set."""
    total_size: int | None | Unset = field(default=UNSET, metadata={"wire": "TotalSize"})
    """Size of all its files, in bytes."""
    appsession: LegacyAppSessionCompact | None | Unset = field(default=UNSET, metadata={"wire": "AppSession"})
    """Analysis in short, in the form of version 1 of the API. `AppSessionCompact` is the form of version 2."""
    projects: list[ProjectCompact] | None | Unset = field(default=UNSET, metadata={"wire": "Projects"})
    """Projects that it belongs to."""
    is_deleted: bool | None | Unset = field(default=UNSET, metadata={"wire": "IsDeleted"})
    """Whether it has been deleted."""
    additional_properties: dict[str, Any] = field(factory=dict)
