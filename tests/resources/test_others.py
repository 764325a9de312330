"""Datasets, lanes, pools, libraries, thresholds, trash, users: rules and what is sent."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from typing import Any

import httpx
import pytest
import respx

from basespace_async import BaseSpace, ConfigurationError, PreconditionError
from basespace_async.models import DatasetCompact, DatasetType, QcThreshold, TrashItemCompact, WorkflowDependency
from basespace_async.resources.thresholds import qc_threshold, workflow_dependency

Call = Callable[[BaseSpace], Awaitable[Any]]
LANE_THRESHOLD = qc_threshold("PercentGtQ30", "GreaterThan", 80, group="Read1")
THRESHOLD = qc_threshold("TotalReadsPF", "Between", 1, 5, dataset_type="illumina.fastq.v1.8")
DEPENDENCY = workflow_dependency("BioSampleYield", attributes={"RequiredYield": 9})


def listed(*items: dict[str, Any]) -> httpx.Response:
    return httpx.Response(200, json={"Items": list(items), "Paging": {"TotalCount": len(items)}})


@pytest.mark.parametrize(
    ("call", "method", "path", "sent"),
    [
        (
            lambda b: b.datasets.set_qc(DatasetCompact(id="ds.1", upload_status="Completed"), "QcPassed", comment="c"),
            "POST",
            "/datasets/ds.1",
            {"QcStatus": "QcPassed", "Comment": "c"},
        ),
        (
            lambda b: b.datasets.update(
                "ds.1",
                dataset_type=DatasetType(id="common.files"),
                attributes={"common_fastq": {"IsPairedEnd": True}},
                upload_status="Complete",
                upload_status_summary="s",
            ),
            "POST",
            "/datasets/ds.1",
            {
                "DatasetTypeId": "common.files",
                "Attributes": {"common_fastq": {"IsPairedEnd": True}},
                "UploadStatus": "Complete",
                "UploadStatusSummary": "s",
            },
        ),
        (lambda b: b.lanes.set_status("7", "QcFailed", comment="c"), "POST", "/lanes/7", {"Status": "QcFailed", "Comment": "c"}),
        (lambda b: b.library_pools.set_status("7", "QCFailed", notes="n"), "POST", "/librarypools/7", {"Status": "QCFailed", "Notes": "n"}),
        (lambda b: b.library_pools.update("7", user_pool_id="u"), "POST", "/librarypools/7", {"UserPoolId": "u"}),
        (lambda b: b.libraries.request_more_yield("7", 5), "POST", "/libraries/7/labrequeues", {"RequestedAdditionalYield": 5}),
        (lambda b: b.library_pools.request_more_yield("7", 5), "POST", "/librarypools/7/labrequeues", {"RequestedAdditionalYield": 5}),
        (
            lambda b: b.applications.create_workflow("7", name="n", appsession="8", short_description="d"),
            "POST",
            "/applications/7/workflows",
            {"Name": "n", "AppSessionId": "8", "ShortDescription": "d"},
        ),
        (
            lambda b: b.users.set_settings("7", {"Notify": True, "Zone-1": "x"}),
            "POST",
            "/users/7/settings",
            {"UserSettings": [{"Name": "Notify", "Value": True, "Type": "bool"}, {"Name": "Zone-1", "Value": "x", "Type": "string"}]},
        ),
        (lambda b: b.trash.restore("9"), "POST", "/trash/9/restorefromtrash", {}),
    ],
)  # fmt: skip
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
            lambda b: b.lanes.set_qc_thresholds([LANE_THRESHOLD]),
            "/laneqcthresholds",
            {"qcthresholds": '{"Name":"PercentGtQ30","Operator":"GreaterThan","ThresholdValues":[80],"Group":"Read1"}'},
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
        (lambda b: b.datasets.set_qc("ds.1", "Undefined"), "QcPassed, QcFailed"),
        (lambda b: b.datasets.set_qc("ds.1", "QcPassed", comment="c" * 1025), "1,024"),
        (
            lambda b: b.datasets.set_qc(DatasetCompact(id="ds.1", upload_status="Uploading"), "QcPassed"),
            "upload status is Complete; this one is Uploading",
        ),
        (lambda b: b.lanes.set_status("7", "Good"), "QcPassed, QcFailed"),
        (lambda b: b.lanes.set_status("7", "QcPassed", comment="c" * 1025), "1,024"),
        (lambda b: b.library_pools.set_status("7", "QcFailed"), "Active, Failed, Consumed, QCFailed"),
        (lambda b: b.lab_requeues.for_library("7", -1), "more than 0"),
        (lambda b: b.users.set_settings("7", {"a b": True}), "letters, digits"),
        (lambda b: b.users.set_settings("7", {"a": 5}), "neither a text nor a boolean"),
        (lambda b: b.applications.set_qc_thresholds("7", [LANE_THRESHOLD]), "needs a dataset type"),
        (lambda b: b.lanes.set_qc_thresholds([QcThreshold(name="m")]), "name of its metric and an operator"),
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
        lambda b: b.users.set_settings("7", {}),
        lambda b: b.lanes.set_qc_thresholds([]),
        lambda b: b.applications.set_workflow_dependencies("7", []),
        lambda b: b.trash.restore(),
        lambda b: b.trash.restore("1", resource="2"),
    ],
)
async def test_a_call_that_asks_for_nothing_is_refused(service: respx.Router, basespace: BaseSpace, call: Call) -> None:
    with pytest.raises(ConfigurationError):
        await call(basespace)
    assert not service.calls


@pytest.mark.parametrize(
    ("call", "path", "rule"),
    [
        (lambda b: b.datasets.set_qc("ds.1", "QcPassed"), "/datasets/ds.1", "upload status is Complete"),
        (lambda b: b.datasets.update("ds.1", upload_status="x"), "/datasets/ds.1", "must be possible"),
        (lambda b: b.lanes.set_status("7", "QcPassed"), "/lanes/7", "lane's status"),
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


@pytest.mark.parametrize(
    ("operator", "values", "problem"),
    [
        ("Between", [1], "needs 2 values for Between, and has 1"),
        ("Outside", [1, 2, 3], "needs 2 values"),
        ("Equal", [], "needs 1 value for Equal, and has 0"),
        ("LessThan", [1, 2], "needs 1 value "),
        ("LessThan", [1.5], "no whole number"),
        ("LessThan", [True], "no whole number"),
    ],
)
def test_a_threshold_has_the_values_that_its_operator_needs(operator: str, values: list[Any], problem: str) -> None:
    with pytest.raises(PreconditionError, match=problem):
        qc_threshold("m", operator, *values)


def test_an_operator_that_is_not_documented_is_left_to_the_service() -> None:
    assert qc_threshold("m", "Near", 1, 2, 3).threshold_values == [1, 2, 3]
    nested = workflow_dependency("All", attributes={}, dependencies=[DEPENDENCY])
    assert nested.dependencies == [DEPENDENCY]


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


async def test_dates_are_sent_in_iso_8601_and_times_need_a_zone(service: respx.Router, basespace: BaseSpace) -> None:
    service.get("/instrumentstatistics").mock(return_value=listed())
    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    await basespace.instruments.statistics(["a", "b"], from_date=date(2026, 1, 2), to_date=noon).collect()
    params = service.calls.last.request.url.params
    assert (params["serialnumbers"], params["fromdate"]) == ("a,b", "2026-01-02")
    assert params["todate"] == "2026-03-01T12:00:00+00:00"
    with pytest.raises(ConfigurationError, match="no time zone"):
        basespace.instruments.statistics(from_date=datetime(2026, 1, 1))


async def test_every_envelope_of_a_list_is_read(service: respx.Router, basespace: BaseSpace) -> None:
    service.get("/librarypools/7/libraries").respond(
        json={"Items": [{"Id": "1"}], "TotalCount": 1, "Offset": 0, "Limit": 500, "SortBy": "Id", "DisplayedCount": 1}
    )
    pool = basespace.library_pools.libraries("7", include="LibraryIndex")
    assert [library.id for library in await pool.collect()] == ["1"]
    assert await pool.count() == 1
    service.get("/runs/7/files").respond(
        json={"Items": [{"Id": "1"}], "SubDirectories": [{"Name": "Data"}], "Paging": {"TotalCount": 1}}
    )
    pages = [page async for page in basespace.runs.files("7", include=["Subdirectories", "TotalCount"]).pages()]
    assert [directory.name for directory in pages[0].sub_directories] == ["Data"]
    service.get("/datasets/ds.1/files").mock(return_value=listed({"Id": "1"}))
    (page,) = [page async for page in basespace.datasets.files("ds.1", page_size=10, offset=0, concurrency=1).pages()]
    assert page.sub_directories == []
