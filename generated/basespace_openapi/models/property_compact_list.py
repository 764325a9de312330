from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .property_compact import PropertyCompact
    from .property_paging import PropertyPaging


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class PropertyCompactList(Model):
    """A page of properties."""

    items: list[PropertyCompact] | None = optional_field("Items")
    """The items of this page."""
    paging: PropertyPaging | None = optional_field("Paging")
    """Place of a page in a list of properties, and how the list is sorted."""
    additional_properties: dict[str, Any] = field(factory=dict)
