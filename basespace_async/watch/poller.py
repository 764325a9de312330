"""Polls of one list: which of its items are events.

The state has a text for each item: its version, once that was noted or acknowledged, or `?<attempts> <version>` of an
event that was not acknowledged. A second kind of key has the cursor: up to which date of the service's everything was
read. It never passes an event that was not acknowledged.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, Callable, Collection
from contextlib import aclosing
from datetime import datetime
from itertools import pairwise
from typing import Any, Final, Generic, TypeVar

import orjson
from attrs import define, field, frozen

from ..errors import DecodeError
from ..pagination.list_orders import OVERLAP
from ..pagination.pager import Page, Pager
from .event import WatchEvent
from .lists import WatchedList
from .options import WatchSettings

T = TypeVar("T")

logger = logging.getLogger("basespace_async.watch")

RECENT_PAGE: Final = 100
"""Items of a page where only the latest changes are read."""
POLLS_PER_FULL_READ: Final = 200
"""Polls after which all of a list is read, for items that were shared or restored with an old date."""


@frozen
class Cursor:
    """Up to where a list was read.

    Attributes:
        modified: Date down to which the next poll reads, less the overlap; None if all of the list is to be read.
        total: Items that the list had; None if the service does not say.
        polls: Polls since all of it was read.
    """

    modified: datetime | None
    total: int | None
    polls: int

    def to_text(self) -> str:
        """Return it as JSON."""
        modified = self.modified.isoformat() if self.modified else None
        return orjson.dumps([modified, self.total, self.polls]).decode()

    @classmethod
    def from_text(cls, text: str) -> Cursor:
        """Read what `to_text` wrote."""
        modified, total, polls = orjson.loads(text)
        return cls(datetime.fromisoformat(modified) if modified else None, total, polls)


@define
class _Poll:
    """One poll.

    Attributes:
        noted: States that the first poll notes, and saves at its end; None in later polls.
        is_full: Whether all of the list is read.
        newest: Latest date when the poll began.
        total: Items of the list.
        unknown: Items that had no state.
        changed: Items whose state is not what was noted or acknowledged.
        held: Dates of items that were passed over, because an earlier event of theirs is being handled.
        seen: Keys of the items that were met.
    """

    noted: dict[str, str] | None
    is_full: bool = False
    newest: datetime | None = None
    total: int | None = None
    unknown: int = 0
    changed: int = 0
    held: list[datetime | None] = field(factory=list)
    seen: set[str] = field(factory=set)


class ListPoller(Generic[T]):
    """Polls of one list.

    Args:
        resource: Name of the resource.
        watched: How its list is sorted.
        open_list: Opens the list.
        statuses: The statuses that are watched; any if there are none.
        settings: The options of the watch.

    Attributes:
        resource: Name of the resource.
        statuses: The statuses that are watched, as `WatchedList.normalized` has them.
        settings: The options of the watch.
        prefix: Begin of the keys of the state; set before the first poll.
    """

    def __init__(
        self,
        resource: str,
        watched: WatchedList,
        open_list: Callable[..., Pager[T]],
        statuses: Collection[str],
        settings: WatchSettings,
    ) -> None:
        self.resource = resource
        self.settings = settings
        self.prefix = ""
        self._list = watched
        self._open_list = open_list
        self.statuses = {watched.normalized(status) for status in statuses}
        self._events: dict[str, WatchEvent[T]] = {}  # given, and not acknowledged
        self._is_sorted = watched.order.modified is not None

    async def poll(self) -> AsyncGenerator[WatchEvent[T], None]:
        """Read what may have changed, and yield the events.

        Raises:
            BaseSpaceError: If the list cannot be read; the next poll reads it again.
        """
        text = (await self.settings.store.load([self.prefix])).get(self.prefix)
        cursor = None if text is None else Cursor.from_text(text)
        poll = _Poll({} if cursor is None and not self.settings.existing else None)
        async with aclosing(self._read(poll, cursor)) as batches:
            async for items in batches:
                for event in await self._events_of(poll, items):
                    yield event
        await self._finish(poll, 0 if poll.is_full or cursor is None else cursor.polls + 1)

    async def _read(self, poll: _Poll, cursor: Cursor | None) -> AsyncGenerator[list[Any], None]:
        """Yield what may have changed, a page at a time: the latest changes, or all of the list."""
        poll.is_full = True
        if cursor and cursor.modified and self._is_sorted and cursor.polls < POLLS_PER_FULL_READ:
            poll.is_full = False
            async with aclosing(self._recent(poll, cursor.modified)) as batches:
                async for items in batches:
                    yield items
            # Items with old dates, that were shared or restored, show in the count only.
            is_counted = cursor.total is not None and poll.total is not None
            if is_counted and poll.total != (cursor.total or 0) + poll.unknown:
                poll.is_full = True
        if not poll.is_full:
            return
        if self._is_sorted and poll.newest is None:
            poll.newest = await self._newest()
        async with aclosing(self._pager(self._list.page_size, is_steady=True).pages()) as pages:
            async for page in pages:
                poll.total = page.total_count
                yield self._decoded(page)

    async def _recent(self, poll: _Poll, modified: datetime) -> AsyncGenerator[list[Any], None]:
        """Yield items from the latest change down to a date; stop early if they are not in that order."""
        until = min([modified, *filter(None, self._unacknowledged())]) - OVERLAP
        async with aclosing(self._pager(RECENT_PAGE, is_steady=False).pages()) as pages:
            async for page in pages:
                items = self._decoded(page)
                dates = [date for item in items if (date := modified_of(item))]
                self._is_sorted = self._follows_order(page)
                if not self._is_sorted or any(earlier < later for earlier, later in pairwise(dates)):
                    poll.is_full = True
                    return
                if poll.newest is None:
                    poll.newest, poll.total = max(dates, default=None), page.total_count
                changed = poll.changed
                yield items
                # One date that is far in the future would otherwise hide all changes below the first page.
                if dates and dates[-1] < until and poll.changed == changed:
                    return

    async def _newest(self) -> datetime | None:
        """Return the date of the latest change; None if the service does not sort by it."""
        async with aclosing(self._pager(1, is_steady=False, limit=1).pages()) as pages:
            async for page in pages:
                self._is_sorted = self._follows_order(page)
                return next(map(modified_of, self._decoded(page)), None) if self._is_sorted else None
        return None

    def _unacknowledged(self) -> list[datetime | None]:
        return [event.modified for event in self._events.values()]

    def _pager(self, page_size: int, *, is_steady: bool, **paging: int) -> Pager[T]:
        order = (self._list.order.steady, "Asc") if is_steady else (self._list.order.modified, "Desc")
        # One page at a time: nothing is under way while an event is handled.
        settings = {"sort_by": order[0], "sort_dir": order[1], "page_size": page_size, "concurrency": 1, **paging}
        return self._open_list(**self.settings.filters, **settings)

    def _follows_order(self, page: Page[T]) -> bool:
        return page.sort_by is None or page.sort_by.casefold() == (self._list.order.modified or "").casefold()

    def _decoded(self, page: Page[T]) -> list[Any]:
        """Decode items one by one: one that cannot be read holds up no other."""
        items: list[Any] = []
        for index in range(len(page)):
            try:
                items.extend(page.only([index]))
            except DecodeError as error:
                logger.warning("watch of %s: an item is left out, since it cannot be read: %s", self.resource, error)
        return items

    async def _events_of(self, poll: _Poll, items: list[Any]) -> list[WatchEvent[T]]:
        """Return the events among items, and save what there is to note about the others."""
        being_handled = {key for key, event in self._events.items() if event.state == "given"}  # before loading
        keyed = {self._key(item.id): item for item in items if getattr(item, "id", None)}
        stored = await self.settings.store.load(keyed) if keyed else {}
        notes: dict[str, str] = {}
        events = []
        for key, item in keyed.items():
            known, version, modified = stored.get(key), self._version(item), modified_of(item)
            poll.unknown += known is None
            poll.seen.add(key)
            if key in being_handled:
                poll.held.append(modified)
                continue
            self._events.pop(key, None)
            if known == version:
                continue
            poll.changed += 1
            if poll.noted is not None or not self._is_watched(item):
                notes[key] = version
                continue
            attempts = _attempts(known, version)
            if known is None:
                notes[key] = f"?0 {version}"
            event = WatchEvent(self.resource, item, item.id, modified, attempts + 1, version, "given", self._save)
            self._events[key] = event
            events.append(event)
        if poll.noted is not None:
            poll.noted |= notes
        elif notes:
            await self.settings.store.save(notes)
        return events

    async def _finish(self, poll: _Poll, polls: int) -> None:
        """Save how far everything was read, and what the first poll noted."""
        # A failed event that a poll does not meet has been deleted: a poll reads down to all of them.
        gone = [key for key, event in self._events.items() if event.state == "failed" and key not in poll.seen]
        for key in gone:
            del self._events[key]
        dates = [*poll.held, *self._unacknowledged(), poll.newest]
        known = [date for date in dates if date]
        # Only a read of all of the list finds an item without a date again.
        cursor = Cursor(min(known) if len(known) == len(dates) else None, poll.total, polls)
        await self.settings.store.save({**(poll.noted or {}), self.prefix: cursor.to_text()})
        if poll.noted is not None:
            words = "watch of %s: it begins now; %d items that are there already are left out"
            logger.info(words, self.resource, len(poll.noted))

    async def _save(self, event: WatchEvent[T], is_acknowledged: bool) -> None:
        """Save that the handling of an event begins, or has ended."""
        key = self._key(event.id)
        state = event.version if is_acknowledged else f"?{event.attempt} {event.version}"
        await self.settings.store.save({key: state})
        if is_acknowledged and self._events.get(key) is event:
            del self._events[key]

    def _key(self, identity: str) -> str:
        return f"{self.prefix} {identity}"

    def _version(self, item: Any) -> str:
        """Return what tells an item from what it was before: its status if statuses are watched, else also its date."""
        status, modified = self._list.status_of(item), modified_of(item)
        return status if self.statuses else f"{modified.isoformat() if modified else ''} {status}"

    def _is_watched(self, item: Any) -> bool:
        return not self.statuses or self._list.status_of(item) in self.statuses


def modified_of(item: Any) -> datetime | None:
    """Return the date of an item's last change; None if it has none."""
    modified: datetime | None = getattr(item, "date_modified", None)
    return None if modified is None or modified.year == 1 else modified


def _attempts(known: str | None, version: str) -> int:
    count, _, of = (known or "").removeprefix("?").partition(" ")
    return int(count) if known and known[0] == "?" and of == version else 0
