from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .instrument_compact import InstrumentCompact
    from .instrument_paging import InstrumentPaging


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class InstrumentCompactList(Model):
    """A page of instruments."""

    items: list[InstrumentCompact] | None = optional_field("Items")
    """The items of this page."""
    paging: InstrumentPaging | None = optional_field("Paging")
    """Place of a page in a list of instruments, and how the list is sorted."""
    additional_properties: dict[str, Any] = field(factory=dict)
