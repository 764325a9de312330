from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import RequestModel, Unset, request_field


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class BulkUpdateBiosamplesRequest(RequestModel):
    """Change of the default project of several biosamples."""

    ids: list[str] | None | Unset = request_field("Ids")
    """Ids of the biosamples to change."""
    default_project_id: str | None | Unset = request_field("DefaultProjectId")
    """Id of the project that will receive new datasets."""
    container_name: str | None | Unset = request_field("ContainerName")
    """Name of the container."""
    container_position: str | None | Unset = request_field("ContainerPosition")
    """Position in the container."""
    additional_properties: dict[str, Any] = field(factory=dict)
