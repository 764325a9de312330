from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import Model, optional_field


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class StringICollection(Model):
    """Collection of texts, as the reference lists the members of the server's own type. Presumably sent as a plain
    array."""

    count: int | None = optional_field("Count")
    """Number of elements."""
    is_read_only: bool | None = optional_field("IsReadOnly")
    """Whether the collection is read-only."""
    additional_properties: dict[str, Any] = field(factory=dict)
