from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import Model, optional_field, required_field


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class DatasetTypeCompact(Model):
    """Dataset type in short."""

    id: str = required_field("Id")
    """Identifier, a slug such as `illumina.fastq.v1.8`."""
    href: str = required_field("Href")
    """Link to the resource; may be relative."""
    name: str = required_field("Name")
    """Name."""
    conforms_to_ids: list[str] | None = optional_field("ConformsToIds")
    """Ids of the more general types it satisfies, such as `common.fastq`."""
    additional_properties: dict[str, Any] = field(factory=dict)
