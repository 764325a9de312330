"""Fetching record by record: files of datasets, properties of appsessions, projects."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable, Awaitable, Callable
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, Final, ParamSpec

from attrs import define

from ..._util.tasks import TaskGroup, in_thread
from ...errors import APIError, NotFoundError, PermissionDeniedError
from ...progress import Meter
from ...resources._property_values import SINGLE, is_cut
from ..schema.rows import Row, property_rows, row_of, rows_of
from ..schema.tables import CHILDREN, TABLES, get_table
from ..store.row_batch import RowBatch
from ..store.store import Store
from .list_sync import FEW, Slots

if TYPE_CHECKING:
    from ...client import BaseSpace

_BATCH: Final = 256
"""Records to look up in the manifest at a time."""
MAX_FILES: Final = 1000
"""Files that the service gives at a time, at most (documented for its version 1)."""
ITEMS_SHOWN: Final = 100
"""Items to ask for with each property; a property with more costs a request of its own."""

P = ParamSpec("P")
NextRecords = Callable[[str, int], Awaitable[list[tuple[str, bytes]]]]
"""Looks up the keys and digests of records to fetch: after a key, up to a limit."""
Fetch = Callable[[str, bytes], Awaitable[None]]
"""Fetches what belongs to a record, given its key and digest."""


@define
class Refused:
    """Records that the service refused to show.

    Attributes:
        count: Number of records.
        first: Error of the first one.
    """

    count: int = 0
    first: APIError | None = None

    def add(self, error: APIError) -> None:
        """Count one more."""
        self.count += 1
        self.first = self.first or error


class RecordFetcher:
    """A fetcher of what the lists lack, many records in parallel, by the manifest's list of what is missing.

    Args:
        basespace: The client.
        store: Store of the harvest.
        slots: Limit on parallel requests.
        generation: Number of this harvest.
        since_generation: Rows seen in this harvest or later are already counted as changed.
        page_size: Records to ask for at a time.

    Attributes:
        refused: Records that the service refused to show, by table.
    """

    def __init__(
        self,
        basespace: BaseSpace,
        store: Store,
        slots: Slots,
        *,
        generation: int,
        since_generation: int,
        page_size: int,
    ) -> None:
        self._basespace = basespace
        self._store = store
        self._slots = slots
        self._generation = generation
        self._since_generation = since_generation
        self._page_size = page_size
        self.refused: dict[str, Refused] = {name: Refused() for name in ("projects", "files", "properties")}

    async def fetch_children(self, parent: str, meter: Meter) -> None:
        """Fetch the files or properties of each record that is new, has changed, or is due again.

        Args:
            parent: Table of the records.
            meter: Progress of the rows.
        """
        child = CHILDREN[parent]
        sync = await self._store.find(parent)
        before_generation = sync.generation if sync.is_thorough else 0
        table_ids = TABLES.index(parent), TABLES.index(child)
        pages = self._files if child == "files" else self._properties

        async def next_records(after: str, limit: int) -> list[tuple[str, bytes]]:
            return await self._store.parents(*table_ids, after, before_generation, limit)

        async def fetch(key: str, digest: bytes) -> None:
            await self._fetch(table_ids[1], key, digest, pages(key), meter)

        await self._fetch_all(next_records, fetch, child)

    async def fetch_projects(self, before_generation: int, meter: Meter) -> None:
        """Fetch every project that was named.

        Args:
            before_generation: Projects fetched in this harvest or later are not fetched again.
            meter: Progress of the rows.
        """
        table = get_table("projects")

        async def next_records(after: str, limit: int) -> list[tuple[str, bytes]]:
            return await self._store.projects(after, before_generation, limit)

        async def fetch(key: str, named: bytes) -> None:
            row = await self._project(key, named)
            await self._commit(table.id, [row], key, b"")
            meter.update(1)

        await self._fetch_all(next_records, fetch, "projects")

    # --- the workers ------------------------------------------------------------------------------------------------

    async def _fetch_all(self, next_records: NextRecords, fetch: Fetch, table_name: str) -> None:
        records = _all(next_records)
        turn = asyncio.Lock()

        async def work() -> None:
            while True:
                async with turn:
                    record = await anext(records, None)
                if record is None:
                    return
                try:
                    await fetch(*record)
                except (NotFoundError, PermissionDeniedError) as error:
                    self.refused[table_name].add(error)  # deleted since it was listed, or closed to this token

        async with aclosing(records), TaskGroup() as group:
            for _ in range(2 * self._slots.count):  # one waits for the disk while another sends its request
                group.create_task(work())

    async def _fetch(
        self, table_id: int, key: str, digest: bytes, pages: AsyncGenerator[list[Row], None], meter: Meter
    ) -> None:
        """Commit a record's rows page by page; the last commit removes those that it no longer has."""
        waiting: list[Row] = []
        is_first = True
        async with self._slots.take(), aclosing(pages):
            async for rows in pages:
                if not is_first:
                    await self._commit(table_id, waiting, key)
                waiting, is_first = rows, False
                meter.update(len(rows))
        await self._commit(table_id, waiting, key, digest)

    async def _commit(self, table_id: int, rows: list[Row], parent: str, digest: bytes | None = None) -> None:
        generations = self._generation, self._since_generation
        await self._store.commit(RowBatch(table_id, rows, *generations, parent=parent, parent_digest=digest))

    # --- the requests ------------------------------------------------------------------------------------------------

    async def _files(self, dataset: str) -> AsyncGenerator[list[Row], None]:
        size = min(self._page_size, MAX_FILES)
        pager = self._basespace.datasets.files(dataset, page_size=size, concurrency=1)
        async with aclosing(pager.pages()) as pages:
            async for page in pages:
                yield await _convert(len(page), rows_of, get_table("files"), page, dataset_id=dataset)

    async def _properties(self, appsession: str) -> AsyncGenerator[list[Row], None]:
        properties = self._basespace.appsessions.properties(appsession)
        pager = properties.list(property_items_limit=ITEMS_SHOWN, concurrency=1)
        async with aclosing(pager.pages()) as pages:
            async for page in pages:
                listed = list(page)
                for item in filter(_lacks_items, listed):
                    await _complete(item, properties.items(item.name, concurrency=1))
                yield await _convert(len(listed), property_rows, appsession, listed)

    async def _project(self, key: str, named: bytes) -> Row:
        table = get_table("projects")
        try:
            async with self._slots.take():
                project = await self._basespace.projects.get(key)
        except (NotFoundError, PermissionDeniedError) as error:
            self.refused["projects"].add(error)
            return Row.of_line(key, named)
        return row_of(table, {**table.flattening.flatten(project), "id": key})


async def _convert(count: int, convert: Callable[P, list[Row]], *args: P.args, **kwargs: P.kwargs) -> list[Row]:
    """Convert records to rows, in a thread if there are many."""
    return convert(*args, **kwargs) if count <= FEW else await in_thread(convert, *args, **kwargs)


async def _all(next_records: NextRecords) -> AsyncGenerator[tuple[str, bytes], None]:
    after = ""
    while records := await next_records(after, _BATCH):
        for record in records:
            yield record
        after = records[-1][0]


def _lacks_items(item: Any) -> bool:
    return is_cut(item) and hasattr(item, "name")


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
