"""The index of rows, and their way into the part files. Everything here blocks; one thread at a time calls it.

A row belongs to one part file from the first time it is seen. A new or changed row is staged in the manifest, in the
same transaction as the progress of the list. Then it is merged into its part file (`apply`): the file is written under
another name, replaces the old one, and only then the staged rows are deleted. If the process is killed in between, the
merge is repeated with the same result, because a staged row replaces the file's row of the same key. So no row is lost
or duplicated, and readers always find each row once.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from ..errors import HarvestError
from ..schema.rows import Row
from ..schema.tables import TABLES, first_key, get_table
from .part_files import PartFormat, part_name, put_in_place

_MAX_VARIABLES = 500
PART_ROWS = 50_000
"""Approximate rows of a part file: a changed row costs writing that many."""
_UPSERT = (
    "INSERT INTO entries (kind, key, part, digest, seen) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT DO UPDATE SET digest = excluded.digest, seen = excluded.seen"
)
_STAGE = "INSERT INTO staged (kind, part, key, line) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET line = excluded.line"


class Index:
    """The keys of all rows, and the part files that the rows are in.

    Args:
        connection: Connection to the manifest.
        folder: Folder of the harvest.
        part_format: Format of the part files.
    """

    def __init__(self, connection: sqlite3.Connection, folder: Path, part_format: PartFormat) -> None:
        self.connection = connection
        self._folder = folder
        self._format = part_format
        self._tails: dict[int, tuple[int, int]] = {}
        self._full: list[tuple[int, int]] = []
        self._first_generations: dict[int, int] = {}

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit what the block does, or roll it back if it fails."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.connection.execute("COMMIT")
        except BaseException:
            self._tails.clear()
            self._full.clear()
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            raise

    # --- rows -------------------------------------------------------------------------------------------------------

    def put(
        self, table_id: int, rows: Iterable[Row], generation: int, since_generation: int, *, replace: bool = True
    ) -> None:
        """Add or update rows, as part of a transaction.

        Args:
            table_id: Id of the table.
            rows: Rows of the records as they are now.
            generation: The harvest that sees them.
            since_generation: Rows seen in this harvest or later are already counted as changed.
            replace: Replace rows that are there; otherwise they are only seen.
        """
        fresh = {row.key: row for row in rows}
        known = self._known(table_id, list(fresh))
        entries: list[tuple[int, str, int, bytes, int]] = []
        staged: list[tuple[int, int, str, bytes]] = []
        counts: dict[str, int] = defaultdict(int)
        for key, row in fresh.items():
            if key not in known:
                part = self._assign(table_id)
                counts["new"] += 1
                staged.append((table_id, part, key, row.line))
            else:
                part, digest, last_generation = known[key]
                if digest is not None and not replace:
                    entries.append((table_id, key, part, digest, generation))
                    continue
                if digest != row.digest:
                    staged.append((table_id, part, key, row.line))
                    counts["changed"] += last_generation < since_generation
                    counts["removed"] -= digest is None
            entries.append((table_id, key, part, row.digest, generation))
        self.connection.executemany(_UPSERT, entries)
        self.connection.executemany(_STAGE, staged)
        if generation < self._first_generations.get(table_id, generation):
            self._first_generations[table_id] = generation
        self._save_tail(table_id)
        self._count(table_id, counts)

    def _known(self, table_id: int, keys: list[str]) -> dict[str, tuple[int, bytes | None, int]]:
        known: dict[str, tuple[int, bytes | None, int]] = {}
        for start in range(0, len(keys), _MAX_VARIABLES):
            some = keys[start : start + _MAX_VARIABLES]
            marks = ",".join("?" * len(some))
            cursor = self.connection.execute(
                f"SELECT key, part, digest, seen FROM entries WHERE kind = ? AND key IN ({marks})", (table_id, *some)
            )
            known |= {key: (part, digest, generation) for key, part, digest, generation in cursor}
        return known

    def _assign(self, table_id: int) -> int:
        """Return the part file for a new row."""
        if table_id not in self._tails:
            last = self.connection.execute(
                "SELECT part, assigned FROM parts WHERE kind = ? ORDER BY part DESC LIMIT 1", (table_id,)
            ).fetchone()
            self._tails[table_id] = last or (1, 0)
        part, assigned = self._tails[table_id]
        if assigned >= PART_ROWS:
            self._save_tail(table_id)
            self._full.append((table_id, part))
            part, assigned = part + 1, 0
        self._tails[table_id] = (part, assigned + 1)
        return part

    def _save_tail(self, table_id: int) -> None:
        if table_id in self._tails:
            self.connection.execute(
                "INSERT INTO parts (kind, part, assigned) VALUES (?, ?, ?)"
                " ON CONFLICT DO UPDATE SET assigned = excluded.assigned",
                (table_id, *self._tails[table_id]),
            )

    def _count(self, table_id: int, counts: dict[str, int]) -> None:
        if not any(counts.values()):
            return
        self.connection.execute(
            "UPDATE passes SET new = new + ?, changed = changed + ?, removed = removed + ? WHERE kind = ?",
            (counts["new"], counts["changed"], counts["removed"], table_id),
        )

    def remove(self, table_id: int, keys: list[str]) -> None:
        """Stage the removal of rows from their part files, as part of a transaction."""
        if not keys:
            return
        gone = [(table_id, key) for key in keys]
        self.connection.executemany(
            "INSERT OR REPLACE INTO staged (kind, part, key, line)"
            " SELECT kind, part, key, NULL FROM entries WHERE kind = ? AND key = ?",
            gone,
        )
        self.connection.executemany("UPDATE entries SET digest = NULL WHERE kind = ? AND key = ?", gone)
        self._count(table_id, defaultdict(int, removed=len(gone)))

    def keep(self, table_id: int, key: str, generation: int) -> None:
        """Mark a row as seen, though it could not be read anew; as part of a transaction."""
        self.connection.execute(
            "UPDATE entries SET seen = ? WHERE kind = ? AND key = ? AND digest IS NOT NULL", (generation, table_id, key)
        )

    def keys_under(self, table_id: int, parent: str, before_generation: int) -> list[str]:
        """Return the keys of a parent's rows that were last seen before a generation."""
        if not self._has_before(table_id, before_generation):
            return []  # as for each parent of a first harvest
        cursor = self.connection.execute(
            "SELECT key FROM entries WHERE kind = ? AND key > ? AND key < ? AND seen < ? AND digest IS NOT NULL",
            (table_id, f"{first_key(parent)}/", f"{first_key(parent)}0", before_generation),  # 0 follows the slash
        )
        return [key for (key,) in cursor]

    def _has_before(self, table_id: int, generation: int) -> bool:
        """Tell whether a table may have rows that were last seen before a generation."""
        if table_id not in self._first_generations:
            (first,) = self.connection.execute("SELECT MIN(seen) FROM entries WHERE kind = ?", (table_id,)).fetchone()
            if first is None:
                return False
            self._first_generations[table_id] = first
        return self._first_generations[table_id] < generation

    def keys_unseen(self, table_id: int, before_generation: int, limit: int) -> list[str]:
        """Return the keys of rows that were last seen before a generation, up to a limit."""
        cursor = self.connection.execute(
            "SELECT key FROM entries WHERE kind = ? AND seen < ? AND digest IS NOT NULL LIMIT ?",
            (table_id, before_generation, limit),
        )
        return [key for (key,) in cursor]

    def is_seen(self, table_id: int, key: str, since_generation: int) -> bool:
        """Tell whether a row is there that was seen in a generation or later."""
        cursor = self.connection.execute(
            "SELECT 1 FROM entries WHERE kind = ? AND key = ? AND seen >= ? AND digest IS NOT NULL",
            (table_id, key, since_generation),
        )
        return cursor.fetchone() is not None

    def total(self, table_id: int) -> int:
        """Count the rows of a table."""
        (count,) = self.connection.execute(
            "SELECT COUNT(*) FROM entries WHERE kind = ? AND digest IS NOT NULL", (table_id,)
        ).fetchone()
        return int(count)

    # --- part files -------------------------------------------------------------------------------------------------

    def apply_full(self) -> None:
        """Write the part files that have become full."""
        full, self._full = self._full, []
        for table_id, part in full:
            self.apply(table_id, part)

    def apply_all(self, table_ids: Iterable[int]) -> Iterator[None]:
        """Write all part files with staged rows, one at each step.

        Args:
            table_ids: Tables that get a first part file, even an empty one.
        """
        with self.transaction():
            first = [(table_id,) for table_id in table_ids]
            self.connection.executemany("INSERT OR IGNORE INTO parts (kind, part) VALUES (?, 1)", first)
        parts = self.connection.execute(
            "SELECT kind, part FROM parts WHERE rows IS NULL UNION SELECT kind, part FROM staged ORDER BY 1, 2"
        ).fetchall()
        for table_id, part in parts:
            self.apply(table_id, part)
            yield

    def _staged_keys(self, table_id: int, part: int) -> set[str]:
        rows = self.connection.execute("SELECT key FROM staged WHERE kind = ? AND part = ?", (table_id, part))
        return {key for (key,) in rows}

    def apply(self, table_id: int, part: int) -> None:
        """Merge the staged rows into a part file."""
        name = part_name(part, self._format.name)
        final = self._folder / TABLES[table_id] / name
        new = self._folder / _unfinished(TABLES[table_id], name)
        staged = self.connection.execute(
            "SELECT line FROM staged WHERE kind = ? AND part = ? AND line IS NOT NULL ORDER BY key", (table_id, part)
        )
        old, table = final if final.exists() else None, get_table(TABLES[table_id])
        keys = self._staged_keys(table_id, part) if old else set()
        with closing(staged):  # an error would keep it open, and with it the manifest
            rows, size = self._format.merge(old, new, table, keys, (line for (line,) in staged))
        put_in_place(new, final)
        with self.transaction():
            self.connection.execute(
                "UPDATE parts SET rows = ?, bytes = ? WHERE kind = ? AND part = ?", (rows, size, table_id, part)
            )
            self.connection.execute(
                "DELETE FROM entries WHERE kind = ? AND digest IS NULL AND key IN"
                " (SELECT key FROM staged WHERE kind = ? AND part = ? AND line IS NULL)",
                (table_id, table_id, part),
            )
            self.connection.execute("DELETE FROM staged WHERE kind = ? AND part = ?", (table_id, part))

    def check_files(self) -> None:
        """Check the part files against the manifest, and delete leftovers of a killed harvest.

        Raises:
            HarvestError: If a part file is missing, or has another size.
        """
        for table_id, name in enumerate(TABLES):
            for stray in self._folder.glob(_unfinished(name, f"part-*.{self._format.name}")):
                stray.unlink()
            known = {
                part_name(part, self._format.name): (part, size)
                for part, size in self.connection.execute("SELECT part, bytes FROM parts WHERE kind = ?", (table_id,))
            }
            folder = self._folder / name
            for path in folder.glob(f"part-*.{self._format.name}"):
                if path.name not in known:
                    path.unlink()
            for file_name, (part, size) in known.items():
                if size is not None and not self._is_staged(table_id, part):
                    self._check_file(folder / file_name, size)

    def _is_staged(self, table_id: int, part: int) -> bool:
        cursor = self.connection.execute("SELECT 1 FROM staged WHERE kind = ? AND part = ? LIMIT 1", (table_id, part))
        return cursor.fetchone() is not None

    def _check_file(self, path: Path, size: int) -> None:
        actual = path.stat().st_size if path.exists() else None
        if actual != size:
            what = "is missing" if actual is None else f"has {actual:,} bytes instead of {size:,}"
            raise HarvestError(
                f"{path} {what}: it was changed after it was harvested; harvest into another folder, or delete this one"
            )


def _unfinished(table: str, part: str) -> str:
    """Name a part file that is being written; whatever else is in the folder is somebody else's."""
    return f".{table}-{part}.new"
