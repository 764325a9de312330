from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import RequestModel, Unset, request_field


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class PartEtag(RequestModel):
    """ETag of one uploaded part."""

    part: int | None | Unset = request_field("Part")
    """Number of the part, from 1."""
    etag: str | None | Unset = request_field("Etag")
    """ETag that the object store answered."""
    additional_properties: dict[str, Any] = field(factory=dict)
