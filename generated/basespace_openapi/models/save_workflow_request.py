from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import UNSET, Model, Unset


@define(kw_only=True, repr=False)
class SaveWorkflowRequest(Model):
    """Analysis workflow to create or update."""

    name: str | None | Unset = field(default=UNSET, metadata={"wire": "Name"})
    """Name of the workflow."""
    short_description: str | None | Unset = field(default=UNSET, metadata={"wire": "ShortDescription"})
    """Description of the workflow."""
    appsession_id: str | None | Unset = field(default=UNSET, metadata={"wire": "AppSessionId"})
    """Id of the appsession from which the settings are taken."""
    additional_properties: dict[str, Any] = field(factory=dict)
