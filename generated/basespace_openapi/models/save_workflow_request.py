from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import RequestModel, Unset, request_field


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class SaveWorkflowRequest(RequestModel):
    """Analysis workflow to create or update."""

    name: str | None | Unset = request_field("Name")
    """Name of the workflow."""
    short_description: str | None | Unset = request_field("ShortDescription")
    """Description of the workflow."""
    appsession_id: str | None | Unset = request_field("AppSessionId")
    """Id of the appsession from which the settings are taken."""
    additional_properties: dict[str, Any] = field(factory=dict)
