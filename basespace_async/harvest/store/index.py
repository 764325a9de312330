"""Rows on their way to the part files. Everything here blocks, and is called by one thread at a time.

Each row belongs to one part file from the first time it is seen. A row that is new or has changed is staged in the
manifest, in the same transaction as the progress that it stands for. From there it goes into its part file (`apply`),
which is written anew under another name, put in the place of the old one, and only then taken out of the manifest.
Cut off anywhere, the step is done again with the same outcome: what is staged replaces what the file has under the
same key. So no row is lost or comes twice, at no moment, and whoever reads the files meanwhile finds each row once.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import orjson

from ..errors import HarvestError
from ..schema.rows import Row
from ..schema.tables import TABLES, table
from .part_files import PartFormat, part_name, put_in_place

PART_ROWS = 50_000
"""Rows of a part file, about: a changed row costs writing that many."""
_UPSERT = (
    "INSERT INTO entries (kind, key, part, digest, seen) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT DO UPDATE SET digest = excluded.digest, seen = excluded.seen"
)
_STAGE = "INSERT INTO staged (kind, part, key, line) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET line = excluded.line"


class Index:
    """The entries of all rows, and the part files that they are in.

    Args:
        connection: of the manifest.
        folder: of the harvest.
        part_format: of the part files.
    """

    def __init__(self, connection: sqlite3.Connection, folder: Path, part_format: PartFormat) -> None:
        self.connection = connection
        self._folder = folder
        self._format = part_format
        self._tails: dict[int, tuple[int, int]] = {}
        self._full: list[tuple[int, int]] = []

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of it or nothing."""
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

    def put(self, kind: int, rows: Iterable[Row], seen: int, since: int) -> None:
        """Take in rows, as part of a transaction.

        Args:
            kind: number of the table.
            rows: of records as they are now.
            seen: the pass or harvest that sees them.
            since: rows that were seen since that one are counted already.
        """
        fresh = {row.key: row for row in rows}
        known = self._known(kind, list(fresh))
        entries: list[tuple[int, str, int, bytes, int]] = []
        staged: list[tuple[int, int, str, bytes]] = []
        counts: dict[str, int] = defaultdict(int)
        for key, row in fresh.items():
            if key not in known:
                part = self._assign(kind)
                counts["new"] += 1
                staged.append((kind, part, key, row.line))
            else:
                part, digest, seen_before = known[key]
                if digest != row.digest:
                    staged.append((kind, part, key, row.line))
                    counts["changed"] += seen_before < since
                    counts["removed"] -= digest is None
            entries.append((kind, key, part, row.digest, seen))
        self.connection.executemany(_UPSERT, entries)
        self.connection.executemany(_STAGE, staged)
        self._save_tail(kind)
        self._count(kind, counts)

    def _known(self, kind: int, keys: list[str]) -> dict[str, tuple[int, bytes | None, int]]:
        found = self.connection.execute(
            "SELECT key, part, digest, seen FROM entries WHERE kind = ? AND key IN (SELECT value FROM json_each(?))",
            (kind, orjson.dumps(keys).decode()),
        )
        return {key: (part, digest, seen) for key, part, digest, seen in found}

    def _assign(self, kind: int) -> int:
        """Return the part file for a new row."""
        if kind not in self._tails:
            last = self.connection.execute(
                "SELECT part, assigned FROM parts WHERE kind = ? ORDER BY part DESC LIMIT 1", (kind,)
            ).fetchone()
            self._tails[kind] = last or (1, 0)
        part, assigned = self._tails[kind]
        if assigned >= PART_ROWS:
            self._save_tail(kind)
            self._full.append((kind, part))
            part, assigned = part + 1, 0
        self._tails[kind] = (part, assigned + 1)
        return part

    def _save_tail(self, kind: int) -> None:
        if kind in self._tails:
            self.connection.execute(
                "INSERT INTO parts (kind, part, assigned) VALUES (?, ?, ?)"
                " ON CONFLICT DO UPDATE SET assigned = excluded.assigned",
                (kind, *self._tails[kind]),
            )

    def _count(self, kind: int, counts: dict[str, int]) -> None:
        self.connection.execute(
            "UPDATE passes SET new = new + ?, changed = changed + ?, removed = removed + ? WHERE kind = ?",
            (counts["new"], counts["changed"], counts["removed"], kind),
        )

    def remove(self, kind: int, keys: list[str]) -> None:
        """Let rows leave their part files, as part of a transaction."""
        gone = [(kind, key) for key in keys]
        self.connection.executemany(
            "INSERT OR REPLACE INTO staged (kind, part, key, line)"
            " SELECT kind, part, key, NULL FROM entries WHERE kind = ? AND key = ?",
            gone,
        )
        self.connection.executemany("UPDATE entries SET digest = NULL WHERE kind = ? AND key = ?", gone)
        self._count(kind, defaultdict(int, removed=len(gone)))

    def keys_under(self, kind: int, parent: str, before: int) -> list[str]:
        """Keys of the rows that belong to a parent and were last seen before a pass or harvest."""
        found = self.connection.execute(
            "SELECT key FROM entries WHERE kind = ? AND key > ? AND key < ? AND seen < ? AND digest IS NOT NULL",
            (kind, f"{parent}/", f"{parent}0", before),  # 0 follows the slash
        )
        return [key for (key,) in found]

    def keys_unseen(self, kind: int, before: int, limit: int) -> list[str]:
        """Keys of rows that were last seen before a pass, up to a limit."""
        found = self.connection.execute(
            "SELECT key FROM entries WHERE kind = ? AND seen < ? AND digest IS NOT NULL LIMIT ?", (kind, before, limit)
        )
        return [key for (key,) in found]

    def is_seen(self, kind: int, key: str, since: int) -> bool:
        """Whether a row was seen by a pass."""
        found = self.connection.execute(
            "SELECT 1 FROM entries WHERE kind = ? AND key = ? AND seen >= ?", (kind, key, since)
        )
        return found.fetchone() is not None

    def total(self, kind: int) -> int:
        """How many rows a table has."""
        (count,) = self.connection.execute(
            "SELECT COUNT(*) FROM entries WHERE kind = ? AND digest IS NOT NULL", (kind,)
        ).fetchone()
        return int(count)

    # --- part files -------------------------------------------------------------------------------------------------

    def apply_full(self) -> None:
        """Write the part files that have all their rows by now."""
        full, self._full = self._full, []
        for kind, part in full:
            self.apply(kind, part)

    def apply_all(self, kinds: Iterable[int]) -> Iterator[None]:
        """Write all part files that something is staged for, one at each step, and a first one for these tables."""
        with self.transaction():
            first = [(kind,) for kind in kinds]
            self.connection.executemany("INSERT OR IGNORE INTO parts (kind, part) VALUES (?, 1)", first)
        parts = self.connection.execute(
            "SELECT kind, part FROM parts WHERE rows IS NULL UNION SELECT kind, part FROM staged ORDER BY 1, 2"
        ).fetchall()
        for kind, part in parts:
            self.apply(kind, part)
            yield

    def apply(self, kind: int, part: int) -> None:
        """Put what is staged into a part file."""
        name = part_name(part, self._format.name)
        final = self._folder / TABLES[kind] / name
        new = self._folder / f".{TABLES[kind]}-{name}.new"
        keys = {
            key
            for (key,) in self.connection.execute("SELECT key FROM staged WHERE kind = ? AND part = ?", (kind, part))
        }
        lines = self.connection.execute(
            "SELECT line FROM staged WHERE kind = ? AND part = ? AND line IS NOT NULL ORDER BY key", (kind, part)
        )
        old = final if final.exists() else None
        rows, size = self._format.merge(old, new, table(TABLES[kind]), keys, (line for (line,) in lines))
        put_in_place(new, final)
        with self.transaction():
            self.connection.execute(
                "UPDATE parts SET rows = ?, bytes = ? WHERE kind = ? AND part = ?", (rows, size, kind, part)
            )
            self.connection.execute(
                "DELETE FROM entries WHERE kind = ? AND digest IS NULL AND key IN"
                " (SELECT key FROM staged WHERE kind = ? AND part = ? AND line IS NULL)",
                (kind, kind, part),
            )
            self.connection.execute("DELETE FROM staged WHERE kind = ? AND part = ?", (kind, part))

    def check_files(self) -> None:
        """See that the part files are those that the manifest has, and remove what a harvest left that was killed.

        Raises:
            HarvestError: a part file is missing, or is another one.
        """
        for stray in self._folder.glob(".*.new"):
            stray.unlink()
        for kind, name in enumerate(TABLES):
            known = {
                part_name(part, self._format.name): (part, size)
                for part, size in self.connection.execute("SELECT part, bytes FROM parts WHERE kind = ?", (kind,))
            }
            folder = self._folder / name
            for path in folder.glob(f"part-*.{self._format.name}"):
                if path.name not in known:
                    path.unlink()
            for file_name, (part, size) in known.items():
                if size is not None and not self._is_staged(kind, part):
                    self._check_file(folder / file_name, size)

    def _is_staged(self, kind: int, part: int) -> bool:
        found = self.connection.execute("SELECT 1 FROM staged WHERE kind = ? AND part = ? LIMIT 1", (kind, part))
        return found.fetchone() is not None

    def _check_file(self, path: Path, size: int) -> None:
        found = path.stat().st_size if path.exists() else None
        if found != size:
            what = "is missing" if found is None else f"has {found:,} bytes instead of {size:,}"
            raise HarvestError(
                f"{path} {what}: it was changed after it was harvested; harvest into another folder, or delete this one"
            )
