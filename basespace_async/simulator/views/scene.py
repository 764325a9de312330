"""What every view needs: the world, and the address that links begin with."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from attrs import frozen

from ..world import World

View = dict[str, Any]
NEVER = "0001-01-01T00:00:00.0000000Z"
"""A date that is not set (observed)."""


@frozen
class Scene:
    """A world seen from outside.

    Attributes:
        world: what is shown.
        root: the API's own address, which links begin with.
    """

    world: World
    root: str


def date(value: datetime) -> str:
    """A date with seven fractional digits, in UTC (observed)."""
    # An f-string of numbers takes a third of the time that strftime does; a page has thousands of dates.
    day = f"{value.year:04}-{value.month:02}-{value.day:02}"
    return f"{day}T{value.hour:02}:{value.minute:02}:{value.second:02}.{value.microsecond:06}0Z"


def without_nothing(view: View) -> View:
    """Without fields that have no value: the service leaves those out, and sends no null (observed)."""
    return {name: value for name, value in view.items() if value is not None and value != ""}
