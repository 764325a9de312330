"""Lists that change while they are read: what was there throughout comes exactly once."""

from __future__ import annotations

import asyncio
import bisect
import logging
from contextlib import aclosing

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from basespace_async import DecodeError, ListChangedError, OrderWarning, Page, Pager
from basespace_async.pagination.tracking import SeenKeys
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
        return Page(orjson.dumps(body), NameAndId, offset=offset, operation="listThings")


changes = st.lists(st.tuples(st.integers(1, 40), st.booleans(), st.floats(0, 1)), max_size=25)


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(
    total=st.integers(0, 150),
    page_size=st.integers(2, 40),
    cap=st.integers(2, 40),
    concurrency=st.integers(1, 9),
    changes=changes,
    expected=st.sampled_from([0, 20, 150, 300]),
)
async def test_in_order_what_lasts_comes_exactly_once_and_nothing_twice(
    total: int, page_size: int, cap: int, concurrency: int, changes: list[tuple[int, bool, float]], expected: int
) -> None:
    service = ChangingService(total, cap, changes)
    pager = Pager(service.fetch, page_size=page_size, concurrency=concurrency, expected=expected)
    got = [int(str(item.id)) async for item in pager]
    assert len(got) == len(set(got))
    assert set(got) <= service.ever
    assert [n for n in got if n in set(service.lasting)] == service.lasting
    assert service.peak <= concurrency + 1  # a bridge over a shift comes on top


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(
    total=st.integers(0, 150),
    page_size=st.integers(2, 40),
    cap=st.integers(2, 40),
    concurrency=st.integers(1, 9),
    changes=changes,
    expected=st.sampled_from([0, 20, 150, 300]),
)
async def test_as_they_arrive_what_lasts_comes_exactly_once_and_nothing_twice(
    total: int, page_size: int, cap: int, concurrency: int, changes: list[tuple[int, bool, float]], expected: int
) -> None:
    service = ChangingService(total, cap, changes)
    pager = Pager(service.fetch, page_size=page_size, concurrency=concurrency, expected=expected, ordered=False)
    got = [int(str(item.id)) async for item in pager]
    assert len(got) == len(set(got))
    assert set(got) <= service.ever
    assert set(service.lasting) <= set(got)


@settings(max_examples=150, deadline=None)
@given(
    total=st.integers(1, 120),
    page_size=st.integers(2, 30),
    concurrency=st.integers(1, 9),
    ordered=st.booleans(),
    taken=st.integers(0, 60),
    ending=st.sampled_from(["leave", "cancel", "fail"]),
    expected=st.sampled_from([0, 60, 200]),
)
async def test_however_an_iteration_ends_nothing_is_left_under_way_and_what_was_given_stands(
    total: int, page_size: int, concurrency: int, ordered: bool, taken: int, ending: str, expected: int
) -> None:
    service = ChangingService(total, 1024, [])
    pager = Pager(service.fetch, page_size=page_size, concurrency=concurrency, ordered=ordered, expected=expected)
    got: list[int] = []
    if ending == "fail":
        service.fails_at_request = 1 + taken % max(1, 1 + total // page_size)

    async def read() -> None:
        async with aclosing(pager.pages()) as pages:
            async for page in pages:
                got.extend(int(str(item.id)) for item in page)
                if ending == "leave" and len(got) >= taken:
                    return

    before = asyncio.all_tasks()
    task = asyncio.create_task(read())
    if ending == "cancel":
        for _ in range(taken):
            await asyncio.sleep(0)
        task.cancel()
    (outcome,) = await asyncio.gather(task, return_exceptions=True)
    assert asyncio.all_tasks() - before == set()
    assert service.in_flight == 0
    assert len(got) == len(set(got))
    assert set(got) <= service.first
    if ordered:
        assert got == sorted(service.first)[: len(got)]
    if isinstance(outcome, DecodeError):
        assert outcome.offset is not None
        assert f"the page at offset {outcome.offset} failed" in str(outcome)
    elif outcome is None and ending != "leave":
        assert set(got) == service.first


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(
    total=st.integers(0, 60),
    cap=st.integers(1, 12),
    page_size=st.integers(1, 20),
    ordered=st.booleans(),
    counts=st.sampled_from(["none", "low", "high", "zero"]),
)
async def test_a_count_that_is_missing_or_wrong_loses_nothing(
    total: int, cap: int, page_size: int, ordered: bool, counts: str
) -> None:
    """A wrong count can only be seen where a page goes beyond it, or none comes."""

    async def fetch(offset: int, limit: int) -> Page[NameAndId]:
        size = min(limit, cap)
        part = [{"Id": str(n)} for n in range(offset, min(total, offset + size))]
        count = {"none": None, "low": offset + len(part) - 1 if part else 0, "high": total + 37, "zero": 0}[counts]
        paging = {} if count is None else {"TotalCount": max(count, 0)}
        return Page(orjson.dumps({"Items": part, "Paging": paging}), NameAndId, offset=offset, operation="listThings")

    pager = Pager(fetch, page_size=page_size, concurrency=3, ordered=ordered)
    got = [int(str(item.id)) async for item in pager]
    assert sorted(got) == list(range(total))
    if ordered:
        assert got == sorted(got)


async def test_items_without_ids_are_read_exactly_even_where_they_are_equal() -> None:
    words = ["a", "a", "a", "b", "a", "a", "b", "b", "b", "a"] * 5

    async def fetch(offset: int, limit: int) -> Page[NameAndId]:
        await asyncio.sleep(0)
        part = [{"Name": word} for word in words[offset : offset + limit]]
        body = {"Items": part, "Paging": {"TotalCount": len(words)}}
        return Page(orjson.dumps(body), NameAndId, offset=offset, operation="listThings")

    assert [item.name for item in await Pager(fetch, page_size=4, concurrency=3).collect()] == words
    unordered = await Pager(fetch, page_size=4, concurrency=3, ordered=False).collect()
    assert sorted(str(item.name) for item in unordered) == sorted(words)


async def test_a_shift_is_logged_and_told_by_the_page(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING, "basespace_async.pagination.pager")
    service = ChangingService(60, 1024, [(2, False, 0.0), (2, False, 0.0), (5, True, 0.0)])
    shifts = [page.shift async for page in Pager(service.fetch, page_size=10, concurrency=1).pages()]
    assert -2 in shifts
    assert 1 in shifts
    assert "listThings" not in caplog.text  # the pager was not told the operation's name
    assert "it moved by -2 places before offset 9" in caplog.text
    assert "it moved by 1 places" in caplog.text


async def test_a_list_that_changes_without_end_is_given_up() -> None:
    serial = iter(range(10**9))

    async def fetch(offset: int, limit: int) -> Page[NameAndId]:
        part = [{"Id": str(next(serial))} for _ in range(limit)]
        return Page(
            orjson.dumps({"Items": part, "Paging": {"TotalCount": 10**6}}),
            NameAndId,
            offset=offset,
            operation="listThings",
        )

    async def read() -> None:
        count = 0
        async for _ in Pager(fetch, page_size=1000, concurrency=2, operation="listThings"):
            count += 1
            assert count < 10**6

    with pytest.raises(ListChangedError, match="listThings: it changes faster than it can be read"):
        await read()


async def test_another_order_than_the_one_asked_for_is_warned_of() -> None:
    service = ChangingService(25, 1024, [])
    pager = Pager(service.fetch, page_size=10, operation="listThings", sort_by="Name")
    with pytest.warns(OrderWarning, match="listThings: asked for the order Name, the service sorts by Id"):
        assert len(await pager.collect()) == 25
    assert len(await Pager(service.fetch, sort_by="id").collect()) == 25


async def test_an_order_cannot_move_the_cursor_of_a_terminal() -> None:
    async def fetch(offset: int, limit: int) -> Page[NameAndId]:
        body = {"Items": [], "Paging": {"TotalCount": 0, "SortBy": "I\x1b[2J\x9b\u202ed"}}
        return Page(orjson.dumps(body), NameAndId, offset=offset, operation="listThings")

    with pytest.warns(OrderWarning, match="the service sorts by I ?.2J ?d; items") as caught:
        await Pager(fetch, operation="listThings", sort_by="Name").collect()
    assert str(caught[0].message).isprintable()


@pytest.mark.slow
async def test_memory_follows_the_window_and_not_the_list() -> None:
    """What is kept are the keys of the last pages, however long the list."""
    import tracemalloc

    async def fetch(offset: int, limit: int) -> Page[NameAndId]:
        part = [{"Id": str(n)} for n in range(offset, min(100_000, offset + limit))]
        return Page(
            orjson.dumps({"Items": part, "Paging": {"TotalCount": 100_000}}), NameAndId, offset=offset, operation="x"
        )

    peaks = []
    for ordered in (True, False):
        tracemalloc.start()
        seen = 0
        async for page in Pager(fetch, page_size=1000, concurrency=4, ordered=ordered).pages():
            seen += len(page)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert seen == 100_000
    assert max(peaks) < 5_000_000  # all keys together would take more than 10 MB


async def test_a_page_that_arrives_long_after_its_neighbours_brings_nothing_twice() -> None:
    """The others are so many that what they delivered is no longer remembered."""
    far_ahead = asyncio.Event()

    async def fetch(offset: int, limit: int) -> Page[NameAndId]:
        await asyncio.sleep(0)
        if offset == 999:
            await far_ahead.wait()
        if offset > 20_000:
            far_ahead.set()
        part = [{"Id": str(n)} for n in range(offset, min(25_000, offset + limit))]
        return Page(
            orjson.dumps({"Items": part, "Paging": {"TotalCount": 25_000}}), NameAndId, offset=offset, operation="x"
        )

    got = [item.id async for item in Pager(fetch, page_size=1000, concurrency=3, ordered=False)]
    assert len(got) == 25_000
    assert len(set(got)) == 25_000


async def test_counts_that_creep_behind_the_pages_end_nothing_early() -> None:
    async def fetch(offset: int, limit: int) -> Page[NameAndId]:
        part = [{"Id": str(n)} for n in range(offset, min(95, offset + limit))]
        count = 12 if offset == 0 else offset + len(part) - 1
        return Page(
            orjson.dumps({"Items": part, "Paging": {"TotalCount": count}}), NameAndId, offset=offset, operation="x"
        )

    for ordered in (True, False):
        got = [int(str(item.id)) async for item in Pager(fetch, page_size=10, concurrency=3, ordered=ordered)]
        assert sorted(got) == list(range(95))


async def test_a_page_of_items_that_came_already_costs_no_further_request() -> None:
    service = ChangingService(100, 1024, [(4, True, 0.0)] * 25)
    got = [int(str(item.id)) async for item in Pager(service.fetch, page_size=10, concurrency=1)]
    assert [n for n in got if n % 1000 == 0] == [1000 * n for n in range(1, 101)]
    assert service.requests <= 1 + -(-99 // 9) + 3


async def test_pages_that_a_list_was_expected_to_have_elsewhere_do_not_pass_for_a_change(
    caplog: pytest.LogCaptureFixture,
) -> None:
    for ordered in (True, False):
        service = ChangingService(100, 10, [])
        pager = Pager(service.fetch, page_size=30, concurrency=3, expected=100, ordered=ordered)
        got = [int(str(item.id)) async for item in pager]
        assert sorted(got) == sorted(service.first)
        assert service.requests <= 1 + 2 * 3 + 10  # the first one, what was expected until it came, and the others
    assert caplog.text == ""


@pytest.mark.parametrize("ordered", [True, False])
async def test_a_change_is_noticed_where_the_list_was_expected_otherwise(ordered: bool) -> None:
    for before in range(2, 9):
        service = ChangingService(60, 10, [(before, False, 0.0)] * 3)
        pager = Pager(service.fetch, page_size=20, concurrency=2, expected=60, ordered=ordered)
        got = [int(str(item.id)) async for item in pager]
        assert set(service.lasting) <= set(got)
        assert len(got) == len(set(got))


def test_the_keys_that_were_delivered_last_are_remembered() -> None:
    recent = SeenKeys(3)
    recent.add(["a", "b"])
    recent.add(["c"])
    assert not recent.forgetful
    recent.add(["a", "d", "e"])
    assert [key for key in "abcde" if key in recent] == ["a", "d", "e"]
    assert recent.forgetful
    assert recent.last == "e"
