from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import UNSET, Model, Unset


@define(kw_only=True, repr=False)
class LoggedInUser(Model):
    """User who is logged in, as part of an account."""

    id: str | None | Unset = field(default=UNSET, metadata={"wire": "Id"})
    """Identifier, as text."""
    name: str | None | Unset = field(default=UNSET, metadata={"wire": "Name"})
    """Name."""
    email: str | None | Unset = field(default=UNSET, metadata={"wire": "Email"})
    """E-mail address."""
    additional_properties: dict[str, Any] = field(factory=dict)
