"""The harvest of all tables."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import aclosing, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from .._core.refusals import is_refused
from .._util.tasks import TaskGroup, first_error
from ..errors import APIError, BaseSpaceError, ConfigurationError, IncompleteHarvestError
from ..pagination.pager import MAX_PAGE
from ..progress import Meter, Progress, silent
from .fetch.failures import Failures, ends_all, logger
from .fetch.list_sync import ListReader, Slots
from .fetch.record_fetch import RecordFetcher
from .report import HarvestReport, TableReport
from .schema.rows import Converted, convert_plain
from .schema.tables import CHILDREN, LISTS, NAMES, PARENTS, TABLES, YIELDS, chosen_tables, get_table
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

    The tables, and what fills them: biosamples and biosample_yields (`listBiosamples`), libraries (`listLibraries`),
    datasets (`listDatasets`), files (`listDatasetFiles` for each dataset), appsessions (`listAppSessions`), properties
    and appsession_files (`listAppSessionProperties`, `listAppSessionLogFiles` for each appsession), runs (`listRuns`),
    run_stats and run_files (`getRunSequencingStats`, `listRunFiles` for each run), projects
    (`listCurrentUserProjects`, and `getProject` for each), usage (`listCurrentUserUsage`). Projects and runs that other
    records name are harvested, too: they are all there are where the service refuses the list, which the notes say.

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
        IncompleteHarvestError: If some tables or records could not be harvested; everything else is in the tables.
            `error.report.failures` names them; the same call tries them again.
        AuthenticationError: If the token is no longer valid. What was fetched is kept.
        APIError: If the service refuses to say whose token it is, and the folder is of a user. Nothing else was asked
            for. For a new folder, this is one of the failures.
        TransportError: If the service cannot be reached from the beginning.

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
    folder, basespace = Path(to), basespace.with_options(priority="background")
    started, sent = time.monotonic(), basespace.stats.requests
    async with Store.open(folder, ManifestIdentity(basespace.server, format), file_format) as store:
        job = _Job(basespace, store, chosen, Slots(concurrency), page_size)
        await job.check_user(folder)
        with _meters(progress or silent, chosen) as meters, first_error():
            await job.run(meters, full=full)
        counts, notes = await job.outcome()
    requests, failures = basespace.stats.requests - sent, tuple(job.failures.kept)
    report = HarvestReport(counts, requests, time.monotonic() - started, notes, failures)
    if failures:
        raise IncompleteHarvestError(report, {failure.name: failure.error for failure in failures})
    return report


@contextmanager
def _meters(progress: Progress, chosen: tuple[str, ...]) -> Iterator[dict[str, Meter]]:
    meters: dict[str, Meter] = {}
    try:
        for name in chosen:
            if name != YIELDS:  # biosamples bring them
                meters[name] = progress(desc=name, total=None, unit="row")
        yield meters
    finally:
        for meter in meters.values():
            meter.close()


_NOT_KNOWN = (400, 500)
"""Statuses by which a service may say that it does not know what to include."""


class _Job:
    """One harvest."""

    def __init__(
        self, basespace: BaseSpace, store: Store, chosen: tuple[str, ...], slots: Slots, page_size: int
    ) -> None:
        self._basespace = basespace
        self._store = store
        self._chosen = chosen
        self._slots = slots
        self._page_size = page_size
        self._looked_for: set[str] = set()
        self._stand_ins: dict[str, str] = {}
        self._without_stats = 0
        self.failures = Failures()

    async def check_user(self, folder: Path) -> None:
        """Check that the folder is of the same user.

        Raises:
            ConfigurationError: If it is of another user.
            APIError: If the service refuses to say who the user is, and the folder is of a user.
        """
        try:
            user = str((await self._basespace.users.current()).id)
        except APIError as error:
            if not is_refused(error) or await self._store.query(manifest.known_user) is not None:
                raise
            self.failures.add("user", None, error)
        else:
            await self._store.query(lambda connection: manifest.check_user(connection, user, folder))

    async def run(self, meters: dict[str, Meter], *, full: bool) -> None:
        """Finish an interrupted harvest, if there was one, and then look for changes.

        Args:
            meters: Progress of each table.
            full: List everything again.
        """
        generation, is_resumed = await self._begin(self._chosen, full=full, keep_counts=False)
        syncs = [await self._store.find(name) for name in self._chosen]
        self._store.since = {sync.table_id: sync.generation for sync in syncs}
        projects = self._store.since.get(TABLES.index("projects"), generation)
        await self._round(self._chosen, meters, generation, fetched_generation=projects)
        if is_resumed:
            whole = tuple(name for name in self._chosen if not self._must_wait(name))
            again, _ = await self._begin(whole, full=False, keep_counts=True)
            await self._round(whole, meters, again, fetched_generation=generation)

    def _must_wait(self, name: str) -> bool:
        """Tell whether a table is not read again before the next harvest, because it failed, or would fail again."""
        counts = self.failures.counts
        has_failed = any(counts[table] for table in (name, *CHILDREN.get(name, ())))
        return self._is_unfinished(name) or (name in LISTS and has_failed)

    async def _begin(self, tables: tuple[str, ...], *, full: bool, keep_counts: bool) -> tuple[int, bool]:
        def begin(connection: sqlite3.Connection) -> tuple[int, bool]:
            generation = manifest.next_generation(connection)
            resumed = sync_state.begin_all(connection, tables, generation, full=full, keep_counts=keep_counts)
            return generation, resumed

        return await self._store.query(begin)

    async def _round(
        self, tables: tuple[str, ...], meters: dict[str, Meter], generation: int, *, fetched_generation: int
    ) -> None:
        """Sync tables once; projects fetched since `fetched_generation` are not fetched again."""
        records = RecordFetcher(
            self._basespace,
            self._store,
            self._slots,
            self.failures,
            generation=generation,
            page_size=self._page_size,
        )
        read = {name: asyncio.Event() for name in LISTS if name in tables}
        async with TaskGroup() as group:
            for name in read:
                group.create_task(self._read(name, records, meters, read))
            if "usage" in tables:
                group.create_task(self._read_usage(generation, meters["usage"]))
            if "projects" in tables:
                group.create_task(self._read_projects(records, meters["projects"], read, fetched_generation))
        self._without_stats += records.without_stats
        await self._store.finish(tuple(name for name in tables if not self._is_unfinished(name)))

    def _is_unfinished(self, name: str) -> bool:
        """Tell whether a table or what belongs to its records failed, so that the next harvest goes on with it."""
        return any(self.failures.has(table) for table in (name, *CHILDREN.get(name, ())))

    @contextmanager
    def _noted(self, name: str) -> Iterator[None]:
        """Note an error of a table, and go on with the others, unless it stops them, too."""
        try:
            yield
        except BaseSpaceError as error:
            if ends_all(error):
                raise
            self.failures.add(name, None, error)

    async def _read(
        self, name: str, records: RecordFetcher, meters: dict[str, Meter], read: dict[str, asyncio.Event]
    ) -> None:
        pages = max(1, self._slots.count // len(read))
        reader = ListReader(
            self._basespace,
            self._store,
            name,
            self.failures,
            page_size=self._page_size,
            pages=pages,
            meter=meters[name],
        )
        if name == "datasets" and "runs" in read:
            await read["runs"].wait()  # it is known then whether datasets stand in for their list
        with self._noted(name):
            async with self._slots.take(pages):
                await self._read_list(reader, name)
            await self._remove_unlisted(name)
        read[name].set()
        if name == "runs" and "datasets" in read:
            await read["datasets"].wait()  # they name runs, too
        for child in CHILDREN.get(name, ()):
            if child in meters:
                with self._noted(child):
                    await records.fetch_children(child, meters[child])

    async def _read_list(self, reader: ListReader, name: str) -> None:
        try:
            await reader.read()
        except APIError as error:
            if name == "biosamples":
                await self._read_without_yields(reader, error)
                return
            if name != "runs" or not is_refused(error):
                raise
            self._note_stand_in(name, error)
            self._store.are_runs_listed = False
            await self._store.query(partial(sync_state.set_read, table_id=TABLES.index(name)))

    async def _read_without_yields(self, reader: ListReader, error: APIError) -> None:
        """Read the biosamples where the service refuses what they are asked to include.

        Raises:
            APIError: If that is not the cause.
        """
        sync = await self._store.find("biosamples")
        if YIELDS not in sync.names or not (is_refused(error) or error.status in _NOT_KNOWN):
            raise error
        names = sync.names - {YIELDS}
        await self._store.query(partial(sync_state.leave_out, table_id=sync.table_id, names=names))
        await reader.read()
        self.failures.add(YIELDS, None, error)

    def _note_stand_in(self, name: str, error: APIError) -> None:
        if name not in self._stand_ins:
            self._stand_ins[name] = f"{name}: the service refuses the list, only those that other records name: {error}"
            logger.warning(self._stand_ins[name])

    async def _read_projects(
        self, records: RecordFetcher, meter: Meter, read: dict[str, asyncio.Event], fetched_generation: int
    ) -> None:
        naming = [name for name in read if "projects" in NAMES[name]]
        with self._noted("projects"):
            await self._list_projects(records)
        for name in naming:
            await read[name].wait()
        with self._noted("projects"):
            await self._remove_unnamed_projects(naming)
            await records.fetch_projects(fetched_generation, meter)

    async def _list_projects(self, records: RecordFetcher) -> None:
        pager = self._basespace.projects.list(page_size=self._page_size, concurrency=1)
        try:
            async with self._slots.free, aclosing(pager.pages()) as pages:
                async for page in pages:
                    converted = await records.name_projects(page)
                    self._note_skipped("projects", converted)
        except APIError as error:
            if not is_refused(error):
                raise
            self._note_stand_in("projects", error)

    async def _read_usage(self, generation: int, meter: Meter) -> None:
        usage = get_table("usage")
        with self._noted("usage"):
            async with self._slots.free, aclosing(self._basespace.users.usage(concurrency=1).pages()) as pages:
                async for page in pages:
                    converted = convert_plain(usage, page)
                    await self._store.commit(RowBatch(usage.id, converted.rows, generation))
                    meter.update(len(converted.rows))
                    self._note_skipped("usage", converted)

    def _note_skipped(self, name: str, converted: Converted) -> None:
        for record in converted.skipped:
            self.failures.add(name, record.key or "", record.error)

    # --- the end ----------------------------------------------------------------------------------------------------

    async def _remove_unlisted(self, name: str) -> None:
        """Remove what the service no longer lists, if everything was listed, and runs that are no longer named."""
        sync = await self._store.find(name)
        if not sync.is_full or self.failures.has(name, ""):
            return
        if name == "runs":
            return  # a dataset may name a run that the list lacks
        await self._store.remove_unseen(name, sync.generation)
        self._looked_for.add(name)
        if name == "datasets" and "runs" in self._chosen and sync.is_complete:
            await self._remove_unlisted_runs(sync.generation)

    async def _remove_unlisted_runs(self, generation: int) -> None:
        """Remove runs that are neither listed nor named, once all datasets were listed."""
        runs = await self._store.find("runs")
        if runs.is_read and runs.is_complete and not self.failures.has("runs"):
            await self._store.remove_unseen("runs", min(runs.generation, generation))
            self._looked_for.add("runs")

    async def _remove_unnamed_projects(self, naming: list[str]) -> None:
        """Remove projects that are no longer named, if all tables that can name them were listed."""
        needed = {name for name in LISTS if "projects" in NAMES[name] and await self._store.was_synced(name)}
        syncs = [await self._store.find(name) for name in naming]
        if needed <= set(naming) and all(sync.is_full and sync.is_read and sync.is_complete for sync in syncs):
            await self._store.remove_unnamed_projects(min(sync.generation for sync in syncs))
            self._looked_for.add("projects")

    async def outcome(self) -> tuple[dict[str, TableReport], tuple[str, ...]]:
        """Return the report of each table, and the notes."""
        tables: dict[str, TableReport] = {}
        notes = list(self._stand_ins.values())
        if self._without_stats:
            notes.append(f"run_stats: the service has no statistics of {self._without_stats:,} of the runs")
        for name in self._chosen:
            sync, total = await self._store.find(name), await self._store.total(name)
            is_known = name in self._looked_for or name in PARENTS or name == YIELDS
            removed = sync.removed if is_known else None
            failed = self.failures.counts[name]
            tables[name] = TableReport(total, sync.new, sync.changed, removed, sync.counted, failed)
            if sync.counted not in (None, total) and name not in self._looked_for and not failed:
                notes.append(
                    f"{name}: the service counts {sync.counted:,} records, and the table has {total:,}; records were "
                    "deleted, or came to be shared, without being changed: full=True finds them"
                )
        return tables, tuple(notes)
