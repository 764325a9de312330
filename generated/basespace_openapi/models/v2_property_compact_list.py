from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .v1_pre_3_property_sort_fields_v2_paging import V1Pre3PropertySortFieldsV2Paging
    from .v2_property_compact import V2PropertyCompact


@define(kw_only=True, repr=False)
class V2PropertyCompactList(Model):
    """A page of properties."""

    items: list[V2PropertyCompact] | None | Unset = field(default=UNSET, metadata={"wire": "Items"})
    """The items of this page."""
    paging: V1Pre3PropertySortFieldsV2Paging | None | Unset = field(default=UNSET, metadata={"wire": "Paging"})
    """Place of a page in a list of properties, and how the list is sorted."""
    additional_properties: dict[str, Any] = field(factory=dict)
