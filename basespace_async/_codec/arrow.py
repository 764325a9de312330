"""Columns as Arrow has them. Imported only if pyarrow is installed; everything here blocks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import orjson
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.json as pa_json  # type: ignore[import-untyped]

from .columns import Column

_TYPES: dict[str, Any] = {
    "text": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.timestamp("us", "UTC"),
    "json": pa.string(),
}


def schema_of(columns: Iterable[Column]) -> Any:
    """Return the Arrow schema of columns."""
    return pa.schema([(column.name, _TYPES[column.kind]) for column in columns])


def parsed_lines(lines: bytes, schema: Any) -> Any:
    """Return the Arrow table of rows in JSON lines, which are as `Flattening` makes them."""
    return pa_json.read_json(
        pa.BufferReader(lines),
        # One block: a row must not be cut.
        read_options=pa_json.ReadOptions(use_threads=False, block_size=len(lines) + 1),
        parse_options=pa_json.ParseOptions(explicit_schema=schema, unexpected_field_behavior="error"),
    )


def table_of_rows(rows: Iterable[dict[str, Any]], schema: Any) -> Any:
    """Return the Arrow table of rows as `Flattening` makes them."""
    lines = b"".join(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in rows)
    return parsed_lines(lines, schema) if lines else schema.empty_table()
