from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import RequestModel, Unset, request_field

if TYPE_CHECKING:
    from .delivery_status import DeliveryStatus
    from .execution_status import ExecutionStatus
    from .qc_status import QcStatus


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class UpdateAppSessionRequest(RequestModel):
    """Changes to an analysis."""

    name: str | None | Unset = request_field("Name")
    """New name of the analysis."""
    execution_status: ExecutionStatus | None | Unset = request_field("ExecutionStatus")
    """How far an analysis has come. Complete, Aborted, Canceled and TimedOut are final. Other values may appear."""
    status_summary: str | None | Unset = request_field("StatusSummary")
    """Reason for the change of status, which the web interface shows as its tooltip."""
    qc_status: QcStatus | None | Unset = request_field("QcStatus")
    """Verdict of quality control on an analysis or a dataset. Other values may appear."""
    delivery_status: DeliveryStatus | None | Unset = request_field("DeliveryStatus")
    """How far the delivery of an analysis's results has come. Other values may appear."""
    comment: str | None | Unset = request_field("Comment")
    """Comment to record with the change, of at most 1,024 characters."""
    additional_properties: dict[str, Any] = field(factory=dict)
