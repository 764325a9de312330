"""Fetching record by record: files, properties, statistics of runs, projects."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterable, Awaitable, Callable
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, Final

from ..._util.tasks import TaskGroup, first_error
from ...errors import BaseSpaceError, ConfigurationError, DecodeError, NotFoundError, PermissionDeniedError
from ...progress import Meter
from ...resources._property_values import SINGLE
from ..schema.rows import Converted, Row, Skipped, convert_plain, convert_properties
from ..schema.tables import PARENTS, TABLES, get_table
from ..store.row_batch import RowBatch
from ..store.store import Store
from .failures import Failures, ends_all, is_there, may_be_an_outage
from .list_sync import Slots

if TYPE_CHECKING:
    from ...client import BaseSpace
    from ...models import File
    from ...pagination.page import Page
    from ...pagination.pager import Pager
    from ...resources._base import PagingArguments

_BATCH: Final = 256
"""Records to look up in the manifest at a time."""
MAX_FILES: Final = 1000
"""Files that the service gives at a time, at most (documented for its version 1)."""
_MANY: Final = 16
"""Records that fail in turn until it is asked whether the service is there."""
ITEMS_SHOWN: Final = 100
"""Items to ask for with each property; a property with more costs a request of its own."""

NextRecords = Callable[[str, int], Awaitable[list[tuple[str, bytes]]]]
"""Looks up the keys and digests of records to fetch: after a key, up to a limit."""
Fetch = Callable[["BaseSpace", str, bytes], Awaitable[None]]
"""Fetches what belongs to a record with a client, given its key and digest."""


class RecordFetcher:
    """A fetcher of what the lists lack, many records in parallel, by the manifest's list of what is missing.

    Args:
        basespace: The client.
        store: Store of the harvest.
        slots: Limit on parallel requests.
        failures: Takes the records that cannot be fetched.
        generation: Number of this harvest.
        page_size: Records to ask for at a time.

    Attributes:
        without_stats: Number of runs that the service has no statistics of.
    """

    def __init__(
        self,
        basespace: BaseSpace,
        store: Store,
        slots: Slots,
        failures: Failures,
        *,
        generation: int,
        page_size: int,
    ) -> None:
        self._basespace = basespace
        self._store = store
        self._slots = slots
        self._failures = failures
        self._generation = generation
        self._page_size = page_size
        self.without_stats = 0

    async def fetch_children(self, child: str, meter: Meter) -> None:
        """Fetch what belongs to each record that is new, has changed, or is due again.

        Args:
            child: Table of it.
            meter: Progress of the rows.
        """
        parent = PARENTS[child]
        sync = await self._store.find(parent)
        before_generation = sync.generation if sync.is_thorough else 0
        table_ids = TABLES.index(parent), TABLES.index(child)

        async def next_records(after: str, limit: int) -> list[tuple[str, bytes]]:
            return await self._store.parents(*table_ids, after, before_generation, limit)

        async def fetch(basespace: BaseSpace, key: str, digest: bytes) -> None:
            await self._fetch(child, key, digest, self._pages(basespace, child, key), meter)

        await self._fetch_all(next_records, fetch, child)

    async def name_projects(self, page: Page[Any]) -> Converted:
        """Note the projects of a page of their list, to be fetched by `fetch_projects`."""
        table = get_table("projects")
        converted = await self._store.convert(len(page), convert_plain, table, page)
        await self._store.commit(RowBatch(table.id, [], self._generation, projects=converted.rows))
        return converted

    async def fetch_projects(self, before_generation: int, meter: Meter) -> None:
        """Fetch every project that was named.

        Args:
            before_generation: Projects fetched in this harvest or later are not fetched again.
            meter: Progress of the rows.
        """
        table = get_table("projects")

        async def next_records(after: str, limit: int) -> list[tuple[str, bytes]]:
            return await self._store.projects(after, before_generation, limit)

        async def fetch(basespace: BaseSpace, key: str, named: bytes) -> None:
            try:
                row = await self._project(basespace, key)
            except BaseSpaceError:
                if not await self._store.is_seen(table.id, key, 0):
                    await self._store.commit(RowBatch(table.id, [Row.of_line(key, named)], self._generation))
                raise
            await self._commit("projects", [row], key, b"")
            meter.update(1)

        await self._fetch_all(next_records, fetch, "projects")

    # --- the workers ------------------------------------------------------------------------------------------------

    async def _fetch_all(self, next_records: NextRecords, fetch: Fetch, table_name: str) -> None:
        due = _Due(next_records)
        patience = _Patience(self._basespace)

        async def work() -> None:
            while record := await due.next():
                if self._failures.has(table_name, record[0]):
                    continue  # once in a harvest is enough
                try:
                    await fetch(await patience.client(), *record)
                except BaseSpaceError as error:
                    # The id of a record can be one that cannot be sent.
                    if ends_all(error) and not isinstance(error, ConfigurationError):
                        raise
                    is_refused = isinstance(error, NotFoundError | PermissionDeniedError)  # or was deleted since
                    relisted = TABLES.index(PARENTS[table_name]) if is_refused and table_name in PARENTS else None
                    await self._store.set_due(TABLES.index(table_name), record[0], relisted=relisted)
                    self._failures.add(table_name, record[0], error)
                    await patience.failed(error)
                else:
                    patience.succeeded()

        with first_error():
            async with TaskGroup() as group:
                for _ in range(2 * self._slots.count):  # one waits for the disk while another sends its request
                    group.create_task(work())

    async def _fetch(
        self, table: str, key: str, digest: bytes, pages: AsyncGenerator[Converted, None], meter: Meter
    ) -> None:
        """Commit a record's rows page by page; the last commit removes those that it no longer has.

        Raises:
            BaseSpaceError: If one of the rows could not be read; the others are committed, and none is removed.
        """
        waiting: list[Row] = []
        skipped: list[Skipped] = []
        is_first = True
        async with self._slots.free, aclosing(pages):
            async for converted in pages:
                if not is_first:
                    await self._commit(table, waiting, key)
                waiting, is_first = converted.rows, False
                skipped += converted.skipped
                meter.update(len(waiting))
        await self._commit(table, waiting, key, None if skipped else digest)
        if skipped:
            raise skipped[0].error

    async def _commit(self, table: str, rows: list[Row], parent: str, digest: bytes | None = None) -> None:
        batch = RowBatch(get_table(table).id, rows, self._generation, parent=parent, parent_digest=digest)
        await self._store.commit(batch)

    # --- the requests ------------------------------------------------------------------------------------------------

    def _pages(self, basespace: BaseSpace, child: str, key: str) -> AsyncGenerator[Converted, None]:
        settings: PagingArguments = {"page_size": min(self._page_size, MAX_FILES), "concurrency": 1}
        match child:
            case "files":
                return self._file_pages(basespace.datasets.files(key, **settings), child, dataset_id=key)
            case "run_files":
                return self._file_pages(basespace.runs.files(key, **settings), child, run_id=key)
            case "appsession_files":
                return self._file_pages(basespace.appsessions.log_files(key, **settings), child, appsession_id=key)
            case "run_stats":
                return self._stats(basespace, key)
            case _:
                return self._properties(basespace, key)

    async def _file_pages(self, files: Pager[File], child: str, **parent: str) -> AsyncGenerator[Converted, None]:
        async with aclosing(files.pages()) as pages:
            async for page in pages:
                yield await self._store.convert(len(page), convert_plain, get_table(child), page, **parent)

    async def _stats(self, basespace: BaseSpace, run: str) -> AsyncGenerator[Converted, None]:
        try:
            stats = await basespace.runs.sequencing_stats(run)
        except NotFoundError:  # it is in the list, so that it has none
            self.without_stats += 1
            yield Converted()
        else:
            yield convert_plain(get_table("run_stats"), [stats], run_id=run)

    async def _properties(self, basespace: BaseSpace, appsession: str) -> AsyncGenerator[Converted, None]:
        properties = basespace.appsessions.properties(appsession)
        pager = properties.list(property_items_limit=ITEMS_SHOWN, concurrency=1)
        async with aclosing(pager.pages()) as pages:
            async for page in pages:
                converted = await self._store.convert(len(page), convert_properties, appsession, page)
                for item in converted.cut:
                    await _complete(item, properties.items(item.name, concurrency=1))
                    completed = convert_properties(appsession, [item])
                    converted.rows += completed.rows
                    converted.skipped += completed.skipped
                yield converted

    async def _project(self, basespace: BaseSpace, key: str) -> Row:
        async with self._slots.free:
            project = await basespace.projects.get(key)
        converted = convert_plain(get_table("projects"), [project])
        if converted.skipped:
            raise converted.skipped[0].error
        row = converted.rows[0]
        if row.key != key:
            raise DecodeError(f"asked for project {key}, and project {row.key} came")
        return row


class _Due:
    """The records to fetch, looked up some at a time."""

    def __init__(self, next_records: NextRecords) -> None:
        self._next_records = next_records
        self._found: deque[tuple[str, bytes]] = deque()
        self._last = ""
        self._has_more = True
        self._turn = asyncio.Lock()

    async def next(self) -> tuple[str, bytes] | None:
        """Return the next record; None after the last."""
        if not self._found:
            async with self._turn:
                if not self._found and self._has_more:
                    self._found.extend(await self._next_records(self._last, _BATCH))
                    self._has_more = bool(self._found)
                    self._last = self._found[-1][0] if self._found else self._last
        return self._found.popleft() if self._found else None


class _Patience:
    """How patiently records are asked for: without retries once several in turn failed, until one succeeds."""

    def __init__(self, basespace: BaseSpace) -> None:
        self._patient = basespace
        self._quick = basespace.with_options(max_retries=0)
        self._failures = 0
        self._turn = asyncio.Lock()

    async def client(self) -> BaseSpace:
        """Return the client to ask with; wait while it is unknown whether the service is there."""
        if self._turn.locked():
            async with self._turn:
                pass
        return self._patient if self._failures < _MANY else self._quick

    def succeeded(self) -> None:
        """Be patient again."""
        self._failures = 0

    async def failed(self, error: BaseSpaceError) -> None:
        """Count a failure in turn.

        Raises:
            BaseSpaceError: The same, if the service is gone.
        """
        if not may_be_an_outage(error):
            return
        async with self._turn:
            self._failures += 1
            if self._failures % _MANY == 0 and not await is_there(self._patient):
                raise error


async def _complete(listed: Any, items: AsyncIterable[Any]) -> None:
    """Replace the first items of a property by all of them."""
    values: dict[str, list[Any]] = {}
    async for item in items:
        for name in SINGLE:
            value = getattr(item, name, None)
            if value:
                values.setdefault(f"{name}_items", []).append(value)
    for name, resources in values.items():
        setattr(listed, name, resources)
    listed.items_displayed_count = None  # no longer fewer than there are
