from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .library_pool import LibraryPool
    from .library_pool_paging import LibraryPoolPaging


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class LibraryPoolList(Model):
    """A page of library pools."""

    items: list[LibraryPool] | None = optional_field("Items")
    """The items of this page."""
    paging: LibraryPoolPaging | None = optional_field("Paging")
    """Place of a page in a list of library pools, and how the list is sorted."""
    additional_properties: dict[str, Any] = field(factory=dict)
