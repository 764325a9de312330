from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .date_time_offset import DateTimeOffset
    from .instrument_stats_bin import InstrumentStatsBin


@define(kw_only=True, repr=False)
class InstrumentStatistics(Model):
    """Run time of one instrument."""

    instrument_id: int | None | Unset = field(default=UNSET, metadata={"wire": "InstrumentId"})
    """Identifier of the instrument, as a number."""
    name: str | None | Unset = field(default=UNSET, metadata={"wire": "Name"})
    """Name."""
    serial_number: str | None | Unset = field(default=UNSET, metadata={"wire": "SerialNumber"})
    """Serial number of the instrument."""
    instrument_type: str | None | Unset = field(default=UNSET, metadata={"wire": "InstrumentType"})
    """Model of the instrument, such as `MiSeq`."""
    total_run_time: float | None | Unset = field(default=UNSET, metadata={"wire": "TotalRunTime"})
    """How long the instrument ran. The unit is not documented."""
    from_date: datetime.datetime | DateTimeOffset | None | Unset = field(default=UNSET, metadata={"wire": "FromDate"})
    """Beginning of the time range."""
    to_date: datetime.datetime | DateTimeOffset | None | Unset = field(default=UNSET, metadata={"wire": "ToDate"})
    """End of the time range."""
    bins: list[InstrumentStatsBin] | None | Unset = field(default=UNSET, metadata={"wire": "Bins"})
    """Run time by week or month."""
    additional_properties: dict[str, Any] = field(factory=dict)
