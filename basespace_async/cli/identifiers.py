"""Ids of a command: from its arguments, from standard input, or from a file."""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from ..errors import shown
from ..progress.text import printable
from .streams import decoded, read_input

# A section of an Illumina sample sheet: its samples are in [Data] (v1) or [BCLConvert_Data] (v2).
_SECTION = re.compile(r'^"?\[(\w+)\]"?[,;\t ]*\r?$', re.MULTILINE)
_SPACE = re.compile(r"\s*")
_ARGUMENT = re.compile(r"[\w.-]+", re.ASCII)
_NAME = re.compile(r".*\S.*", re.DOTALL)
# Digits, also hexadecimal ones, perhaps behind a prefix as in ds.0f35c1a2; names and dates are not of this form.
_ID = re.compile(r"(?!\d{4}-\d\d-\d\d)(?:[a-z]{1,4}[._]?)?(?=[a-f]*\d)[\da-f]+(?:[._-][\da-f]+)*", re.ASCII)


def ids_from(arguments: Iterable[str], table: Path | None = None, column: str = "Id") -> list[str]:
    """Collect ids from arguments, from standard input for `-`, and from a file.

    Standard input and the file have one id a line, CSV or tab-separated values with a header, JSON lines, or a JSON
    array. What cannot be an id is refused, so that nothing is sent.

    Args:
        arguments: Ids, and `-`.
        table: File with more ids, or None.
        column: Name of the column, or of the field of JSON, that has the ids.

    Returns:
        The ids, each once, in their order.

    Raises:
        UsageError: If there is no id, something cannot be one, or the file has no such column.
    """
    ids: list[str] = []
    for argument in arguments:
        if argument == "-":
            ids += _ids_in(read_input(), "standard input", column)
        elif _ARGUMENT.fullmatch(argument):
            ids.append(argument)
        else:
            raise click.UsageError(f"{shown(argument)} cannot be an id")
    if table is not None:
        ids += _ids_in(decoded(table.read_bytes(), str(table)), str(table), column, with_header=True)
    if not ids:
        raise click.UsageError("no id was given; name ids, or give - to read them from standard input")
    return list(dict.fromkeys(ids))


def names_from(arguments: Iterable[str], table: Path | None, column: str) -> list[str]:
    """Collect names from arguments, from standard input for `-`, and from a file, in the forms of `ids_from`.

    Of an Illumina sample sheet, v1 or v2, the table of samples is read, such as its column `Sample_ID`.

    Returns:
        The names, each once, in their order.

    Raises:
        UsageError: If a name is empty, or the file has no such column.
    """
    names: list[str] = []
    for argument in arguments:
        if not argument.strip():
            raise click.UsageError("a name is empty")
        names += _values_in(read_input(), "standard input", column, _NAME) if argument == "-" else [argument]
    if table is not None:
        names += _values_in(decoded(table.read_bytes(), str(table)), str(table), column, _NAME)
    return list(dict.fromkeys(names))


def _ids_in(text: str, source: str, column: str, *, with_header: bool = False) -> Iterator[str]:
    return _values_in(text, source, column, _ID, with_header=with_header)


def _values_in(
    text: str, source: str, column: str, pattern: re.Pattern[str], *, with_header: bool = False
) -> Iterator[str]:
    text = _samples_of_sheet(text)
    values = _json_values if text.lstrip()[:1] in ("{", "[") else _column_values
    try:
        for line, value in values(text, column, with_header):
            if value is None:
                raise ValueError(f"line {line} has no {column}")
            if not pattern.fullmatch(value):
                raise ValueError(
                    f"line {line}: {shown(value)} cannot be an id; give one id a line, or a column {column}"
                )
            yield value
    except (ValueError, csv.Error) as error:
        raise click.UsageError(f"{source}: {error}") from None


def _samples_of_sheet(text: str) -> str:
    """Return the table of samples of an Illumina sample sheet; of any other text, all of it."""
    if _SECTION.match(text.lstrip()) is None:
        return text
    sections = _SECTION.split(text)
    tables = dict(zip(sections[1::2], sections[2::2], strict=True))
    return next((tables[name] for name in ("Data", "BCLConvert_Data") if name in tables), text)


def _column_values(text: str, column: str, with_header: bool) -> Iterator[tuple[int, str | None]]:
    """Yield the line and the value of each row that has one."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter_of(text))
    filled: Iterator[list[str]] = (row for row in rows if any(cell.strip() for cell in row))
    first = next(filled, [])
    index = _index_of(column, first, with_header)
    if index is None:
        index = 0
        filled = itertools.chain([first], filled)
    for row in filled:
        if len(row) > index and row[index].strip():
            yield rows.line_num, row[index].strip()


def _delimiter_of(text: str) -> str:
    first, _, _ = text.strip().partition("\n")
    return next((delimiter for delimiter in "\t,;" if delimiter in first), ",")


def _index_of(column: str, row: list[str], with_header: bool) -> int | None:
    """Return where the column is in a header; None for a first row that is no header, but an id."""
    names = [name.strip() for name in row]
    index = next((index for index, name in enumerate(names) if name.lower() == column.lower()), None)
    if index is None and (with_header or len(row) > 1):
        there = f"; its columns are {printable(', '.join(names))}" if names else ""
        raise ValueError(f"it has no column {column}{there}")
    return index


def _json_values(text: str, field: str, _with_header: bool) -> Iterator[tuple[int, str | None]]:
    """Yield the line and the value of each object, or of each item of an array."""
    decoder, line, position = json.JSONDecoder(), 1, 0
    while (start := _end_of_space(text, position)) < len(text):
        line += text.count("\n", position, start)
        try:
            value, position = decoder.raw_decode(text, start)
        except (json.JSONDecodeError, RecursionError):
            raise ValueError(f"line {line} is not JSON") from None
        if isinstance(value, dict):
            value = value.get("Items", [value])  # a response of the API has its items there
        for item in value if isinstance(value, list) else [value]:
            yield line, _json_id(item, field)
        line += text.count("\n", start, position)


def _end_of_space(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return match.end() if match else position


def _json_id(item: Any, field: str) -> str | None:
    if isinstance(item, dict):
        item = next((value for name, value in item.items() if name.lower() == field.lower()), None)
    return str(item) if isinstance(item, str | int) and not isinstance(item, bool) else None
