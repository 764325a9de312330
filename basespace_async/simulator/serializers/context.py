"""The context of serializers, and helpers for dates and empty fields."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from attrs import frozen

from ..world.world import World

JsonObject = dict[str, Any]
NEVER = "0001-01-01T00:00:00.0000000Z"
"""A date that is not set (observed)."""


@frozen
class SerializerContext:
    """The world, and the address that links begin with.

    Attributes:
        world: World that has the records.
        root: Address of the API, which links begin with.
    """

    world: World
    root: str


def date(value: datetime) -> str:
    """Format a date with seven fractional digits, in UTC (observed)."""
    # A page has thousands of dates, and this takes half the time of an f-string, and a third of that of strftime.
    moment = (value.year, value.month, value.day, value.hour, value.minute, value.second, value.microsecond)
    return "%04d-%02d-%02dT%02d:%02d:%02d.%06d0Z" % moment  # noqa: UP031


def omit_empty(view: JsonObject) -> JsonObject:
    """Omit fields that have no value, as the service does, which sends no null (observed)."""
    return {name: value for name, value in view.items() if value is not None and value != ""}
