"""Types of options: bytes, durations, and ids from wherever they are."""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

_BYTES = {"": 1, "K": 1_000, "M": 1_000_000, "G": 1_000_000_000, "T": 1_000_000_000_000}
_SECONDS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86_400}


class Bytes(click.ParamType):  # type: ignore[type-arg]
    """A number of bytes, such as 500K, 20M or 1.5G."""

    name = "bytes"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if isinstance(value, int):
            return value
        match = re.fullmatch(r"(\d+(?:\.\d+)?) ?([KMGT]?)B?", value.strip(), re.IGNORECASE)
        if match is None:
            self.fail(f"{value!r} is no number of bytes; give one such as 500K, 20M or 1.5G", param, ctx)
        return round(float(match[1]) * _BYTES[match[2].upper()])


class Duration(click.ParamType):  # type: ignore[type-arg]
    """A time in seconds, such as 90, 10m or 6h."""

    name = "duration"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        if isinstance(value, float):
            return value
        match = re.fullmatch(r"(\d+(?:\.\d+)?) ?([smhd]?)", value.strip(), re.IGNORECASE)
        if match is None:
            self.fail(f"{value!r} is no duration; give one such as 90, 10m or 6h", param, ctx)
        return float(match[1]) * _SECONDS[match[2].lower()]


BYTES = Bytes()
DURATION = Duration()


def ids_from(arguments: Iterable[str], table: Path | None = None, column: str = "Id") -> list[str]:
    """Ids as they were given: by themselves, as `-` for those on standard input, and in a column of a CSV file.

    Args:
        arguments: ids, and `-`.
        table: a CSV file with a header, or None.
        column: its column with the ids.

    Returns:
        The ids, each once, in their order.

    Raises:
        UsageError: there is none, or the file has no such column.
    """
    found: list[str] = []
    for one in arguments:
        found += sys.stdin.read().split() if one == "-" else [one]
    if table is not None:
        found += _column(table, column)
    if not found:
        raise click.UsageError("no id was given; name ids, or give - to read them from standard input")
    return list(dict.fromkeys(found))


def _column(table: Path, column: str) -> list[str]:
    with table.open(encoding="utf-8-sig", newline="") as stream:
        rows = csv.DictReader(stream)
        names = rows.fieldnames or []
        wanted = next((name for name in names if name.strip().lower() == column.lower()), None)
        if wanted is None:
            there = f"; its columns are {', '.join(names)}" if names else ""
            raise click.UsageError(f"{table} has no column {column}{there}")
        return [value for row in rows if (value := (row[wanted] or "").strip())]
