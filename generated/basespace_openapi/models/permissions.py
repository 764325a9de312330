from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import UNSET, Model, Unset


@define(kw_only=True, repr=False)
class Permissions(Model):
    """What may be done with a resource, by the user and by the access token."""

    user_operations: list[str] | None | Unset = field(default=UNSET, metadata={"wire": "UserOperations"})
    """Operations open to the user."""
    access_token_operations: list[str] | None | Unset = field(default=UNSET, metadata={"wire": "AccessTokenOperations"})
    """Operations open to the access token."""
    additional_properties: dict[str, Any] = field(factory=dict)
