from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import RequestModel, Unset, request_field


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class PropertyOptions(RequestModel):
    """How the items of a property are to be kept."""

    allow_duplicates: bool | None | Unset = request_field("AllowDuplicates")
    """Whether the same item may occur twice."""
    ordered: bool | None | Unset = request_field("Ordered")
    """Whether the items keep their order."""
    allow_array_item_nulls: bool | None | Unset = request_field("AllowArrayItemNulls")
    """Whether an item may be null."""
    additional_properties: dict[str, Any] = field(factory=dict)
