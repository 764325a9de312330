from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field, required_field

if TYPE_CHECKING:
    from .analysis_settings import AnalysisSettings
    from .prep_settings import PrepSettings
    from .registered_instrument_compact import RegisteredInstrumentCompact
    from .sequencing_stats_compact import SequencingStatsCompact
    from .user_compact import UserCompact


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class LegacyRunCompact(Model):
    """Sequencing run in short."""

    id: str = required_field("Id")
    """Identifier, as text."""
    href: str = required_field("Href")
    """Link to the resource; may be relative."""
    name: str = required_field("Name")
    """Name of the run, usually made of date, instrument, number and flow cell."""
    number: int | None = optional_field("Number")
    """Serial number of the run on its instrument."""
    experiment_name: str = required_field("ExperimentName")
    """Name of the experiment, given by the user."""
    status: str = required_field("Status")
    """Status of the run, such as `Complete`."""
    reagent_barcode: str | None = optional_field("ReagentBarcode")
    """Barcode of the reagent kit."""
    flowcell_barcode: str | None = optional_field("FlowcellBarcode")
    """Barcode of the flow cell."""
    buffer_barcode: str | None = optional_field("BufferBarcode")
    """Barcode of the buffer."""
    date_created: datetime.datetime = required_field("DateCreated")
    """When the run was created, in UTC; the year 0001 means not set."""
    date_modified: datetime.datetime | None = optional_field("DateModified")
    """When it was last changed, in UTC; the year 0001 means not set."""
    aggregate_run_state: str | None = optional_field("AggregateRunState")
    """Overall state of the run."""
    user_owned_by: UserCompact | None = optional_field("UserOwnedBy")
    """User in short."""
    user_locked_by: UserCompact | None = optional_field("UserLockedBy")
    """User in short."""
    instrument_locked_by: RegisteredInstrumentCompact | None = optional_field("InstrumentLockedBy")
    """Sequencing instrument in short."""
    total_size: int | None = optional_field("TotalSize")
    """Size of all its files, in bytes."""
    platform_name: str | None = optional_field("PlatformName")
    """Sequencing platform, such as `MiSeq`."""
    workflow: str | None = optional_field("Workflow")
    """Workflow chosen for the run, such as `Generate FASTQ`."""
    instrument: RegisteredInstrumentCompact | None = optional_field("Instrument")
    """Sequencing instrument in short."""
    instrument_name: str | None = optional_field("InstrumentName")
    """Name of the instrument."""
    instrument_type: str | None = optional_field("InstrumentType")
    """Model of the instrument, such as `MiSeq`."""
    num_cycles_read_1: int | None = optional_field("NumCyclesRead1")
    """Number of cycles of the first read."""
    num_cycles_read_2: int | None = optional_field("NumCyclesRead2")
    """Number of cycles of the second read."""
    num_cycles_index_1: int | None = optional_field("NumCyclesIndex1")
    """Number of cycles of the first index read."""
    num_cycles_index_2: int | None = optional_field("NumCyclesIndex2")
    """Number of cycles of the second index read."""
    href_basespace_ui: str | None = optional_field("HrefBaseSpaceUI")
    """Link to its page in the web interface."""
    has_collaborators: bool | None = optional_field("HasCollaborators")
    """Whether it is shared with other users."""
    is_transfer_pending: bool | None = optional_field("IsTransferPending")
    """Whether its transfer to another owner waits to be accepted."""
    is_deleted: bool | None = optional_field("IsDeleted")
    """Whether it has been deleted."""
    is_file_data_deleted: bool | None = optional_field("IsFileDataDeleted")
    """Whether its files were deleted while its records stay."""
    sequencing_stats: SequencingStatsCompact | None = optional_field("SequencingStats")
    """Sequencing statistics of a run. Those that begin with NonIndexed leave the index reads out."""
    prep_settings: PrepSettings | None = optional_field("PrepSettings")
    """Settings of the library preparation of a run."""
    expected_instrument_completion_date: datetime.datetime | None = optional_field("ExpectedInstrumentCompletionDate")
    """When the instrument is expected to finish, in UTC."""
    prep_error_code: str | None = optional_field("PrepErrorCode")
    """Error code of the preparation instrument."""
    analysis_settings: AnalysisSettings | None = optional_field("AnalysisSettings")
    """Settings for the analysis of a run."""
    lane_and_qc_status: str | None = optional_field("LaneAndQcStatus")
    """QC verdict on the run's lanes, such as `QcPassed`."""
    lims_status: str | None = optional_field("LimsStatus")
    """Status in the laboratory's information system, such as `NoLims`."""
    side: str | None = optional_field("Side")
    """Side of the instrument that the flow cell was in."""
    date_instrument_started: datetime.datetime | None = optional_field("DateInstrumentStarted")
    """When the instrument began, in UTC."""
    date_instrument_completed: datetime.datetime | None = optional_field("DateInstrumentCompleted")
    """When the instrument finished, in UTC."""
    user_uploaded_by: UserCompact | None = optional_field("UserUploadedBy")
    """User in short."""
    is_archived: bool | None = optional_field("IsArchived")
    """Whether it has been moved to archive storage."""
    is_zipping: bool | None = optional_field("IsZipping")
    """Whether its files are being packed."""
    is_zipped: bool | None = optional_field("IsZipped")
    """Whether its files are packed."""
    is_unzipping: bool | None = optional_field("IsUnzipping")
    """Whether its files are being unpacked."""
    is_transfer_in_progress: bool | None = optional_field("IsTransferInProgress")
    """Whether it is being transferred to another owner."""
    sample_sheet_name: str | None = optional_field("SampleSheetName")
    """Name of the sample sheet."""
    additional_properties: dict[str, Any] = field(factory=dict)
