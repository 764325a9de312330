from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import RequestModel, Unset, request_field


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class BiosampleToImport(RequestModel):
    """One biosample to create."""

    biosample_name: str | None | Unset = request_field("BioSampleName")
    """Name of the biosample."""
    default_project_name: str | None | Unset = request_field("DefaultProjectName")
    """Name of its default project."""
    additional_properties: dict[str, Any] = field(factory=dict)
