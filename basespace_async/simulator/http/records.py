"""The world's records as rows of tables, for a person who looks into it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from operator import attrgetter
from typing import Any

from ..errors import InvalidValueError
from ..queries import Query
from ..world.table import RecordTable
from ..world.world import World

MAX_ROWS = 200
"""Records of one answer."""
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "projects": ("id", "name", "owner_id", "shared", "modified"),
    "biosamples": ("id", "name", "status", "lab_status", "project_id", "modified"),
    "libraries": ("id", "name", "status", "biosample_id", "modified"),
    "pools": ("id", "name", "status", "modified"),
    "runs": ("id", "name", "experiment", "status", "created"),
    "datasets": ("id", "name", "qc_status", "upload_status", "biosample_id", "modified"),
    "appsessions": ("id", "name", "execution_status", "qc_status", "delivery_status", "modified"),
    "requeues": ("id", "type", "status", "requested", "modified"),
    "trash": ("id", "appsession.id", "appsession.name", "size", "deleted"),
}


def counts(world: World) -> dict[str, int]:
    """Return the number of records of each table."""
    return {table: len(_records(world, table)) for table in _COLUMNS}


def rows(world: World, table: str, query: Query) -> dict[str, Any]:
    """Return some records of a table, those that were added last first.

    Args:
        world: The world.
        table: Name of the table.
        query: `offset`, the number of records to leave out, and `limit`, at most 200.

    Raises:
        KeyError: If there is no such table.
        InvalidValueError: If a number is out of range.
    """
    columns, records = _COLUMNS[table], _records(world, table)
    offset, limit = query.number("offset", 0), query.number("limit", 25)
    if not 1 <= limit <= MAX_ROWS:
        raise InvalidValueError(f"'limit' must be 1 to {MAX_ROWS}, not {limit}")
    stop = max(0, len(records) - offset)
    start = max(0, stop - limit)
    if isinstance(records, RecordTable):
        chosen = [records.at(position) for position in records.slice(start, stop)]
    else:
        chosen = list(islice(records.values(), start, stop))
    items = [{column: attrgetter(column)(record) for column in columns} for record in reversed(chosen)]
    return {"total": len(records), "offset": offset, "columns": columns, "items": items}


def _records(world: World, table: str) -> Mapping[str, Any]:
    records: Mapping[str, Any] = getattr(world, table)
    return records
