"""A list of the service that changes whenever anything is awaited, a store, and kills at any of these moments."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from basespace_async.models import BiosampleCompact, User
from basespace_async.pagination import Page, Pager
from basespace_async.watch import WatchEvent

STATUSES = ("New", "Active", "Done")
STEPS = [timedelta(0), timedelta(seconds=1), timedelta(minutes=5), timedelta(days=7)]
PROJECT_FIELDS = {"Href": "", "UserOwnedBy": {"Id": "1", "Href": "", "Name": ""}}


class Killed(BaseException):
    """The process was killed."""


class World:
    """Items of one list, on a clock of their own, and the state of watches.

    `moment` is called wherever a watch waits: the world changes there, and may kill the watch.
    """

    def __init__(
        self,
        seed: int,
        *,
        changes: int,
        counts: bool = True,
        sorts_by_date: bool = True,
        page_size: int = 3,
        max_requests: int = 1_000_000,
    ) -> None:
        self.random = random.Random(seed)
        self.now = datetime(2020, 1, 1, tzinfo=UTC)
        self.items: dict[str, dict[str, Any]] = {}
        self.hidden: dict[str, dict[str, Any]] = {}  # visible later, with their old dates
        self.entries: dict[str, list[str]] = {}  # every status that an item came into
        self.state: dict[str, str] = {}
        self.acknowledged: list[tuple[str, str]] = []
        self.changes = changes
        self.counts = counts  # without, nothing is shared or deleted either: only its date shows a change
        self.sorts_by_date = sorts_by_date
        self.page_size = page_size
        self.kill_after = -1  # moments
        self.requests = 0
        self.max_requests = max_requests
        self.kept: list[WatchEvent[Any]] = []
        self.is_busy = False

    async def moment(self) -> None:
        await asyncio.sleep(0)
        self.kill_after -= 1
        if self.kill_after == 0:
            raise Killed
        if self.kept and not self.is_busy and self.random.random() < 0.05:
            await self.handle_one()
        while self.changes > 0 and self.random.random() < 0.3:
            self.change()

    async def handle_one(self) -> None:
        """Handle an event that a task of the program has kept until now."""
        self.is_busy = True
        try:
            async with self.kept.pop(self.random.randrange(len(self.kept))).handling():
                await self.moment()
        finally:
            self.is_busy = False

    def change(self) -> None:
        self.changes -= 1
        self.now += self.random.choice(STEPS)
        match self.random.randrange(8):
            case 0 | 1:
                self.put(str(len(self.items) + len(self.hidden) + self.random.randrange(2) * 100))
            case 2 if self.counts:
                self.hidden[f"h{self.changes}"] = self.record(f"h{self.changes}", "Done")
            case 3 if self.hidden:
                name, record = self.hidden.popitem()
                self.items[name] = record
                self.entries[name] = [record["Status"]]
            case 4 if self.items and self.counts:
                self.items.pop(self.random.choice([*self.items]))
            case _ if self.items:
                self.put(self.random.choice([*self.items]))

    def put(self, name: str, status: str | None = None) -> None:
        record = self.record(name, status or self.random.choice(STATUSES))
        before = self.items.get(name)
        if before is None or before["Status"] != record["Status"]:
            self.entries.setdefault(name, []).append(record["Status"])
        if before is not None and before["DateModified"] >= record["DateModified"]:
            record["DateModified"] = before["DateModified"]  # a service does not date a change before the last one
        self.items[name] = record

    def record(self, name: str, status: str) -> dict[str, Any]:
        late = self.random.choice([timedelta(0), timedelta(0), timedelta(minutes=14)])
        date = (self.now - late).strftime("%Y-%m-%dT%H:%M:%S.0000000Z")
        fields = {"Id": name, "BioSampleName": name, "Status": status, "DateCreated": date, "DateModified": date}
        return {**fields, **PROJECT_FIELDS}

    def list(self, *, sort_by: str, sort_dir: str, **paging: Any) -> Pager[BiosampleCompact]:
        async def fetch(offset: int, size: int) -> Page[BiosampleCompact]:
            self.requests += 1
            assert self.requests <= self.max_requests, "it asks and asks"
            await self.moment()
            by = sort_by if self.sorts_by_date else "Id"
            ordered = sorted(self.items.values(), key=lambda item: (item[by], item["Id"]), reverse=sort_dir == "Desc")
            items = ordered[offset : offset + min(size, self.page_size)]
            total = {"TotalCount": len(ordered)} if self.counts else {}
            body = json.dumps({"Items": items, "Paging": {**total, "SortBy": by}}).encode()
            await self.moment()
            return Page(body, BiosampleCompact, offset=offset, operation="listBiosamples")

        return Pager(fetch, operation="listBiosamples", **paging)

    # A client, as far as a watch uses one.

    server = "https://api.test/v2"

    async def call(self, request: Any, /) -> Any:
        return User(id="7", name="", href="", email="", date_created=self.now)

    # A store.

    async def load(self, keys: Collection[str], /) -> Mapping[str, str]:
        await self.moment()
        values = {key: self.state[key] for key in keys if key in self.state}
        await self.moment()
        return values

    async def save(self, values: Mapping[str, str], /) -> None:
        await self.moment()
        for key, value in values.items():
            if self.state.get(key, "").startswith("?") and self.state[key].endswith(f" {value}"):
                self.acknowledged.append((key.rpartition(" ")[2], value))
        self.state |= values
        await self.moment()
