from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import Model, optional_field


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class UpdateUserRequest(Model):
    """Changes to the current user; public clients list an id and nothing else."""

    id: str | None = optional_field("Id")
    """Identifier, as text."""
    additional_properties: dict[str, Any] = field(factory=dict)
