from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import RequestModel, Unset, request_field

if TYPE_CHECKING:
    pass


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class CreateProjectDatasetRequest(RequestModel):
    """A dataset to create in a project."""

    name: str | None | Unset = request_field("Name")
    """Name of the dataset."""
    appsession_id: str | None | Unset = request_field("AppSessionId")
    """Id of the analysis (appsession) that it is an output of."""
    dataset_type_id: str | None | Unset = request_field("DatasetTypeId")
    """Id of its type, such as `illumina.fastq.v1.8`."""
    attributes: dict[str, Any] | None | Unset = request_field("Attributes")
    """Facts about a dataset's content, by the dataset type that defines them (`common_fastq`) and then by name
    (`TotalReadsPF`)."""
    additional_properties: dict[str, Any] = field(factory=dict)
