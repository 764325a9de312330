from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import RequestModel, Unset, request_field


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class RescheduleAppSessionRequest(RequestModel):
    """How an analysis is scheduled again."""

    output_project_id: str | None | Unset = request_field("OutputProjectId")
    """Id of the project for the output."""
    additional_properties: dict[str, Any] = field(factory=dict)
