from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import RequestModel, Unset, request_field

if TYPE_CHECKING:
    from .biosample_to_import import BiosampleToImport


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class ImportBiosamplesRequest(RequestModel):
    """Biosamples to create."""

    preview: bool | None | Unset = request_field("Preview")
    """Whether the biosamples are only checked; what the service makes of it is not known. Callers send it as text."""
    validation_flags: list[str] | None | Unset = request_field("ValidationFlags")
    """What counts as an error, such as `ExistingBioSamplesAsError`."""
    biosamples: list[BiosampleToImport] | None | Unset = request_field("BioSamples")
    """The biosamples."""
    additional_properties: dict[str, Any] = field(factory=dict)
