"""The sync of each table: what to read, how far the reading has come, and the watermark for the next harvest.

Everything here blocks; one thread at a time calls it.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Final

from attrs import field, frozen

from ..._codec.columns import date_text
from ..schema.tables import LISTS, NAMES, TABLES, UNDATED

_FIELDS: Final = (
    "kind, number, is_full, is_thorough, names, position, is_read, is_finished, is_complete, watermark, next_watermark,"
    " counted, new, changed, removed"
)

_MAX_INTEGER: Final = 2**63 - 1
"""The largest integer of SQLite."""


def _parse_datetime(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _split(text: str) -> frozenset[str]:
    return frozenset(text.split())


@frozen
class TableSync:
    """The current or last sync of a table.

    Attributes:
        table_id: Id of the table.
        generation: The harvest that began it.
        is_full: Whether everything is listed, not only changes since the watermark.
        is_thorough: Whether the files or properties of unchanged records are fetched again, too.
        names: Tables that are filled from what its records name.
        position: Offset of the next record in the list.
        is_read: Whether the list has been read to its end.
        is_finished: Whether the rows are in the part files.
        is_complete: Whether no record had to be left out: see `set_incomplete`.
        watermark: Latest change before the last finished sync, by the service's clock.
        next_watermark: Latest change before this sync.
        counted: Number of records that the service says there are.
        new: Number of new rows.
        changed: Number of changed rows.
        removed: Number of removed rows.
    """

    table_id: int
    generation: int
    is_full: bool = field(converter=bool)
    is_thorough: bool = field(converter=bool)
    names: frozenset[str] = field(converter=_split)
    position: int
    is_read: bool = field(converter=bool)
    is_finished: bool = field(converter=bool)
    is_complete: bool = field(converter=bool)
    watermark: datetime | None = field(converter=_parse_datetime)
    next_watermark: datetime | None = field(converter=_parse_datetime)
    counted: int | None
    new: int
    changed: int
    removed: int


def find(connection: sqlite3.Connection, name: str) -> TableSync | None:
    """Return the current or last sync of a table; None if it was never harvested."""
    row = connection.execute(f"SELECT {_FIELDS} FROM passes WHERE kind = ?", (TABLES.index(name),)).fetchone()
    return None if row is None else TableSync(*row)


def begin_all(
    connection: sqlite3.Connection, chosen: tuple[str, ...], generation: int, *, full: bool, keep_counts: bool
) -> bool:
    """Begin a sync of each table, or resume an interrupted one; as part of a transaction.

    Args:
        connection: Connection to the manifest.
        chosen: Names of the tables.
        generation: Number of this harvest.
        full: List everything, and fetch the files or properties of unchanged records again.
        keep_counts: Add to the counts of the last sync, which belongs to the same harvest.

    Returns:
        Whether a sync of an earlier harvest is resumed.
    """
    is_resumed = False
    complete = {TABLES[table_id] for (table_id,) in connection.execute("SELECT kind FROM passes WHERE is_complete")}
    for name in chosen:
        last = find(connection, name)
        is_interrupted = last is not None and not last.is_finished
        names = frozenset(NAMES.get(name, ())) & frozenset(chosen)
        lacks = last is None or last.watermark is None or not names <= complete or name in UNDATED
        is_full = full or (name in LISTS and lacks)
        if last is not None and is_interrupted and _can_resume(name, last, names, is_full=is_full):
            is_resumed = is_resumed or last.generation < generation
            if full and not last.is_thorough:
                connection.execute("UPDATE passes SET is_thorough = 1 WHERE kind = ?", (last.table_id,))
            continue
        is_thorough = full
        if last is not None and is_interrupted:
            is_full, is_thorough = is_full or last.is_full or not last.is_complete, full or last.is_thorough
        elif not keep_counts:
            connection.execute(
                "UPDATE passes SET new = 0, changed = 0, removed = 0 WHERE kind = ?", (TABLES.index(name),)
            )
        _begin(connection, name, generation, names, is_full=is_full, is_thorough=is_thorough)
    return is_resumed


def _can_resume(name: str, last: TableSync, names: frozenset[str], *, is_full: bool) -> bool:
    """Tell whether an interrupted sync has read something, lacks nothing of that, and reads all that is wanted now."""
    is_read_here = name in LISTS or name == "usage"  # the others are filled from them, and resumed by what they lack
    has_begun = not is_read_here or (last.is_complete and (last.position > 0 or last.is_read))
    return has_begun and names <= last.names and (last.is_full or not is_full)


def _begin(
    connection: sqlite3.Connection,
    name: str,
    generation: int,
    names: frozenset[str],
    *,
    is_full: bool,
    is_thorough: bool,
) -> None:
    connection.execute(
        "INSERT INTO passes (kind, number, is_full, is_thorough, names, began) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET number = excluded.number, is_full = excluded.is_full,"
        " is_thorough = excluded.is_thorough, names = excluded.names, began = excluded.began, position = 0,"
        " is_read = 0, is_finished = 0, newest = NULL, next_watermark = NULL, counted = NULL",
        (TABLES.index(name), generation, is_full, is_thorough, " ".join(sorted(names)), time.time()),
    )
    if name in LISTS:
        connection.execute("UPDATE passes SET is_complete = 1 WHERE kind = ?", (TABLES.index(name),))


def make_full(connection: sqlite3.Connection, table_id: int) -> None:
    """Switch a sync to listing everything, because the service does not sort by date."""
    connection.execute("UPDATE passes SET is_full = 1, position = 0, next_watermark = NULL WHERE kind = ?", (table_id,))


def leave_out(connection: sqlite3.Connection, table_id: int, names: frozenset[str]) -> None:
    """Begin a sync again from the first record, and fill only these tables on the way.

    Args:
        connection: Connection to the manifest.
        table_id: Id of the table.
        names: Names of the tables that are filled from what its records name.
    """
    connection.execute("UPDATE passes SET names = ?, position = 0 WHERE kind = ?", (" ".join(sorted(names)), table_id))


def set_position(
    connection: sqlite3.Connection, table_id: int, position: int, counted: int | None, newest: datetime | None
) -> None:
    """Save how far a list has been read.

    Args:
        connection: Connection to the manifest.
        table_id: Id of the table.
        position: Offset of the next record.
        counted: Number of records in the list, if the service says it.
        newest: Latest change among the records of the page.
    """
    text = "" if newest is None else date_text(newest)
    if counted is not None and counted > _MAX_INTEGER:
        counted = None  # nobody has that many
    connection.execute(
        "UPDATE passes SET position = ?, counted = COALESCE(?, counted), newest = MAX(COALESCE(newest, ''), ?)"
        " WHERE kind = ?",
        (position, counted, text, table_id),
    )


def set_next_watermark(connection: sqlite3.Connection, table_id: int, newest: datetime) -> None:
    """Save the latest change before this sync; only the first call has an effect."""
    text = date_text(min(newest, datetime.now(UTC)))  # a date in the future would hide changes until then
    connection.execute(
        "UPDATE passes SET next_watermark = ? WHERE kind = ? AND next_watermark IS NULL", (text, table_id)
    )


def set_incomplete(connection: sqlite3.Connection, table_id: int) -> None:
    """Note that a record of a list was left out, whenever it was changed: the next sync lists everything."""
    connection.execute("UPDATE passes SET is_complete = 0 WHERE kind = ?", (table_id,))


def set_read(connection: sqlite3.Connection, table_id: int) -> None:
    """Mark a list as read to its end.

    The latest change seen, by the service's clock, came before the end of this sync. Less the time that the sync took,
    it came before the sync began: that is the next watermark.
    """
    connection.execute("UPDATE passes SET is_read = 1 WHERE kind = ?", (table_id,))
    newest, began = connection.execute("SELECT newest, began FROM passes WHERE kind = ?", (table_id,)).fetchone()
    if newest:
        took = timedelta(seconds=max(0.0, time.time() - began))
        with suppress(OverflowError):  # every date is of the first years
            set_next_watermark(connection, table_id, datetime.fromisoformat(newest) - took)


def finish(connection: sqlite3.Connection, chosen: Iterable[str]) -> None:
    """Mark tables as synced: all rows are in the part files, and the next sync looks for changes since this one."""
    numbers = [(TABLES.index(name),) for name in chosen]
    connection.executemany(
        "UPDATE passes SET is_finished = 1, watermark = CASE WHEN is_complete THEN next_watermark END WHERE kind = ?",
        numbers,
    )
    connection.executemany(
        "UPDATE passes SET is_complete = 1 WHERE kind = ?",
        [(TABLES.index(name),) for name in chosen if name not in LISTS],
    )
    # Tables that were not chosen now lack what these records name.
    missed = {named for name in chosen for named in NAMES.get(name, ())} - frozenset(chosen)
    connection.executemany(
        "UPDATE passes SET is_complete = 0 WHERE kind = ?", [(TABLES.index(name),) for name in missed]
    )
