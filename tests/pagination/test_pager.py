"""Pagination against a model of the service: a list, a page cap, and what a careful sequential reader would get."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any, cast

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from basespace_async import ConfigurationError, DecodeError, Page, Pager
from basespace_async.pagination.tracking import ListLengths
from basespace_openapi.models import NameAndId

pytestmark = pytest.mark.usefixtures("no_task_left")


class Service:
    """A list that is read page by page."""

    def __init__(self, total: int, *, cap: int = 1024, says_total: bool = True, flat: bool = False) -> None:
        self.total, self.cap, self.says_total, self.flat = total, cap, says_total, flat
        self.requests: list[tuple[int, int]] = []
        self.in_flight = self.peak = 0
        self.fails_at: int | None = None
        self.cancelled = 0

    async def fetch(self, offset: int, limit: int) -> Page[NameAndId]:
        self.requests.append((offset, limit))
        self.in_flight += 1
        self.peak = max(self.peak, self.in_flight)
        try:
            # The pages of later offsets come back first, so that order is not an accident.
            for _ in range(1 + 7 * offset % 5):
                await asyncio.sleep(0)
            if self.fails_at is not None and offset <= self.fails_at < offset + limit:
                raise DecodeError("broken page")
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        finally:
            self.in_flight -= 1
        items = [{"Id": str(n)} for n in range(offset, min(self.total, offset + min(limit, self.cap)))]
        paging = {"DisplayedCount": len(items), "Offset": offset, "Limit": limit, "SortBy": "Id"}
        if self.says_total:
            paging["TotalCount"] = self.total
        body = {"Items": items, **paging} if self.flat else {"Items": items, "Paging": paging}
        return Page(orjson.dumps(body), NameAndId, offset=offset, operation="listThings")


def ids(items: list[NameAndId]) -> list[int]:
    return [int(str(item.id)) for item in items]


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(
    total=st.integers(0, 300),
    page_size=st.integers(1, 60),
    cap=st.integers(1, 60),
    concurrency=st.integers(1, 12),
    offset=st.integers(0, 320),
    says_total=st.booleans(),
    flat=st.booleans(),
    expected=st.integers(0, 400),
)
async def test_a_pager_gives_exactly_the_items_of_a_sequential_reader_in_order(
    total: int, page_size: int, cap: int, concurrency: int, offset: int, says_total: bool, flat: bool, expected: int
) -> None:
    service = Service(total, cap=cap, says_total=says_total, flat=flat)
    pager = Pager(service.fetch, page_size=page_size, concurrency=concurrency, offset=offset, expected=expected)
    assert ids(await pager.collect()) == list(range(offset, total))
    assert service.peak <= concurrency
    assert all(1 <= limit <= page_size for _, limit in service.requests)


async def test_pages_are_fetched_ahead_as_far_as_the_concurrency_allows_and_no_further() -> None:
    service = Service(1000)
    async with aclosing(Pager(service.fetch, page_size=10, concurrency=4).pages()) as pages:
        assert len(await anext(pages)) == 10
        assert len(service.requests) == 1
        await anext(pages)
        assert 1 < len(service.requests) <= 6
    assert service.peak == 4


async def test_each_page_begins_with_the_last_item_of_the_page_before_and_none_lies_past_the_end() -> None:
    service = Service(95)
    await Pager(service.fetch, page_size=10, concurrency=5).collect()
    assert sorted(service.requests) == [(n, 10) for n in range(0, 94, 9)]


@pytest.mark.parametrize("ordered", [True, False])
async def test_pages_that_are_expected_are_fetched_beside_the_first_one(ordered: bool) -> None:
    service = Service(95)
    pager = Pager(service.fetch, page_size=10, concurrency=5, expected=95, ordered=ordered)
    async with aclosing(pager.pages()) as pages:
        await anext(pages)
        assert sorted(service.requests) == [(n, 10) for n in (0, 9, 18, 27, 36)]
        assert service.requests[0] == (0, 10)
    assert service.in_flight == 0
    service.requests.clear()
    assert sorted(ids(await pager.collect())) == list(range(95))
    assert sorted(service.requests) == [(n, 10) for n in range(0, 94, 9)]


@pytest.mark.parametrize("ordered", [True, False])
async def test_a_list_that_is_shorter_than_expected_costs_the_pages_beside_the_first_and_no_more(ordered: bool) -> None:
    service = Service(25)
    pager = Pager(service.fetch, page_size=10, concurrency=5, expected=1000, ordered=ordered)
    assert sorted(ids(await pager.collect())) == list(range(25))
    assert sorted(service.requests) == [(n, 10) for n in (0, 9, 18, 27, 36)]


async def test_a_list_that_was_counted_is_expected_to_be_that_long() -> None:
    service = Service(25)
    pager = Pager(service.fetch, page_size=10, concurrency=5)
    assert await pager.count() == 25
    async with aclosing(pager.pages()) as pages:
        await anext(pages)
        assert sorted(service.requests[1:]) == [(0, 10), (9, 10), (18, 10)]


async def peak_of(service: Service, lengths: ListLengths, *, taken: int | None = None, **filters: object) -> int:
    """Read a list, or the first items of it, and return how many pages were under way with the first one."""
    pager = Pager(service.fetch, page_size=10, concurrency=5, lengths=lengths, filters=filters)
    service.requests.clear()
    items = aiter(pager)
    await anext(items)
    beside = len(service.requests)
    async with aclosing(cast("AsyncGenerator[NameAndId, None]", items)):
        for _ in range(service.total - 1 if taken is None else taken):
            await anext(items)
        if taken is None:
            assert await anext(items, None) is None
    return beside


async def test_a_list_that_was_read_to_its_end_is_expected_to_be_as_long_again() -> None:
    service, lengths = Service(95), ListLengths()
    assert await peak_of(service, lengths, taken=3) == 1
    assert await peak_of(service, lengths) == 1  # half a list tells nothing
    assert await peak_of(service, lengths, status="Done") == 1  # another list
    assert await peak_of(service, lengths) == 5
    service.total = 12
    assert await peak_of(service, lengths) == 5
    assert await peak_of(service, lengths) == 2


async def test_the_lengths_of_so_many_lists_are_remembered() -> None:
    lengths = ListLengths()
    for number in range(1500):
        lengths.note(number, number + 1)
    assert [lengths.get(number) for number in (0, 499, 500, 1499)] == [0, 0, 501, 1500]


async def test_what_is_expected_past_the_end_may_fail() -> None:
    service = Service(25)
    service.fails_at = 40
    pager = Pager(service.fetch, page_size=10, concurrency=8, expected=1000)
    assert ids(await pager.collect()) == list(range(25))


async def test_where_the_first_page_fails_the_others_that_were_expected_are_stopped() -> None:
    service = Service(1000)
    service.fails_at = 3
    with pytest.raises(DecodeError, match="the page at offset 0 failed"):
        await Pager(service.fetch, page_size=10, concurrency=8, expected=1000).collect()
    assert service.in_flight == 0
    assert len(service.requests) == 8


async def test_leaving_early_cancels_the_pages_under_way() -> None:
    service = Service(1000)
    async with aclosing(Pager(service.fetch, page_size=10, concurrency=8).pages()) as pages:
        await anext(pages)
        await anext(pages)
    assert service.in_flight == 0
    assert service.cancelled > 0


async def test_cancelling_the_consumer_cancels_the_pages_under_way() -> None:
    service = Service(10_000)
    task = asyncio.create_task(Pager(service.fetch, page_size=10, concurrency=8).collect())
    for _ in range(20):
        await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert service.in_flight == 0


async def test_a_page_that_fails_ends_the_iteration_with_its_error_and_stops_the_others() -> None:
    service = Service(1000)
    service.fails_at = 255
    got: list[NameAndId] = []

    async def read() -> None:
        async for item in Pager(service.fetch, page_size=10, concurrency=8):
            got.append(item)

    with pytest.raises(DecodeError, match="broken page"):
        await read()
    assert ids(got) == list(range(253))  # all pages before the first that holds the broken item
    assert service.in_flight == 0


async def test_a_list_that_grows_while_it_is_read_is_read_to_its_new_end() -> None:
    service = Service(30)
    got: list[NameAndId] = []
    async with aclosing(Pager(service.fetch, page_size=10, concurrency=1).pages()) as pages:
        async for page in pages:
            got += page
            service.total = 47
    assert ids(got) == list(range(47))


async def test_a_service_that_gives_fewer_items_than_before_is_asked_for_the_rest() -> None:
    service = Service(200, cap=10)
    got: list[NameAndId] = []
    async with aclosing(Pager(service.fetch, page_size=50, concurrency=3).pages()) as pages:
        async for page in pages:
            got += page
            service.cap = 3
    assert ids(got) == list(range(200))


async def test_nothing_is_sent_before_iteration_and_each_iteration_starts_afresh() -> None:
    service = Service(25)
    pager = Pager(service.fetch, page_size=10)
    assert service.requests == []
    assert ids(await pager.collect()) == ids(await pager.collect()) == list(range(25))


async def test_first_and_count_ask_for_one_item() -> None:
    service = Service(25)
    pager = Pager(service.fetch, page_size=10, offset=3)
    first = await pager.first()
    assert first is not None
    assert first.id == "3"
    assert await pager.count() == 25
    assert service.requests == [(3, 1), (3, 1)]
    assert await Pager(Service(0).fetch).first() is None


async def test_a_list_without_a_count_says_so_when_it_is_asked_for_one() -> None:
    with pytest.raises(DecodeError, match="no count"):
        await Pager(Service(3, says_total=False).fetch).count()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"page_size": 0}, "page_size is 0"),
        ({"page_size": 1025}, "1 to 1024"),
        ({"concurrency": 0}, "concurrency is 0"),
        ({"offset": -1}, "offset is -1"),
        ({"expected": -1}, "expected is -1"),
    ],
)
def test_arguments_out_of_range_are_refused_before_anything_is_sent(arguments: dict[str, int], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        Pager(Service(1).fetch, **arguments)


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ([], "$"),
        ({}, "$.Items"),
        ({"Items": {}}, "$.Items"),
        ({"Items": [], "Paging": []}, "$.Paging"),
        ({"Items": [], "Paging": {"TotalCount": "7"}}, "$.Paging.TotalCount"),
        ({"Items": [], "Paging": {"TotalCount": -1}}, "$.Paging.TotalCount"),
        ({"Items": [], "Paging": {"TotalCount": True}}, "$.Paging.TotalCount"),
    ],
)
def test_a_page_of_another_shape_is_a_decode_error_that_names_the_place(body: object, path: str) -> None:
    with pytest.raises(DecodeError) as caught:
        Page(orjson.dumps(body), NameAndId, offset=0, operation="listThings")
    assert (caught.value.operation, caught.value.path) == ("listThings", path)


def test_an_item_that_does_not_fit_is_named_by_its_place_in_the_page() -> None:
    page = Page(orjson.dumps({"Items": [{"Id": "1"}, {"Id": 2}]}), NameAndId, offset=0, operation="listThings")
    items = iter(page)
    assert next(items).id == "1"
    with pytest.raises(DecodeError, match=r"\$\.Items\[1\]\.Id"):
        next(items)
    assert repr(page) == "<Page of 2 items from 0 of None>"


@pytest.mark.parametrize(
    ("body", "path"),
    [
        (b"", "$"),
        (b'{"Items": [{"Id": "1"}, {"Id": tru}]}', "byte 31"),
        (b'{"Items": [{"Id": "1"}', "byte 22"),
    ],
)
def test_a_body_that_is_no_json_is_a_decode_error_that_names_the_byte(body: bytes, path: str) -> None:
    with pytest.raises(DecodeError) as caught:
        Page(body, NameAndId, offset=0, operation="listThings")
    assert (caught.value.operation, caught.value.path) == ("listThings", path)


@pytest.mark.parametrize("depth", [990, 5_000, 100_000])
def test_an_item_that_is_nested_too_deeply_is_a_decode_error(depth: int) -> None:
    # Python's own limit differs from version to version; some open the page, and refuse the item.
    body = b'{"Items": [' + b"[" * depth + b"]" * depth + b"]}"
    with pytest.raises(DecodeError) as caught:
        list(Page(body, NameAndId, offset=0, operation="listThings"))
    assert caught.value.operation == "listThings"


def test_text_that_is_no_utf8_spoils_its_item_only() -> None:
    page = Page(b'{"Items": [{"Id": "1"}, {"Id": "\xff"}]}', NameAndId, offset=0, operation="listThings")
    items = iter(page)
    assert next(items).id == "1"
    with pytest.raises(DecodeError, match="it is not JSON") as caught:
        next(items)
    assert (caught.value.operation, caught.value.path) == ("listThings", "$.Items[1]")
    assert len(set(page.keys())) == 2


def test_items_are_told_apart_by_their_own_ids_wherever_these_stand_or_by_their_content() -> None:
    items = [
        b'{"Id": "1", "Name": "a"}',
        b'{"Owner": {"Id": "0"}, "Id": "2"}',
        b' { "Id" :"3"}',
        rb'{"Id": "\u0034\""}',
        b'{"Owner": {"Id": "0"}}',
        b'{"Owner": {"Id": "5"}}',
        b'{"Id": 7}',
        b"7",
    ]
    body = b'{"Items": [' + b",".join(items) + b"]}"
    keys = Page(body, NameAndId, offset=0, operation="listThings").keys()
    assert keys[:4] == ["1", "2", "3", '4"']
    assert keys[6] == "7"
    assert all(isinstance(keys[index], bytes) for index in (4, 5, 7))
    assert len(set(keys)) == len(items)
    again = Page(body.replace(b"]", b" ]"), NameAndId, offset=0, operation="listThings")
    assert again.keys() == keys
    assert again.only([1, 4]).keys() == [keys[1], keys[4]]


async def test_items_that_are_taken_without_a_pause_leave_others_a_turn_every_millisecond(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now, turns = 100.0, list[int]()
    monkeypatch.setattr("basespace_async.pagination.pager.monotonic", lambda: now)
    taken = 0

    async def other() -> None:
        while True:
            await asyncio.sleep(0)
            turns.append(taken)

    async with aclosing(Pager(Service(50).fetch, page_size=50).pages()) as pages:
        page = await anext(pages)

    async def fetch(offset: int, limit: int) -> Page[NameAndId]:
        return page

    task = asyncio.create_task(other())
    async for _ in Pager(fetch, page_size=50):
        taken += 1
        now += 0.00021  # so much that every fifth item is beyond the time of a turn
    task.cancel()
    await asyncio.wait([task])
    assert sorted(set(turns)) == list(range(5, 51, 5))


@settings(max_examples=300, deadline=None)
@given(
    total=st.integers(0, 120),
    page_size=st.integers(1, 40),
    cap=st.integers(1, 40),
    concurrency=st.integers(1, 8),
    offset=st.integers(0, 130),
    limit=st.integers(0, 130),
    says_total=st.booleans(),
    ordered=st.booleans(),
    expected=st.integers(0, 150),
)
async def test_a_limit_is_exact_however_the_pages_fall_and_no_more_is_requested(
    total: int,
    page_size: int,
    cap: int,
    concurrency: int,
    offset: int,
    limit: int,
    says_total: bool,
    ordered: bool,
    expected: int,
) -> None:
    service = Service(total, cap=cap, says_total=says_total)
    pager = Pager(
        service.fetch,
        page_size=page_size,
        concurrency=concurrency,
        offset=offset,
        limit=limit,
        ordered=ordered,
        expected=expected,
    )
    found = ids(await pager.collect())
    assert len(found) == len(set(found)) == min(limit, max(0, total - offset))
    assert set(found) <= set(range(offset, total))
    if ordered:
        assert found == list(range(offset, min(total, offset + limit)))
    if says_total and cap >= page_size:
        assert all(start + size <= offset + limit for start, size in service.requests)
    taken = await Pager(service.fetch, offset=offset).take(limit).collect()
    assert ids(taken) == list(range(offset, min(total, offset + limit)))


async def test_a_limit_of_nothing_asks_for_nothing_and_the_least_of_limits_counts() -> None:
    service = Service(50)
    nothing = Pager(service.fetch, limit=0)
    assert (await nothing.collect(), await nothing.first(), await nothing.count()) == ([], None, 0)
    assert [page async for page in nothing.pages()] == []
    assert service.requests == []
    pager = Pager(service.fetch, limit=7)
    assert await pager.count() == 7
    assert await pager.take(60).count() == 7
    assert await pager.take(3).count() == 3
    assert len(await pager.take(3).collect()) == 3
    assert len(await pager.collect()) == 7
    assert [len(page) async for page in Pager(service.fetch, limit=7, page_size=3).pages()] == [3, 2, 2]


@pytest.mark.parametrize("bad", [-1, 1.5, "3", True, float("nan")])
def test_a_limit_that_is_no_number_of_items_is_refused(bad: Any) -> None:
    service = Service(5)
    with pytest.raises(ConfigurationError, match=r"limit is .*; give a number of items, 0 or more"):
        Pager(service.fetch, limit=bad)
    with pytest.raises(ConfigurationError, match=r"take is .*; give a number of items, 0 or more"):
        Pager(service.fetch).take(bad)


async def test_a_list_that_hides_items_is_read_up_to_the_limit() -> None:
    """Pages may have fewer items than places: the limit counts items."""
    service = Service(200)

    async def sparse(offset: int, size: int) -> Page[NameAndId]:
        page = await service.fetch(offset, size)
        return page.only([index for index, item in enumerate(page) if int(str(item.id)) % 10 == 0])

    found = await Pager(sparse, page_size=20, limit=15).collect()
    assert ids(found) == list(range(0, 150, 10))


def test_a_pager_says_what_it_lists() -> None:
    service = Service(5)
    pager = Pager(service.fetch, operation="listThings", path="/things", filters={"status": "Active", "x": "y" * 99})
    assert repr(pager) == f"<Pager listThings /things, status=Active, x={'y' * 60}...>"
    assert repr(pager.take(3)).endswith(", limit=3>")
    assert repr(Pager(service.fetch, offset=2)) == "<Pager list, offset=2>"


async def test_what_a_pager_cannot_do_says_what_to_write() -> None:
    pager: Any = Pager(Service(5).fetch)
    with pytest.raises(TypeError, match="write `async for item in pager`"):
        for _ in pager:
            pass
    with pytest.raises(TypeError, match=r"write `await pager.collect\(\)`"):
        await pager
    with pytest.raises(TypeError, match=r"write `await pager.count\(\)`"):
        len(pager)
    with pytest.raises(TypeError, match=r"write `await pager.first\(\)`"):
        _ = pager[0]
    assert pager
