from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import Model, optional_field


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class Directory(Model):
    """Directory within the files of a resource."""

    href: str | None = optional_field("Href")
    """Link to the resource; may be relative."""
    name: str | None = optional_field("Name")
    """Name."""
    additional_properties: dict[str, Any] = field(factory=dict)
