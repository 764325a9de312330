"""Reading of the service's lists into the store, page by page and resumable."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from ..._util.tasks import in_thread
from ...pagination.page import Page
from ...pagination.pager import Pager
from ...progress import Meter
from ..schema.rows import INPUTS, Converted, convert
from ..schema.tables import get_table
from ..store import sync_state
from ..store.row_batch import ListProgress, RowBatch
from ..store.store import Store
from ..store.sync_state import TableSync

if TYPE_CHECKING:
    from ...client import BaseSpace

OVERLAP: Final = timedelta(minutes=15)
"""Margin before the watermark, since some changes may have been under way."""
MAX_DATASETS: Final = 200
"""Maximum datasets of a page: with their inputs, each is about ten times as large as another record."""
FEW: Final = 16
"""Maximum records that are converted without a thread."""


@frozen
class ListOrder:
    """The fields that a list can be sorted by.

    Attributes:
        steady: Field by which records do not move while the list is read.
        modified: Field with the date of their last change.
    """

    steady: str
    modified: str


ORDERS: Final = {
    "biosamples": ListOrder("Id", "DateModified"),
    "libraries": ListOrder("Id", "DateModified"),
    "datasets": ListOrder("DateCreated", "DateModified"),
    "appsessions": ListOrder("Id", "ModifiedOn"),
}


def open_list(basespace: BaseSpace, name: str, **options: Any) -> Pager[Any]:
    """Return the list that fills a table.

    Args:
        basespace: The client.
        name: Name of the table.
        options: Options of the pager.
    """
    match name:
        case "biosamples":
            return basespace.biosamples.list(**options)
        case "libraries":
            return basespace.libraries.list(**options)
        case "datasets":
            return basespace.datasets.list(include="Properties", property_filters=INPUTS, **options)
        case _:
            return basespace.appsessions.list(**options)


class Slots:
    """A limit on the parallel requests of all tables.

    Args:
        count: Maximum parallel requests.
    """

    def __init__(self, count: int) -> None:
        self.count = count
        self._free = asyncio.Semaphore(count)

    @asynccontextmanager
    async def take(self, wanted: int = 1) -> AsyncIterator[None]:
        """Take some of them until the block ends."""
        held = 0
        try:
            for _ in range(wanted):
                await self._free.acquire()
                held += 1
            yield
        finally:
            for _ in range(held):
                self._free.release()


class ListReader:
    """A reader of one table's list into the store.

    Args:
        basespace: The client.
        store: Store of the harvest.
        name: Name of the table.
        since_generation: Rows seen in this harvest or later are already counted as changed.
        page_size: Records to ask for at a time.
        pages: Parallel requests.
        meter: Progress of the rows.
    """

    def __init__(
        self,
        basespace: BaseSpace,
        store: Store,
        name: str,
        *,
        since_generation: int,
        page_size: int,
        pages: int,
        meter: Meter,
    ) -> None:
        self._basespace = basespace
        self._store = store
        self._table = get_table(name)
        self._order = ORDERS[name]
        self._since_generation = since_generation
        self._page_size = min(page_size, MAX_DATASETS) if name == "datasets" else page_size
        self._pages = pages
        self._meter = meter

    async def read(self) -> None:
        """Read what the current sync still lacks."""
        sync = await self._store.find(self._table.name)
        if sync.is_read:
            return
        if sync.watermark is not None and not sync.is_full:
            order = {"sort_by": self._order.modified, "sort_dir": "Desc"}
            if await self._read(sync, order, sync.watermark - OVERLAP):
                return
            await self._store.query(lambda connection: sync_state.make_full(connection, sync.table_id))
            sync = await self._store.find(self._table.name)
        await self._read(sync, {"sort_by": self._order.steady, "sort_dir": "Asc"}, None)

    async def _read(self, sync: TableSync, order: dict[str, str], until: datetime | None) -> bool:
        """Read a list from the position of the sync, down to records that were changed before `until`.

        Returns:
            False if the service does not sort by that order.
        """
        # Records before a seen record were seen, too, or are newer. A page is read again, because records that were
        # created at the same time may come in any order.
        start = max(0, sync.position - self._page_size)
        back = self._page_size
        while True:
            outcome = await self._read_from(start, sync, order, until)
            if outcome is not None:
                return outcome
            start = max(0, start - back)
            back *= 2

    async def _read_from(
        self, start: int, sync: TableSync, order: dict[str, str], until: datetime | None
    ) -> bool | None:
        """Read as `_read` does, from an offset; None if the record there was not seen by this sync."""
        is_first = True
        async with aclosing(self._open(order, start).pages()) as pages:
            async for page in pages:
                converted = await self._convert(page, sync.names)
                if is_first and start and not await self._is_known(converted, sync):
                    return None
                if until is not None and not (self._is_sorted(page, order["sort_by"]) and _is_descending(converted)):
                    return False
                if is_first and until is not None and start == 0:
                    await self._note_newest(sync, converted)
                is_first = False
                self._meter.total = page.total_count if until is None else None
                is_end = until is not None and bool(converted.modified) and converted.modified[-1] < until
                await self._commit(sync, page, converted, is_end=is_end)
                if is_end:
                    return True
        await self._store.query(lambda connection: sync_state.set_read(connection, sync.table_id))
        return True

    def _open(self, order: dict[str, str], offset: int) -> Pager[Any]:
        settings = {**order, "offset": offset, "page_size": self._page_size, "concurrency": self._pages}
        return open_list(self._basespace, self._table.name, **settings)

    async def _convert(self, page: Page[Any], names: frozenset[str]) -> Converted:
        if len(page) <= FEW:
            return convert(self._table, page, names)
        return await in_thread(convert, self._table, page, names)

    async def _is_known(self, converted: Converted, sync: TableSync) -> bool:
        return bool(converted.rows) and await self._store.is_seen(sync.table_id, converted.rows[0].key, sync.generation)

    async def _note_newest(self, sync: TableSync, converted: Converted) -> None:
        newest = max(converted.modified, default=None)
        if newest is not None:
            await self._store.query(lambda connection: sync_state.set_next_watermark(connection, sync.table_id, newest))

    async def _commit(self, sync: TableSync, page: Page[Any], converted: Converted, *, is_end: bool) -> None:
        newest = max(converted.modified, default=None)
        progress = ListProgress(page.offset + len(page), page.total_count, newest, is_end)
        generations, named = (sync.generation, self._since_generation), (converted.runs, converted.projects)
        batch = RowBatch(sync.table_id, converted.rows, *generations, progress, *named)
        await self._store.commit(batch)
        self._meter.update(len(converted.rows))

    def _is_sorted(self, page: Page[Any], field: str) -> bool:
        """Tell whether a page is in the requested order, as far as it says."""
        return page.sort_by is None or page.sort_by.lower() == field.lower()


def _is_descending(converted: Converted) -> bool:
    return all(earlier >= later for earlier, later in pairwise(converted.modified))
