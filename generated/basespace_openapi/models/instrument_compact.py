from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import Model, optional_field


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class InstrumentCompact(Model):
    """An instrument in short."""

    id: str | None = optional_field("Id")
    """Identifier, as text."""
    name: str | None = optional_field("Name")
    """Name."""
    additional_properties: dict[str, Any] = field(factory=dict)
