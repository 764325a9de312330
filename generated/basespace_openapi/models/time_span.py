from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import UNSET, Model, Unset


@define(kw_only=True, repr=False)
class TimeSpan(Model):
    """Length of time, as the reference lists the members of the server's own type."""

    ticks: int | None | Unset = field(default=UNSET, metadata={"wire": "Ticks"})
    """Count of 100-nanosecond ticks."""
    days: int | None | Unset = field(default=UNSET, metadata={"wire": "Days"})
    """Whole days."""
    hours: int | None | Unset = field(default=UNSET, metadata={"wire": "Hours"})
    """Hours beyond the whole days."""
    milliseconds: int | None | Unset = field(default=UNSET, metadata={"wire": "Milliseconds"})
    """Milliseconds beyond the whole seconds."""
    minutes: int | None | Unset = field(default=UNSET, metadata={"wire": "Minutes"})
    """Minutes beyond the whole hours."""
    seconds: int | None | Unset = field(default=UNSET, metadata={"wire": "Seconds"})
    """Seconds beyond the whole minutes."""
    total_days: float | None | Unset = field(default=UNSET, metadata={"wire": "TotalDays"})
    """The whole length, in days."""
    total_hours: float | None | Unset = field(default=UNSET, metadata={"wire": "TotalHours"})
    """The whole length, in hours."""
    total_milliseconds: float | None | Unset = field(default=UNSET, metadata={"wire": "TotalMilliseconds"})
    """The whole length, in milliseconds."""
    total_minutes: float | None | Unset = field(default=UNSET, metadata={"wire": "TotalMinutes"})
    """The whole length, in minutes."""
    total_seconds: float | None | Unset = field(default=UNSET, metadata={"wire": "TotalSeconds"})
    """The whole length, in seconds."""
    additional_properties: dict[str, Any] = field(factory=dict)
