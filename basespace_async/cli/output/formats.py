"""Formats of records for programs: JSON, CSV, or tab-separated lines. `table` has that of a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Protocol

from ...progress.text import printable
from .records import Fields, Record, cell, id_of, json_text

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


class Ids:
    """The id of each record on a line of its own."""

    def __init__(self, columns: Sequence[str] = ()) -> None:
        self._columns = columns

    def begin(self) -> str:
        """Return the text above the records."""
        return ""

    def batch(self, records: Sequence[Record]) -> str:
        """Return the records as whole lines."""
        return "".join(f"{printable(cell(id_of(record, self._columns)))}\n" for record in records)


class Tabs:
    """Tab-separated lines for `cut` and similar; control characters in cells are escaped."""

    def __init__(self, fields: Fields) -> None:
        self._fields = fields

    def begin(self) -> str:
        """Return the text above the records."""
        return "\t".join(self._fields.names) + "\n"

    def batch(self, records: Sequence[Record]) -> str:
        """Return the records as whole lines."""
        return "".join("\t".join(cells_of(self._fields, record)) + "\n" for record in records)


def _quoted(text: str) -> str:
    """Return a value of CSV, in quotes unless no reader can take it for something else."""
    if text.isprintable() and not _AMBIGUOUS_IN_CSV.search(text):
        return text
    return '"' + text.replace('"', '""') + '"'


def cells_of(fields: Fields, record: Record) -> list[str]:
    """Return fields of a record as text of one line each, with control characters escaped.

    Args:
        fields: Fields to return.
        record: The record.
    """
    return [printable(cell(value)) for value in fields.of(record)]
