"""Trash: rules, and what is sent."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
import respx

from basespace_async import BaseSpace, ConfigurationError, PreconditionError
from basespace_async.models import DatasetCompact, TrashItemCompact

Call = Callable[[BaseSpace], Awaitable[Any]]


def listed(*items: dict[str, Any]) -> httpx.Response:
    return httpx.Response(200, json={"Items": list(items), "Paging": {"TotalCount": len(items)}})


@pytest.mark.parametrize(
    ("call", "method", "path", "sent"),
    [
        (lambda b: b.trash.restore("9"), "POST", "/trash/9/restorefromtrash", {}),
    ],
)
async def test_a_change_sends_what_changes_and_no_more(
    service: respx.Router, basespace: BaseSpace, call: Call, method: str, path: str, sent: dict[str, Any]
) -> None:
    route = service.request(method, path).respond(json={"Id": "1"})
    await call(basespace)
    assert json.loads(route.calls.last.request.content) == sent


@pytest.mark.parametrize(
    "call",
    [
        lambda b: b.trash.restore(),
        lambda b: b.trash.restore("1", resource="2"),
    ],
)
async def test_a_call_that_asks_for_nothing_is_refused(service: respx.Router, basespace: BaseSpace, call: Call) -> None:
    with pytest.raises(ConfigurationError):
        await call(basespace)
    assert not service.calls


async def test_something_is_restored_by_what_it_was_before(service: respx.Router, basespace: BaseSpace) -> None:
    service.get("/trash").mock(
        return_value=listed(
            {"Id": "t1", "DeletedRun": {"Id": "5"}},
            {"Id": "t2", "DeletedProject": {"Id": "6"}},
            {"Id": "t3", "DeletedDataset": {"Id": "ds.1"}},
            {"Id": "t4", "DeletedAppSession": {"Id": "6"}, "DeletedSample": None},
        )
    )
    restored = service.post(path__regex=r"/trash/t\d/restorefromtrash").respond(json={"Id": "t"})
    await basespace.trash.restore(resource=DatasetCompact(id="ds.1"))
    assert restored.calls.last.request.url.path.endswith("/trash/t3/restorefromtrash")
    await basespace.trash.restore(resource="6")
    assert restored.calls.last.request.url.path.endswith("/trash/t4/restorefromtrash")
    await basespace.trash.restore(TrashItemCompact(id="t9"))
    with pytest.raises(PreconditionError, match="nothing of that id is in the trash"):
        await basespace.trash.restore(resource="7")


async def test_the_trash_is_emptied(service: respx.Router, basespace: BaseSpace) -> None:
    route = service.delete("/trash").respond(200)
    await basespace.trash.empty()
    assert route.called
