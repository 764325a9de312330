from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .v2_instrument_stat import V2InstrumentStat
    from .v2_instrument_statistics_sort_fields_v2_paging import V2InstrumentStatisticsSortFieldsV2Paging


@define(kw_only=True, repr=False)
class V2InstrumentStatList(Model):
    """A page of instruments with their run times."""

    items: list[V2InstrumentStat] | None | Unset = field(default=UNSET, metadata={"wire": "Items"})
    """The items of this page."""
    paging: V2InstrumentStatisticsSortFieldsV2Paging | None | Unset = field(default=UNSET, metadata={"wire": "Paging"})
    """Place of a page in a list of instrument statistics, and how the list is sorted."""
    additional_properties: dict[str, Any] = field(factory=dict)
