from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .search_paging import SearchPaging
    from .search_result import SearchResult


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class SearchResultList(Model):
    """A page of results of a search."""

    items: list[SearchResult] | None = optional_field("Items")
    """The items of this page."""
    paging: SearchPaging | None = optional_field("Paging")
    """Place of a page in the results of a search."""
    additional_properties: dict[str, Any] = field(factory=dict)
