from __future__ import annotations

import datetime
from typing import Any

from attrs import define, field

from ..types import UNSET, Model, Unset


@define(kw_only=True, repr=False)
class UserCompact(Model):
    """User in short."""

    id: str | None | Unset = field(default=UNSET, metadata={"wire": "Id"})
    """Identifier, as text."""
    href: str | None | Unset = field(default=UNSET, metadata={"wire": "Href"})
    """Link to the resource; may be relative."""
    name: str | None | Unset = field(default=UNSET, metadata={"wire": "Name"})
    """Name."""
    date_created: datetime.datetime | None | Unset = field(default=UNSET, metadata={"wire": "DateCreated"})
    """When it was created, in UTC; the year 0001 means not set."""
    gravatar_url: str | None | Unset = field(default=UNSET, metadata={"wire": "GravatarUrl"})
    """Link to the user's picture."""
    href_properties: str | None | Unset = field(default=UNSET, metadata={"wire": "HrefProperties"})
    """Link to its properties."""
    domain_name: str | None | Unset = field(default=UNSET, metadata={"wire": "DomainName"})
    """Name of the domain that the account belongs to."""
    external_domain_id: str | None | Unset = field(default=UNSET, metadata={"wire": "ExternalDomainId"})
    """Id of the domain in the identity provider, presumably."""
    additional_properties: dict[str, Any] = field(factory=dict)
