from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import RequestModel, Unset, request_field


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class CreateAppSessionRequest(RequestModel):
    """An analysis to create."""

    name: str | None | Unset = request_field("Name")
    """Name of the analysis."""
    status_summary: str | None | Unset = request_field("StatusSummary")
    """Text that explains the status."""
    additional_properties: dict[str, Any] = field(factory=dict)
