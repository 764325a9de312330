from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .v2_workgroup import V2Workgroup
    from .v2_workgroup_sort_fields_v2_paging import V2WorkgroupSortFieldsV2Paging


@define(kw_only=True, repr=False)
class V2WorkgroupList(Model):
    """A page of workgroups."""

    items: list[V2Workgroup] | None | Unset = field(default=UNSET, metadata={"wire": "Items"})
    """The items of this page."""
    paging: V2WorkgroupSortFieldsV2Paging | None | Unset = field(default=UNSET, metadata={"wire": "Paging"})
    """Place of a page in a list of workgroups, and how the list is sorted."""
    additional_properties: dict[str, Any] = field(factory=dict)
