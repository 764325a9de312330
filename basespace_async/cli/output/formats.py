"""Formats of records: JSON, CSV, a table for a terminal, or tab-separated lines for programs."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Sequence
from typing import Protocol

from ...progress.text import printable
from .records import Fields, Record, cell, json_text

_GAP = "  "
_MIN_WIDTH = 8
_MAX_WIDTH = 60
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d):\d\d(\.\d+)?Z")
_AMBIGUOUS_IN_CSV = re.compile(r"""[",;|']|^[ #]| $""")


class Format(Protocol):
    """Format that turns records into text, a batch at a time."""

    def begin(self) -> str:
        """Return the text above the records."""
        ...

    def batch(self, records: Sequence[Record]) -> str:
        """Return the records as whole lines."""
        ...


class JSONLines:
    """JSON with one object a line; with fields, only those, under the names given."""

    def __init__(self, fields: Fields | None) -> None:
        self._fields = fields

    def begin(self) -> str:
        """Return the text above the records."""
        return ""

    def batch(self, records: Sequence[Record]) -> str:
        """Return the records as whole lines."""
        return "".join(f"{json_text(self.selected(record))}\n" for record in records)

    def selected(self, record: Record) -> Record:
        """Return the fields of a record that are shown."""
        if self._fields is None:
            return record
        return dict(zip(self._fields.names, self._fields.of(record), strict=True))


class CSV:
    """Comma-separated values as in RFC 4180, but with Unix line ends; values with parts are JSON."""

    def __init__(self, fields: Fields, *, safe: bool) -> None:
        self._fields = fields
        self._safe = safe

    def begin(self) -> str:
        """Return the text above the records."""
        return self._text([self._fields.names])

    def batch(self, records: Sequence[Record]) -> str:
        """Return the records as whole lines."""
        return self._text([cell(value) for value in self._fields.of(record)] for record in records)

    def _text(self, rows: Iterable[Sequence[str]]) -> str:
        return "".join(f"{self._line(row)}\n" for row in rows)

    def _line(self, row: Sequence[str]) -> str:
        line = ",".join(_quoted(printable(text) if self._safe else text) for text in row)
        return line or '""'  # readers skip an empty line


class Tabs:
    """Tab-separated lines for `cut` and similar; control characters in cells are escaped."""

    def __init__(self, fields: Fields) -> None:
        self._fields = fields

    def begin(self) -> str:
        """Return the text above the records."""
        return "\t".join(self._fields.names) + "\n"

    def batch(self, records: Sequence[Record]) -> str:
        """Return the records as whole lines."""
        return "".join("\t".join(_cells(self._fields, record)) + "\n" for record in records)


class TextTable:
    """Columns for a terminal, with the widths of the first batch, so that long lists need no memory.

    Times are shown to the minute, in UTC. The first column, the id, is never cut.
    """

    def __init__(self, fields: Fields, *, width: int | None = None) -> None:
        self._fields = fields
        self._width = width or shutil.get_terminal_size().columns
        self._widths: list[int] = []

    def begin(self) -> str:
        """Return the text above the records."""
        return ""

    def batch(self, records: Sequence[Record]) -> str:
        """Return the records as whole lines."""
        rows = [[_TIME.sub(r"\1 \2", text) for text in _cells(self._fields, record)] for record in records]
        head = ""
        if not self._widths:
            self._widths = _fitted(_natural([self._fields.names, *rows]), self._width)
            head = _emphasised(self._line(self._fields.names)) + "\n"
        return head + "".join(self._line(row) + "\n" for row in rows)

    def _line(self, row: Sequence[str]) -> str:
        return _GAP.join(_sized(text, width) for text, width in zip(row, self._widths, strict=True)).rstrip()


def _quoted(text: str) -> str:
    """Return a value of CSV, in quotes unless no reader can take it for something else."""
    if text.isprintable() and not _AMBIGUOUS_IN_CSV.search(text):
        return text
    return '"' + text.replace('"', '""') + '"'


def _cells(fields: Fields, record: Record) -> list[str]:
    return [printable(cell(value)) for value in fields.of(record)]


def _natural(rows: Sequence[Sequence[str]]) -> list[int]:
    """Return the widths that the cells ask for."""
    from rich.cells import cell_len

    first, *others = [max(cell_len(text) for text in column) for column in zip(*rows, strict=True)]
    return [first, *(min(_MAX_WIDTH, width) for width in others)]


def _fitted(widths: list[int], available: int) -> list[int]:
    """Return the widths, the widest narrowed until all fit if possible."""
    first, *others = widths
    room = available - first - len(_GAP) * len(others)
    while sum(others) > room and max(others) > _MIN_WIDTH:
        others[others.index(max(others))] -= 1
    return [first, *others]


def _sized(text: str, width: int) -> str:
    from rich.cells import cell_len, set_cell_size

    return set_cell_size(text, width) if cell_len(text) <= width else set_cell_size(text, width - 1) + "…"


def _emphasised(text: str) -> str:
    return text if os.environ.get("NO_COLOR") else f"\x1b[1m{text}\x1b[0m"
