from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .v2_app_session_compact import V2AppSessionCompact
    from .v2_app_sessions_sort_fields_v2_paging import V2AppSessionsSortFieldsV2Paging


@define(kw_only=True, repr=False)
class V2AppSessionCompactList(Model):
    """A page of analyses."""

    items: list[V2AppSessionCompact] | None | Unset = field(default=UNSET, metadata={"wire": "Items"})
    """The items of this page."""
    paging: V2AppSessionsSortFieldsV2Paging | None | Unset = field(default=UNSET, metadata={"wire": "Paging"})
    """Place of a page in a list of analyses, and how the list is sorted."""
    additional_properties: dict[str, Any] = field(factory=dict)
