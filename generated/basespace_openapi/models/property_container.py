from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .property_compact import PropertyCompact


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class PropertyContainer(Model):
    """Properties of a resource, as part of it. It may hold only the first few."""

    items: list[PropertyCompact] | None = optional_field("Items")
    """The properties."""
    displayed_count: int | None = optional_field("DisplayedCount")
    """Number of properties in this answer."""
    total_count: int | None = optional_field("TotalCount")
    """Number of properties that the resource has."""
    href: str | None = optional_field("Href")
    """Link to all properties of the resource."""
    additional_properties: dict[str, Any] = field(factory=dict)
