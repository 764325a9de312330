from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import RequestModel, Unset, request_field


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class LegacyCreateProjectRequest(RequestModel):
    """Project to create."""

    name: str | None | Unset = request_field("Name")
    """Name of the project."""
    description: str | None | Unset = request_field("Description")
    """Description of the project."""
    additional_properties: dict[str, Any] = field(factory=dict)
