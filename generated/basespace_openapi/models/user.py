from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field, required_field

if TYPE_CHECKING:
    from .logged_in_user import LoggedInUser
    from .storage_statistics import StorageStatistics


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class User(Model):
    """User account."""

    email: str | None = optional_field("Email")
    """E-mail address."""
    date_last_active: datetime.datetime | None = optional_field("DateLastActive")
    """When the user was last active, in UTC."""
    date_created: datetime.datetime = required_field("DateCreated")
    """When it was created, in UTC; the year 0001 means not set."""
    href_runs: str | None = optional_field("HrefRuns")
    """Link to the user's runs."""
    href_projects: str | None = optional_field("HrefProjects")
    """Link to the user's projects."""
    roles: list[str] | None = optional_field("Roles")
    """Roles of the user."""
    storage_statistics: StorageStatistics | None = optional_field("StorageStatistics")
    """How much a user stores, split by kind of resource and by ownership."""
    features: list[str] | None = optional_field("Features")
    """Names of the features open to the user."""
    logged_in_user: LoggedInUser | None = optional_field("LoggedInUser")
    """User who is logged in, as part of an account."""
    href_history: str | None = optional_field("HrefHistory")
    """Link to the user's history."""
    href_domain: str | None = optional_field("HrefDomain")
    """Link to the user's domain."""
    is_workgroup: bool | None = optional_field("IsWorkgroup")
    """Whether the account is a workgroup."""
    id: str = required_field("Id")
    """Identifier, as text."""
    href: str = required_field("Href")
    """Link to the resource; may be relative."""
    name: str = required_field("Name")
    """Name."""
    gravatar_url: str | None = optional_field("GravatarUrl")
    """Link to the user's picture."""
    href_properties: str | None = optional_field("HrefProperties")
    """Link to its properties."""
    domain_name: str | None = optional_field("DomainName")
    """Name of the domain that the account belongs to."""
    external_domain_id: str | None = optional_field("ExternalDomainId")
    """Id of the domain in the identity provider, presumably."""
    is_public_domain_user: bool | None = optional_field("IsPublicDomainUser")
    """Whether the user is in the public domain."""
    role_permissions: list[str] | None = optional_field("RolePermissions")
    """Permissions that the roles of the user give."""
    platform_id: str | None = optional_field("PlatformId")
    """Id of the user on the platform."""
    additional_properties: dict[str, Any] = field(factory=dict)
