from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .property_container import PropertyContainer
    from .run_instrument import RunInstrument
    from .user_compact import UserCompact


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class RunCompact(Model):
    """Sequencing run as lists have it."""

    id: str | None = optional_field("Id")
    """Identifier, as text."""
    name: str | None = optional_field("Name")
    """Name."""
    experiment_name: str | None = optional_field("ExperimentName")
    """Name of the experiment, given by the user."""
    date_created: datetime.datetime | None = optional_field("DateCreated")
    """When it was created, in UTC; the year 0001 means not set."""
    date_modified: datetime.datetime | None = optional_field("DateModified")
    """When it was last changed, in UTC; the year 0001 means not set."""
    status: str | None = optional_field("Status")
    """Status, as version 1 of the API gives it."""
    user_owned_by: UserCompact | None = optional_field("UserOwnedBy")
    """User in short."""
    instrument: RunInstrument | None = optional_field("Instrument")
    """Instrument of a run."""
    instrument_run_status: str | None = optional_field("InstrumentRunStatus")
    """Status of the run on the instrument."""
    date_instrument_started: datetime.datetime | None = optional_field("DateInstrumentStarted")
    """When the instrument began, in UTC."""
    date_instrument_completed: datetime.datetime | None = optional_field("DateInstrumentCompleted")
    """When the instrument finished, in UTC."""
    flowcell_barcode: str | None = optional_field("FlowcellBarcode")
    """Barcode of the flow cell."""
    reagent_barcode: str | None = optional_field("ReagentBarcode")
    """Barcode of the reagent kit."""
    buffer_barcode: str | None = optional_field("BufferBarcode")
    """Barcode of the buffer."""
    flowcell_position: str | None = optional_field("FlowcellPosition")
    """Side of the instrument that holds the flow cell."""
    lane_and_qc_status: str | None = optional_field("LaneAndQcStatus")
    """QC verdict on the run's lanes, such as `QcPassed`."""
    prep_kit_name: str | None = optional_field("PrepKitName")
    """Name of the preparation kit."""
    workflow: str | None = optional_field("Workflow")
    """Workflow chosen for the run, such as `Generate FASTQ`."""
    sample_sheet_name: str | None = optional_field("SampleSheetName")
    """Name of the sample sheet."""
    total_size: int | None = optional_field("TotalSize")
    """Size of all its files, in bytes."""
    user_uploaded_by: UserCompact | None = optional_field("UserUploadedBy")
    """User in short."""
    upload_status: str | None = optional_field("UploadStatus")
    """Whether the files are uploaded."""
    date_upload_started: datetime.datetime | None = optional_field("DateUploadStarted")
    """When its upload started, in UTC."""
    date_upload_completed: datetime.datetime | None = optional_field("DateUploadCompleted")
    """When its upload was completed, in UTC."""
    is_deleted: bool | None = optional_field("IsDeleted")
    """Whether it has been deleted."""
    is_file_data_deleted: bool | None = optional_field("IsFileDataDeleted")
    """Whether its files were deleted while its records stay."""
    is_archived: bool | None = optional_field("IsArchived")
    """Whether it has been moved to archive storage."""
    is_zipping: bool | None = optional_field("IsZipping")
    """Whether its files are being packed."""
    is_zipped: bool | None = optional_field("IsZipped")
    """Whether its files are packed."""
    is_unzipping: bool | None = optional_field("IsUnzipping")
    """Whether its files are being unpacked."""
    href: str | None = optional_field("Href")
    """Link to the resource; may be relative."""
    href_files: str | None = optional_field("HrefFiles")
    """Link to its files."""
    href_ica_uri_files: str | None = optional_field("HrefIcaUriFiles")
    """Link to its files in Illumina Connected Analytics."""
    has_files_in_ica: bool | None = optional_field("HasFilesInIca")
    """Whether its files are in Illumina Connected Analytics."""
    properties: PropertyContainer | None = optional_field("Properties")
    """Properties of a resource, as part of it. It may hold only the first few."""
    v1pre3_id: str | None = optional_field("V1Pre3Id")
    """Id of the same thing in v1pre3."""
    is_transfer_pending: bool | None = optional_field("IsTransferPending")
    """Whether its transfer to another owner waits to be accepted."""
    is_transfer_in_progress: bool | None = optional_field("IsTransferInProgress")
    """Whether it is being transferred to another owner."""
    additional_properties: dict[str, Any] = field(factory=dict)
