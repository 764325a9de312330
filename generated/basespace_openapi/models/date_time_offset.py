from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .day_of_week import DayOfWeek
    from .time_span import TimeSpan


@define(kw_only=True, repr=False)
class DateTimeOffset(Model):
    """Date and time with its distance from UTC, as the reference lists the members of the server's own type. The
    service presumably sends a plain date-time text in its place."""

    now: DateTimeOffset | None | Unset = field(default=UNSET, metadata={"wire": "Now"})
    """Date and time with its distance from UTC, as the reference lists the members of the server's own type. The
    service presumably sends a plain date-time text in its place."""
    utc_now: DateTimeOffset | None | Unset = field(default=UNSET, metadata={"wire": "UtcNow"})
    """Date and time with its distance from UTC, as the reference lists the members of the server's own type. The
    service presumably sends a plain date-time text in its place."""
    date_time: datetime.datetime | None | Unset = field(default=UNSET, metadata={"wire": "DateTime"})
    """The date and time, without the distance from UTC."""
    utc_date_time: datetime.datetime | None | Unset = field(default=UNSET, metadata={"wire": "UtcDateTime"})
    """The date and time in UTC."""
    local_date_time: datetime.datetime | None | Unset = field(default=UNSET, metadata={"wire": "LocalDateTime"})
    """The date and time in the server's time zone."""
    date: datetime.datetime | None | Unset = field(default=UNSET, metadata={"wire": "Date"})
    """The date alone."""
    day: int | None | Unset = field(default=UNSET, metadata={"wire": "Day"})
    """The day of the month, from 1."""
    day_of_week: DayOfWeek | None | Unset = field(default=UNSET, metadata={"wire": "DayOfWeek"})
    """Name of a day."""
    day_of_year: int | None | Unset = field(default=UNSET, metadata={"wire": "DayOfYear"})
    """The day of the year, from 1."""
    hour: int | None | Unset = field(default=UNSET, metadata={"wire": "Hour"})
    """The hour."""
    millisecond: int | None | Unset = field(default=UNSET, metadata={"wire": "Millisecond"})
    """The millisecond."""
    minute: int | None | Unset = field(default=UNSET, metadata={"wire": "Minute"})
    """The minute."""
    month: int | None | Unset = field(default=UNSET, metadata={"wire": "Month"})
    """The month, from 1."""
    offset: TimeSpan | None | Unset = field(default=UNSET, metadata={"wire": "Offset"})
    """Length of time, as the reference lists the members of the server's own type."""
    second: int | None | Unset = field(default=UNSET, metadata={"wire": "Second"})
    """The second."""
    ticks: int | None | Unset = field(default=UNSET, metadata={"wire": "Ticks"})
    """Ticks since the beginning of the year 1, each 100 nanoseconds."""
    utc_ticks: int | None | Unset = field(default=UNSET, metadata={"wire": "UtcTicks"})
    """Ticks of the date and time in UTC, each 100 nanoseconds."""
    time_of_day: TimeSpan | None | Unset = field(default=UNSET, metadata={"wire": "TimeOfDay"})
    """Length of time, as the reference lists the members of the server's own type."""
    year: int | None | Unset = field(default=UNSET, metadata={"wire": "Year"})
    """The year."""
    additional_properties: dict[str, Any] = field(factory=dict)
