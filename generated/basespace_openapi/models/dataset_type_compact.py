from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import UNSET, Model, Unset


@define(kw_only=True, repr=False)
class DatasetTypeCompact(Model):
    """Dataset type in short."""

    id: str | None | Unset = field(default=UNSET, metadata={"wire": "Id"})
    """Identifier, a slug such as `illumina.fastq.v1.8`."""
    href: str | None | Unset = field(default=UNSET, metadata={"wire": "Href"})
    """Link to the resource; may be relative."""
    name: str | None | Unset = field(default=UNSET, metadata={"wire": "Name"})
    """Name."""
    conforms_to_ids: list[str] | None | Unset = field(default=UNSET, metadata={"wire": "ConformsToIds"})
    """Ids of the more general types it satisfies, such as `common.fastq`."""
    additional_properties: dict[str, Any] = field(factory=dict)
