from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .lane_status import LaneStatus
    from .user_compact import UserCompact


@define(kw_only=True, repr=False)
class RunLaneSummary(Model):
    """Lane on which a biosample was sequenced, with the run it belongs to."""

    run_id: str | None | Unset = field(default=UNSET, metadata={"wire": "RunId"})
    """Id of the run."""
    href_basespace_ui: str | None | Unset = field(default=UNSET, metadata={"wire": "HrefBaseSpaceUI"})
    """Link to its page in the web interface."""
    experiment_name: str | None | Unset = field(default=UNSET, metadata={"wire": "ExperimentName"})
    """Name of the experiment, given by the user."""
    flowcell_barcode: str | None | Unset = field(default=UNSET, metadata={"wire": "FlowcellBarcode"})
    """Barcode of the flow cell."""
    workflow: str | None | Unset = field(default=UNSET, metadata={"wire": "Workflow"})
    """Workflow chosen for the run, such as `Generate FASTQ`."""
    date_modified: datetime.datetime | None | Unset = field(default=UNSET, metadata={"wire": "DateModified"})
    """When it was last changed, in UTC; the year 0001 means not set."""
    run_status: str | None | Unset = field(default=UNSET, metadata={"wire": "RunStatus"})
    """Status of the run."""
    user_owned_by: UserCompact | None | Unset = field(default=UNSET, metadata={"wire": "UserOwnedBy"})
    """User in short."""
    lane_id: str | None | Unset = field(default=UNSET, metadata={"wire": "LaneId"})
    """Id of the lane."""
    lane_number: int | None | Unset = field(default=UNSET, metadata={"wire": "LaneNumber"})
    """Number of the lane on its flow cell, from 1."""
    lane_status: LaneStatus | None | Unset = field(default=UNSET, metadata={"wire": "LaneStatus"})
    """Verdict of quality control on a lane. Other values may appear."""
    library_name: str | None | Unset = field(default=UNSET, metadata={"wire": "LibraryName"})
    """Name of the library."""
    fastq_status: str | None | Unset = field(default=UNSET, metadata={"wire": "FastQStatus"})
    """How far the FASTQ files of the lane have come."""
    additional_properties: dict[str, Any] = field(factory=dict)
