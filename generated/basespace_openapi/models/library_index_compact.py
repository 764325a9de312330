from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import Model, optional_field


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class LibraryIndexCompact(Model):
    """Index (barcode) sequence that tells libraries in a pool apart."""

    id: str | None = optional_field("Id")
    """Identifier, as text."""
    name: str | None = optional_field("Name")
    """Name."""
    sequence: str | None = optional_field("Sequence")
    """Bases of the index."""
    reagent_guide_position: str | None = optional_field("ReagentGuidePosition")
    """Position in the reagent guide."""
    incompatibility: str | None = optional_field("Incompatibility")
    """Indexes that it cannot be combined with, presumably."""
    additional_properties: dict[str, Any] = field(factory=dict)
