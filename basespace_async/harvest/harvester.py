"""A harvest from its start to its end."""

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
from .fetch.record_fetch import Records
from .report import HarvestReport, TableReport
from .schema.rows import rows_of
from .schema.tables import CHILDREN, LISTS, NAMES, chosen_tables, table
from .store import manifest, sync_state
from .store.manifest import ManifestIdentity
from .store.part_files import Format, part_format
from .store.store import Store, Unit

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

    Each table is a folder of part files, with one row for each record. The folder has a manifest beside them, so that
    the next harvest into it fetches what has changed since, and one that was interrupted, by whatever, goes on where
    it was. Part files are only ever replaced as a whole: they can be read at any time.

    The tables, and what fills them: biosamples (`listBiosamples`), libraries (`listLibraries`), datasets
    (`listDatasets`), files (`listDatasetFiles` for each dataset), appsessions (`listAppSessions`), properties
    (`listAppSessionProperties` for each appsession), usage (`listCurrentUserUsage`). There is no list of projects or
    runs: projects are those that biosamples, libraries and datasets are in (`getProject` for each), runs those that
    datasets come from.

    Args:
        basespace: an open client.
        to: folder; it is made. It holds what one user reaches on one server, in one format.
        tables: names of `TABLES`; all where it is not given. Those that they are found through come with them.
        format: `parquet`, which needs the extra `parquet`, or `jsonl`.
        full: list everything anew, also what has not changed. That finds records that were deleted, and records that
            came to be shared with the user without being changed.
        concurrency: requests under way at one time.
        page_size: records to ask for at a time, 1 to 1,024; of datasets, which are large, 200 at most.
        progress: shows the rows of each table; see `progress`.

    Returns:
        What was found; the same as `print`ed.

    Raises:
        ConfigurationError: an argument cannot work, or the folder is of another harvest. Nothing was sent then, except
            where the folder is of another user.
        HarvestError: the folder is in use, cannot be written, or lacks files.
        APIError, TransportError: the service failed for good. What was fetched until then is kept, and the same call
            goes on from there.

    Example:
        ```python
        report = await harvest(basespace, "lab", tables=["biosamples", "datasets", "files"])
        print(report)
        ```
    """
    chosen = chosen_tables(tables)
    kept_as = part_format(format)
    if concurrency < 1:
        raise ConfigurationError(f"concurrency is {concurrency}; at least one request must be under way")
    if not 1 <= page_size <= MAX_PAGE:
        raise ConfigurationError(f"page_size is {page_size}; the service takes 1 to {MAX_PAGE} items a page")
    folder = Path(to)
    started, sent = time.monotonic(), basespace.stats.requests
    async with Store.open(folder, ManifestIdentity(basespace.server, format), kept_as) as store:
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
            if name != "runs":  # they come along with datasets
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

    async def run(self, meters: dict[str, Meter], *, full: bool) -> None:
        """Finish what was interrupted, if anything was, and then see that nothing has changed since."""
        number, goes_on = await self._begin(full=full, keep_counts=False)
        found = [await self._store.find(name) for name in self._chosen]
        since = min(each.number for each in found)
        await self._round(meters, number, since, fetched=since)
        if goes_on:
            again, _ = await self._begin(full=False, keep_counts=True)
            await self._round(meters, again, since, fetched=number)

    async def _begin(self, *, full: bool, keep_counts: bool) -> tuple[int, bool]:
        def begin(connection: sqlite3.Connection) -> tuple[int, bool]:
            number = manifest.next_number(connection)
            return number, sync_state.begin_all(connection, self._chosen, number, full=full, keep_counts=keep_counts)

        return await self._store.query(begin)

    async def _round(self, meters: dict[str, Meter], number: int, since: int, *, fetched: int) -> None:
        """Go through all tables once; projects that were fetched since the harvest `fetched` are not fetched again."""
        records = Records(
            self._basespace, self._store, self._slots, number=number, since=since, page_size=self._page_size
        )
        read = {name: asyncio.Event() for name in self._lists}
        async with TaskGroup() as group:
            for name in self._lists:
                group.create_task(self._read(name, since, records, meters, read[name]))
            if "usage" in self._chosen:
                group.create_task(self._read_usage(number, since, meters["usage"]))
            if "projects" in self._chosen:
                group.create_task(self._read_projects(records, meters["projects"], read, fetched))
        await self._store.finish(self._chosen)
        for name, refused in records.refused.items():
            if refused.first is not None:
                words = f"{name}: the service refused {refused.count:,} requests; the first: {refused.first}"
                self._refused[name] = [words]

    async def _read(
        self, name: str, since: int, records: Records, meters: dict[str, Meter], read: asyncio.Event
    ) -> None:
        pages = max(1, self._slots.count // len(self._lists))
        reader = ListReader(
            self._basespace,
            self._store,
            name,
            since=since,
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
        self, records: Records, meter: Meter, read: dict[str, asyncio.Event], fetched: int
    ) -> None:
        naming = [name for name in read if "projects" in NAMES[name]]
        for name in naming:
            await read[name].wait()
        await self._remove_unnamed_projects(naming)
        await records.fetch_projects(fetched, meter)

    async def _read_usage(self, number: int, since: int, meter: Meter) -> None:
        async with self._slots.take():
            periods = await self._basespace.users.usage(concurrency=1).collect()
        kind = table("usage")
        await self._store.commit(Unit(kind.number, rows_of(kind, periods), number, since))
        meter.update(len(periods))

    # --- the end ----------------------------------------------------------------------------------------------------

    async def _remove_unlisted(self, name: str) -> None:
        """Remove what the service no longer lists, where everything was listed, and runs that are no longer named."""
        found = await self._store.find(name)
        if not found.is_full:
            return
        removed = [name, "runs"] if name == "datasets" and "runs" in self._chosen else [name]
        for each in removed:
            await self._store.remove_unseen(each, found.number)
        self._looked_for.update(removed)

    async def _remove_unnamed_projects(self, naming: list[str]) -> None:
        """Remove projects that are no longer named, where all that can name them was listed."""
        passes_now = [await self._store.find(name) for name in naming]
        is_all = "libraries" in naming or not await self._store.has_pass("libraries")
        if is_all and all(found.is_full for found in passes_now):
            await self._store.remove_unnamed_projects(min(found.number for found in passes_now))
            self._looked_for.add("projects")

    async def outcome(self) -> tuple[dict[str, TableReport], tuple[str, ...]]:
        """Return the report of each table, and the notes for people."""
        tables: dict[str, TableReport] = {}
        notes: list[str] = []
        for name in self._chosen:
            found, total = await self._store.find(name), await self._store.total(name)
            is_known = name in self._looked_for or name in CHILDREN.values()
            removed = found.removed if is_known else None
            tables[name] = TableReport(total, found.new, found.changed, removed, found.counted)
            if found.counted not in (None, total) and name not in self._looked_for:
                notes.append(
                    f"{name}: the service counts {found.counted:,} records, and the table has {total:,}; records were "
                    "deleted, or came to be shared, without being changed: full=True finds them"
                )
            notes += self._refused.get(name, [])
        return tables, tuple(notes)
