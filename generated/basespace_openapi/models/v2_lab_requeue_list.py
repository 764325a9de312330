from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .v2_lab_requeue import V2LabRequeue
    from .v2_lab_requeue_sort_fields_v2_paging import V2LabRequeueSortFieldsV2Paging


@define(kw_only=True, repr=False)
class V2LabRequeueList(Model):
    """A page of lab requeues."""

    items: list[V2LabRequeue] | None | Unset = field(default=UNSET, metadata={"wire": "Items"})
    """The items of this page."""
    paging: V2LabRequeueSortFieldsV2Paging | None | Unset = field(default=UNSET, metadata={"wire": "Paging"})
    """Place of a page in a list of lab requeues, and how the list is sorted."""
    additional_properties: dict[str, Any] = field(factory=dict)
