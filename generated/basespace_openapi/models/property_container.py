from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .property_compact import PropertyCompact


@define(kw_only=True, repr=False)
class PropertyContainer(Model):
    """Properties of a resource, as part of it. It may hold only the first few."""

    items: list[PropertyCompact] | None | Unset = field(default=UNSET, metadata={"wire": "Items"})
    """The properties."""
    displayed_count: int | None | Unset = field(default=UNSET, metadata={"wire": "DisplayedCount"})
    """Number of properties in this answer."""
    total_count: int | None | Unset = field(default=UNSET, metadata={"wire": "TotalCount"})
    """Number of properties that the resource has."""
    href: str | None | Unset = field(default=UNSET, metadata={"wire": "Href"})
    """Link to all properties of the resource."""
    additional_properties: dict[str, Any] = field(factory=dict)
