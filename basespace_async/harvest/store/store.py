"""The manifest and the part files, as async tasks use them: off the event loop, one thread at a time."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import ParamSpec, TypeVar

from attrs import define, frozen

from ..._util.tasks import in_thread
from ..errors import HarvestError
from ..schema.rows import Row
from ..schema.tables import CHILDREN, TABLES
from . import sync_state
from .index import Index
from .manifest import ManifestIdentity, open_manifest
from .part_files import PartFormat
from .sync_state import TableSync

P = ParamSpec("P")
T = TypeVar("T")

_AT_ONCE = 1000


@frozen
class ListProgress:
    """How far a list has been read when its rows are committed."""

    position: int
    counted: int | None
    newest: datetime | None
    is_end: bool


@frozen
class Unit:
    """Rows that are committed together, with the progress that they stand for.

    Attributes:
        kind: number of the table.
        rows: of the table.
        seen: the pass or harvest that saw them.
        since: rows that were seen since that one are counted already.
        progress: of the list, where they come from one.
        runs, projects: rows of what the records name.
        parent: the record that they were fetched for, where this is so.
        parent_digest: of that record then; None where more rows of it are to come.
    """

    kind: int
    rows: list[Row]
    seen: int
    since: int
    progress: ListProgress | None = None
    runs: list[Row] | None = None
    projects: list[Row] | None = None
    parent: str | None = None
    parent_digest: bytes | None = None


@define(eq=False)
class _Waiting:
    unit: Unit
    is_done: bool = False


class Store:
    """What a harvest has, and how far it has come. `open` makes it."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._connection = index.connection
        self._turn = asyncio.Lock()
        self._waiting: list[_Waiting] = []

    @classmethod
    @asynccontextmanager
    async def open(cls, folder: Path, identity: ManifestIdentity, part_format: PartFormat) -> AsyncIterator[Store]:
        """Open the store of a folder, locked while it is open.

        Raises:
            ConfigurationError: the folder is of another harvest.
            HarvestError: it is in use, cannot be written, or lacks files.
        """
        opened: list[sqlite3.Connection] = []
        try:
            # Cancelled meanwhile, the thread still opens it.
            await in_thread(lambda: opened.append(open_manifest(folder, identity)))
            index = Index(opened[0], folder, part_format)
            store = cls(index)
            await store.call(index.check_files)
            yield store
        finally:
            # Nothing else uses the connection by now: `call` waits for its thread.
            for connection in opened:
                await in_thread(connection.close)

    async def call(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a function that blocks, when no other one uses the manifest.

        Raises:
            HarvestError: the disk refused.
        """
        async with self._turn:
            return await _on_disk(function, *args, **kwargs)

    async def query(self, function: Callable[[sqlite3.Connection], T]) -> T:
        """Call a function with the manifest's connection, in a transaction."""

        def work() -> T:
            with self._index.transaction():
                return function(self._connection)

        return await self.call(work)

    async def commit(self, unit: Unit) -> None:
        """Take in a unit. Units that come while others are being written are written together, next.

        Raises:
            HarvestError: the disk refused.
        """
        waiting = _Waiting(unit)
        self._waiting.append(waiting)
        async with self._turn:
            if waiting.is_done:
                return
            batch, self._waiting = self._waiting, []
            try:
                await _on_disk(self._write_all, batch)
            finally:
                self._waiting[:0] = [each for each in batch if not each.is_done]

    def _write_all(self, batch: list[_Waiting]) -> None:
        with self._index.transaction():
            for each in batch:
                self._write(each.unit)
        for each in batch:
            each.is_done = True
        self._index.apply_full()

    def _write(self, unit: Unit) -> None:
        index, connection = self._index, self._connection
        index.put(unit.kind, unit.rows, unit.seen, unit.since)
        if unit.runs:
            index.put(TABLES.index("runs"), unit.runs, unit.seen, unit.since)
        if unit.projects:
            connection.executemany(
                "INSERT OR REPLACE INTO found (key, line, seen) VALUES (?, ?, ?)",
                [(row.key, row.line, unit.seen) for row in unit.projects],
            )
        if unit.parent is not None and unit.parent_digest is not None:
            index.remove(unit.kind, index.keys_under(unit.kind, unit.parent, unit.seen))
            self._set_fetched(unit.kind, unit.parent, unit.parent_digest, unit.seen)
        if unit.progress is not None:
            progress = unit.progress
            sync_state.set_position(connection, unit.kind, progress.position, progress.counted, progress.newest)
            if progress.is_end:
                sync_state.set_read(connection, unit.kind)

    def _set_fetched(self, kind: int, key: str, digest: bytes, seen: int) -> None:
        self._connection.execute(
            "INSERT OR REPLACE INTO children (kind, key, digest, seen) VALUES (?, ?, ?, ?)", (kind, key, digest, seen)
        )

    async def find(self, name: str) -> TableSync:
        """Return the current sync of a table."""
        found = await self.query(lambda connection: sync_state.find(connection, name))
        assert found is not None  # a pass over each table was begun
        return found

    async def has_pass(self, name: str) -> bool:
        """Whether a table was ever harvested."""
        return await self.query(lambda connection: sync_state.find(connection, name)) is not None

    async def is_seen(self, kind: int, key: str, since: int) -> bool:
        """Whether a row was seen by a pass."""
        return await self.call(self._index.is_seen, kind, key, since)

    async def parents(self, parent: int, child: int, after: str, before: int, limit: int) -> list[tuple[str, bytes]]:
        """Yield the records whose files or properties are due: new, changed, or last fetched long ago.

        Args:
            parent: number of the table of the records.
            child: number of the table of what belongs to them.
            after: the key after which they stand.
            before: those that were fetched before this harvest are fetched again.
            limit: how many at most.

        Returns:
            Their keys and digests.
        """

        def find(connection: sqlite3.Connection) -> list[tuple[str, bytes]]:
            return connection.execute(
                "SELECT e.key, e.digest FROM entries e LEFT JOIN children c ON c.kind = ? AND c.key = e.key"
                " WHERE e.kind = ? AND e.key > ? AND e.digest IS NOT NULL"
                " AND (c.key IS NULL OR c.digest <> e.digest OR c.seen < ?) ORDER BY e.key LIMIT ?",
                (child, parent, after, before, limit),
            ).fetchall()

        return await self.query(find)

    async def projects(self, after: str, before: int, limit: int) -> list[tuple[str, bytes]]:
        """Projects that were named, with their rows as far as they were named, and were fetched before a harvest."""

        def find(connection: sqlite3.Connection) -> list[tuple[str, bytes]]:
            return connection.execute(
                "SELECT f.key, f.line FROM found f LEFT JOIN children c ON c.kind = ? AND c.key = f.key"
                " WHERE f.key > ? AND (c.key IS NULL OR c.seen < ?) ORDER BY f.key LIMIT ?",
                (TABLES.index("projects"), after, before, limit),
            ).fetchall()

        return await self.query(find)

    async def remove_unseen(self, name: str, before: int) -> None:
        """Remove the rows that were last seen before a pass, and what belongs to them."""
        kind = TABLES.index(name)
        child = TABLES.index(CHILDREN[name]) if name in CHILDREN else None

        def remove() -> int:
            with self._index.transaction():
                keys = self._index.keys_unseen(kind, before, _AT_ONCE)
                self._index.remove(kind, keys)
                if child is not None:
                    for key in keys:
                        self._index.remove(child, self._index.keys_under(child, key, 2**62))
                    self._forget(child, keys)
                return len(keys)

        while await self.call(remove):
            pass

    async def remove_unnamed_projects(self, before: int) -> None:
        """Remove the projects that were last named before a pass."""
        kind = TABLES.index("projects")

        def remove(connection: sqlite3.Connection) -> None:
            found = connection.execute("SELECT key FROM found WHERE seen < ?", (before,)).fetchall()
            keys = [key for (key,) in found]
            self._index.remove(kind, keys)
            self._forget(kind, keys)
            connection.execute("DELETE FROM found WHERE seen < ?", (before,))

        await self.query(remove)

    def _forget(self, kind: int, keys: Iterable[str]) -> None:
        gone = [(kind, key) for key in keys]
        self._connection.executemany("DELETE FROM children WHERE kind = ? AND key = ?", gone)

    async def finish(self, chosen: tuple[str, ...]) -> None:
        """Put everything into the part files, and end the sync_state."""
        steps = self._index.apply_all([TABLES.index(name) for name in chosen])
        while await self.call(next, steps, True) is None:
            pass
        await self.query(lambda connection: sync_state.finish(connection, chosen))
        # Each step of it frees a page.
        await self.call(lambda: self._connection.execute("PRAGMA incremental_vacuum").fetchall())

    async def total(self, name: str) -> int:
        """How many rows a table has."""
        return await self.call(self._index.total, TABLES.index(name))


async def _on_disk(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    try:
        return await in_thread(function, *args, **kwargs)
    except (OSError, sqlite3.Error) as error:
        message = f"cannot write what was harvested: {error}; once that is mended, the same call goes on from here"
        raise HarvestError(message) from error
