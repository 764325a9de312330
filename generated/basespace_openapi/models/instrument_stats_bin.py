from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .date_time_offset import DateTimeOffset


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class InstrumentStatsBin(Model):
    """Run time of an instrument in one week or month."""

    from_date: datetime.datetime | DateTimeOffset | None = optional_field("FromDate")
    """Beginning of the time range."""
    to_date: datetime.datetime | DateTimeOffset | None = optional_field("ToDate")
    """End of the time range."""
    total_run_time: float | None = optional_field("TotalRunTime")
    """How long the instrument ran. The unit is not documented."""
    additional_properties: dict[str, Any] = field(factory=dict)
