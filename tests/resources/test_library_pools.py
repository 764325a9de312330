"""Library pools: rules, and what is sent."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import respx

from basespace_async import BaseSpace, PreconditionError

Call = Callable[[BaseSpace], Awaitable[Any]]


@pytest.mark.parametrize(
    ("call", "method", "path", "sent"),
    [
        (
            lambda b: b.library_pools.set_status("7", "QCFailed", notes="n"),
            "POST",
            "/librarypools/7",
            {"Status": "QCFailed", "Notes": "n"},
        ),
        (lambda b: b.library_pools.update("7", user_pool_id="u"), "POST", "/librarypools/7", {"UserPoolId": "u"}),
        (
            lambda b: b.library_pools.request_more_yield("7", 5),
            "POST",
            "/librarypools/7/labrequeues",
            {"RequestedAdditionalYield": 5},
        ),
    ],
)
async def test_a_change_sends_what_changes_and_no_more(
    service: respx.Router, basespace: BaseSpace, call: Call, method: str, path: str, sent: dict[str, Any]
) -> None:
    route = service.request(method, path).respond(json={"Id": path.split("/")[2]})
    await call(basespace)
    assert json.loads(route.calls.last.request.content) == sent


@pytest.mark.parametrize(
    ("call", "rule"),
    [
        (lambda b: b.library_pools.set_status("7", "QcFailed"), "Active, Failed, Consumed, QCFailed"),
    ],
)
async def test_what_breaks_a_rule_is_not_sent(
    service: respx.Router, basespace: BaseSpace, call: Call, rule: str
) -> None:
    with pytest.raises(PreconditionError, match=rule):
        await call(basespace)
    assert not service.calls


@pytest.mark.parametrize(
    ("call", "path", "rule"),
    [
        (lambda b: b.library_pools.set_status("7", "Active"), "/librarypools/7", "pool's status"),
    ],
)
async def test_the_service_s_refusal_is_the_same_error(
    service: respx.Router, basespace: BaseSpace, call: Call, path: str, rule: str
) -> None:
    service.post(path).respond(400)
    with pytest.raises(PreconditionError, match=rule) as caught:
        await call(basespace)
    assert caught.value.response is not None


async def test_the_envelope_of_a_list_is_read(service: respx.Router, basespace: BaseSpace) -> None:
    service.get("/librarypools/7/libraries").respond(
        json={"Items": [{"Id": "1"}], "TotalCount": 1, "Offset": 0, "Limit": 500, "SortBy": "Id", "DisplayedCount": 1}
    )
    pool = basespace.library_pools.libraries("7", include="LibraryIndex")
    assert [library.id for library in await pool.collect()] == ["1"]
    assert await pool.count() == 1
