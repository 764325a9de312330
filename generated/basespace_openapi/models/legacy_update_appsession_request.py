from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import RequestModel, Unset, request_field


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class LegacyUpdateAppSessionRequest(RequestModel):
    """New status of an analysis."""

    status: str | None | Unset = request_field("status")
    """The status: running, complete, needsattention, timedout or aborted."""
    statussummary: str | None | Unset = request_field("statussummary")
    """Text that explains it."""
    additional_properties: dict[str, Any] = field(factory=dict)
