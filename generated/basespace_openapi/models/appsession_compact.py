from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field, required_field

if TYPE_CHECKING:
    from .application_compact import ApplicationCompact
    from .delivery_status import DeliveryStatus
    from .execution_status import ExecutionStatus
    from .property_container import PropertyContainer
    from .qc_status import QcStatus
    from .user_compact import UserCompact


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class AppSessionCompact(Model):
    """Analysis in short."""

    id: str = required_field("Id")
    """Identifier, as text."""
    name: str = required_field("Name")
    """Name."""
    href: str = required_field("Href")
    """Link to the resource; may be relative."""
    application: ApplicationCompact = required_field("Application")
    """Application in short."""
    user_created_by: UserCompact = required_field("UserCreatedBy")
    """User in short."""
    execution_status: ExecutionStatus = required_field("ExecutionStatus")
    """How far an analysis has come. Complete, Aborted, Canceled and TimedOut are final. Other values may appear."""
    qc_status: QcStatus = required_field("QcStatus")
    """Verdict of quality control on an analysis or a dataset. Other values may appear."""
    status_summary: str = required_field("StatusSummary")
    """Text that explains the status."""
    purpose: str | None = optional_field("Purpose")
    """Why the analysis was created, such as `AppTrigger`."""
    date_created: datetime.datetime = required_field("DateCreated")
    """When it was created, in UTC; the year 0001 means not set."""
    date_modified: datetime.datetime = required_field("DateModified")
    """When it was last changed, in UTC; the year 0001 means not set."""
    date_completed: datetime.datetime | None = optional_field("DateCompleted")
    """When it ended, in UTC; the year 0001 means not set."""
    total_size: int = required_field("TotalSize")
    """Size of all files of the analysis, in bytes."""
    properties: PropertyContainer | None = optional_field("Properties")
    """Properties of a resource, as part of it. It may hold only the first few."""
    is_deleted: bool | None = optional_field("IsDeleted")
    """Whether it has been deleted."""
    delivery_status: DeliveryStatus | None = optional_field("DeliveryStatus")
    """How far the delivery of an analysis's results has come. Other values may appear."""
    contains_comments: bool | None = optional_field("ContainsComments")
    """Whether anyone has commented on it."""
    appsession_parent: AppSessionCompact | None = optional_field("AppSessionParent")
    """Analysis in short."""
    appsession_root: AppSessionCompact | None = optional_field("AppSessionRoot")
    """Analysis in short."""
    href_comments: str | None = optional_field("HrefComments")
    """Link to its comments."""
    date_started: datetime.datetime | None = optional_field("DateStarted")
    """When it began to run, in UTC; the year 0001 means not set."""
    href_ica_analysis: str | None = optional_field("HrefIcaAnalysis")
    """Link to the analysis in Illumina Connected Analytics."""
    additional_properties: dict[str, Any] = field(factory=dict)
