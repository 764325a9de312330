from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import UNSET, Model, Unset


@define(kw_only=True, repr=False)
class Species(Model):
    """Biological species."""

    id: str | None | Unset = field(default=UNSET, metadata={"wire": "Id"})
    """Identifier, as text."""
    name: str | None | Unset = field(default=UNSET, metadata={"wire": "Name"})
    """Name."""
    additional_properties: dict[str, Any] = field(factory=dict)
