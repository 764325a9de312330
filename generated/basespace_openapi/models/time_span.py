from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import Model, optional_field


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class TimeSpan(Model):
    """Length of time, as the reference lists the members of the server's own type."""

    ticks: int | None = optional_field("Ticks")
    """Count of 100-nanosecond ticks."""
    days: int | None = optional_field("Days")
    """Whole days."""
    hours: int | None = optional_field("Hours")
    """Hours beyond the whole days."""
    milliseconds: int | None = optional_field("Milliseconds")
    """Milliseconds beyond the whole seconds."""
    minutes: int | None = optional_field("Minutes")
    """Minutes beyond the whole hours."""
    seconds: int | None = optional_field("Seconds")
    """Seconds beyond the whole minutes."""
    total_days: float | None = optional_field("TotalDays")
    """The whole length, in days."""
    total_hours: float | None = optional_field("TotalHours")
    """The whole length, in hours."""
    total_milliseconds: float | None = optional_field("TotalMilliseconds")
    """The whole length, in milliseconds."""
    total_minutes: float | None = optional_field("TotalMinutes")
    """The whole length, in minutes."""
    total_seconds: float | None = optional_field("TotalSeconds")
    """The whole length, in seconds."""
    additional_properties: dict[str, Any] = field(factory=dict)
