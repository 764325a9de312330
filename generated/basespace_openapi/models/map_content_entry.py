from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import Model, required_field


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class MapContentEntry(Model):
    """One key of a map property with its values."""

    key: str = required_field("Key")
    """Name of the entry."""
    values: list[str] = required_field("Values")
    """The entry's values, in order."""
    additional_properties: dict[str, Any] = field(factory=dict)
