"""Part files in Parquet. Imported only if pyarrow is installed; everything here blocks."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from ..._codec import arrow
from ..._codec.columns import date_text
from ..errors import HarvestError
from ..schema.tables import Table
from .part_files import damage_reported

pc: Any = pyarrow.compute  # its functions are defined at import

ROW_GROUP = 10_000
"""Maximum rows of a row group, which also bounds the memory used."""
_BATCH = 2000  # rows that are read or parsed at a time: each costs memory several times
_MAX_BYTES = 1 << 20


@cache
def schema_of(table: Table) -> Any:
    """Return the Arrow schema of a table."""
    return arrow.schema_of(table.columns)


class Parquet:
    """Part files in Parquet, compressed with Zstandard."""

    name = "parquet"

    def merge(
        self, old: Path | None, new: Path, table: Table, without: Collection[str], lines: Iterable[bytes]
    ) -> tuple[int, int]:
        """Write a part file: the old rows without some keys, then new lines."""
        with new.open("wb") as file:
            try:
                rows = _write(file, schema_of(table), _groups(_all(old, table, without, lines)))
            except pa.ArrowException as error:
                raise HarvestError(f"cannot write {new}: {error}") from error
            file.flush()
            os.fsync(file.fileno())
            size = file.tell()
        pa.default_memory_pool().release_unused()
        return rows, size


def _write(file: Any, schema: Any, groups: Iterable[Any]) -> int:
    rows = 0
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        for group in groups:
            rows += group.num_rows
            writer.write_table(group, row_group_size=ROW_GROUP)
    return rows


def _all(old: Path | None, table: Table, without: Collection[str], lines: Iterable[bytes]) -> Iterator[Any]:
    schema = schema_of(table)
    if old is not None:
        with (
            damage_reported(old, pa.ArrowException, ValueError, OSError),
            pq.ParquetFile(old, pre_buffer=False) as file,
        ):
            for batch in file.iter_batches(batch_size=_BATCH, use_threads=False):
                yield _remaining(_with_columns(batch, schema), table, without)
    for chunk in _chunks(lines):
        yield arrow.parsed_lines(chunk, schema)


def _with_columns(batch: Any, schema: Any) -> Any:
    """Return a batch with the columns of this release; those that an earlier one did not write are null."""
    if batch.schema.equals(schema):
        return pa.Table.from_batches([batch], schema)
    names = set(batch.schema.names)
    columns = [
        batch.column(field.name).cast(field.type) if field.name in names else pa.nulls(batch.num_rows, field.type)
        for field in schema
    ]
    return pa.Table.from_arrays(columns, schema=schema)


def _remaining(rows: Any, table: Table, without: Collection[str]) -> Any:
    """Return the rows whose key is not among these."""
    if not without:
        return rows
    *parents, keys = [_text(rows, name) for name in table.key]
    for parent in reversed(parents):
        quoted = pc.replace_substring(pc.replace_substring(parent, "%", "%25"), "/", "%2F")  # as `first_key`
        keys = pc.binary_join_element_wise(quoted, keys, "/")
    return rows.filter(pc.invert(pc.is_in(keys, value_set=pa.array(list(without), pa.string()))))


def _text(rows: Any, name: str) -> Any:
    """Return a column as text for keys, with dates as in JSON."""
    column = rows[name]
    if not pa.types.is_timestamp(column.type):
        return column
    return pa.array([date_text(value) for value in column.to_pylist()], pa.string())


def _chunks(lines: Iterable[bytes]) -> Iterator[bytes]:
    chunk: list[bytes] = []
    size = 0
    for line in lines:
        chunk.append(line)
        size += len(line)
        if len(chunk) == _BATCH or size >= _MAX_BYTES:
            yield b"".join(chunk)
            chunk, size = [], 0
    if chunk:
        yield b"".join(chunk)


def _groups(tables: Iterable[Any]) -> Iterator[Any]:
    """Yield the same rows in full row groups, also for a part that grew in small steps."""
    waiting: list[Any] = []
    rows = 0
    for rows_read in tables:
        waiting.append(rows_read)
        rows += rows_read.num_rows
        if rows >= ROW_GROUP:
            whole = pa.concat_tables(waiting)
            full = rows - rows % ROW_GROUP
            yield whole.slice(0, full)
            waiting, rows = [whole.slice(full)], rows - full
    if rows:
        yield pa.concat_tables(waiting)
