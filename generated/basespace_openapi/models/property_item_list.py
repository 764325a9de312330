from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .property_item import PropertyItem
    from .property_item_paging import PropertyItemPaging


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class PropertyItemList(Model):
    """A page of the items of a property."""

    items: list[PropertyItem] | None = optional_field("Items")
    """The items of this page."""
    paging: PropertyItemPaging | None = optional_field("Paging")
    """Place of a page in a list of property items, and how the list is sorted."""
    additional_properties: dict[str, Any] = field(factory=dict)
