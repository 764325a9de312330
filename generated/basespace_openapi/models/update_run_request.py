from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import RequestModel


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class UpdateRunRequest(RequestModel):
    """Changes to a run; no source names a field."""

    additional_properties: dict[str, Any] = field(factory=dict)
