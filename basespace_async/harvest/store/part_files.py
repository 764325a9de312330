"""Part files: the files of a table, which are only ever replaced as a whole. Everything here blocks."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Literal, Protocol, get_args

import orjson

from ..._util.fsync import flush_folder
from ...errors import ConfigurationError
from ..schema.tables import Table

Format = Literal["parquet", "jsonl"]
FORMATS: tuple[str, ...] = get_args(Format)


class PartFormat(Protocol):
    """How rows are kept in part files."""

    name: Format

    def merge(
        self, old: Path | None, new: Path, kind: Table, without: Collection[str], lines: Iterable[bytes]
    ) -> tuple[int, int]:
        """Write a part file.

        Args:
            old: whose rows are taken over, if any.
            new: is written, down to the disk.
            kind: the table.
            without: keys of rows that are not taken over.
            lines: rows that are added.

        Returns:
            How many rows it has, and how many bytes.
        """
        ...


def part_format(name: str) -> PartFormat:
    """Return the format of a name.

    Raises:
        ConfigurationError: there is none, or what it needs is not installed.
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
    """A line of JSON for each row."""

    name: Format = "jsonl"

    def merge(
        self, old: Path | None, new: Path, kind: Table, without: Collection[str], lines: Iterable[bytes]
    ) -> tuple[int, int]:
        """Write a part file: the old rows without some keys, and then new lines."""
        rows = 0
        with new.open("wb") as file:
            if old is not None:
                with old.open("rb") as before:
                    for line in before:
                        if not without or kind.key_of(orjson.loads(line)) not in without:
                            rows += 1
                            file.write(line)
            for line in lines:
                rows += 1
                file.write(line)
            file.flush()
            os.fsync(file.fileno())
            return rows, file.tell()


def part_name(number: int, format_name: str) -> str:
    """Return the name of a part file in its table's folder."""
    return f"part-{number:06d}.{format_name}"


def put_in_place(new: Path, final: Path) -> None:
    """Give a file its final name, in the place of what has it now, and see that it lasts."""
    final.parent.mkdir(exist_ok=True)
    os.replace(new, final)
    flush_folder(final.parent)
