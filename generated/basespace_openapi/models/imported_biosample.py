from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .biosample_compact import BiosampleCompact


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class ImportedBiosample(Model):
    """One biosample that was created."""

    biosample: BiosampleCompact | None = optional_field("BioSample")
    """Biosample in short."""
    errors: list[Any] | None = optional_field("Errors")
    """What is wrong with it; the shape is presumed."""
    additional_properties: dict[str, Any] = field(factory=dict)
