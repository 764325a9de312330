from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .biosample_status import BiosampleStatus


@define(kw_only=True, repr=False)
class UpdateBiosampleRequest(Model):
    """Changes to a biosample."""

    biosample_name: str | None | Unset = field(default=UNSET, metadata={"wire": "BioSampleName"})
    """New name: unique, of letters, digits, dashes and underscores."""
    default_project_id: str | None | Unset = field(default=UNSET, metadata={"wire": "DefaultProjectId"})
    """Id of the project that will receive new datasets."""
    subject_id: str | None | Unset = field(default=UNSET, metadata={"wire": "SubjectId"})
    """Id of the subject."""
    container_name: str | None | Unset = field(default=UNSET, metadata={"wire": "ContainerName"})
    """Name, usually the barcode, of the plate or tube that holds it."""
    container_position: str | None | Unset = field(default=UNSET, metadata={"wire": "ContainerPosition"})
    """Where in its container it is, usually a well."""
    status: BiosampleStatus | None | Unset = field(default=UNSET, metadata={"wire": "Status"})
    """Status of a biosample. Other values may appear."""
    additional_properties: dict[str, Any] = field(factory=dict)
