"""Lab requeues: rules, and what is sent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import respx

from basespace_async import BaseSpace, PreconditionError

Call = Callable[[BaseSpace], Awaitable[Any]]


@pytest.mark.parametrize(
    ("call", "rule"),
    [
        (lambda b: b.lab_requeues.for_library("7", -1), "more than 0"),
    ],
)
async def test_what_breaks_a_rule_is_not_sent(
    service: respx.Router, basespace: BaseSpace, call: Call, rule: str
) -> None:
    with pytest.raises(PreconditionError, match=rule):
        await call(basespace)
    assert not service.calls
