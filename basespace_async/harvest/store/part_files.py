"""Part files: the files of a table. They are only replaced as a whole; everything here blocks."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Literal, Protocol, get_args

import orjson

from ..._util.fsync import flush_folder
from ...errors import ConfigurationError
from ..errors import HarvestError
from ..schema.tables import Table

Format = Literal["parquet", "jsonl"]
FORMATS: tuple[str, ...] = get_args(Format)


class PartFormat(Protocol):
    """The file format of part files."""

    name: str

    def merge(
        self, old: Path | None, new: Path, table: Table, without: Collection[str], lines: Iterable[bytes]
    ) -> tuple[int, int]:
        """Write a part file.

        Args:
            old: The part file to replace, if there is one.
            new: The file to write; it is flushed to the disk.
            table: The table.
            without: Keys of old rows to leave out.
            lines: Rows to add.

        Returns:
            The number of rows and of bytes.

        Raises:
            HarvestError: If the old part file is damaged.
            OSError: If the new one cannot be written.
        """
        ...


def part_format(name: str) -> PartFormat:
    """Return the format of a name.

    Raises:
        ConfigurationError: If the format is unknown, or pyarrow is not installed.
    """
    if name == "jsonl":
        return JsonLines()
    if name != "parquet":
        raise ConfigurationError(f"format is {name!r}; it is one of {', '.join(FORMATS)}")
    try:
        import pyarrow  # type: ignore[import-untyped]  # noqa: F401  # pyright: ignore[reportUnusedImport]
    except ImportError:
        raise ConfigurationError(
            "Parquet files need pyarrow: pip install 'basespace-async[parquet]', or use format='jsonl'"
        ) from None
    from .parquet import Parquet

    return Parquet()


class JsonLines:
    """Part files in JSON Lines: a line of JSON for each row."""

    name = "jsonl"

    def merge(
        self, old: Path | None, new: Path, table: Table, without: Collection[str], lines: Iterable[bytes]
    ) -> tuple[int, int]:
        """Write a part file: the old rows without some keys, then new lines."""
        rows = 0
        with new.open("wb") as file:
            for line in chain(_remaining(old, table, without), lines):
                rows += 1
                file.write(line)
            file.flush()
            os.fsync(file.fileno())
            return rows, file.tell()


def _remaining(old: Path | None, table: Table, without: Collection[str]) -> Iterator[bytes]:
    if old is None:
        return
    with damage_reported(old, ValueError, LookupError, TypeError, AttributeError), old.open("rb") as lines:
        is_current = True
        for number, line in enumerate(lines):
            if not number:
                is_current = list(orjson.loads(line)) == [column.name for column in table.columns]
            kept = line if is_current else _with_columns(line, table)
            if not without or table.key_of(orjson.loads(kept)) not in without:
                yield kept


def _with_columns(line: bytes, table: Table) -> bytes:
    """Return a row with the columns of this release; those that an earlier one did not write are null."""
    row = orjson.loads(line)
    columns = {column.name: row.get(column.name) for column in table.columns}
    return orjson.dumps(columns, option=orjson.OPT_APPEND_NEWLINE)


@contextmanager
def damage_reported(path: Path, *errors: type[Exception]) -> Iterator[None]:
    """Say what to do about a part file that cannot be read.

    Args:
        path: The part file.
        errors: What its content can raise.

    Raises:
        HarvestError: If the block raises one of them.
    """
    try:
        yield
    except errors as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise  # of the disk
        reason = " ".join(str(error).split())
        raise HarvestError(f"{path} is damaged: {reason}; harvest into another folder, or delete this one") from None


def part_name(number: int, format_name: str) -> str:
    """Return the name of a part file in its table's folder."""
    return f"part-{number:06d}.{format_name}"


def put_in_place(new: Path, final: Path) -> None:
    """Rename a file to its final name, replacing what has that name, and flush the folder."""
    final.parent.mkdir(exist_ok=True)
    os.replace(new, final)
    flush_folder(final.parent)
