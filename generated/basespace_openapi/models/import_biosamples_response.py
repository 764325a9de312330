from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .imported_biosample import ImportedBiosample


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class ImportBiosamplesResponse(Model):
    """Biosamples that were created."""

    total_errors: int | None = optional_field("TotalErrors")
    """Number of errors."""
    biosamples: list[ImportedBiosample] | None = optional_field("BioSamples")
    """The biosamples."""
    additional_properties: dict[str, Any] = field(factory=dict)
