"""What lists let through, and what requests cannot ask for."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest

from basespace_async.simulator import Clock, Simulator
from tests.support.plain_client import Reader

pytestmark = pytest.mark.usefixtures("no_task_left")


@pytest.fixture
async def reader() -> AsyncIterator[Reader]:
    clock = Clock(datetime(2026, 3, 10, 8, 30, tzinfo=UTC), still=True)
    async with Simulator(biosamples=480, seed=2, clock=clock) as simulator, aiohttp.ClientSession() as session:
        yield Reader(simulator, session)


Predicate = Callable[[Any], bool]


@pytest.mark.parametrize(
    ("query", "admits"),
    [
        ("appid=2313311", lambda item: item["Application"]["Id"] == "2313311"),
        (
            "applicationfamilyslugs=illumina.germline,illumina.rna-amplicon",
            lambda item: item["Application"]["AppFamilySlug"] in ("illumina.germline", "illumina.rna-amplicon"),
        ),
        ("datemodified=2024-01-12T00:00:00Z", lambda item: item["DateModified"] >= "2024-01-12"),
        ("qcstatus=QcPassed,QcFailed", lambda item: item["QcStatus"] in ("QcPassed", "QcFailed")),
        ("executionstatus=Aborted&qcstatus=Undefined", lambda item: item["ExecutionStatus"] == "Aborted"),
        ("deliverystatus=Delivered", lambda item: False),
        ("usercreatedby=10000001", lambda item: True),
        ("usercreatedby=7", lambda item: False),
        ("propertyfilters=Input.Runs", lambda item: True),
        ("propertyfilters=Lab.Tube", lambda item: item["Id"] == "110000003"),
    ],
)
async def test_analyses_are_those_that_every_filter_admits(reader: Reader, query: str, admits: Predicate) -> None:
    sent = {"Properties": [{"Name": "Lab.Tube", "Type": "string", "Content": "T-1"}]}
    await reader.send("POST", "/appsessions/110000003/properties", sent)
    everything = await reader.items("/appsessions?limit=1000")
    expected = [item for item in everything if admits(item)]
    assert await reader.items(f"/appsessions?limit=1000&{query}") == expected
    assert len(expected) < len(everything) or "10000001" in query or "Input.Runs" in query


async def test_analyses_are_found_by_their_inputs_and_outputs(reader: Reader) -> None:
    world = reader.simulator.world
    session = world.appsessions["110000009"]
    for query, admits in (
        (f"input.runs={session.run_id}", lambda each: each.run_id == session.run_id),
        (f"output.projects={session.project_id}", lambda each: each.project_id == session.project_id),
        (f"input.biosamples={session.biosample_ids[0]}", lambda each: session.biosample_ids[0] in each.biosample_ids),
    ):
        found = [each["Id"] for each in await reader.items(f"/appsessions?limit=1000&{query}")]
        assert found == [each.id for each in world.appsessions.values() if admits(each)]
        assert session.id in found


async def test_children_and_roots_are_shown_where_they_are_asked_for(reader: Reader) -> None:
    world = reader.simulator.world
    child = next(each for each in world.appsessions.values() if each.parent_id and world.outputs_of(each))
    _, parent, _ = await reader.get(f"/appsessions/{child.parent_id}?include=Children")
    assert child.id in [each["Id"] for each in parent["Children"]]
    assert "Children" not in (await reader.get(f"/appsessions/{child.parent_id}"))[1]
    _, shown, _ = await reader.get(f"/appsessions/{child.id}?include=Logs")
    assert shown["AppSessionParent"]["Id"] == shown["AppSessionRoot"]["Id"] == child.parent_id
    assert shown["HrefLogs"].endswith("/logfiles")
    listed = await reader.items("/appsessions?limit=1000&include=Children,Logs")
    assert any(each["Children"] for each in listed)
    dataset = world.outputs_of(child)[0]
    query = f"inputbiosamples={dataset.biosample_id}&limit=100"
    shown = {each["Id"]: each for each in await reader.items(f"/datasets?include=AppSessionRoot&{query}")}
    assert shown[dataset.id]["AppSession"]["AppSessionRoot"]["Id"] == child.parent_id
    plain = {each["Id"]: each for each in await reader.items(f"/datasets?{query}")}
    assert "AppSessionRoot" not in plain[dataset.id]["AppSession"]


@pytest.mark.slow
async def test_datasets_are_those_of_the_status_and_the_run(reader: Reader) -> None:
    everything = await reader.items("/datasets?limit=1000&include=Properties")

    def run_of(item: Any) -> str:
        (found,) = [each for each in item["Properties"]["Items"] if each["Name"] == "Input.Runs"]
        return str(found["RunItems"][0]["Id"])

    for query, admits in (
        ("uploadstatus=Completed", lambda item: item["UploadStatus"] == "Completed"),
        (
            "qcstatus=QcFailed&uploadstatus=Completed",
            lambda i: (i["QcStatus"], i["UploadStatus"]) == ("QcFailed", "Completed"),
        ),
        ("inputruns=105000001", lambda item: run_of(item) == "105000001"),
        ("inputruns=105000001,105000003", lambda item: run_of(item) in ("105000001", "105000003")),
        ("inputruns=1", lambda item: False),
        ("inputbiosamples=104000004,104000010", lambda item: "-000004-" in item["Name"] or "-000010-" in item["Name"]),
    ):
        found = [each["Id"] for each in await reader.items(f"/datasets?limit=1000&{query}")]
        assert found == [item["Id"] for item in everything if admits(item)]


async def test_biosamples_are_of_their_default_project_and_of_the_projects_of_their_datasets(reader: Reader) -> None:
    world = reader.simulator.world
    biosample = next(each for each in world.biosamples if world.datasets_of(each))
    before = world.biosamples[biosample].project_id
    target = next(each for each in world.projects if each != before)
    await reader.send("POST", f"/biosamples/{biosample}", {"DefaultProjectId": target})
    for project in (before, target):
        assert biosample in {each["Id"] for each in await reader.items(f"/biosamples?projectid={project}&limit=500")}
    both = await reader.items(f"/biosamples?projectid={before},{target}&limit=500")
    assert len(both) == len({each["Id"] for each in both})
    assert await reader.items("/biosamples?projectid=1") == []


async def test_parts_of_biosamples_and_libraries_come_where_they_are_asked_for(reader: Reader) -> None:
    (plain,) = await reader.items("/biosamples?limit=1")
    (more,) = await reader.items("/biosamples?limit=1&include=yields,PrepRequests")
    assert set(more) - set(plain) == {"Yields", "PrepRequests"}
    path = f"/biosamples/{plain['Id']}/libraries"
    assert not {"Index1", "Pools"} & set((await reader.items(path))[0])
    assert "Index1Sequence" in (await reader.items(f"{path}?include=LibraryIndex"))[0]
    assert (await reader.items(f"{path}?include=YieldInformation"))[0]["Pools"][0]["LibraryCount"] == 12


async def test_libraries_are_found_by_status_and_id(reader: Reader) -> None:
    failed = await reader.items("/libraries?status=Failed&limit=1000")
    assert {each["Status"] for each in failed} == {"Failed"}
    assert len(failed) == sum(each.status == "Failed" for each in reader.simulator.world.libraries.values())
    assert [each["Id"] for each in await reader.items("/libraries?id=58000007")] == ["58000007"]
    assert await reader.items("/libraries?id=x") == []
    assert [each["Id"] for each in await reader.items("/applications?id=2313311")] == ["2313311"]


async def test_files_are_left_out_by_folder_size_and_status(reader: Reader) -> None:
    world = reader.simulator.world
    dataset = next(each for each in world.datasets.values() if each.type_id == "common.files")
    path = f"/datasets/{dataset.id}/files"
    names = lambda items: {each["Name"] for each in items}  # noqa: E731
    everything = names(await reader.items(path))
    assert {"run.json", "_SUCCESS"} < everything
    assert everything - names(await reader.items(f"{path}?excludesystemfolder=true")) == {"run.json"}
    assert everything - names(await reader.items(f"{path}?excludeemptyfiles=True")) == {"_SUCCESS"}
    assert names(await reader.items(f"{path}?excludevcfindexfolder=true&excludebamcoveragefolder=true")) == everything
    assert names(await reader.items(f"{path}?statuses=complete")) == everything
    assert await reader.items(f"{path}?statuses=Uploading") == []
    assert names(await reader.items(f"{path}?directory=System")) == set()
    assert names(await reader.items(f"{path}?directory=System&includesubdirectories=true")) == {"run.json"}
    prefixed = await reader.items(f"{path}?pathprefix=mine/")
    assert all(each["Path"].startswith("mine/") for each in prefixed)


async def test_only_active_workgroups_and_the_user_among_them_where_asked_for(reader: Reader) -> None:
    assert len(await reader.items("/users/current/workgroups")) == 2
    assert [each["Id"] for each in await reader.items("/users/current/workgroups?activeonly=true")] == ["20000001"]
    with_user = await reader.items("/users/current/workgroups?includeloggedinuser=true")
    assert "10000001" in {each["Id"] for each in with_user}


async def test_usage_is_by_month_back_from_now(reader: Reader) -> None:
    found = await reader.items("/users/current/usage?periods=4")
    assert [each["Start"][:10] for each in found] == ["2025-12-01", "2026-01-01", "2026-02-01", "2026-03-01"]
    assert [each["End"] for each in found[:-1]] == [each["Start"] for each in found[1:]]
    assert [each["Name"] for each in found[0]["AggregateUsages"]] == ["Simulated User", "Sequencing Core", "Old Core"]
    (alone,) = await reader.items("/users/current/usage?periods=1&includeloggedinuser=false")
    assert "Simulated User" not in {each["Name"] for each in alone["AggregateUsages"]}


async def test_instruments_ran_as_long_as_their_runs_in_weeks_and_months(reader: Reader) -> None:
    span = "fromdate=2024-01-10T06:00:00Z&todate=2024-01-20T12:00:00Z"
    weeks = await reader.items(f"/instrumentstatistics?{span}&binby=week")
    (first, *_) = weeks
    assert [each["FromDate"][:13] for each in first["Bins"]] == ["2024-01-10T06", "2024-01-15T00"]
    assert [each["ToDate"][:13] for each in first["Bins"]] == ["2024-01-15T00", "2024-01-20T12"]
    months = await reader.items("/instrumentstatistics?fromdate=2023-12-15&todate=2024-03-01&binby=month")
    assert [each["FromDate"][:10] for each in months[0]["Bins"]] == ["2023-12-15", "2024-01-01", "2024-02-01"]
    world, total = reader.simulator.world, 0.0
    for each in months:
        assert sum(part["TotalRunTime"] for part in each["Bins"]) == pytest.approx(each["TotalRunTime"])
        total += each["TotalRunTime"]
    assert total == pytest.approx(sum(run.duration.total_seconds() for run in world.runs.values()))
    (only,) = await reader.items(f"/instrumentstatistics?{span}&serialnumbers=M04074")
    assert only["InstrumentType"] == "MiSeq"
    assert [
        each["SerialNumber"] for each in await reader.items(f"/instrumentstatistics?{span}&id={only['InstrumentId']}")
    ] == ["M04074"]
    zoned = await reader.items(f"/instrumentstatistics?{span}&binby=week&timezone=America/New_York")
    assert zoned[0]["Bins"][0]["ToDate"][:13] == "2024-01-15T00", "the week begins by the clock there"


@pytest.mark.parametrize(
    "path",
    [
        "/instrumentstatistics?binby=year",
        "/instrumentstatistics?fromdate=yesterday",
        "/instrumentstatistics?fromdate=2025-01-01&todate=2024-01-01",
        "/instrumentstatistics?fromdate=1600-01-01&binby=week",
        "/instrumentstatistics?timezone=Mars/Olympus",
        "/instrumentstatistics?timezone=../../etc/passwd",
        "/datasets?inputbiosamples=first",
        "/appsessions?output.projects=1.5",
        "/appsessions?datemodified=soon",
        "/users/current/workgroups?activeonly=perhaps",
        "/users/current/usage?periods=-1",
    ],
)
async def test_a_query_value_that_cannot_be_read_is_refused(reader: Reader, path: str) -> None:
    status, body, _ = await reader.get(path)
    assert (status, body["ErrorCode"]) == (400, "BASESPACE.COMMON.BAD_REQUEST")


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"Name": " ", "Type": "string", "Content": "x"},
        {"Name": "a/b", "Type": "string", "Content": "x"},
        {"Name": "a", "Content": "x"},
        {"Name": "a", "Type": "number", "Content": "1"},
        {"Name": "a", "Type": "string"},
        {"Name": "a", "Type": "string", "Content": 1},
        {"Name": "a", "Type": "string[]", "Items": [1]},
        {"Name": "a", "Type": "map", "ContentMap": {"k": "v"}},
        {"Name": "a", "Type": "map", "ContentMap": [{"Key": "k", "Values": "v"}]},
        {"Name": "a", "Type": "map", "ContentMap": [{"Values": ["v"]}]},
        {"Name": "a", "Type": "map[]", "ItemsMap": "k"},
        {"Name": "a", "Type": "biosample", "Content": "1"},
        {"Name": "a", "Type": "run[]", "Items": ["105000000", "https://example.org/v2/runs/1"]},
    ],
)
async def test_a_property_that_cannot_be_is_refused_with_all_that_came_with_it(reader: Reader, given: Any) -> None:
    fine = {"Name": "fine", "Type": "string", "Content": "x"}
    path = "/appsessions/110000001/properties"
    assert (await reader.send("POST", path, {"Properties": [fine, given]}))[0] == 400
    assert (await reader.get(f"{path}/fine"))[0] == 403
    assert (await reader.send("POST", path, {"Properties": []}))[0] == 400


async def test_properties_are_written_by_id_or_link_and_their_items_paged(reader: Reader) -> None:
    path = "/appsessions/110000001/properties"
    ids = [f"10400{number:04d}" for number in range(60)]
    given = {
        "Name": "Lab.Biosamples",
        "Type": "biosample[]",
        "Description": "chosen",
        "Items": [*ids[:59], f"{reader.simulator.url}/biosamples/{ids[59]}", ids[0]],
    }
    status, body = await reader.send("POST", path, {"Properties": [given]})
    assert (status, body["Items"][0]["Description"]) == (201, "chosen")
    _, shown, _ = await reader.get(f"{path}/Lab.Biosamples")
    assert (shown["ItemsDisplayedCount"], shown["ItemsTotalCount"], len(shown["BioSampleItems"])) == (10, 60, 10)
    assert [each["BioSample"]["Id"] for each in await reader.items(f"{path}/Lab.Biosamples/items")] == ids[:50]
    rest = await reader.items(f"{path}/Lab.Biosamples/items?offset=50&limit=50")
    assert [each["BioSample"]["Id"] for each in rest] == ids[50:]
    (limited,) = await reader.items(f"{path}?propertyfilters=Lab.Biosamples&propertyitemslimit=3")
    assert len(limited["BioSampleItems"]) == 3
    assert len(await reader.items(f"{path}?propertieslimit=2")) == 2
    status, _ = await reader.send("POST", path, {"Properties": [{**given, "Items": ["104000001"]}]})
    assert status == 200, "there already"
    many = {"Name": "Twice", "Type": "string[]", "Items": ["a", "a"]}
    await reader.send("POST", path, {"Properties": [many]})
    assert (await reader.get(f"{path}/Twice"))[1]["ContentItems"] == ["a"]
    await reader.send("POST", path, {"Properties": [{**many, "Options": {"AllowDuplicates": True}}]})
    assert (await reader.get(f"{path}/Twice"))[1]["ContentItems"] == ["a", "a"]
    await reader.send("POST", path, {"Properties": [{"Name": "One", "Type": "string", "Content": "x"}]})
    assert (await reader.get(f"{path}/One/items"))[0] == 403, "it has no items"
    assert (await reader.send("DELETE", f"{path}/One"))[0] == 204
    assert (await reader.get(f"{path}/One"))[0] == 403
    assert (await reader.send("DELETE", f"{path}/Input.Runs"))[0] == 204
    assert "Input.Runs" not in {each["Name"] for each in await reader.items(path)}
