from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import UNSET, Model, Unset


@define(kw_only=True, repr=False)
class MapContentEntry(Model):
    """One key of a map property with its values."""

    key: str | None | Unset = field(default=UNSET, metadata={"wire": "Key"})
    """Name of the entry."""
    values: list[str] | None | Unset = field(default=UNSET, metadata={"wire": "Values"})
    """The entry's values, in order."""
    additional_properties: dict[str, Any] = field(factory=dict)
