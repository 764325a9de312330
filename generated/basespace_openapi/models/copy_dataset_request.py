from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import RequestModel, Unset, request_field


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class CopyDatasetRequest(RequestModel):
    """Where a dataset is copied."""

    dataset_name: str | None | Unset = request_field("DatasetName")
    """Name of the copy; that of the dataset where it is left out."""
    project_id: str | None | Unset = request_field("ProjectId")
    """Id of the project."""
    parent_appsession_id: str | None | Unset = request_field("ParentAppSessionId")
    """Id of the analysis (appsession) that the copy belongs to."""
    additional_properties: dict[str, Any] = field(factory=dict)
