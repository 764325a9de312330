"""Lists of which the service hides items after it has cut its pages: pages come short, or empty, in the midst of it."""

from __future__ import annotations

import asyncio
import logging

import orjson
import pytest
from attrs import define

from basespace_async import Page, Pager
from basespace_async.pagination.tracking import FetchPlan
from basespace_openapi.models import NameAndId

pytestmark = pytest.mark.usefixtures("no_task_left")

ORDERS = pytest.mark.parametrize("ordered", [True, False], ids=["in order", "as they arrive"])


@define
class HidingService:
    """Counts items that it does not show."""

    shown: set[int]
    total: int
    requests: int = 0

    async def fetch(self, offset: int, limit: int) -> Page[NameAndId]:
        assert offset >= 0
        assert limit > 0
        self.requests += 1
        await asyncio.sleep(0)
        part = [{"Id": str(n)} for n in range(offset, min(self.total, offset + limit)) if n in self.shown]
        body = {"Items": part, "Paging": {"TotalCount": self.total}}
        return Page(orjson.dumps(body), NameAndId, offset=offset, operation="listThings")


async def read(service: HidingService, *, ordered: bool, page_size: int = 100, expected: int = 0) -> list[int]:
    pager = Pager(service.fetch, page_size=page_size, concurrency=3, ordered=ordered, expected=expected)
    return [int(str(item.id)) async for item in pager]


@ORDERS
@pytest.mark.parametrize("expected", [0, 1000])
@pytest.mark.parametrize("page_size", [1, 100])
@pytest.mark.parametrize("total", [301, 1000])
async def test_an_empty_first_page_is_not_the_end_where_more_is_counted(
    total: int, page_size: int, expected: int, ordered: bool
) -> None:
    service = HidingService({15} if page_size == 1 else {300}, total)
    assert sorted(await read(service, ordered=ordered, page_size=page_size, expected=expected)) == sorted(service.shown)


@ORDERS
async def test_a_short_first_page_does_not_make_the_steps_small_where_nothing_comes(ordered: bool) -> None:
    service = HidingService({0, 1, 2, 2000}, 2001)
    assert sorted(await read(service, ordered=ordered)) == [0, 1, 2, 2000]


@ORDERS
@pytest.mark.parametrize("where", [4000, 6000, 9900], ids=str)
async def test_many_empty_pages_in_turn_are_not_the_end_where_items_follow(where: int, ordered: bool) -> None:
    shown = {*range(100), *range(where, where + 100)}
    assert sorted(await read(HidingService(shown, 10_000), ordered=ordered)) == sorted(shown)


@ORDERS
async def test_a_list_that_has_ended_is_taken_up_again_where_what_was_under_way_brings_items(ordered: bool) -> None:
    # The samples of so long a list miss them; the chunk in which they begin was asked for ahead.
    shown = {*range(100), *range(2700, 3300)}
    assert sorted(await read(HidingService(shown, 100_000_000), ordered=ordered)) == sorted(shown)


@ORDERS
async def test_a_count_that_is_far_too_large_costs_some_requests_and_a_word(
    ordered: bool, caplog: pytest.LogCaptureFixture
) -> None:
    service = HidingService(set(range(100)), 10**12)
    with caplog.at_level(logging.WARNING, "basespace_async.pagination.pager"):
        assert sorted(await read(service, ordered=ordered)) == list(range(100))
    assert service.requests < 300
    said = [record.getMessage() for record in caplog.records if "gives none" in record.getMessage()]
    assert len(said) == 1
    assert said[0].startswith("list: the service counts 1000000000000 items, and gives none from offset ")


@ORDERS
async def test_a_list_of_which_all_is_hidden_ends(ordered: bool) -> None:
    service = HidingService(set(), 10**12)
    assert await read(service, ordered=ordered) == []
    assert service.requests < 300


@pytest.mark.parametrize(
    ("total", "most", "offsets"),
    [
        (10, 8, []),
        (9, 8, []),
        (11, 8, [10]),
        (20, 8, [10]),
        (21, 8, [11, 10]),
        (90, 8, [80, 70, 60, 50, 40, 30, 20, 10]),
        (91, 8, [81, 40, 10]),
        (1010, 8, [1000, 500, 10]),
    ],
)
def test_samples_reach_from_the_end_to_what_was_asked_for_and_leave_nothing_out_where_they_can(
    total: int, most: int, offsets: list[int]
) -> None:
    assert FetchPlan(10, 10, 1, total).samples(most) == offsets
