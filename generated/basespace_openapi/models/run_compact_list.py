from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .run_compact import RunCompact
    from .runs_paging import RunsPaging


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class RunCompactList(Model):
    """A page of runs."""

    items: list[RunCompact] | None = optional_field("Items")
    """The items of this page."""
    paging: RunsPaging | None = optional_field("Paging")
    """Place of a page in a list of runs, and how the list is sorted."""
    additional_properties: dict[str, Any] = field(factory=dict)
