from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import RequestModel, Unset, request_field

if TYPE_CHECKING:
    from .direct_upload_file import DirectUploadFile


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class RegisterFilesRequest(RequestModel):
    """Files that were put into the object store."""

    files: list[DirectUploadFile] | None | Unset = request_field("Files")
    """Files that belong to the application."""
    offset: int | None | Unset = request_field("Offset")
    """Number of items skipped before this page."""
    limit: int | None | Unset = request_field("Limit")
    """Largest number of items that this page could hold."""
    additional_properties: dict[str, Any] = field(factory=dict)
