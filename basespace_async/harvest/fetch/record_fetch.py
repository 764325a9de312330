"""What is fetched record by record: files of datasets, properties of appsessions, projects."""

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
from ..schema.tables import CHILDREN, TABLES, table
from ..store.store import Store, Unit
from .list_sync import FEW, Slots

if TYPE_CHECKING:
    from ...client import BaseSpace

_BATCH: Final = 256
"""Records that are looked up in the manifest at a time."""
MAX_FILES: Final = 1000
"""Files that the service gives at a time, at most (documented for its version 1)."""
ITEMS_SHOWN: Final = 100
"""Items of a property that are asked for with it; a property that has more costs a request for itself."""

P = ParamSpec("P")
Batch = Callable[[str, int], Awaitable[list[tuple[str, bytes]]]]
"""Looks up so many records that are still to be fetched, after a key."""


@define
class Refused:
    """Records that the service did not show when they were asked for.

    Attributes:
        count: how many.
        first: what it said of the first.
    """

    count: int = 0
    first: APIError | None = None

    def add(self, error: APIError) -> None:
        """One more."""
        self.count += 1
        self.first = self.first or error


class Records:
    """Fetches what belongs to records, many at a time, from the manifest's list of what is missing.

    Args:
        basespace: the client.
        store: takes the rows.
        slots: requests that may be under way.
        number: of this harvest.
        since: rows that were seen since that harvest are counted already.
        page_size: records to ask for at a time.

    Attributes:
        refused: by table, what the service did not show.
    """

    def __init__(
        self, basespace: BaseSpace, store: Store, slots: Slots, *, number: int, since: int, page_size: int
    ) -> None:
        self._basespace = basespace
        self._store = store
        self._slots = slots
        self._number = number
        self._since = since
        self._page_size = page_size
        self.refused: dict[str, Refused] = {name: Refused() for name in ("projects", "files", "properties")}

    async def fetch_children(self, parent: str, meter: Meter) -> None:
        """Fetch the files or properties of each record that is new, has changed, or is due again."""
        child = CHILDREN[parent]
        found = await self._store.find(parent)
        before = found.number if found.is_thorough else 0
        kinds = TABLES.index(parent), TABLES.index(child)
        pages = self._files if child == "files" else self._properties

        async def batch(after: str, limit: int) -> list[tuple[str, bytes]]:
            return await self._store.parents(*kinds, after, before, limit)

        async def fetch(key: str, digest: bytes) -> None:
            await self._fetch(kinds[1], key, digest, pages(key), meter)

        await self._each(batch, fetch, child)

    async def fetch_projects(self, before: int, meter: Meter) -> None:
        """Every project that was named, in full; those that were fetched since `before` are not fetched again."""
        kind = table("projects")

        async def batch(after: str, limit: int) -> list[tuple[str, bytes]]:
            return await self._store.projects(after, before, limit)

        async def fetch(key: str, named: bytes) -> None:
            row = await self._project(key, named)
            unit = Unit(kind.number, [row], self._number, self._since, parent=key, parent_digest=b"")
            await self._store.commit(unit)
            meter.update(1)

        await self._each(batch, fetch, "projects")

    # --- the workers ------------------------------------------------------------------------------------------------

    async def _each(self, batch: Batch, fetch: Callable[[str, bytes], Awaitable[None]], what: str) -> None:
        records = _all(batch)
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
                    self.refused[what].add(error)  # gone since it was listed, or closed to this token

        async with aclosing(records), TaskGroup() as group:
            for _ in range(2 * self._slots.count):  # while one waits for the disk, another has its request under way
                group.create_task(work())

    async def _fetch(
        self, kind: int, key: str, digest: bytes, pages: AsyncGenerator[list[Row], None], meter: Meter
    ) -> None:
        """Commit the rows that belong to a record page by page; those that it no longer has go with the last."""
        waiting: list[Row] = []
        is_first = True
        async with self._slots.take(), aclosing(pages):
            async for rows in pages:
                if not is_first:
                    await self._store.commit(Unit(kind, waiting, self._number, self._since, parent=key))
                waiting, is_first = rows, False
                meter.update(len(rows))
        unit = Unit(kind, waiting, self._number, self._since, parent=key, parent_digest=digest)
        await self._store.commit(unit)

    # --- what is asked for ------------------------------------------------------------------------------------------

    async def _files(self, dataset: str) -> AsyncGenerator[list[Row], None]:
        size = min(self._page_size, MAX_FILES)
        pager = self._basespace.datasets.files(dataset, page_size=size, concurrency=1)
        async with aclosing(pager.pages()) as pages:
            async for page in pages:
                yield await _made(len(page), rows_of, table("files"), page, dataset_id=dataset)

    async def _properties(self, appsession: str) -> AsyncGenerator[list[Row], None]:
        properties = self._basespace.appsessions.properties(appsession)
        pager = properties.list(property_items_limit=ITEMS_SHOWN, concurrency=1)
        async with aclosing(pager.pages()) as pages:
            async for page in pages:
                found = list(page)
                for each in found:
                    if is_cut(each) and hasattr(each, "name"):
                        await _complete(each, properties.items(each.name, concurrency=1))
                yield await _made(len(found), property_rows, appsession, found)

    async def _project(self, key: str, named: bytes) -> Row:
        kind = table("projects")
        try:
            async with self._slots.take():
                project = await self._basespace.projects.get(key)
        except (NotFoundError, PermissionDeniedError) as error:
            self.refused["projects"].add(error)
            return Row.of_line(key, named)
        return row_of(kind, {**kind.flattening.flatten(project), "id": key})


async def _made(count: int, make: Callable[P, list[Row]], *args: P.args, **kwargs: P.kwargs) -> list[Row]:
    """Rows, made in a thread where there are many."""
    return make(*args, **kwargs) if count <= FEW else await in_thread(make, *args, **kwargs)


async def _all(batch: Batch) -> AsyncGenerator[tuple[str, bytes], None]:
    after = ""
    while found := await batch(after, _BATCH):
        for record in found:
            yield record
        after = found[-1][0]


async def _complete(found: Any, items: AsyncIterable[Any]) -> None:
    """Put all items of a property in the place of the first ones."""
    values: dict[str, list[Any]] = {}
    async for item in items:
        for name in SINGLE:
            value = getattr(item, name, None)
            if value:
                values.setdefault(f"{name}_items", []).append(value)
    for name, several in values.items():
        setattr(found, name, several)
