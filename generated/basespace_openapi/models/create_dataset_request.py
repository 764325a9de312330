from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import RequestModel, Unset, request_field

if TYPE_CHECKING:
    pass


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class CreateDatasetRequest(RequestModel):
    """A dataset to create outside of projects."""

    name: str | None | Unset = request_field("Name")
    """Name of the dataset."""
    dataset_type_id: str | None | Unset = request_field("DatasetTypeId")
    """Id of its type, such as `common.files`."""
    attributes: dict[str, Any] | None | Unset = request_field("Attributes")
    """Facts about a dataset's content, by the dataset type that defines them (`common_fastq`) and then by name
    (`TotalReadsPF`)."""
    additional_properties: dict[str, Any] = field(factory=dict)
