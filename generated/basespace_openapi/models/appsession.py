from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .application_compact import ApplicationCompact
    from .appsession_compact import AppSessionCompact
    from .compute_statistics import ComputeStatistics
    from .delivery_status import DeliveryStatus
    from .execution_status import ExecutionStatus
    from .property_container import PropertyContainer
    from .qc_status import QcStatus
    from .user_compact import UserCompact


@define(kw_only=True, repr=False)
class AppSession(Model):
    """Analysis: one execution of an app, with its statuses, inputs and outputs."""

    originating_uri: str | None | Unset = field(default=UNSET, metadata={"wire": "OriginatingUri"})
    """Address from which the analysis was launched, presumably."""
    href_logs: str | None | Unset = field(default=UNSET, metadata={"wire": "HrefLogs"})
    """Link to the log files."""
    children: list[AppSessionCompact] | None | Unset = field(default=UNSET, metadata={"wire": "Children"})
    """Analyses that this one launched; present if asked for."""
    running_duration: int | None | Unset = field(default=UNSET, metadata={"wire": "RunningDuration"})
    """How long it ran, presumably in seconds."""
    compute_statistics: ComputeStatistics | None | Unset = field(default=UNSET, metadata={"wire": "ComputeStatistics"})
    """Amount of computing that an analysis used."""
    id: str | None | Unset = field(default=UNSET, metadata={"wire": "Id"})
    """Identifier, as text."""
    name: str | None | Unset = field(default=UNSET, metadata={"wire": "Name"})
    """Name."""
    href: str | None | Unset = field(default=UNSET, metadata={"wire": "Href"})
    """Link to the resource; may be relative."""
    application: ApplicationCompact | None | Unset = field(default=UNSET, metadata={"wire": "Application"})
    """Application in short."""
    user_created_by: UserCompact | None | Unset = field(default=UNSET, metadata={"wire": "UserCreatedBy"})
    """User in short."""
    execution_status: ExecutionStatus | None | Unset = field(default=UNSET, metadata={"wire": "ExecutionStatus"})
    """How far an analysis has come. Complete, Aborted, Canceled and TimedOut are final. Other values may appear."""
    qc_status: QcStatus | None | Unset = field(default=UNSET, metadata={"wire": "QcStatus"})
    """Verdict of quality control on an analysis or a dataset. Other values may appear."""
    status_summary: str | None | Unset = field(default=UNSET, metadata={"wire": "StatusSummary"})
    """Text that explains the status."""
    purpose: str | None | Unset = field(default=UNSET, metadata={"wire": "Purpose"})
    """Why the analysis was created, such as `AppTrigger`."""
    date_created: datetime.datetime | None | Unset = field(default=UNSET, metadata={"wire": "DateCreated"})
    """When it was created, in UTC; the year 0001 means not set."""
    date_modified: datetime.datetime | None | Unset = field(default=UNSET, metadata={"wire": "DateModified"})
    """When it was last changed, in UTC; the year 0001 means not set."""
    date_completed: datetime.datetime | None | Unset = field(default=UNSET, metadata={"wire": "DateCompleted"})
    """When it ended, in UTC; the year 0001 means not set."""
    total_size: int | None | Unset = field(default=UNSET, metadata={"wire": "TotalSize"})
    """Size of all files of the analysis, in bytes."""
    properties: PropertyContainer | None | Unset = field(default=UNSET, metadata={"wire": "Properties"})
    """Properties of a resource, as part of it. It may hold only the first few."""
    is_deleted: bool | None | Unset = field(default=UNSET, metadata={"wire": "IsDeleted"})
    """Whether it has been deleted."""
    delivery_status: DeliveryStatus | None | Unset = field(default=UNSET, metadata={"wire": "DeliveryStatus"})
    """How far the delivery of an analysis's results has come. Other values may appear."""
    contains_comments: bool | None | Unset = field(default=UNSET, metadata={"wire": "ContainsComments"})
    """Whether anyone has commented on it."""
    appsession_parent: AppSessionCompact | None | Unset = field(default=UNSET, metadata={"wire": "AppSessionParent"})
    """Analysis in short."""
    appsession_root: AppSessionCompact | None | Unset = field(default=UNSET, metadata={"wire": "AppSessionRoot"})
    """Analysis in short."""
    href_comments: str | None | Unset = field(default=UNSET, metadata={"wire": "HrefComments"})
    """Link to its comments."""
    date_started: datetime.datetime | None | Unset = field(default=UNSET, metadata={"wire": "DateStarted"})
    """When it began to run, in UTC; the year 0001 means not set."""
    additional_properties: dict[str, Any] = field(factory=dict)
