from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import Model, optional_field


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class LoggedInUser(Model):
    """User who is logged in, as part of an account."""

    id: str | None = optional_field("Id")
    """Identifier, as text."""
    name: str | None = optional_field("Name")
    """Name."""
    email: str | None = optional_field("Email")
    """E-mail address."""
    is_public_domain_user: bool | None = optional_field("IsPublicDomainUser")
    """Whether the user is in the public domain."""
    additional_properties: dict[str, Any] = field(factory=dict)
