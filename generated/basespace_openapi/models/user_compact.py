from __future__ import annotations

import datetime
from typing import Any

from attrs import define, field

from ..types import Model, optional_field, required_field


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class UserCompact(Model):
    """User in short."""

    id: str = required_field("Id")
    """Identifier, as text."""
    href: str = required_field("Href")
    """Link to the resource; may be relative."""
    name: str = required_field("Name")
    """Name."""
    date_created: datetime.datetime = required_field("DateCreated")
    """When it was created, in UTC; the year 0001 means not set."""
    gravatar_url: str | None = optional_field("GravatarUrl")
    """Link to the user's picture."""
    href_properties: str | None = optional_field("HrefProperties")
    """Link to its properties."""
    domain_name: str | None = optional_field("DomainName")
    """Name of the domain that the account belongs to."""
    external_domain_id: str | None = optional_field("ExternalDomainId")
    """Id of the domain in the identity provider, presumably."""
    additional_properties: dict[str, Any] = field(factory=dict)
