from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .day_of_week import DayOfWeek
    from .time_span import TimeSpan


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class DateTimeOffset(Model):
    """Date and time with its distance from UTC, as the reference lists the members of the server's own type. The
    service presumably sends a plain date-time text in its place."""

    now: DateTimeOffset | None = optional_field("Now")
    """Date and time with its distance from UTC, as the reference lists the members of the server's own type. The
    service presumably sends a plain date-time text in its place."""
    utc_now: DateTimeOffset | None = optional_field("UtcNow")
    """Date and time with its distance from UTC, as the reference lists the members of the server's own type. The
    service presumably sends a plain date-time text in its place."""
    date_time: datetime.datetime | None = optional_field("DateTime")
    """The date and time, without the distance from UTC."""
    utc_date_time: datetime.datetime | None = optional_field("UtcDateTime")
    """The date and time in UTC."""
    local_date_time: datetime.datetime | None = optional_field("LocalDateTime")
    """The date and time in the server's time zone."""
    date: datetime.datetime | None = optional_field("Date")
    """The date alone."""
    day: int | None = optional_field("Day")
    """The day of the month, from 1."""
    day_of_week: DayOfWeek | None = optional_field("DayOfWeek")
    """Name of a day."""
    day_of_year: int | None = optional_field("DayOfYear")
    """The day of the year, from 1."""
    hour: int | None = optional_field("Hour")
    """The hour."""
    millisecond: int | None = optional_field("Millisecond")
    """The millisecond."""
    minute: int | None = optional_field("Minute")
    """The minute."""
    month: int | None = optional_field("Month")
    """The month, from 1."""
    offset: TimeSpan | None = optional_field("Offset")
    """Length of time, as the reference lists the members of the server's own type."""
    second: int | None = optional_field("Second")
    """The second."""
    ticks: int | None = optional_field("Ticks")
    """Ticks since the beginning of the year 1, each 100 nanoseconds."""
    utc_ticks: int | None = optional_field("UtcTicks")
    """Ticks of the date and time in UTC, each 100 nanoseconds."""
    time_of_day: TimeSpan | None = optional_field("TimeOfDay")
    """Length of time, as the reference lists the members of the server's own type."""
    year: int | None = optional_field("Year")
    """The year."""
    additional_properties: dict[str, Any] = field(factory=dict)
