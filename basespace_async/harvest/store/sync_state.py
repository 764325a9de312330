"""Passes over tables: what is to be read, how far that has come, and since when changes are looked for.

Everything here blocks, and is called by one thread at a time.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

from attrs import frozen

from ..schema.columns import date_text
from ..schema.tables import LISTS, NAMES, TABLES

_FIELDS: Final = (
    "kind, number, is_full, is_thorough, names, position, is_read, is_finished, watermark, next_watermark, counted,"
    " new, changed, removed"
)


@frozen
class TableSync:
    """A pass over a table.

    Attributes:
        kind: number of the table.
        number: of the harvest that began it.
        is_full: whether everything is listed, or what has changed since the watermark.
        is_thorough: whether what belongs to unchanged records is fetched again, too.
        names: tables of what its records name, which are filled on the way.
        position: where in the list the next record stands, as it was then.
        is_read: whether the list has been read to its end.
        is_finished: whether the harvest that read it has ended.
        watermark: when the last change was before the last pass that ended, as the service has it.
        next_watermark: the same, before this pass.
        counted: how many records the service says there are.
        new, changed, removed: rows.
    """

    kind: int
    number: int
    is_full: bool
    is_thorough: bool
    names: frozenset[str]
    position: int
    is_read: bool
    is_finished: bool
    watermark: datetime | None
    next_watermark: datetime | None
    counted: int | None
    new: int
    changed: int
    removed: int


def find(connection: sqlite3.Connection, name: str) -> TableSync | None:
    """Return the current or last sync of a table, or None if there was none."""
    found = connection.execute(f"SELECT {_FIELDS} FROM passes WHERE kind = ?", (TABLES.index(name),)).fetchone()
    if found is None:
        return None
    kind, number, full, thorough, names, position, read, finished, since, until, counted, *counts = found
    return TableSync(
        kind,
        number,
        bool(full),
        bool(thorough),
        frozenset(names.split()),
        position,
        bool(read),
        bool(finished),
        _moment(since),
        _moment(until),
        counted,
        *counts,
    )


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def begin_all(
    connection: sqlite3.Connection, chosen: tuple[str, ...], number: int, *, full: bool, keep_counts: bool
) -> bool:
    """Begin a pass over each table, or go on with the one that was interrupted; as part of a transaction.

    Args:
        connection: of the manifest.
        chosen: the tables.
        number: of this harvest.
        full: list everything, and fetch again what belongs to unchanged records.
        keep_counts: add to the counts of the pass before, as this one belongs to the same harvest.

    Returns:
        Whether a pass was interrupted by the end of an earlier harvest, and goes on.
    """
    goes_on = False
    complete = {TABLES[kind] for (kind,) in connection.execute("SELECT kind FROM passes WHERE is_complete")}
    for name in chosen:
        last = find(connection, name)
        names = frozenset(NAMES.get(name, ())) & frozenset(chosen)
        lacks = last is None or last.watermark is None or not names <= complete
        is_full = full or (name in LISTS and lacks)
        if last is not None and not last.is_finished and _can_go_on(last, names, is_full=is_full):
            goes_on = goes_on or last.number < number
            if full and not last.is_thorough:
                connection.execute("UPDATE passes SET is_thorough = 1 WHERE kind = ?", (last.kind,))
            continue
        if not keep_counts:
            connection.execute(
                "UPDATE passes SET new = 0, changed = 0, removed = 0 WHERE kind = ?", (TABLES.index(name),)
            )
        _begin(connection, name, number, names, is_full=is_full, is_thorough=full)
    return goes_on


def _can_go_on(last: TableSync, names: frozenset[str], *, is_full: bool) -> bool:
    """Whether an interrupted pass reads all that is wanted now."""
    return names <= last.names and (last.is_full or not is_full)


def _begin(
    connection: sqlite3.Connection, name: str, number: int, names: frozenset[str], *, is_full: bool, is_thorough: bool
) -> None:
    connection.execute(
        "INSERT INTO passes (kind, number, is_full, is_thorough, names, began) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET number = excluded.number, is_full = excluded.is_full,"
        " is_thorough = excluded.is_thorough, names = excluded.names, began = excluded.began, position = 0,"
        " is_read = 0, is_finished = 0, newest = NULL, next_watermark = NULL, counted = NULL",
        (TABLES.index(name), number, is_full, is_thorough, " ".join(sorted(names)), time.time()),
    )


def make_full(connection: sqlite3.Connection, kind: int) -> None:
    """List everything after all: the service does not sort by date."""
    connection.execute("UPDATE passes SET is_full = 1, position = 0, next_watermark = NULL WHERE kind = ?", (kind,))


def set_position(
    connection: sqlite3.Connection, kind: int, position: int, counted: int | None, newest: datetime | None
) -> None:
    """Note how far a list has been read, and when the last change was of what was read."""
    text = "" if newest is None else date_text(newest)
    connection.execute(
        "UPDATE passes SET position = ?, counted = ?, newest = MAX(COALESCE(newest, ''), ?) WHERE kind = ?",
        (position, counted, text, kind),
    )


def set_next_watermark(connection: sqlite3.Connection, kind: int, newest: datetime) -> None:
    """Note when the last change was as this pass began; the first that is told counts."""
    text = date_text(min(newest, datetime.now(UTC)))  # a date in the future would hide what changes until then
    connection.execute("UPDATE passes SET next_watermark = ? WHERE kind = ? AND next_watermark IS NULL", (text, kind))


def set_read(connection: sqlite3.Connection, kind: int) -> None:
    """Note that a list has been read to its end.

    The last change that was seen was, by the service's clock, before the end of this pass. As long ago as the pass
    began, it was no later than this: what has changed since then is to be looked for next time.
    """
    connection.execute("UPDATE passes SET is_read = 1 WHERE kind = ?", (kind,))
    newest, began = connection.execute("SELECT newest, began FROM passes WHERE kind = ?", (kind,)).fetchone()
    if newest:
        took = timedelta(seconds=max(0.0, time.time() - began))
        set_next_watermark(connection, kind, datetime.fromisoformat(newest) - took)


def finish(connection: sqlite3.Connection, chosen: Iterable[str]) -> None:
    """Note that all is in the part files; the next passes look for changes since these began."""
    kinds = [(TABLES.index(name),) for name in chosen]
    connection.executemany(
        "UPDATE passes SET is_finished = 1, is_complete = 1, watermark = next_watermark WHERE kind = ?", kinds
    )
    # What was named by records that were read without looking for it is missing from now on.
    missed = {named for name in chosen for named in NAMES.get(name, ())} - frozenset(chosen)
    connection.executemany(
        "UPDATE passes SET is_complete = 0 WHERE kind = ?", [(TABLES.index(name),) for name in missed]
    )
