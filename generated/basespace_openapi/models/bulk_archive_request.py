from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import RequestModel, Unset, request_field


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class BulkArchiveRequest(RequestModel):
    """Runs and datasets to archive."""

    run_ids: list[str] | None | Unset = request_field("RunIds")
    """Ids of runs."""
    dataset_ids: list[str] | None | Unset = request_field("DatasetIds")
    """Ids of datasets."""
    id: str | None | Unset = request_field("Id")
    """Listed by public clients; no caller was seen to send it."""
    additional_properties: dict[str, Any] = field(factory=dict)
