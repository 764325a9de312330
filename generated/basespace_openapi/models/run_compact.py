from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .analysis_settings import AnalysisSettings
    from .prep_settings import PrepSettings
    from .registered_instrument_compact import RegisteredInstrumentCompact
    from .sequencing_stats_compact import SequencingStatsCompact
    from .user_compact import UserCompact


@define(kw_only=True, repr=False)
class RunCompact(Model):
    """Sequencing run in short."""

    id: str | None | Unset = field(default=UNSET, metadata={"wire": "Id"})
    """Identifier, as text."""
    href: str | None | Unset = field(default=UNSET, metadata={"wire": "Href"})
    """Link to the resource; may be relative."""
    name: str | None | Unset = field(default=UNSET, metadata={"wire": "Name"})
    """Name of the run, usually made of date, instrument, number and flow cell."""
    number: int | None | Unset = field(default=UNSET, metadata={"wire": "Number"})
    """Serial number of the run on its instrument."""
    experiment_name: str | None | Unset = field(default=UNSET, metadata={"wire": "ExperimentName"})
    """Name of the experiment, given by the user."""
    status: str | None | Unset = field(default=UNSET, metadata={"wire": "Status"})
    """Status of the run, such as `Complete`."""
    reagent_barcode: str | None | Unset = field(default=UNSET, metadata={"wire": "ReagentBarcode"})
    """Barcode of the reagent kit."""
    flowcell_barcode: str | None | Unset = field(default=UNSET, metadata={"wire": "FlowcellBarcode"})
    """Barcode of the flow cell."""
    buffer_barcode: str | None | Unset = field(default=UNSET, metadata={"wire": "BufferBarcode"})
    """Barcode of the buffer."""
    date_created: datetime.datetime | None | Unset = field(default=UNSET, metadata={"wire": "DateCreated"})
    """When the run was created, in UTC; the year 0001 means not set."""
    date_modified: datetime.datetime | None | Unset = field(default=UNSET, metadata={"wire": "DateModified"})
    """When it was last changed, in UTC; the year 0001 means not set."""
    aggregate_run_state: str | None | Unset = field(default=UNSET, metadata={"wire": "AggregateRunState"})
    """Overall state of the run."""
    user_owned_by: UserCompact | None | Unset = field(default=UNSET, metadata={"wire": "UserOwnedBy"})
    """User in short."""
    user_locked_by: UserCompact | None | Unset = field(default=UNSET, metadata={"wire": "UserLockedBy"})
    """User in short."""
    instrument_locked_by: RegisteredInstrumentCompact | None | Unset = field(
        default=UNSET, metadata={"wire": "InstrumentLockedBy"}
    )
    """Sequencing instrument in short."""
    total_size: int | None | Unset = field(default=UNSET, metadata={"wire": "TotalSize"})
    """Size of all its files, in bytes."""
    platform_name: str | None | Unset = field(default=UNSET, metadata={"wire": "PlatformName"})
    """Sequencing platform, such as `MiSeq`."""
    workflow: str | None | Unset = field(default=UNSET, metadata={"wire": "Workflow"})
    """Workflow chosen for the run, such as `Generate FASTQ`."""
    instrument: RegisteredInstrumentCompact | None | Unset = field(default=UNSET, metadata={"wire": "Instrument"})
    """Sequencing instrument in short."""
    instrument_name: str | None | Unset = field(default=UNSET, metadata={"wire": "InstrumentName"})
    """Name of the instrument."""
    instrument_type: str | None | Unset = field(default=UNSET, metadata={"wire": "InstrumentType"})
    """Model of the instrument, such as `MiSeq`."""
    num_cycles_read_1: int | None | Unset = field(default=UNSET, metadata={"wire": "NumCyclesRead1"})
    """Number of cycles of the first read."""
    num_cycles_read_2: int | None | Unset = field(default=UNSET, metadata={"wire": "NumCyclesRead2"})
    """Number of cycles of the second read."""
    num_cycles_index_1: int | None | Unset = field(default=UNSET, metadata={"wire": "NumCyclesIndex1"})
    """Number of cycles of the first index read."""
    num_cycles_index_2: int | None | Unset = field(default=UNSET, metadata={"wire": "NumCyclesIndex2"})
    """Number of cycles of the second index read."""
    href_basespace_ui: str | None | Unset = field(default=UNSET, metadata={"wire": "HrefBaseSpaceUI"})
    """Link to its page in the web interface."""
    has_collaborators: bool | None | Unset = field(default=UNSET, metadata={"wire": "HasCollaborators"})
    """Whether it is shared with other users."""
    is_transfer_pending: bool | None | Unset = field(default=UNSET, metadata={"wire": "IsTransferPending"})
    """Whether its transfer to another owner waits to be accepted."""
    is_deleted: bool | None | Unset = field(default=UNSET, metadata={"wire": "IsDeleted"})
    """Whether it has been deleted."""
    is_file_data_deleted: bool | None | Unset = field(default=UNSET, metadata={"wire": "IsFileDataDeleted"})
    """Whether its files were deleted while its records stay."""
    sequencing_stats: SequencingStatsCompact | None | Unset = field(default=UNSET, metadata={"wire": "SequencingStats"})
    """Sequencing statistics of a run. Those that begin with NonIndexed leave the index reads out."""
    prep_settings: PrepSettings | None | Unset = field(default=UNSET, metadata={"wire": "PrepSettings"})
    """Settings of the library preparation of a run."""
    expected_instrument_completion_date: datetime.datetime | None | Unset = field(
        default=UNSET, metadata={"wire": "ExpectedInstrumentCompletionDate"}
    )
    """When the instrument is expected to finish, in UTC."""
    prep_error_code: str | None | Unset = field(default=UNSET, metadata={"wire": "PrepErrorCode"})
    """Error code of the preparation instrument."""
    analysis_settings: AnalysisSettings | None | Unset = field(default=UNSET, metadata={"wire": "AnalysisSettings"})
    """Settings for the analysis of a run."""
    lane_and_qc_status: str | None | Unset = field(default=UNSET, metadata={"wire": "LaneAndQcStatus"})
    """QC verdict on the run's lanes, such as `QcPassed`."""
    lims_status: str | None | Unset = field(default=UNSET, metadata={"wire": "LimsStatus"})
    """Status in the laboratory's information system, such as `NoLims`."""
    side: str | None | Unset = field(default=UNSET, metadata={"wire": "Side"})
    """Side of the instrument that the flow cell was in."""
    date_instrument_started: datetime.datetime | None | Unset = field(
        default=UNSET, metadata={"wire": "DateInstrumentStarted"}
    )
    """When the instrument began, in UTC."""
    date_instrument_completed: datetime.datetime | None | Unset = field(
        default=UNSET, metadata={"wire": "DateInstrumentCompleted"}
    )
    """When the instrument finished, in UTC."""
    user_uploaded_by: UserCompact | None | Unset = field(default=UNSET, metadata={"wire": "UserUploadedBy"})
    """User in short."""
    is_archived: bool | None | Unset = field(default=UNSET, metadata={"wire": "IsArchived"})
    """Whether it has been moved to archive storage."""
    is_zipping: bool | None | Unset = field(default=UNSET, metadata={"wire": "IsZipping"})
    """Whether its files are being packed."""
    is_zipped: bool | None | Unset = field(default=UNSET, metadata={"wire": "IsZipped"})
    """Whether its files are packed."""
    is_unzipping: bool | None | Unset = field(default=UNSET, metadata={"wire": "IsUnzipping"})
    """Whether its files are being unpacked."""
    additional_properties: dict[str, Any] = field(factory=dict)
