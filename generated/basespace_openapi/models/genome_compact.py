from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import UNSET, Model, Unset


@define(kw_only=True, repr=False)
class GenomeCompact(Model):
    """Reference genome in short."""

    id: str | None | Unset = field(default=UNSET, metadata={"wire": "Id"})
    """Identifier, as text."""
    display_name: str | None | Unset = field(default=UNSET, metadata={"wire": "DisplayName"})
    """Name to show to people."""
    species_name: str | None | Unset = field(default=UNSET, metadata={"wire": "SpeciesName"})
    """Name of the species."""
    source: str | None | Unset = field(default=UNSET, metadata={"wire": "Source"})
    """Where the genome comes from."""
    build: str | None | Unset = field(default=UNSET, metadata={"wire": "Build"})
    """Build of the genome."""
    href: str | None | Unset = field(default=UNSET, metadata={"wire": "Href"})
    """Link to the resource; may be relative."""
    href_file_sets: str | None | Unset = field(default=UNSET, metadata={"wire": "HrefFileSets"})
    """Link to the file sets of the genome."""
    href_annotations: str | None | Unset = field(default=UNSET, metadata={"wire": "HrefAnnotations"})
    """Link to the annotations of the genome."""
    additional_properties: dict[str, Any] = field(factory=dict)
