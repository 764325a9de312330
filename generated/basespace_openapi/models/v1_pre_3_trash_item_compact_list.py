from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .v1_pre_3_trash_item_compact import V1Pre3TrashItemCompact
    from .v1_pre_3_trash_items_sort_fields_v2_paging import V1Pre3TrashItemsSortFieldsV2Paging


@define(kw_only=True, repr=False)
class V1Pre3TrashItemCompactList(Model):
    """A page of trash items."""

    items: list[V1Pre3TrashItemCompact] | None | Unset = field(default=UNSET, metadata={"wire": "Items"})
    """The items of this page."""
    paging: V1Pre3TrashItemsSortFieldsV2Paging | None | Unset = field(default=UNSET, metadata={"wire": "Paging"})
    """Place of a page in a list of trash items, and how the list is sorted."""
    additional_properties: dict[str, Any] = field(factory=dict)
