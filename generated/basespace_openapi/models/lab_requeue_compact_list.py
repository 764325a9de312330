from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .lab_requeue_compact import LabRequeueCompact
    from .lab_requeue_paging import LabRequeuePaging


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class LabRequeueCompactList(Model):
    """A page of lab requeues in short."""

    items: list[LabRequeueCompact] | None = optional_field("Items")
    """The items of this page."""
    paging: LabRequeuePaging | None = optional_field("Paging")
    """Place of a page in a list of lab requeues, and how the list is sorted."""
    additional_properties: dict[str, Any] = field(factory=dict)
