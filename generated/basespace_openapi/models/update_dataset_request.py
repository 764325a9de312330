from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import RequestModel, Unset, request_field

if TYPE_CHECKING:
    from .qc_status import QcStatus
    from .upload_status import UploadStatus


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class UpdateDatasetRequest(RequestModel):
    """Changes to a dataset."""

    dataset_type_id: str | None | Unset = request_field("DatasetTypeId")
    """Slug of the new dataset type."""
    attributes: dict[str, Any] | None | Unset = request_field("Attributes")
    """Facts about a dataset's content, by the dataset type that defines them (`common_fastq`) and then by name
    (`TotalReadsPF`)."""
    qc_status: QcStatus | None | Unset = request_field("QcStatus")
    """Verdict of quality control on an analysis or a dataset. Other values may appear."""
    qc_status_summary: str | None | Unset = request_field("QcStatusSummary")
    """Text that explains the QC status."""
    upload_status: UploadStatus | None | Unset = request_field("UploadStatus")
    """Whether a dataset's files are uploaded. The reference says Complete, real responses say Completed. Other values
    may appear."""
    upload_status_summary: str | None | Unset = request_field("UploadStatusSummary")
    """Text that explains the upload status."""
    comment: str | None | Unset = request_field("Comment")
    """Comment to record with the change."""
    additional_properties: dict[str, Any] = field(factory=dict)
