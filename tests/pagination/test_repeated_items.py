"""Items that the service gives several times come once, and lists that stand still pass for no others."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from itertools import cycle

import orjson
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from basespace_async import Page, Pager
from basespace_openapi.models import NameAndId


class Service:
    """A list of ids, which stands still. `caps` are the most items that one page after the other has."""

    def __init__(self, ids: list[str | None], caps: list[int], *, says_total: bool = True) -> None:
        self.ids = ids
        self.caps: Iterator[int] = cycle(caps)
        self.says_total = says_total
        self.requests: list[tuple[int, int]] = []

    async def fetch(self, offset: int, limit: int) -> Page[NameAndId]:
        self.requests.append((offset, limit))
        ids = self.ids[offset : offset + min(limit, next(self.caps))]
        items = [{"Name": "no id"} if identity is None else {"Id": identity} for identity in ids]
        paging = {"TotalCount": len(self.ids)} if self.says_total else {}
        return Page(orjson.dumps({"Items": items, "Paging": paging}), NameAndId, offset=offset, operation="list")


def changes_told(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    total=st.integers(0, 60),
    page_size=st.integers(1, 12),
    caps=st.lists(st.integers(1, 12), min_size=1, max_size=4),
    concurrency=st.integers(1, 5),
    ordered=st.booleans(),
    says_total=st.booleans(),
)
@example(total=20, page_size=1, caps=[1], concurrency=4, ordered=False, says_total=True)
@example(total=20, page_size=5, caps=[5, 1, 1], concurrency=4, ordered=False, says_total=True)
@example(total=20, page_size=5, caps=[5, 1, 1], concurrency=4, ordered=True, says_total=True)
@example(total=20, page_size=5, caps=[5, 1, 1], concurrency=4, ordered=True, says_total=False)
async def test_a_list_that_stands_still_is_told_of_no_change_however_its_pages_are_cut(
    caplog: pytest.LogCaptureFixture,
    total: int,
    page_size: int,
    caps: list[int],
    concurrency: int,
    ordered: bool,
    says_total: bool,
) -> None:
    caplog.clear()
    service = Service([str(number) for number in range(total)], caps, says_total=says_total)
    pager = Pager(service.fetch, page_size=page_size, concurrency=concurrency, ordered=ordered)
    pages = [page async for page in pager.pages()]
    got = [int(str(item.id)) for page in pages for item in page]
    assert (got if ordered or not says_total else sorted(got)) == list(range(total))
    assert changes_told(caplog) == []
    assert {page.shift for page in pages} <= {0}
    assert len(service.requests) <= 2 * total + 2  # a page of one item brings what is known, and the next something
    if len(set(caps)) == 1:
        width = min(page_size, caps[0])
        stride = width - (width > 1)
        assert len(service.requests) <= total / stride + 3


@pytest.mark.parametrize("ordered", [True, False])
async def test_pages_of_one_item_cost_a_request_each(ordered: bool, caplog: pytest.LogCaptureFixture) -> None:
    service = Service([str(number) for number in range(30)], [1])
    assert len(await Pager(service.fetch, page_size=1, ordered=ordered).collect()) == 30
    assert len(service.requests) == 30
    assert changes_told(caplog) == []


@settings(max_examples=300, deadline=None)
@given(
    ids=st.lists(st.sampled_from(["a", "b", "c", "d", "e", "f", "g", "h"]), max_size=30),
    page_size=st.integers(1, 12),
    caps=st.lists(st.integers(1, 12), min_size=1, max_size=3),
    ordered=st.booleans(),
    says_total=st.booleans(),
    limit=st.one_of(st.none(), st.integers(0, 10)),
)
@example(ids=["a", "a", "b", "b", "b", "c"], page_size=6, caps=[6], ordered=True, says_total=True, limit=None)
@example(ids=["a", "a", "b", "c", "d"], page_size=3, caps=[3], ordered=True, says_total=True, limit=4)
@example(ids=["a", "c", "b", "c"], page_size=2, caps=[2, 1], ordered=True, says_total=False, limit=None)
async def test_an_id_that_comes_several_times_is_delivered_once(
    ids: list[str], page_size: int, caps: list[int], ordered: bool, says_total: bool, limit: int | None
) -> None:
    service = Service(list(ids), caps, says_total=says_total)
    got = [str(item.id) async for item in Pager(service.fetch, page_size=page_size, ordered=ordered, limit=limit)]
    assert len(got) == len(set(got))
    assert set(got) <= set(ids)
    assert len(got) == min(len(set(ids)), len(ids) if limit is None else limit)


async def test_a_page_of_items_that_came_before_is_no_sign_of_a_change(caplog: pytest.LogCaptureFixture) -> None:
    service = Service(list("abcabde"), [3])
    assert [item.id for item in await Pager(service.fetch, page_size=3).collect()] == list("abcde")
    assert changes_told(caplog) == []
    assert [offset for offset, _ in service.requests] == [0, 2, 4]


async def test_items_without_an_id_are_all_delivered_even_where_they_are_equal() -> None:
    service = Service([None] * 12, [5])
    assert len(await Pager(service.fetch, page_size=5).collect()) == 12


def test_an_empty_id_is_none_and_a_number_is_the_same_id_as_its_text() -> None:
    bodies = [b'{"Id": "", "Name": "a"}', b'{"Id": "", "Name": "b"}', b'{"Id": 7}', b'{"Name": "x", "Id": "7"}']
    body = b'{"Items": [%s], "Paging": {}}' % b", ".join(bodies)
    keys = Page(body, NameAndId, offset=0, operation="list").keys()
    assert keys[2:] == ["7", "7"]
    assert len(set(keys)) == 3
    assert isinstance(keys[0], bytes)


def page(*ids: str) -> Page[NameAndId]:
    body = orjson.dumps({"Items": [{"Id": identity} for identity in ids], "Paging": {}})
    return Page(body, NameAndId, offset=7, operation="list")


@pytest.mark.parametrize("are_keys_read", [False, True])
def test_a_part_of_a_page_has_the_keys_of_its_items(are_keys_read: bool) -> None:
    whole = page("a", "b", "c", "d")
    if are_keys_read:
        assert whole.keys() == ["a", "b", "c", "d"]
    part = whole.only([1, 3])
    assert part.keys() == ["b", "d"]
    assert [item.id for item in part] == ["b", "d"]
    assert part.only([1]).keys() == ["d"]
    assert (part.offset, part.only([1]).offset, len(part)) == (8, 9, 2)
    assert whole.keys() == ["a", "b", "c", "d"]


def test_a_part_of_a_page_tells_the_shift_that_it_is_given_and_none_by_default() -> None:
    whole = page("a", "b")
    whole.shift = 3
    assert whole.only([0]).shift == 0
    assert whole.only([0], shift=2).shift == 2
