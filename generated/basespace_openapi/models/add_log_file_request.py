from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import RequestModel, Unset, request_field


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class AddLogFileRequest(RequestModel):
    """A log file to register."""

    name: str | None | Unset = request_field("Name")
    """Name of the file."""
    directory: str | None | Unset = request_field("Directory")
    """Directory of the file; the root where it is left out."""
    category: str | None | Unset = request_field("Category")
    """Category of the file."""
    multi_part: bool | None | Unset = request_field("MultiPart")
    """Whether the content comes in parts."""
    file_set_id: str | None | Unset = request_field("FileSetId")
    """Id of the file set; no source says more."""
    additional_properties: dict[str, Any] = field(factory=dict)
