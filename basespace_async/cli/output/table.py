"""Table of records for a terminal."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Sequence
from enum import IntEnum

from .formats import cells_of
from .records import Fields, Record

_GAP = 2
_MIN_WIDTH = 8
_USUAL_NAME = 40
_MAX_WIDTH = 60
_ALWAYS_COMPLETE = 3  # columns
_DAY = 10  # letters of a date
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d):\d\d(\.\d+)?Z")
_SHOWN_TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")


class TextTable:
    """Table with the widths of the first batch, so that long lists need no memory.

    Times are shown to the minute, in UTC. Where the terminal is too narrow, times lose their hours, then their column;
    then other columns are narrowed, then left out. Ids are never cut, and names are cut last.

    Args:
        fields: Columns.
        width: Columns of the terminal, or None to ask for them.
        complete: Whether no column may be left out; of three columns none is.
        header: Whether to write the names of the columns.
    """

    def __init__(
        self, fields: Fields, *, width: int | None = None, complete: bool = False, header: bool = True
    ) -> None:
        self._header = header
        self._fields = fields
        self._width = width or shutil.get_terminal_size().columns
        self._complete = complete
        self._columns: list[_Column] = []

    @property
    def left_out(self) -> list[str]:
        """Names of the columns for which there is no room."""
        shown = {column.name for column in self._columns} or {*self._fields.names}
        return [name for name in self._fields.names if name not in shown]

    def begin(self) -> str:
        """Return the text above the records."""
        return ""

    def batch(self, records: Sequence[Record]) -> str:
        """Return the records as whole lines."""
        rows = [[_TIME.sub(r"\1 \2", text) for text in cells_of(self._fields, record)] for record in records]
        head = ""
        if not self._columns:
            names = self._fields.names
            columns = [_Column(index, name, [row[index] for row in rows]) for index, name in enumerate(names)]
            self._columns = _fitted(columns, self._width, complete=self._complete)
            head = _emphasised(self._line(names)) + "\n" if self._header else ""
        return head + "".join(self._line(row) + "\n" for row in rows)

    def _line(self, row: Sequence[str]) -> str:
        from rich.cells import cell_len

        whole = self._joined(row, cut_names=False)
        return whole if cell_len(whole) <= self._width else self._joined(row, cut_names=True)

    def _joined(self, row: Sequence[str], *, cut_names: bool) -> str:
        cells = (column.sized(row[column.index], cut_name=cut_names) for column in self._columns)
        return (" " * _GAP).join(cells).rstrip()


class _Kind(IntEnum):
    """Kind of a column, by what happens where there is no room."""

    KEPT = 0
    NAME = 1
    OTHER = 2
    TIME = 3


class _Column:
    """Column of a table, with its kind and its width."""

    def __init__(self, index: int, name: str, cells: Sequence[str]) -> None:
        from rich.cells import cell_len

        self.index = index
        self.name = name
        self.is_id = name.endswith("Id")
        self.kind = self._kind_of(cells)
        widest = max(map(cell_len, (name, *cells)))
        self.natural = widest if self.kind is _Kind.KEPT or self.is_id else min(_MAX_WIDTH, widest)
        self.width = self.natural

    def sized(self, text: str, *, cut_name: bool) -> str:
        """Return a cell as wide as the column, cut if it may be.

        Args:
            text: Text of the cell.
            cut_name: Whether a name may be cut.
        """
        from rich.cells import cell_len, set_cell_size

        if cell_len(text) <= self.width:
            return set_cell_size(text, self.width)
        if self.kind is _Kind.KEPT or self.is_id or (self.kind is _Kind.NAME and not cut_name):
            return text
        if self.kind is _Kind.TIME and _SHOWN_TIME.fullmatch(text):
            return set_cell_size(text[:_DAY], self.width)
        return set_cell_size(text, self.width - 1) + "…"

    def _kind_of(self, cells: Sequence[str]) -> _Kind:
        own = "." not in self.name
        if own and self.name.endswith(("Name", "Path")):
            return _Kind.NAME
        if self.index == 0 or (own and self.is_id):
            return _Kind.KEPT
        filled = [text for text in cells if text]
        is_time = "Date" in self.name or (bool(filled) and all(map(_SHOWN_TIME.fullmatch, filled)))
        return _Kind.TIME if is_time else _Kind.OTHER


def _fitted(columns: list[_Column], available: int, *, complete: bool) -> list[_Column]:
    """Narrow columns and leave columns out until all fit if possible."""
    columns = [*columns]
    complete = complete or len(columns) <= _ALWAYS_COMPLETE
    _without_hours(columns, available)
    if not complete:
        _leave_out(columns, _Kind.TIME, available)
    _narrow(columns, _Kind.OTHER, _MIN_WIDTH, available)
    _narrow(columns, _Kind.NAME, _USUAL_NAME, available)
    if not complete:
        _leave_out(columns, _Kind.OTHER, available)
    _narrow(columns, _Kind.NAME, _MIN_WIDTH, available)
    for column in columns:
        if column.kind in (_Kind.NAME, _Kind.OTHER):
            column.width += max(0, min(column.natural - column.width, _spare(columns, available)))
    return columns


def _spare(columns: Sequence[_Column], available: int) -> int:
    return available - sum(column.width for column in columns) - _GAP * (len(columns) - 1)


def _without_hours(columns: Sequence[_Column], available: int) -> None:
    for column in columns:
        if column.kind is _Kind.TIME and _spare(columns, available) < 0:
            column.width = min(column.width, max(_DAY, len(column.name)))


def _narrow(columns: Sequence[_Column], column_kind: _Kind, minimum: int, available: int) -> None:
    """Narrow the widest column of a kind, again and again."""
    while _spare(columns, available) < 0:
        wide = [
            column for column in columns if column.kind is column_kind and not column.is_id and column.width > minimum
        ]
        if not wide:
            return
        max(wide, key=lambda column: column.width).width -= 1


def _leave_out(columns: list[_Column], column_kind: _Kind, available: int) -> None:
    """Leave out columns of a kind, the last first."""
    while _spare(columns, available) < 0:
        last = next((column for column in reversed(columns) if column.kind is column_kind), None)
        if last is None:
            return
        columns.remove(last)


def _emphasised(text: str) -> str:
    return text if os.environ.get("NO_COLOR") else f"\x1b[1m{text}\x1b[0m"
