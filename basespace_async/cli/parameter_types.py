"""Types of options: bytes, durations, moments and open enumerations."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import click
from click.shell_completion import CompletionItem

_BYTES = {"": 1, "K": 1_000, "M": 1_000_000, "G": 1_000_000_000, "T": 1_000_000_000_000}
_SECONDS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86_400}
_AGES = {"min": 60, "h": 3600, "d": 86_400, "w": 604_800, "y": 31_536_000}


class Bytes(click.ParamType):  # type: ignore[type-arg]
    """Number of bytes, such as 500K, 20M or 1.5G."""

    name = "bytes"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number of bytes."""
        if isinstance(value, int):
            return value
        match = re.fullmatch(r"(\d+(?:\.\d+)?) ?([KMGT]?)B?", value.strip(), re.IGNORECASE)
        if match is None:
            self.fail(f"{value!r} is no number of bytes; give one such as 500K, 20M or 1.5G", param, ctx)
        return round(float(match[1]) * _BYTES[match[2].upper()])


class Duration(click.ParamType):  # type: ignore[type-arg]
    """Duration in seconds, such as 90, 10m or 6h."""

    name = "duration"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return the seconds."""
        if isinstance(value, float):
            return value
        match = re.fullmatch(r"(\d+(?:\.\d+)?) ?([smhd]?)", value.strip(), re.IGNORECASE)
        if match is None:
            self.fail(f"{value!r} is no duration; give one such as 90, 10m or 6h", param, ctx)
        return float(match[1]) * _SECONDS[match[2].lower()]


class Moment(click.ParamType):  # type: ignore[type-arg]
    """Moment: a date with or without a time, in UTC if no zone is named, or a duration before now, such as 3d."""

    name = "moment"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Return the moment."""
        if isinstance(value, datetime):
            return value
        text = value.strip()
        try:
            if match := re.fullmatch(r"(\d+(?:\.\d+)?) ?(min|[hdwy])", text, re.IGNORECASE | re.ASCII):
                return datetime.now(UTC) - timedelta(seconds=float(match[1]) * _AGES[match[2].lower()])
            return in_utc(text)
        except (ValueError, OverflowError):
            self.fail(
                f"{value!r} is neither a duration such as 30min, 4h, 3d, 2w or 1y, nor a date such as 2026-05-01 or "
                "2026-05-01T12:30",
                param,
                ctx,
            )


def in_utc(text: str) -> datetime:
    """Return a date and time; without a zone it is of UTC.

    Raises:
        ValueError: If it is none.
    """
    if not re.match(r"\d{4}-\d\d-\d\d(?!\d)", text):
        raise ValueError(text)
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


class OpenChoice(click.ParamType):  # type: ignore[type-arg]
    """Text with known values: these are taken in any case, and completed; other values pass unchanged."""

    name = "text"

    def __init__(self, values: tuple[str, ...]) -> None:
        self.values = values
        self._by_folded = {value.lower(): value for value in values}

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the text, its known values as the API writes them."""
        parts = [part.strip() for part in str(value).split(",")]
        return ",".join(self._by_folded.get(part.lower(), part) for part in parts)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Return the known values that begin so; those behind the last comma, after what is before it."""
        before, comma, begun = incomplete.rpartition(",")
        matching = [value for value in self.values if value.lower().startswith(begun.lower())]
        return [CompletionItem(before + comma + value) for value in matching]


BYTES = Bytes()
DURATION = Duration()
MOMENT = Moment()
