from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .property_item import PropertyItem
    from .property_item_paging import PropertyItemPaging


@define(kw_only=True, repr=False)
class PropertyItemList(Model):
    """A page of the items of a property."""

    items: list[PropertyItem] | None | Unset = field(default=UNSET, metadata={"wire": "Items"})
    """The items of this page."""
    paging: PropertyItemPaging | None | Unset = field(default=UNSET, metadata={"wire": "Paging"})
    """Place of a page in a list of property items, and how the list is sorted."""
    additional_properties: dict[str, Any] = field(factory=dict)
