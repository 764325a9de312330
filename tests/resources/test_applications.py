"""Applications: rules, and what is sent."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import respx

from basespace_async import BaseSpace, ConfigurationError, PreconditionError
from basespace_async.models import WorkflowDependency
from basespace_async.resources.thresholds import qc_threshold, workflow_dependency

Call = Callable[[BaseSpace], Awaitable[Any]]
LANE_THRESHOLD = qc_threshold("PercentGtQ30", "GreaterThan", 80, group="Read1")
THRESHOLD = qc_threshold("TotalReadsPF", "Between", 1, 5, dataset_type="illumina.fastq.v1.8")
DEPENDENCY = workflow_dependency("BioSampleYield", attributes={"RequiredYield": 9})


@pytest.mark.parametrize(
    ("call", "method", "path", "sent"),
    [
        (
            lambda b: b.applications.create_workflow("7", name="n", appsession="8", short_description="d"),
            "POST",
            "/applications/7/workflows",
            {"Name": "n", "AppSessionId": "8", "ShortDescription": "d"},
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
    ("call", "path", "query"),
    [
        (
            lambda b: b.applications.set_qc_thresholds("7", [THRESHOLD]),
            "/applications/7/qcthresholds",
            {
                "qcthresholds": '{"Name":"TotalReadsPF","Operator":"Between","DatasetTypeId":"illumina.fastq.v1.8",'
                '"ThresholdValues":[1,5]}'
            },
        ),
        (
            lambda b: b.applications.set_workflow_dependencies("7", [DEPENDENCY], version="2"),
            "/applications/7/workflowdependencies",
            {"version": "2", "dependencies": '{"Type":"BioSampleYield","Attributes":{"RequiredYield":9}}'},
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
        (lambda b: b.applications.set_qc_thresholds("7", [LANE_THRESHOLD]), "needs a dataset type"),
        (lambda b: b.applications.set_workflow_dependencies("7", [WorkflowDependency()]), "needs its type"),
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
        lambda b: b.applications.set_workflow_dependencies("7", []),
    ],
)
async def test_a_call_that_asks_for_nothing_is_refused(service: respx.Router, basespace: BaseSpace, call: Call) -> None:
    with pytest.raises(ConfigurationError):
        await call(basespace)
    assert not service.calls
