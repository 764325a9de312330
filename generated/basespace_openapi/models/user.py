from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .logged_in_user import LoggedInUser
    from .storage_statistics import StorageStatistics


@define(kw_only=True, repr=False)
class User(Model):
    """User account."""

    email: str | None | Unset = field(default=UNSET, metadata={"wire": "Email"})
    """E-mail address."""
    date_last_active: datetime.datetime | None | Unset = field(default=UNSET, metadata={"wire": "DateLastActive"})
    """When the user was last active, in UTC."""
    date_created: datetime.datetime | None | Unset = field(default=UNSET, metadata={"wire": "DateCreated"})
    """When it was created, in UTC; the year 0001 means not set."""
    href_runs: str | None | Unset = field(default=UNSET, metadata={"wire": "HrefRuns"})
    """Link to the user's runs."""
    href_projects: str | None | Unset = field(default=UNSET, metadata={"wire": "HrefProjects"})
    """Link to the user's projects."""
    roles: list[str] | None | Unset = field(default=UNSET, metadata={"wire": "Roles"})
    """Roles of the user."""
    storage_statistics: StorageStatistics | None | Unset = field(default=UNSET, metadata={"wire": "StorageStatistics"})
    """How much a user stores, split by kind of resource and by ownership."""
    features: list[str] | None | Unset = field(default=UNSET, metadata={"wire": "Features"})
    """Names of the features open to the user."""
    logged_in_user: LoggedInUser | None | Unset = field(default=UNSET, metadata={"wire": "LoggedInUser"})
    """User who is logged in, as part of an account."""
    href_history: str | None | Unset = field(default=UNSET, metadata={"wire": "HrefHistory"})
    """Link to the user's history."""
    href_domain: str | None | Unset = field(default=UNSET, metadata={"wire": "HrefDomain"})
    """Link to the user's domain."""
    is_workgroup: bool | None | Unset = field(default=UNSET, metadata={"wire": "IsWorkgroup"})
    """Whether the account is a workgroup."""
    id: str | None | Unset = field(default=UNSET, metadata={"wire": "Id"})
    """Identifier, as text."""
    href: str | None | Unset = field(default=UNSET, metadata={"wire": "Href"})
    """Link to the resource; may be relative."""
    name: str | None | Unset = field(default=UNSET, metadata={"wire": "Name"})
    """Name."""
    gravatar_url: str | None | Unset = field(default=UNSET, metadata={"wire": "GravatarUrl"})
    """Link to the user's picture."""
    href_properties: str | None | Unset = field(default=UNSET, metadata={"wire": "HrefProperties"})
    """Link to its properties."""
    domain_name: str | None | Unset = field(default=UNSET, metadata={"wire": "DomainName"})
    """Name of the domain that the account belongs to."""
    external_domain_id: str | None | Unset = field(default=UNSET, metadata={"wire": "ExternalDomainId"})
    """Id of the domain in the identity provider, presumably."""
    additional_properties: dict[str, Any] = field(factory=dict)
