"""Libraries: rules, and what is sent."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import respx

from basespace_async import BaseSpace

Call = Callable[[BaseSpace], Awaitable[Any]]


@pytest.mark.parametrize(
    ("call", "method", "path", "sent"),
    [
        (
            lambda b: b.libraries.request_more_yield("7", 5),
            "POST",
            "/libraries/7/labrequeues",
            {"RequestedAdditionalYield": 5},
        ),
    ],
)
async def test_a_change_sends_what_changes_and_no_more(
    service: respx.Router, basespace: BaseSpace, call: Call, method: str, path: str, sent: dict[str, Any]
) -> None:
    route = service.request(method, path).respond(json={"Id": "1"})
    await call(basespace)
    assert json.loads(route.calls.last.request.content) == sent
