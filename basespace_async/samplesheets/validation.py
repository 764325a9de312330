"""Check the rows of a sample sheet against the schema of its format."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ..errors import shown
from .formats import SheetFormat, schema

_NOT_IN_A_CELL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


class RowValidator:
    """A check of rows against the schema of a format. It never shows locations of files, which may be secrets.

    Args:
        format: Format of the sheet.
    """

    def __init__(self, format: SheetFormat) -> None:
        self._format = format
        document = schema(format.name)
        self._properties: dict[str, dict[str, Any]] = document["properties"]
        self._required: list[str] = document["required"]
        self._names: dict[str, str] = document.get("propertyNames", {})

    def column_problems(self, columns: tuple[str, ...]) -> Iterator[str]:
        """Yield what is wrong with the names of columns."""
        for column in columns:
            if not column or _NOT_IN_A_CELL.search(column):
                yield f"{shown(column)} cannot be the name of a column"
            elif "pattern" in self._names and not re.fullmatch(self._names["pattern"], column):
                yield f"{shown(column)} cannot be the name of a column: {self._names['description']} can"

    def problems(self, sample: str, row: Mapping[str, str]) -> Iterator[str]:
        """Yield what is wrong with a row.

        Args:
            sample: Name of its sample in the plan.
            row: Its cells.
        """
        for column, cell in row.items():
            rule = self._properties.get(column, {})
            if not cell:
                if column in self._required:
                    yield f"sample {shown(sample)} has no {column}: {rule['description']}"
            elif _NOT_IN_A_CELL.search(cell):
                yield f"{column} of sample {shown(sample)} has a line break or another control character"
            elif not _fits(rule, cell):
                is_location = column in (self._format.read1, self._format.read2)
                value = "" if is_location else f" is {shown(cell)}; it"
                yield f"{column} of sample {shown(sample)}{value} must be {rule['description']}"


def _fits(rule: Mapping[str, Any], cell: str) -> bool:
    if "enum" in rule:
        return cell in rule["enum"]
    return "pattern" not in rule or re.fullmatch(rule["pattern"], cell) is not None
