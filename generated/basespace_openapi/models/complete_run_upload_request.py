from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import RequestModel, Unset, request_field

if TYPE_CHECKING:
    from .part_etag import PartEtag


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class CompleteRunUploadRequest(RequestModel):
    """What completes an upload to a run."""

    upload_id: str | None | Unset = request_field("UploadId")
    """Id of the upload in parts."""
    file_path: str | None | Unset = request_field("FilePath")
    """Path of the file in the resource."""
    part_etags: list[PartEtag] | None | Unset = request_field("PartEtags")
    """ETag of each part."""
    size: int | None | Unset = request_field("Size")
    """Size in bytes."""
    content_type: str | None | Unset = request_field("ContentType")
    """Media type of the content, such as `application/x-gzip`."""
    additional_properties: dict[str, Any] = field(factory=dict)
