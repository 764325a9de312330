from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import RequestModel, Unset, request_field


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class CreateRunRequest(RequestModel):
    """A run to create."""

    id: str | None | Unset = request_field("Id")
    """Listed by public clients; no caller was seen to send it."""
    additional_properties: dict[str, Any] = field(factory=dict)
