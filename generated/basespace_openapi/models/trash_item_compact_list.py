from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .trash_item_compact import TrashItemCompact
    from .trash_items_paging import TrashItemsPaging


@define(kw_only=True, repr=False)
class TrashItemCompactList(Model):
    """A page of trash items."""

    items: list[TrashItemCompact] | None | Unset = field(default=UNSET, metadata={"wire": "Items"})
    """The items of this page."""
    paging: TrashItemsPaging | None | Unset = field(default=UNSET, metadata={"wire": "Paging"})
    """Place of a page in a list of trash items, and how the list is sorted."""
    additional_properties: dict[str, Any] = field(factory=dict)
