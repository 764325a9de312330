from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .lane_status import LaneStatus


@define(kw_only=True, repr=False)
class UpdateLaneRequest(Model):
    """Change of the status of a lane."""

    status: LaneStatus | None | Unset = field(default=UNSET, metadata={"wire": "Status"})
    """Verdict of quality control on a lane. Other values may appear."""
    comment: str | None | Unset = field(default=UNSET, metadata={"wire": "Comment"})
    """Comment to record with the change."""
    additional_properties: dict[str, Any] = field(factory=dict)
