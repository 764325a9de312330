from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import Model, optional_field


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class GenomeCompact(Model):
    """Reference genome in short."""

    id: str | None = optional_field("Id")
    """Identifier, as text."""
    display_name: str | None = optional_field("DisplayName")
    """Name to show to people."""
    species_name: str | None = optional_field("SpeciesName")
    """Name of the species."""
    source: str | None = optional_field("Source")
    """Where the genome comes from."""
    build: str | None = optional_field("Build")
    """Build of the genome."""
    href: str | None = optional_field("Href")
    """Link to the resource; may be relative."""
    href_file_sets: str | None = optional_field("HrefFileSets")
    """Link to the file sets of the genome."""
    href_annotations: str | None = optional_field("HrefAnnotations")
    """Link to the annotations of the genome."""
    additional_properties: dict[str, Any] = field(factory=dict)
