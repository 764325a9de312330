from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .appsession_compact import AppSessionCompact
    from .appsessions_paging import AppSessionsPaging


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class AppSessionCompactList(Model):
    """A page of analyses."""

    items: list[AppSessionCompact] | None = optional_field("Items")
    """The items of this page."""
    paging: AppSessionsPaging | None = optional_field("Paging")
    """Place of a page in a list of analyses, and how the list is sorted."""
    additional_properties: dict[str, Any] = field(factory=dict)
