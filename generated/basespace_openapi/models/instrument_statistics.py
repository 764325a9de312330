from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .date_time_offset import DateTimeOffset
    from .instrument_stats_bin import InstrumentStatsBin


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class InstrumentStatistics(Model):
    """Run time of one instrument."""

    instrument_id: int | None = optional_field("InstrumentId")
    """Identifier of the instrument, as a number."""
    name: str | None = optional_field("Name")
    """Name."""
    serial_number: str | None = optional_field("SerialNumber")
    """Serial number of the instrument."""
    instrument_type: str | None = optional_field("InstrumentType")
    """Model of the instrument, such as `MiSeq`."""
    total_run_time: float | None = optional_field("TotalRunTime")
    """How long the instrument ran. The unit is not documented."""
    from_date: datetime.datetime | DateTimeOffset | None = optional_field("FromDate")
    """Beginning of the time range."""
    to_date: datetime.datetime | DateTimeOffset | None = optional_field("ToDate")
    """End of the time range."""
    bins: list[InstrumentStatsBin] | None = optional_field("Bins")
    """Run time by week or month."""
    incomplete_runs_excluded: bool | None = optional_field("IncompleteRunsExcluded")
    """Whether runs that are not complete are left out."""
    additional_properties: dict[str, Any] = field(factory=dict)
