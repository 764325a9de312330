"""The harvest of all tables."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from .._util.tasks import TaskGroup, first_error
from ..errors import ConfigurationError
from ..pagination.pager import MAX_PAGE
from ..progress import Meter, Progress, silent
from .fetch.list_sync import ListReader, Slots
from .fetch.record_fetch import RecordFetcher
from .report import HarvestReport, TableReport
from .schema.rows import rows_of
from .schema.tables import CHILDREN, LISTS, NAMES, chosen_tables, get_table
from .store import manifest, sync_state
from .store.manifest import ManifestIdentity
from .store.part_files import Format, part_format
from .store.row_batch import RowBatch
from .store.store import Store

if TYPE_CHECKING:
    from ..client import BaseSpace

DEFAULT_CONCURRENCY = 16
DEFAULT_PAGE_SIZE = 500


async def harvest(
    basespace: BaseSpace,
    to: str | Path,
    *,
    tables: Iterable[str] | None = None,
    format: Format = "parquet",
    full: bool = False,
    concurrency: int = DEFAULT_CONCURRENCY,
    page_size: int = DEFAULT_PAGE_SIZE,
    progress: Progress | None = None,
) -> HarvestReport:
    """Harvest what a token reaches into a folder of tables, for DuckDB, pandas, polars and the like.

    Each table is a folder of part files, with one row for each record. A manifest beside them lets the next harvest
    fetch only what has changed since. Calling it again resumes an interrupted harvest, even after SIGKILL. Part files
    are only replaced as a whole, so they can be read at any time.

    The tables, and what fills them: biosamples (`listBiosamples`), libraries (`listLibraries`), datasets
    (`listDatasets`), files (`listDatasetFiles` for each dataset), appsessions (`listAppSessions`), properties
    (`listAppSessionProperties` for each appsession), usage (`listCurrentUserUsage`). There is no list of projects or
    runs: projects are those that biosamples, libraries and datasets are in (`getProject` for each), runs those that
    datasets come from.

    Args:
        basespace: An open client.
        to: Target folder; it is created. It holds what one user reaches on one server, in one format.
        tables: Names of `TABLES`; None for all. The tables that they are found through are harvested, too.
        format: `parquet`, which needs the extra `parquet`, or `jsonl`.
        full: List everything again, also what has not changed. This finds records that were deleted, and records that
            were shared with the user without being changed.
        concurrency: Maximum parallel requests.
        page_size: Records to ask for at a time, 1 to 1,024; of datasets, which are large, at most 200.
        progress: Shows the rows of each table; see `progress`.

    Returns:
        The counts of each table; `print` shows them.

    Raises:
        ConfigurationError: If an argument is out of range or unknown, pyarrow is missing, or the folder holds another
            harvest, of another release or another user. Nothing was sent then, except to ask for the user.
        HarvestError: If the folder is in use, cannot be written, or lacks files.
        APIError: If the service refused a request. What was fetched is kept; the same call resumes from there.
        TransportError: If the service could not be reached. What was fetched is kept; the same call resumes from there.

    Example:
        ```python
        report = await harvest(basespace, "lab", tables=["biosamples", "datasets", "files"])
        print(report)
        ```
    """
    chosen = chosen_tables(tables)
    file_format = part_format(format)
    if concurrency < 1:
        raise ConfigurationError(f"concurrency is {concurrency}; at least one request must be under way")
    if not 1 <= page_size <= MAX_PAGE:
        raise ConfigurationError(f"page_size is {page_size}; the service takes 1 to {MAX_PAGE} items a page")
    folder = Path(to)
    basespace = basespace.with_options(priority="background")
    started, sent = time.monotonic(), basespace.stats.requests
    async with Store.open(folder, ManifestIdentity(basespace.server, format), file_format) as store:
        user = str((await basespace.users.current()).id)
        await store.query(lambda connection: manifest.check_user(connection, user, folder))
        job = _Job(basespace, store, chosen, Slots(concurrency), page_size)
        with _meters(progress or silent, chosen) as meters, first_error():
            await job.run(meters, full=full)
        counts, notes = await job.outcome()
    return HarvestReport(counts, basespace.stats.requests - sent, time.monotonic() - started, notes)


@contextmanager
def _meters(progress: Progress, chosen: tuple[str, ...]) -> Iterator[dict[str, Meter]]:
    meters: dict[str, Meter] = {}
    try:
        for name in chosen:
            if name != "runs":  # datasets bring them
                meters[name] = progress(desc=name, total=None, unit="row")
        yield meters
    finally:
        for meter in meters.values():
            meter.close()


class _Job:
    """One harvest."""

    def __init__(
        self, basespace: BaseSpace, store: Store, chosen: tuple[str, ...], slots: Slots, page_size: int
    ) -> None:
        self._basespace = basespace
        self._store = store
        self._chosen = chosen
        self._lists = [name for name in LISTS if name in chosen]
        self._slots = slots
        self._page_size = page_size
        self._looked_for: set[str] = set()
        self._refused: dict[str, list[str]] = {}
        self._since_generation = 0

    async def run(self, meters: dict[str, Meter], *, full: bool) -> None:
        """Finish an interrupted harvest, if there was one, and then look for changes.

        Args:
            meters: Progress of each table.
            full: List everything again.
        """
        generation, is_resumed = await self._begin(full=full, keep_counts=False)
        syncs = [await self._store.find(name) for name in self._chosen]
        self._since_generation = min(sync.generation for sync in syncs)
        await self._round(meters, generation, fetched_generation=self._since_generation)
        if is_resumed:
            again, _ = await self._begin(full=False, keep_counts=True)
            await self._round(meters, again, fetched_generation=generation)

    async def _begin(self, *, full: bool, keep_counts: bool) -> tuple[int, bool]:
        def begin(connection: sqlite3.Connection) -> tuple[int, bool]:
            generation = manifest.next_generation(connection)
            resumed = sync_state.begin_all(connection, self._chosen, generation, full=full, keep_counts=keep_counts)
            return generation, resumed

        return await self._store.query(begin)

    async def _round(self, meters: dict[str, Meter], generation: int, *, fetched_generation: int) -> None:
        """Sync all tables once; projects fetched since `fetched_generation` are not fetched again."""
        records = RecordFetcher(
            self._basespace,
            self._store,
            self._slots,
            generation=generation,
            since_generation=self._since_generation,
            page_size=self._page_size,
        )
        read = {name: asyncio.Event() for name in self._lists}
        async with TaskGroup() as group:
            for name in self._lists:
                group.create_task(self._read(name, records, meters, read[name]))
            if "usage" in self._chosen:
                group.create_task(self._read_usage(generation, meters["usage"]))
            if "projects" in self._chosen:
                group.create_task(self._read_projects(records, meters["projects"], read, fetched_generation))
        await self._store.finish(self._chosen)
        for name, refused in records.refused.items():
            if refused.first is not None:
                words = f"{name}: the service refused {refused.count:,} requests; the first: {refused.first}"
                self._refused[name] = [words]

    async def _read(self, name: str, records: RecordFetcher, meters: dict[str, Meter], read: asyncio.Event) -> None:
        pages = max(1, self._slots.count // len(self._lists))
        reader = ListReader(
            self._basespace,
            self._store,
            name,
            since_generation=self._since_generation,
            page_size=self._page_size,
            pages=pages,
            meter=meters[name],
        )
        async with self._slots.take(pages):
            await reader.read()
        await self._remove_unlisted(name)
        read.set()
        child = CHILDREN.get(name)
        if child in self._chosen:
            await records.fetch_children(name, meters[child])

    async def _read_projects(
        self, records: RecordFetcher, meter: Meter, read: dict[str, asyncio.Event], fetched_generation: int
    ) -> None:
        naming = [name for name in read if "projects" in NAMES[name]]
        for name in naming:
            await read[name].wait()
        await self._remove_unnamed_projects(naming)
        await records.fetch_projects(fetched_generation, meter)

    async def _read_usage(self, generation: int, meter: Meter) -> None:
        async with self._slots.take():
            periods = await self._basespace.users.usage(concurrency=1).collect()
        usage = get_table("usage")
        await self._store.commit(RowBatch(usage.id, rows_of(usage, periods), generation, self._since_generation))
        meter.update(len(periods))

    # --- the end ----------------------------------------------------------------------------------------------------

    async def _remove_unlisted(self, name: str) -> None:
        """Remove what the service no longer lists, if everything was listed, and runs that are no longer named."""
        sync = await self._store.find(name)
        if not sync.is_full:
            return
        removed = [name, "runs"] if name == "datasets" and "runs" in self._chosen else [name]
        for table_name in removed:
            await self._store.remove_unseen(table_name, sync.generation)
        self._looked_for.update(removed)

    async def _remove_unnamed_projects(self, naming: list[str]) -> None:
        """Remove projects that are no longer named, if all tables that can name them were listed."""
        syncs = [await self._store.find(name) for name in naming]
        is_all = "libraries" in naming or not await self._store.was_synced("libraries")
        if is_all and all(sync.is_full for sync in syncs):
            await self._store.remove_unnamed_projects(min(sync.generation for sync in syncs))
            self._looked_for.add("projects")

    async def outcome(self) -> tuple[dict[str, TableReport], tuple[str, ...]]:
        """Return the report of each table, and the notes."""
        tables: dict[str, TableReport] = {}
        notes: list[str] = []
        for name in self._chosen:
            sync, total = await self._store.find(name), await self._store.total(name)
            is_known = name in self._looked_for or name in CHILDREN.values()
            removed = sync.removed if is_known else None
            tables[name] = TableReport(total, sync.new, sync.changed, removed, sync.counted)
            if sync.counted not in (None, total) and name not in self._looked_for:
                notes.append(
                    f"{name}: the service counts {sync.counted:,} records, and the table has {total:,}; records were "
                    "deleted, or came to be shared, without being changed: full=True finds them"
                )
            notes += self._refused.get(name, [])
        return tables, tuple(notes)
