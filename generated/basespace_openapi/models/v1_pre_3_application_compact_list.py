from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .v1_pre_3_application_compact import V1Pre3ApplicationCompact
    from .v1_pre_3_applications_sort_fields_v2_paging import V1Pre3ApplicationsSortFieldsV2Paging


@define(kw_only=True, repr=False)
class V1Pre3ApplicationCompactList(Model):
    """A page of applications."""

    items: list[V1Pre3ApplicationCompact] | None | Unset = field(default=UNSET, metadata={"wire": "Items"})
    """The items of this page."""
    paging: V1Pre3ApplicationsSortFieldsV2Paging | None | Unset = field(default=UNSET, metadata={"wire": "Paging"})
    """Place of a page in a list of applications, and how the list is sorted."""
    additional_properties: dict[str, Any] = field(factory=dict)
