from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .v1_pre_3_property_item_sort_fields_v2_paging import V1Pre3PropertyItemSortFieldsV2Paging
    from .v2_property_item import V2PropertyItem


@define(kw_only=True, repr=False)
class V2PropertyItemList(Model):
    """A page of the items of a property."""

    items: list[V2PropertyItem] | None | Unset = field(default=UNSET, metadata={"wire": "Items"})
    """The items of this page."""
    paging: V1Pre3PropertyItemSortFieldsV2Paging | None | Unset = field(default=UNSET, metadata={"wire": "Paging"})
    """Place of a page in a list of property items, and how the list is sorted."""
    additional_properties: dict[str, Any] = field(factory=dict)
