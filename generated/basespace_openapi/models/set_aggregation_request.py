from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import RequestModel, Unset, request_field


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class SetAggregationRequest(RequestModel):
    """Whether a biosample is locked."""

    locked: bool | None | Unset = request_field("Locked")
    """Whether the biosample is locked."""
    additional_properties: dict[str, Any] = field(factory=dict)
