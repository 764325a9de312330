from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import RequestModel, Unset, request_field

if TYPE_CHECKING:
    from .biosample_status import BiosampleStatus


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class UpdateBiosampleRequest(RequestModel):
    """Changes to a biosample."""

    biosample_name: str | None | Unset = request_field("BioSampleName")
    """New name: unique, of letters, digits, dashes and underscores."""
    default_project_id: str | None | Unset = request_field("DefaultProjectId")
    """Id of the project that will receive new datasets."""
    subject_id: str | None | Unset = request_field("SubjectId")
    """Id of the subject."""
    container_name: str | None | Unset = request_field("ContainerName")
    """Name, usually the barcode, of the plate or tube that holds it."""
    container_position: str | None | Unset = request_field("ContainerPosition")
    """Where in its container it is, usually a well."""
    status: BiosampleStatus | None | Unset = request_field("Status")
    """Status of a biosample. Other values may appear."""
    additional_properties: dict[str, Any] = field(factory=dict)
