from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import Model, optional_field


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class Permissions(Model):
    """What may be done with a resource, by the user and by the access token."""

    user_operations: list[str] | None = optional_field("UserOperations")
    """Operations open to the user."""
    access_token_operations: list[str] | None = optional_field("AccessTokenOperations")
    """Operations open to the access token."""
    additional_properties: dict[str, Any] = field(factory=dict)
