from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import RequestModel, Unset, request_field


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class CreateBiosampleRequest(RequestModel):
    """A biosample to create."""

    biosample_name: str | None | Unset = request_field("BioSampleName")
    """Name of the biosample."""
    default_project_id: str | None | Unset = request_field("DefaultProjectId")
    """Id of the default project."""
    subject_id: str | None | Unset = request_field("SubjectId")
    """Id of the subject."""
    container_name: str | None | Unset = request_field("ContainerName")
    """Name, usually the barcode, of the plate or tube that holds it."""
    container_position: str | None | Unset = request_field("ContainerPosition")
    """Where in its container it is, usually a well."""
    additional_properties: dict[str, Any] = field(factory=dict)
