from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import RequestModel, Unset, request_field

if TYPE_CHECKING:
    from .lane_status import LaneStatus


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class UpdateLaneRequest(RequestModel):
    """Change of the status of a lane."""

    status: LaneStatus | None | Unset = request_field("Status")
    """Verdict of quality control on a lane. Other values may appear."""
    comment: str | None | Unset = request_field("Comment")
    """Comment to record with the change."""
    additional_properties: dict[str, Any] = field(factory=dict)
