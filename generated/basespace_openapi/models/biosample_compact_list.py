from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .biosample_compact import BiosampleCompact
    from .biosamples_paging import BiosamplesPaging


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class BiosampleCompactList(Model):
    """A page of biosamples."""

    items: list[BiosampleCompact] | None = optional_field("Items")
    """The items of this page."""
    paging: BiosamplesPaging | None = optional_field("Paging")
    """Place of a page in a list of biosamples, and how the list is sorted."""
    additional_properties: dict[str, Any] = field(factory=dict)
