from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import Model, optional_field


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class PartInfo(Model):
    """Signature for the upload of one part."""

    part: int | None = optional_field("Part")
    """Number of the part, from 1."""
    date: str | None = optional_field("Date")
    """Date of the signature, for the place `{date}` of the template."""
    date_time: str | None = optional_field("DateTime")
    """Time of the signature, for the place `{datetime}` of the template."""
    signature: str | None = optional_field("Signature")
    """Signature of the part, for the place `{signature}` of the template."""
    additional_properties: dict[str, Any] = field(factory=dict)
