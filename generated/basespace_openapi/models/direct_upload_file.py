from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import RequestModel, Unset, request_field


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class DirectUploadFile(RequestModel):
    """A file that was put into the object store."""

    content_type: str | None | Unset = request_field("ContentType")
    """Media type of the file."""
    size: int | None | Unset = request_field("Size")
    """Bytes of the file."""
    relative_path: str | None | Unset = request_field("RelativePath")
    """Path of the file below the prefix."""
    etag: str | None | Unset = request_field("Etag")
    """ETag that the object store answered."""
    is_deleted: bool | None | Unset = request_field("IsDeleted")
    """Whether the file is to be removed."""
    additional_properties: dict[str, Any] = field(factory=dict)
