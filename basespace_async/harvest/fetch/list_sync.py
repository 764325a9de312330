"""Reading of the service's lists into the store, page by page and resumable."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from datetime import datetime
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from ...errors import BaseSpaceError
from ...pagination.list_orders import ORDERS, OVERLAP
from ...pagination.page import Page
from ...pagination.pager import Pager
from ...progress import Meter
from ..schema.rows import INPUTS, Converted, convert
from ..schema.tables import TABLES, YIELDS, get_table
from ..store import sync_state
from ..store.row_batch import ListProgress, RowBatch
from ..store.store import Store
from ..store.sync_state import TableSync
from .failures import Failures, is_there, may_be_the_records

if TYPE_CHECKING:
    from ...client import BaseSpace

MAX_DATASETS: Final = 200
"""Maximum datasets of a page: with their inputs, each is about ten times as large as another record."""
_MAX_FAILED_READS: Final = 100
"""Requests of a list that may fail while it is read around its bad records; then the list has failed."""
_MAX_ATTEMPTS: Final = 15
"""Requests that may fail before the first record of a page is read: then the cause is no single record."""


def open_list(basespace: BaseSpace, name: str, names: frozenset[str] = frozenset(), **options: Any) -> Pager[Any]:
    """Return the list that fills a table.

    Args:
        basespace: The client.
        name: Name of the table.
        names: Tables that are filled from what the records name.
        options: Options of the pager.
    """
    match name:
        case "biosamples":
            include = "Yields" if YIELDS in names else None
            return basespace.biosamples.list(include=include, **options)
        case "runs":
            return basespace.runs.list(**options)
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

    Attributes:
        free: Held by each request.
    """

    def __init__(self, count: int) -> None:
        self.count = count
        self.free = asyncio.Semaphore(count)

    @asynccontextmanager
    async def take(self, wanted: int) -> AsyncIterator[None]:
        """Take several until the block ends."""
        held = 0
        try:
            for _ in range(wanted):
                await self.free.acquire()
                held += 1
            yield
        finally:
            for _ in range(held):
                self.free.release()


class ListReader:
    """A reader of one table's list into the store.

    Args:
        basespace: The client.
        store: Store of the harvest.
        name: Name of the table.
        failures: Takes the records that cannot be read.
        page_size: Records to ask for at a time.
        pages: Parallel requests.
        meter: Progress of the rows.
    """

    def __init__(
        self,
        basespace: BaseSpace,
        store: Store,
        name: str,
        failures: Failures,
        *,
        page_size: int,
        pages: int,
        meter: Meter,
    ) -> None:
        self._basespace = basespace
        self._store = store
        self._table = get_table(name)
        self._order = ORDERS[name]
        self._failures = failures
        self._failed_reads = 0
        self._page_size = min(page_size, MAX_DATASETS) if name == "datasets" else page_size
        self._pages = pages
        self._meter = meter

    async def read(self) -> None:
        """Read what the current sync still lacks."""
        sync = await self._store.find(self._table.name)
        if sync.is_read:
            return
        if sync.watermark is not None and self._order.modified and not sync.is_full:
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
        is_resumed = True
        while True:
            try:
                outcome = await self._read_from(start, sync, order, until, is_resumed=is_resumed)
            except BaseSpaceError as error:
                failed = await self._offset_of(error, start)
                if not is_resumed or not start or failed > start:
                    start, is_resumed = await self._read_around(error, failed, sync, order), False
                    continue
                outcome = None  # it is unknown whether the record there was seen
            if outcome is not None:
                return outcome
            start = max(0, start - back)
            back *= 2

    async def _read_from(
        self, start: int, sync: TableSync, order: dict[str, str], until: datetime | None, *, is_resumed: bool
    ) -> bool | None:
        """Read as `_read` does, from an offset; None if the record to resume from was not seen by this sync."""
        is_first = True
        async with aclosing(self._open(sync, order, start).pages()) as pages:
            async for page in pages:
                converted = await self._store.convert(len(page), convert, self._table, page, sync.names)
                if is_first and start and is_resumed and not await self._is_known(converted, sync):
                    return None
                if until is not None and not (self._is_sorted(page, order["sort_by"]) and _is_descending(converted)):
                    return False
                if is_first and until is not None and start == 0:
                    await self._note_newest(sync, converted)
                is_first = False
                self._meter.total = page.total_count if until is None else None
                is_end = until is not None and bool(converted.modified) and converted.modified[-1] < until
                await self._commit(sync, page, converted, is_end=is_end, position=page.offset + len(page))
                if is_end:
                    return True
        await self._store.query(lambda connection: sync_state.set_read(connection, sync.table_id))
        return True

    async def _offset_of(self, error: BaseSpaceError, start: int) -> int:
        """Return the offset of the page that failed.

        Raises:
            BaseSpaceError: The same, if no record of the page can be the cause.
        """
        is_of_page = error.offset is not None and error.offset >= start
        if not is_of_page or not may_be_the_records(error) or not await is_there(self._basespace):
            raise error
        return error.offset or 0

    async def _read_around(self, error: BaseSpaceError, start: int, sync: TableSync, order: dict[str, str]) -> int:
        """Read a page that failed in smaller and smaller ones, to leave out only the records that are the cause.

        Returns:
            The offset after the page.

        Raises:
            BaseSpaceError: If the list as a whole is the cause, or too many records are.
        """
        end = start + self._page_size
        spans, bad = deque([(start, self._page_size)]), list[BaseSpaceError]()
        is_any_read, attempts = False, 0
        while spans:
            offset, size = spans.popleft()  # the larger ones first: they tell soon whether anything can be read
            try:
                await self._read_span(offset, size, sync, order, position=start)
                is_any_read = is_any_read or offset > start  # the first may be the last of the page before
            except BaseSpaceError as problem:
                attempts += 1
                self._failed_reads += 1
                is_hopeless = attempts > _MAX_ATTEMPTS and not is_any_read
                if is_hopeless or not may_be_the_records(problem) or self._failed_reads > _MAX_FAILED_READS:
                    raise error from None
                half = size // 2
                spans.extend([(offset, half), (offset + half, size - half)] if half else [])
                bad += [] if half else [problem]
        if not is_any_read:
            await self._read_span(end, self._page_size, sync, order, position=start)  # fails where all of the list does
        await self._leave_out(bad, end, sync)
        return end

    async def _read_span(self, start: int, size: int, sync: TableSync, order: dict[str, str], *, position: int) -> None:
        # A record is given up only after all retries.
        basespace = self._basespace if size == 1 else self._basespace.with_options(max_retries=0)
        settings = {**order, "offset": start, "limit": size, "page_size": size, "concurrency": 1}
        async with aclosing(open_list(basespace, self._table.name, sync.names, **settings).pages()) as pages:
            async for page in pages:
                converted = await self._store.convert(len(page), convert, self._table, page, sync.names)
                await self._commit(sync, page, converted, position=position)

    async def _leave_out(self, errors: list[BaseSpaceError], end: int, sync: TableSync) -> None:
        """Go on after records that cannot be read, and note them."""
        progress = ListProgress(end, None, None, is_end=False)
        skipped = (None,) * len(errors)
        await self._store.commit(RowBatch(sync.table_id, [], sync.generation, progress, skipped=skipped))
        for error in errors:
            self._failures.add(self._table.name, "", error)

    def _open(self, sync: TableSync, order: dict[str, str], offset: int) -> Pager[Any]:
        settings = {**order, "offset": offset, "page_size": self._page_size, "concurrency": self._pages}
        return open_list(self._basespace, self._table.name, sync.names, **settings)

    async def _is_known(self, converted: Converted, sync: TableSync) -> bool:
        return bool(converted.rows) and await self._store.is_seen(sync.table_id, converted.rows[0].key, sync.generation)

    async def _note_newest(self, sync: TableSync, converted: Converted) -> None:
        newest = max(converted.modified, default=None)
        if newest is not None:
            await self._store.query(lambda connection: sync_state.set_next_watermark(connection, sync.table_id, newest))

    async def _commit(
        self, sync: TableSync, page: Page[Any], converted: Converted, *, position: int, is_end: bool = False
    ) -> None:
        newest = max(converted.modified, default=None)
        progress = ListProgress(position, page.total_count, newest, is_end)
        name, yields = self._table.name, converted.yields if YIELDS in sync.names else None
        named = converted.runs, converted.projects, yields
        skipped = tuple(record.key if record.table == name else None for record in converted.skipped)
        batch = RowBatch(sync.table_id, converted.rows, sync.generation, progress, *named, skipped=skipped)
        await self._store.commit(batch)
        for record in converted.skipped:
            self._failures.add(record.table, record.key or "", record.error)
        for other in {record.table for record in converted.skipped} - {name}:
            await self._store.query(partial(sync_state.set_incomplete, table_id=TABLES.index(other)))
        self._meter.update(len(converted.rows))

    def _is_sorted(self, page: Page[Any], field: str) -> bool:
        """Tell whether a page is in the requested order, as far as it says."""
        return page.sort_by is None or page.sort_by.lower() == field.lower()


def _is_descending(converted: Converted) -> bool:
    return all(earlier >= later for earlier, later in pairwise(converted.modified))
