"""Users: rules, and what is sent."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import respx

from basespace_async import BaseSpace, ConfigurationError, PreconditionError

Call = Callable[[BaseSpace], Awaitable[Any]]


@pytest.mark.parametrize(
    ("call", "method", "path", "sent"),
    [
        (
            lambda b: b.users.set_settings("7", {"Notify": True, "Zone-1": "x"}),
            "POST",
            "/users/7/settings",
            {
                "UserSettings": [
                    {"Name": "Notify", "Value": True, "Type": "bool"},
                    {"Name": "Zone-1", "Value": "x", "Type": "string"},
                ]
            },
        ),
    ],
)
async def test_a_change_sends_what_changes_and_no_more(
    service: respx.Router, basespace: BaseSpace, call: Call, method: str, path: str, sent: dict[str, Any]
) -> None:
    route = service.request(method, path).respond(json={"Id": "1"})
    await call(basespace)
    assert json.loads(route.calls.last.request.content) == sent


@pytest.mark.parametrize(
    ("call", "rule"),
    [
        (lambda b: b.users.set_settings("7", {"a b": True}), "letters, digits"),
        (lambda b: b.users.set_settings("7", {"a": 5}), "neither a text nor a boolean"),
    ],
)
async def test_what_breaks_a_rule_is_not_sent(
    service: respx.Router, basespace: BaseSpace, call: Call, rule: str
) -> None:
    with pytest.raises(PreconditionError, match=rule):
        await call(basespace)
    assert not service.calls


@pytest.mark.parametrize(
    "call",
    [
        lambda b: b.users.set_settings("7", {}),
    ],
)
async def test_a_call_that_asks_for_nothing_is_refused(service: respx.Router, basespace: BaseSpace, call: Call) -> None:
    with pytest.raises(ConfigurationError):
        await call(basespace)
    assert not service.calls
