from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import RequestModel


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class StopAppSessionRequest(RequestModel):
    """Body of a request to stop an analysis; it has no fields."""

    additional_properties: dict[str, Any] = field(factory=dict)
