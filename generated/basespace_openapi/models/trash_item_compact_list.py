from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .trash_item_compact import TrashItemCompact
    from .trash_items_paging import TrashItemsPaging


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class TrashItemCompactList(Model):
    """A page of trash items."""

    items: list[TrashItemCompact] | None = optional_field("Items")
    """The items of this page."""
    paging: TrashItemsPaging | None = optional_field("Paging")
    """Place of a page in a list of trash items, and how the list is sorted."""
    additional_properties: dict[str, Any] = field(factory=dict)
