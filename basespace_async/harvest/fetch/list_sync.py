"""Lists of the service, read page by page into the store, and resumed where they were left."""

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
from ..schema.tables import table
from ..store import sync_state
from ..store.store import ListProgress, Store, Unit
from ..store.sync_state import TableSync

if TYPE_CHECKING:
    from ...client import BaseSpace

OVERLAP: Final = timedelta(minutes=15)
"""How far before the last change that is known changes are looked for: some may have been under way."""
MAX_DATASETS: Final = 200
"""Datasets of a page: with what they come from each is some ten times as large as another record."""
FEW: Final = 16
"""Records that are converted at once, without a thread."""


@frozen
class ListOrder:
    """How a list is sorted.

    Attributes:
        steady: the field by which records do not move while the list is read.
        modified: the field that says when they were last changed.
    """

    steady: str
    modified: str


ORDERS: Final = {
    "biosamples": ListOrder("Id", "DateModified"),
    "libraries": ListOrder("Id", "DateModified"),
    "datasets": ListOrder("DateCreated", "DateModified"),
    "appsessions": ListOrder("Id", "ModifiedOn"),
}


def open_list(basespace: BaseSpace, name: str, **how: Any) -> Pager[Any]:
    """Open the list that fills a table."""
    match name:
        case "biosamples":
            return basespace.biosamples.list(**how)
        case "libraries":
            return basespace.libraries.list(**how)
        case "datasets":
            return basespace.datasets.list(include="Properties", property_filters=INPUTS, **how)
        case _:
            return basespace.appsessions.list(**how)


class Slots:
    """Requests that may be under way at one time, over all tables."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._free = asyncio.Semaphore(count)

    @asynccontextmanager
    async def take(self, wanted: int = 1) -> AsyncIterator[None]:
        """Hold some of them."""
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
    """Reads the list of one table into the store.

    Args:
        basespace: the client.
        store: takes the rows.
        name: of the table.
        since: rows that were seen since that harvest are counted already.
        page_size: records to ask for at a time.
        pages: requests under way at one time.
        meter: counts rows.
    """

    def __init__(
        self, basespace: BaseSpace, store: Store, name: str, *, since: int, page_size: int, pages: int, meter: Meter
    ) -> None:
        self._basespace = basespace
        self._store = store
        self._table = table(name)
        self._order = ORDERS[name]
        self._since = since
        self._page_size = min(page_size, MAX_DATASETS) if name == "datasets" else page_size
        self._pages = pages
        self._meter = meter

    async def read(self) -> None:
        """Read what the present pass still lacks."""
        found = await self._store.find(self._table.name)
        if found.is_read:
            return
        if found.watermark is not None and not found.is_full:
            order = {"sort_by": self._order.modified, "sort_dir": "Desc"}
            if await self._read(found, order, found.watermark - OVERLAP):
                return
            await self._store.query(lambda connection: sync_state.make_full(connection, found.kind))
            found = await self._store.find(self._table.name)
        await self._read(found, {"sort_by": self._order.steady, "sort_dir": "Asc"}, None)

    async def _read(self, found: TableSync, order: dict[str, str], until: datetime | None) -> bool:
        """Read a list on from where the pass is, down to records that were changed before `until`.

        Returns:
            False where that order was asked for in vain.
        """
        # What the list has before a record that was seen was seen, too, or has come since. A page is read again, so
        # that records that were created at the same time may stand in any order.
        start = max(0, found.position - self._page_size)
        back = self._page_size
        while True:
            outcome = await self._read_from(start, found, order, until)
            if outcome is not None:
                return outcome
            start = max(0, start - back)
            back *= 2

    async def _read_from(
        self, start: int, found: TableSync, order: dict[str, str], until: datetime | None
    ) -> bool | None:
        """As `_read`, from an offset; None where what stands there was not seen by this pass."""
        is_first = True
        async with aclosing(self._open(order, offset=start, page_size=self._page_size).pages()) as pages:
            async for page in pages:
                made = await self._converted(page, found.names)
                if is_first and start and not await self._is_known(made, found):
                    return None
                if until is not None and not (self._is_sorted(page, order["sort_by"]) and _is_descending(made)):
                    return False
                if is_first and until is not None and start == 0:
                    await self._note_newest(found, made)
                is_first = False
                self._meter.total = page.total_count if until is None else None
                is_end = until is not None and bool(made.modified) and made.modified[-1] < until
                await self._commit(found, page, made, is_end=is_end)
                if is_end:
                    return True
        await self._store.query(lambda connection: sync_state.set_read(connection, found.kind))
        return True

    def _open(self, order: dict[str, str], *, offset: int, page_size: int) -> Pager[Any]:
        return open_list(
            self._basespace, self._table.name, **order, offset=offset, page_size=page_size, concurrency=self._pages
        )

    async def _converted(self, page: Page[Any], names: frozenset[str]) -> Converted:
        if len(page) <= FEW:
            return convert(self._table, page, names)
        return await in_thread(convert, self._table, page, names)

    async def _is_known(self, made: Converted, found: TableSync) -> bool:
        return bool(made.rows) and await self._store.is_seen(found.kind, made.rows[0].key, found.number)

    async def _note_newest(self, found: TableSync, made: Converted) -> None:
        newest = max(made.modified, default=None)
        if newest is not None:
            await self._store.query(lambda connection: sync_state.set_next_watermark(connection, found.kind, newest))

    async def _commit(self, found: TableSync, page: Page[Any], made: Converted, *, is_end: bool) -> None:
        newest = max(made.modified, default=None)
        progress = ListProgress(page.offset + len(page), page.total_count, newest, is_end)
        unit = Unit(found.kind, made.rows, found.number, self._since, progress, runs=made.runs, projects=made.projects)
        await self._store.commit(unit)
        self._meter.update(len(made.rows))

    def _is_sorted(self, page: Page[Any], field: str) -> bool:
        """Whether a page is in the order that was asked for, as far as it says."""
        return page.sort_by is None or page.sort_by.lower() == field.lower()


def _is_descending(made: Converted) -> bool:
    return all(earlier >= later for earlier, later in pairwise(made.modified))
