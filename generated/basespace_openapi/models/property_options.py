from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import UNSET, Model, Unset


@define(kw_only=True, repr=False)
class PropertyOptions(Model):
    """How the items of a property are to be kept."""

    allow_duplicates: bool | None | Unset = field(default=UNSET, metadata={"wire": "AllowDuplicates"})
    """Whether the same item may occur twice."""
    ordered: bool | None | Unset = field(default=UNSET, metadata={"wire": "Ordered"})
    """Whether the items keep their order."""
    allow_array_item_nulls: bool | None | Unset = field(default=UNSET, metadata={"wire": "AllowArrayItemNulls"})
    """Whether an item may be null."""
    additional_properties: dict[str, Any] = field(factory=dict)
