"""Lanes: rules, and what is sent."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import respx

from basespace_async import BaseSpace, ConfigurationError, PreconditionError
from basespace_async.models import QcThreshold
from basespace_async.resources.thresholds import qc_threshold

Call = Callable[[BaseSpace], Awaitable[Any]]
LANE_THRESHOLD = qc_threshold("PercentGtQ30", "GreaterThan", 80, group="Read1")


@pytest.mark.parametrize(
    ("call", "method", "path", "sent"),
    [
        (
            lambda b: b.lanes.set_status("7", "QcFailed", comment="c"),
            "POST",
            "/lanes/7",
            {"Status": "QcFailed", "Comment": "c"},
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
    ("call", "path", "query"),
    [
        (
            lambda b: b.lanes.set_qc_thresholds([LANE_THRESHOLD]),
            "/laneqcthresholds",
            {"qcthresholds": '{"Name":"PercentGtQ30","Operator":"GreaterThan","ThresholdValues":[80],"Group":"Read1"}'},
        ),
    ],
)
async def test_thresholds_and_dependencies_go_into_the_query(
    service: respx.Router, basespace: BaseSpace, call: Call, path: str, query: dict[str, str]
) -> None:
    service.put(path).respond(json={})
    await call(basespace)
    assert dict(service.calls.last.request.url.params) == query


@pytest.mark.parametrize(
    ("call", "rule"),
    [
        (lambda b: b.lanes.set_status("7", "Good"), "QcPassed, QcFailed"),
        (lambda b: b.lanes.set_status("7", "QcPassed", comment="c" * 1025), "1,024"),
        (lambda b: b.lanes.set_qc_thresholds([QcThreshold(name="m")]), "name of its metric and an operator"),
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
        lambda b: b.lanes.set_qc_thresholds([]),
    ],
)
async def test_a_call_that_asks_for_nothing_is_refused(service: respx.Router, basespace: BaseSpace, call: Call) -> None:
    with pytest.raises(ConfigurationError):
        await call(basespace)
    assert not service.calls


@pytest.mark.parametrize(
    ("call", "path", "rule"),
    [
        (lambda b: b.lanes.set_status("7", "QcPassed"), "/lanes/7", "lane's status"),
    ],
)
async def test_the_service_s_refusal_is_the_same_error(
    service: respx.Router, basespace: BaseSpace, call: Call, path: str, rule: str
) -> None:
    service.post(path).respond(400)
    with pytest.raises(PreconditionError, match=rule) as caught:
        await call(basespace)
    assert caught.value.response is not None
