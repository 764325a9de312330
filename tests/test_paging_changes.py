"""Lists that change while they are read: what was there throughout comes exactly once."""

from __future__ import annotations

import asyncio
import bisect

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from basespace_async import DecodeError, Page, Pager
from basespace_openapi.models import NameAndId

pytestmark = pytest.mark.usefixtures("no_task_left")


class ChangingService:
    """A list of numbers, in order, that changes between requests: each change is (before which request, what, where).

    Numbers are multiples of 1,000 at first, so that others can come between them.
    """

    def __init__(self, total: int, cap: int, changes: list[tuple[int, bool, float]]) -> None:
        self.items = [1000 * n for n in range(1, total + 1)]
        self.first = set(self.items)
        self.deleted: set[int] = set()
        self.ever = set(self.items)
        self.cap = cap
        self.changes = sorted(changes)
        self.requests = 0
        self.in_flight = self.peak = 0
        self.fails_at_request: int | None = None

    @property
    def lasting(self) -> list[int]:
        """What was there throughout."""
        return sorted(self.first - self.deleted)

    def _change(self) -> None:
        while self.changes and self.changes[0][0] <= self.requests:
            _, inserts, where = self.changes.pop(0)
            at = int(where * len(self.items))
            if inserts:
                before = self.items[at - 1] if at > 0 else 0
                after = self.items[at] if at < len(self.items) else before + 1000
                new = (before + after) // 2
                if new not in self.ever:
                    bisect.insort(self.items, new)
                    self.ever.add(new)
            elif self.items:
                self.deleted.add(self.items.pop(min(at, len(self.items) - 1)))

    async def fetch(self, offset: int, limit: int) -> Page[NameAndId]:
        self.requests += 1
        number = self.requests
        self.in_flight += 1
        self.peak = max(self.peak, self.in_flight)
        try:
            for _ in range(number * 7 % 5):
                await asyncio.sleep(0)
            self._change()
            if number == self.fails_at_request:
                raise DecodeError("broken page")
            part = self.items[offset : offset + min(limit, self.cap)]
            total = len(self.items)
            for _ in range(number * 3 % 4):
                await asyncio.sleep(0)
        finally:
            self.in_flight -= 1
        body = {"Items": [{"Id": str(n)} for n in part], "Paging": {"TotalCount": total, "SortBy": "Id"}}
        return Page(body, NameAndId, offset=offset, operation="listThings")


changes = st.lists(st.tuples(st.integers(1, 40), st.booleans(), st.floats(0, 1)), max_size=25)


@settings(max_examples=300, deadline=None)
@given(
    total=st.integers(0, 150),
    page_size=st.integers(2, 40),
    cap=st.integers(2, 40),
    concurrency=st.integers(1, 9),
    changes=changes,
)
async def test_in_order_what_lasts_comes_exactly_once_and_nothing_twice(
    total: int, page_size: int, cap: int, concurrency: int, changes: list[tuple[int, bool, float]]
) -> None:
    service = ChangingService(total, cap, changes)
    pager = Pager(service.fetch, page_size=page_size, concurrency=concurrency)
    got = [int(str(item.id)) async for item in pager]
    assert len(got) == len(set(got))
    assert set(got) <= service.ever
    assert [n for n in got if n in set(service.lasting)] == service.lasting
    assert service.peak <= concurrency + 1  # a bridge over a shift comes on top


@settings(max_examples=300, deadline=None)
@given(
    total=st.integers(0, 150),
    page_size=st.integers(2, 40),
    cap=st.integers(2, 40),
    concurrency=st.integers(1, 9),
    changes=changes,
)
async def test_as_they_arrive_what_lasts_comes_exactly_once_and_nothing_twice(
    total: int, page_size: int, cap: int, concurrency: int, changes: list[tuple[int, bool, float]]
) -> None:
    service = ChangingService(total, cap, changes)
    pager = Pager(service.fetch, page_size=page_size, concurrency=concurrency, ordered=False)
    got = [int(str(item.id)) async for item in pager]
    assert len(got) == len(set(got))
    assert set(got) <= service.ever
    assert set(service.lasting) <= set(got)
