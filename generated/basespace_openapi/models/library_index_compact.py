from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import UNSET, Model, Unset


@define(kw_only=True, repr=False)
class LibraryIndexCompact(Model):
    """Index (barcode) sequence that tells libraries in a pool apart."""

    id: str | None | Unset = field(default=UNSET, metadata={"wire": "Id"})
    """Identifier, as text."""
    name: str | None | Unset = field(default=UNSET, metadata={"wire": "Name"})
    """Name."""
    sequence: str | None | Unset = field(default=UNSET, metadata={"wire": "Sequence"})
    """Bases of the index."""
    reagent_guide_position: str | None | Unset = field(default=UNSET, metadata={"wire": "ReagentGuidePosition"})
    """Position in the reagent guide."""
    incompatibility: str | None | Unset = field(default=UNSET, metadata={"wire": "Incompatibility"})
    """Indexes that it cannot be combined with, presumably."""
    additional_properties: dict[str, Any] = field(factory=dict)
