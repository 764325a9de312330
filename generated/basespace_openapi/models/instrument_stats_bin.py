from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .date_time_offset import DateTimeOffset


@define(kw_only=True, repr=False)
class InstrumentStatsBin(Model):
    """Run time of an instrument in one week or month."""

    from_date: datetime.datetime | DateTimeOffset | None | Unset = field(default=UNSET, metadata={"wire": "FromDate"})
    """Beginning of the time range."""
    to_date: datetime.datetime | DateTimeOffset | None | Unset = field(default=UNSET, metadata={"wire": "ToDate"})
    """End of the time range."""
    total_run_time: float | None | Unset = field(default=UNSET, metadata={"wire": "TotalRunTime"})
    """How long the instrument ran. The unit is not documented."""
    additional_properties: dict[str, Any] = field(factory=dict)
