"""The async interface to the manifest and the part files: blocking calls run in a thread, one at a time."""

from __future__ import annotations

import asyncio
import sqlite3
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path
from typing import ParamSpec, TypeVar

from ..._util.tasks import in_executor
from ..errors import HarvestError
from ..schema.rows import Row
from ..schema.tables import OWNED, TABLES
from . import sync_state
from .index import Index
from .manifest import ManifestIdentity, open_manifest
from .part_files import PartFormat
from .row_batch import RowBatch
from .sync_state import TableSync

P = ParamSpec("P")
T = TypeVar("T")

_FOREIGN = (OSError, sqlite3.Error, ArithmeticError, RuntimeError, ValueError)
"""What Python, SQLite and the system raise where the disk fails, a value does not fit or no thread can be started."""
_FEW = 16  # records that are converted without a thread
_MAX_REMOVED_AT_ONCE = 1000
_ANY_GENERATION = 2**62
MAX_DELAY = 0.05
"""Seconds that rows wait for others, to be committed with them."""
MAX_ROWS = 256
"""Rows that wait at most; a page of a list with as many is committed at once."""
MAX_BYTES = 4 << 20
"""Bytes of rows that wait at most."""


class Store:
    """The tables of a harvest and its progress; create it with `open`.

    Args:
        index: The index of rows.
        thread: The thread for all blocking calls. Each further one would keep memory of its own that it has freed, some
            10 MB of Arrow's and of the C library's.

    Attributes:
        are_runs_listed: Whether runs come from their list, so that a dataset's shorter row of one does not replace it.
        since: Harvest that began the current sync, by table: rows seen since then are already counted as changed.
    """

    def __init__(self, index: Index, thread: Executor) -> None:
        self.since: dict[int, int] = {}
        self.are_runs_listed = True
        self._index = index
        self._thread = thread
        self._connection = index.connection
        self._turn = asyncio.Lock()
        self._pending: list[RowBatch] = []
        self._pending_rows = self._pending_bytes = 0

    @classmethod
    @asynccontextmanager
    async def open(cls, folder: Path, identity: ManifestIdentity, part_format: PartFormat) -> AsyncIterator[Store]:
        """Open the store of a folder, and lock it until the block ends.

        Args:
            folder: Folder of the harvest; it is created.
            identity: What the harvest is of.
            part_format: Format of the part files.

        Raises:
            ConfigurationError: If the folder holds another harvest.
            HarvestError: If the folder is in use, cannot be written, or lacks files.
        """
        opened: list[sqlite3.Connection] = []
        with ThreadPoolExecutor(1, "harvest") as thread:  # idle at the end of the block, so that nothing waits for it
            try:
                # If this is cancelled, the thread still opens it.
                await _on_disk(thread, lambda: opened.append(open_manifest(folder, identity)))
                store = cls(Index(opened[0], folder, part_format), thread)
                await store.call(store._index.check_files)
                try:
                    yield store
                except BaseException:
                    with suppress(HarvestError):  # what ended the harvest says more
                        await store.flush()
                    raise
            finally:
                # Nothing else uses the connection by now: `call` waits for its thread.
                for connection in opened:
                    await _closed(thread, connection)

    async def call(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a blocking function in a thread, after what was to be committed, while nothing else uses the manifest.

        Raises:
            HarvestError: If the disk cannot be written.
        """
        async with self._turn:
            return await self._after_pending(partial(function, *args, **kwargs))

    async def convert(self, count: int, convert: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Convert so many records to rows, in the thread if there are many; nothing of the manifest is touched.

        Raises:
            NoThreadError: If no thread can be started.
        """
        return convert(*args, **kwargs) if count <= _FEW else await in_executor(self._thread, convert, *args, **kwargs)

    async def query(self, function: Callable[[sqlite3.Connection], T]) -> T:
        """Call a function with the manifest's connection, in a transaction.

        Raises:
            HarvestError: If the disk cannot be written.
        """

        def work() -> T:
            with self._index.transaction():
                return function(self._connection)

        return await self.call(work)

    async def commit(self, batch: RowBatch) -> None:
        """Commit a batch of rows together with those that come soon after it.

        The first of them waits for the others, and then for the disk; the others do not, unless they are many. What is
        committed later, or asked for, comes after them.

        Raises:
            HarvestError: If the disk cannot be written.
        """
        self._pending.append(batch)
        self._pending_rows += len(batch.rows)
        self._pending_bytes += sum(len(row.line) for row in batch.rows)
        if self._pending_rows < MAX_ROWS and self._pending_bytes < MAX_BYTES:
            if self._pending[0] is not batch:
                return
            await asyncio.sleep(MAX_DELAY)
            if not self._pending or self._pending[0] is not batch:
                return
        await self.flush()

    async def flush(self) -> None:
        """Commit what waits for it.

        Raises:
            HarvestError: If the disk cannot be written.
        """
        async with self._turn:
            if self._pending:
                await self._after_pending(lambda: None)

    async def _after_pending(self, work: Callable[[], T]) -> T:
        batches, self._pending = self._pending, []
        self._pending_rows = self._pending_bytes = 0
        is_written = not batches

        def after_pending() -> T:
            nonlocal is_written
            if batches:
                self._write_all(batches)
                is_written = True
                self._index.apply_full()
            return work()

        try:
            return await _on_disk(self._thread, after_pending)
        finally:
            if not is_written:
                self._pending[:0] = batches

    def _write_all(self, batches: list[RowBatch]) -> None:
        rows: dict[tuple[int, int], list[Row]] = defaultdict(list)
        for batch in batches:
            rows[batch.table_id, batch.generation] += batch.rows
        with self._index.transaction():
            for (table_id, generation), together in rows.items():
                self._put(table_id, together, generation)
            for batch in batches:
                self._write_rest(batch)
            self._set_fetched(batches)

    def _write_rest(self, batch: RowBatch) -> None:
        """Write what a batch holds beside its rows."""
        index, connection = self._index, self._connection
        if batch.runs:
            self._put(TABLES.index("runs"), batch.runs, batch.generation, replace=not self.are_runs_listed)
        if batch.yields is not None:
            self._put_yields(batch)
        if batch.projects:
            connection.executemany(
                "INSERT OR REPLACE INTO found (key, line, seen) VALUES (?, ?, ?)",
                [(row.key, row.line, batch.generation) for row in batch.projects],
            )
        if batch.parent is not None and batch.parent_digest is not None:
            index.remove(batch.table_id, index.keys_under(batch.table_id, batch.parent, batch.generation))
        if batch.skipped:
            sync_state.set_incomplete(connection, batch.table_id)
            for key in filter(None, batch.skipped):
                index.keep(batch.table_id, key, batch.generation)
        if batch.progress is not None:
            progress = batch.progress
            sync_state.set_position(connection, batch.table_id, progress.position, progress.counted, progress.newest)
            if progress.is_end:
                sync_state.set_read(connection, batch.table_id)

    def _put(self, table_id: int, rows: list[Row], generation: int, *, replace: bool = True) -> None:
        self._index.put(table_id, rows, generation, self.since.get(table_id, generation), replace=replace)

    def _put_yields(self, batch: RowBatch) -> None:
        table_id = TABLES.index("biosample_yields")
        self._put(table_id, batch.yields or [], batch.generation)
        for row in batch.rows:
            self._index.remove(table_id, self._index.keys_under(table_id, row.key, batch.generation))

    def _set_fetched(self, batches: list[RowBatch]) -> None:
        self._connection.executemany(
            "INSERT OR REPLACE INTO children (kind, key, digest, seen) VALUES (?, ?, ?, ?)",
            [
                (batch.table_id, batch.parent, batch.parent_digest, batch.generation)
                for batch in batches
                if batch.parent is not None and batch.parent_digest is not None
            ],
        )

    async def find(self, name: str) -> TableSync:
        """Return the current sync of a table."""
        sync = await self.query(lambda connection: sync_state.find(connection, name))
        assert sync is not None  # each table's sync was begun
        return sync

    async def was_synced(self, name: str) -> bool:
        """Tell whether a table was ever harvested."""
        return await self.query(lambda connection: sync_state.find(connection, name)) is not None

    async def is_seen(self, table_id: int, key: str, since_generation: int) -> bool:
        """Tell whether a row was seen in a generation or later."""
        return await self.call(self._index.is_seen, table_id, key, since_generation)

    async def set_due(self, child: int, key: str, *, relisted: int | None) -> None:
        """Let the next harvest fetch what belongs to a record again, though the record has not changed.

        Args:
            child: Id of the table of what belongs to it.
            key: Key of the record.
            relisted: Id of the table to list as a whole then, which shows whether the record is still there.
        """

        def set_due(connection: sqlite3.Connection) -> None:
            connection.execute("UPDATE children SET digest = x'' WHERE kind = ? AND key = ?", (child, key))
            connection.execute("UPDATE passes SET next_watermark = NULL WHERE kind = ?", (relisted,))

        await self.query(set_due)

    async def parents(
        self, parent: int, child: int, after: str, before_generation: int, limit: int
    ) -> list[tuple[str, bytes]]:
        """Return the records whose files or properties are due: new, changed, or fetched before a generation.

        Args:
            parent: Id of the table of the records.
            child: Id of the table of their files or properties.
            after: Key after which to start.
            before_generation: Records fetched before this harvest are fetched again.
            limit: Maximum number of records.

        Returns:
            Their keys and digests.
        """

        def find(connection: sqlite3.Connection) -> list[tuple[str, bytes]]:
            return connection.execute(
                "SELECT e.key, e.digest FROM entries e LEFT JOIN children c ON c.kind = ? AND c.key = e.key"
                " WHERE e.kind = ? AND e.key > ? AND e.digest IS NOT NULL"
                " AND (c.key IS NULL OR c.digest <> e.digest OR c.seen < ?) ORDER BY e.key LIMIT ?",
                (child, parent, after, before_generation, limit),
            ).fetchall()

        return await self.query(find)

    async def projects(self, after: str, before_generation: int, limit: int) -> list[tuple[str, bytes]]:
        """Return the named projects that are new or were fetched before a generation.

        Args:
            after: Key after which to start.
            before_generation: Projects fetched before this harvest are fetched again.
            limit: Maximum number of projects.

        Returns:
            Their keys, and their rows with what the naming records say of them.
        """

        def find(connection: sqlite3.Connection) -> list[tuple[str, bytes]]:
            return connection.execute(
                "SELECT f.key, f.line FROM found f LEFT JOIN children c ON c.kind = ? AND c.key = f.key"
                " WHERE f.key > ? AND (c.key IS NULL OR c.seen < ?) ORDER BY f.key LIMIT ?",
                (TABLES.index("projects"), after, before_generation, limit),
            ).fetchall()

        return await self.query(find)

    async def remove_unseen(self, name: str, before_generation: int) -> None:
        """Remove the rows that were last seen before a generation, and their files or properties."""
        table_id = TABLES.index(name)

        def remove() -> int:
            with self._index.transaction():
                keys = self._index.keys_unseen(table_id, before_generation, _MAX_REMOVED_AT_ONCE)
                self._index.remove(table_id, keys)
                for child in OWNED.get(name, ()):
                    self._remove_children(TABLES.index(child), keys)
                return len(keys)

        while await self.call(remove):
            pass

    def _remove_children(self, child: int, parents: list[str]) -> None:
        for parent in parents:
            self._index.remove(child, self._index.keys_under(child, parent, _ANY_GENERATION))
        self._forget(child, parents)

    async def remove_unnamed_projects(self, before_generation: int) -> None:
        """Remove the projects that were last named before a generation."""
        table_id = TABLES.index("projects")

        def remove(connection: sqlite3.Connection) -> None:
            cursor = connection.execute("SELECT key FROM found WHERE seen < ?", (before_generation,))
            keys = [key for (key,) in cursor]
            self._index.remove(table_id, keys)
            self._forget(table_id, keys)
            connection.execute("DELETE FROM found WHERE seen < ?", (before_generation,))

        await self.query(remove)

    def _forget(self, table_id: int, keys: Iterable[str]) -> None:
        gone = [(table_id, key) for key in keys]
        self._connection.executemany("DELETE FROM children WHERE kind = ? AND key = ?", gone)

    async def finish(self, chosen: tuple[str, ...]) -> None:
        """Write all staged rows to the part files, also those of other tables, and mark the chosen ones as synced."""
        steps = self._index.apply_all([TABLES.index(name) for name in chosen])
        while await self.call(next, steps, True) is None:
            pass
        await self.query(lambda connection: sync_state.finish(connection, chosen))
        # SQLite frees one page at each step.
        await self.call(lambda: self._connection.execute("PRAGMA incremental_vacuum").fetchall())

    async def total(self, name: str) -> int:
        """Count the rows of a table."""
        return await self.call(self._index.total, TABLES.index(name))


async def _closed(thread: Executor, connection: sqlite3.Connection) -> None:
    try:
        await in_executor(thread, connection.close)
    except RuntimeError:  # no thread can be started
        connection.close()


async def _on_disk(thread: Executor, function: Callable[[], T]) -> T:
    try:
        return await in_executor(thread, function)
    except _FOREIGN as error:
        message = f"cannot write what was harvested: {error}; once that is mended, the same call goes on from here"
        raise HarvestError(message) from error
