from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .instrument_statistics import InstrumentStatistics
    from .instrument_statistics_paging import InstrumentStatisticsPaging


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class InstrumentStatisticsList(Model):
    """A page of instruments with their run times."""

    items: list[InstrumentStatistics] | None = optional_field("Items")
    """The items of this page."""
    paging: InstrumentStatisticsPaging | None = optional_field("Paging")
    """Place of a page in a list of instrument statistics, and how the list is sorted."""
    additional_properties: dict[str, Any] = field(factory=dict)
