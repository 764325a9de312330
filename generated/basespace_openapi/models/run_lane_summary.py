from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .lane_status import LaneStatus
    from .user_compact import UserCompact


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class RunLaneSummary(Model):
    """Lane on which a biosample was sequenced, with the run it belongs to."""

    run_id: str | None = optional_field("RunId")
    """Id of the run."""
    href_basespace_ui: str | None = optional_field("HrefBaseSpaceUI")
    """Link to its page in the web interface."""
    experiment_name: str | None = optional_field("ExperimentName")
    """Name of the experiment, given by the user."""
    flowcell_barcode: str | None = optional_field("FlowcellBarcode")
    """Barcode of the flow cell."""
    workflow: str | None = optional_field("Workflow")
    """Workflow chosen for the run, such as `Generate FASTQ`."""
    date_modified: datetime.datetime | None = optional_field("DateModified")
    """When it was last changed, in UTC; the year 0001 means not set."""
    run_status: str | None = optional_field("RunStatus")
    """Status of the run."""
    user_owned_by: UserCompact | None = optional_field("UserOwnedBy")
    """User in short."""
    lane_id: str | None = optional_field("LaneId")
    """Id of the lane."""
    lane_number: int | None = optional_field("LaneNumber")
    """Number of the lane on its flow cell, from 1."""
    lane_status: LaneStatus | None = optional_field("LaneStatus")
    """Verdict of quality control on a lane. Other values may appear."""
    library_name: str | None = optional_field("LibraryName")
    """Name of the library."""
    fastq_status: str | None = optional_field("FastQStatus")
    """How far the FASTQ files of the lane have come."""
    additional_properties: dict[str, Any] = field(factory=dict)
