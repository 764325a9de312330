from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import Model, optional_field


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class FilePart(Model):
    """One uploaded part of a file."""

    number: int | None = optional_field("Number")
    """Number of the part."""
    etag: str | None = optional_field("ETag")
    """MD5 of the part, in hexadecimal digits."""
    size: int | None = optional_field("Size")
    """Bytes of the part."""
    additional_properties: dict[str, Any] = field(factory=dict)
