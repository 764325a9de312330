from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import UNSET, Model, Unset


@define(kw_only=True, repr=False)
class BulkUpdateBiosamplesRequest(Model):
    """Change of the default project of several biosamples."""

    ids: list[str] | None | Unset = field(default=UNSET, metadata={"wire": "Ids"})
    """Ids of the biosamples to change."""
    default_project_id: str | None | Unset = field(default=UNSET, metadata={"wire": "DefaultProjectId"})
    """Id of the project that will receive new datasets."""
    additional_properties: dict[str, Any] = field(factory=dict)
