"""Each kind of deviation, on all operations at once."""

from __future__ import annotations

from typing import Any

import pytest

from basespace_async.simulator import Simulator
from tests.conformance.test_checker import checked
from tests.support.deviations import (
    Answer,
    Deviation,
    capped,
    counted,
    deviate,
    echoed,
    moved,
    on_error,
    on_lists,
    on_success,
    with_body,
    with_raw,
    with_status,
    without,
    without_header,
)

pytestmark = pytest.mark.slow

LISTS, ALL, SORTED = 51, 84, 40
"""Operations that can show a deviation: lists with items, every operation, lists of two items or more."""


def twice(answer: Answer) -> None:
    answer.items.extend(answer.items[:1])


def one_less(answer: Answer) -> None:
    del answer.items[-1:]


def displayed(answer: Answer) -> None:
    answer.paging["DisplayedCount"] += 1


def swapped(answer: Answer) -> None:
    if "sortby" in answer.query:
        answer.items[:2] = answer.items[1::-1]


def only_this_page(answer: Answer) -> None:
    answer.paging["TotalCount"] = len(answer.items)


def with_header(name: str, value: str) -> Any:
    return lambda answer: answer.headers.update({name: value})


def more(answer: Answer) -> None:
    if isinstance(answer.body, dict):
        answer.body["Surprise"] = 1


FREE = 1
"""Operations whose answer may have any field."""


KINDS = [
    (Deviation("a cap of 2", ".*", "", "", ask=capped(2)), LISTS),
    (Deviation("a cap of 50", ".*", "", "", ask=capped(50)), LISTS),
    (Deviation("a silent cap", ".*", "", "", ask=capped(2), answer=echoed("Limit")), LISTS),
    (Deviation("offset ignored", ".*", "", "", ask=without("offset"), answer=echoed("Offset")), LISTS),
    (Deviation("an overlap", ".*", "", "", ask=moved(-1), answer=echoed("Offset")), LISTS),
    (Deviation("a gap", ".*", "", "", ask=moved(1), answer=echoed("Offset")), LISTS),
    (Deviation("a total too high", ".*", "", "", answer=counted(1)), LISTS),
    (Deviation("a total too low", ".*", "", "", answer=counted(-1)), LISTS),
    (Deviation("a total of the page", ".*", "", "", answer=on_lists(only_this_page)), LISTS),
    (Deviation("a wrong count", ".*", "", "", answer=on_lists(displayed)), LISTS),
    (Deviation("an item twice", ".*", "", "", answer=on_lists(twice)), LISTS),
    (Deviation("an item lost", ".*", "", "", answer=on_lists(one_less)), LISTS),
    (Deviation("a direction ignored", ".*", "", "", ask=without("sortdir"), answer=echoed("SortDir")), SORTED),
    (Deviation("a sort ignored", ".*", "", "", ask=without("sortby")), 20),
    (Deviation("a sort ignored silently", ".*", "", "", ask=without("sortby"), answer=echoed("SortBy")), 14),
    (Deviation("two items swapped", ".*", "", "", answer=on_lists(swapped)), 20),
    (Deviation("no request id", ".*", "", "", answer=without_header("X-Request-ID")), ALL),
    (Deviation("no caching rule", ".*", "", "", answer=without_header("Cache-Control")), ALL),
    (Deviation("other caching", ".*", "", "", answer=with_header("Cache-Control", "public")), ALL),
    (Deviation("HTML", ".*", "", "", answer=with_header("Content-Type", "text/html")), ALL),
    (Deviation("a field more", ".*", "", "", answer=more), ALL - FREE),
    (Deviation("another error", ".*", "", "", answer=on_error(with_body({"detail": "no"}))), 60),
    (Deviation("an empty error", ".*", "", "", answer=on_error(with_body({}))), 60),
    (Deviation("404 for an unknown id", ".*", "", "", answer=on_error(with_status(404))), 60),
    (Deviation("200 for an error", ".*", "", "", answer=on_error(with_status(200))), 60),
    (Deviation("202", ".*", "", "", answer=on_success(with_status(202))), 20),
    (Deviation("no body", ".*", "", "", answer=on_success(with_raw(b""))), 20),
]


@pytest.mark.parametrize(
    ("kind", "shown_by"),
    [pytest.param(*kind, marks=[pytest.mark.exhaustive] if index % 3 else []) for index, kind in enumerate(KINDS)],
    ids=lambda value: value.name if isinstance(value, Deviation) else "",
)
async def test_a_kind_is_found_wherever_it_can_be_seen(
    whole_account: Simulator, kind: Deviation, shown_by: int
) -> None:
    deviate(whole_account, kind)
    report = await checked(whole_account)
    assert len({difference.operation for difference in report.differences}) >= shown_by
