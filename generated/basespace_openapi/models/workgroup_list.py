from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .workgroup import Workgroup
    from .workgroup_paging import WorkgroupPaging


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class WorkgroupList(Model):
    """A page of workgroups."""

    items: list[Workgroup] | None = optional_field("Items")
    """The items of this page."""
    paging: WorkgroupPaging | None = optional_field("Paging")
    """Place of a page in a list of workgroups, and how the list is sorted."""
    additional_properties: dict[str, Any] = field(factory=dict)
