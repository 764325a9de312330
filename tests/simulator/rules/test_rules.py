"""What changes do and which are refused: each rule with the place in the reference that states it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from basespace_async.simulator import Clock, Simulator
from basespace_async.simulator.world.records import AppSessionRecord
from tests.support.plain_client import Reader

pytestmark = pytest.mark.usefixtures("no_task_left")


@pytest.fixture
async def reader() -> AsyncIterator[Reader]:
    async with (
        Simulator(biosamples=480, seed=2, clock=Clock(still=True)) as simulator,
        aiohttp.ClientSession() as session,
    ):
        yield Reader(simulator, session)


def session_that_is(reader: Reader, status: str) -> AppSessionRecord:
    sessions = reader.simulator.world.appsessions.values()
    return next(each for each in sessions if each.execution_status == status)


async def body_of(reader: Reader, path: str) -> Any:
    status, body, _ = await reader.get(path)
    assert status == 200, body
    return body


# POST /appsessions/{id}/stop: Running becomes Aborted, Pending becomes Canceled, and no other status may be stopped.


@pytest.mark.parametrize(("before", "after"), [("Running", "Aborted"), ("Pending", "Canceled")])
async def test_stopping_an_analysis_ends_it_by_its_status(reader: Reader, before: str, after: str) -> None:
    session = session_that_is(reader, before)
    status, body = await reader.send("POST", f"/appsessions/{session.id}/stop", {})
    assert (status, body["ExecutionStatus"]) == (200, after)
    read = await body_of(reader, f"/appsessions/{session.id}")
    assert read["ExecutionStatus"] == after
    assert read["DateCompleted"] == read["DateModified"] > read["DateCreated"]


@pytest.mark.parametrize("before", ["Complete", "Initializing", "NeedsAttention"])
async def test_an_analysis_of_another_status_cannot_be_stopped(reader: Reader, before: str) -> None:
    session = session_that_is(reader, before)
    status, body = await reader.send("POST", f"/appsessions/{session.id}/stop", {})
    assert (status, list(body)) == (409, ["ErrorCode", "ErrorMessage", "RequestId"])
    assert before in body["ErrorMessage"]
    assert reader.simulator.world.appsessions[session.id] == session


async def test_an_analysis_that_was_stopped_does_not_go_on(reader: Reader) -> None:
    session = session_that_is(reader, "Running")
    await reader.send("POST", f"/appsessions/{session.id}/stop", {})
    reader.simulator.clock.advance(days=3)
    assert (await body_of(reader, f"/appsessions/{session.id}"))["ExecutionStatus"] == "Aborted"


# POST /appsessions/{id}: ExecutionStatus is immutable; QcStatus only when Complete or Aborted; DeliveryStatus at any time;
# comments may come with them and have 1024 characters at most.


@pytest.mark.parametrize("status", ["Complete", "Aborted"])
async def test_the_qc_status_of_an_analysis_that_ended_can_be_changed(reader: Reader, status: str) -> None:
    session = session_that_is(reader, status)
    sent = {"QcStatus": "QcFailed", "Comment": "too few reads"}
    answered, body = await reader.send("POST", f"/appsessions/{session.id}", sent)
    assert (answered, body["QcStatus"], body["ContainsComments"]) == (200, "QcFailed", True)
    (comment,) = await reader.items(f"/appsessions/{session.id}/comments")
    assert (comment["Body"], comment["Action"]) == ("too few reads", "QcStatus")
    assert (comment["PriorValue"], comment["NewValue"]) == (session.qc_status, "QcFailed")


@pytest.mark.parametrize("status", ["Running", "Pending", "TimedOut"])
async def test_the_qc_status_of_any_other_analysis_cannot(reader: Reader, status: str) -> None:
    session = session_that_is(reader, status)
    sent = {"QcStatus": "QcPassed", "DeliveryStatus": "OnHold", "Comment": "x"}
    assert (await reader.send("POST", f"/appsessions/{session.id}", sent))[0] == 409
    assert reader.simulator.world.appsessions[session.id] == session
    assert await reader.items(f"/appsessions/{session.id}/comments") == []


async def test_the_delivery_status_can_be_changed_at_any_time(reader: Reader) -> None:
    for status in ("Running", "Complete", "Canceled"):
        session = session_that_is(reader, status)
        sent = {"DeliveryStatus": "ReadyForDelivery", "StatusSummary": "sent soon", "Name": "Renamed"}
        answered, body = await reader.send("POST", f"/appsessions/{session.id}", sent)
        assert (answered, body["DeliveryStatus"], body["StatusSummary"]) == (200, "ReadyForDelivery", "sent soon")
        assert body["Name"] == "Renamed"


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"ExecutionStatus": "Complete"}, 409),
        ({"QcStatus": "Undefined"}, 400),
        ({"QcStatus": "Excellent"}, 400),
        ({"DeliveryStatus": "None"}, 400),
        ({"DeliveryStatus": 3}, 400),
        ({"Name": " "}, 400),
        ({"Comment": "x" * 1025}, 400),
        ({"Comment": ["x"]}, 400),
        (b"{", 400),
        (b"[]", 400),
        (b'"text"', 400),
    ],
)
async def test_a_change_that_cannot_be_is_refused_and_changes_nothing(reader: Reader, sent: Any, status: int) -> None:
    session = session_that_is(reader, "Running")
    answered, body = await reader.send("POST", f"/appsessions/{session.id}", sent)
    assert (answered, list(body)) == (status, ["ErrorCode", "ErrorMessage", "RequestId"])
    assert body["ErrorMessage"]
    assert reader.simulator.world.appsessions[session.id] == session


async def test_the_longest_comment_is_taken(reader: Reader) -> None:
    session = session_that_is(reader, "Complete")
    assert (await reader.send("POST", f"/appsessions/{session.id}", {"Comment": "x" * 1024}))[0] == 200


# The clock: what is pending runs and what runs completes, by itself.


async def test_analyses_run_to_completion_as_the_clock_advances(reader: Reader) -> None:
    pending, clock = session_that_is(reader, "Pending"), reader.simulator.clock
    seen = []
    for _ in range(120):
        seen.append((await body_of(reader, f"/appsessions/{pending.id}"))["ExecutionStatus"])
        clock.advance(minutes=4)
    assert list(dict.fromkeys(seen)) == ["Pending", "Running", "Complete"]
    assert reader.simulator.world.active_sessions() == []


async def test_a_completed_analysis_has_one_new_dataset_of_each_biosample(reader: Reader) -> None:
    session, before = session_that_is(reader, "Running"), len(reader.simulator.world.datasets)
    assert await reader.items(f"/appsessions/{session.id}/properties?propertyfilters=Output.Datasets") != []
    reader.simulator.clock.advance(days=1)
    properties = await reader.items(f"/appsessions/{session.id}/properties?propertyfilters=Output.Datasets")
    made = properties[0]["DatasetItems"]
    assert {each["AppSession"]["Id"] for each in made} == {session.id}
    assert len(made) == len(session.biosample_ids)
    assert len(reader.simulator.world.datasets) > before
    assert (await reader.items(f"/datasets/{made[0]['Id']}/files"))[0]["Name"].endswith(".reads.fastq.gz")


# POST /biosamples/{id}: any status may follow any other; Canceled cancels the analyses in progress; a new default project
# gets the datasets that are made from then on.


@pytest.mark.parametrize("status", ["Running", "Pending", "Initializing"])
async def test_cancelling_a_biosample_cancels_its_analyses_in_progress(reader: Reader, status: str) -> None:
    running = session_that_is(reader, status)
    other = next(
        each
        for each in reader.simulator.world.appsessions.values()
        if each.execution_status in ("Running", "Pending") and each != running
    )
    biosample = running.biosample_ids[0]
    ended = {each.id: each.execution_status for each in reader.simulator.world.sessions_with(biosample)}
    answered, body = await reader.send("POST", f"/biosamples/{biosample}", {"Status": "Canceled"})
    assert (answered, body["Status"]) == (200, "Canceled")
    assert (await body_of(reader, f"/appsessions/{running.id}"))["ExecutionStatus"] == "Canceled"
    assert reader.simulator.world.appsessions[other.id] == other, "of another biosample"
    for session, before in ended.items():
        if session != running.id:
            assert (await body_of(reader, f"/appsessions/{session}"))["ExecutionStatus"] == before


async def test_a_biosample_may_take_any_status_after_any_other(reader: Reader) -> None:
    for status in ("Canceled", "New", "QcFailed", "Done", "Active", "Canceled", "Done"):
        answered, body = await reader.send("POST", "/biosamples/104000000", {"Status": status})
        assert (answered, body["Status"]) == (200, status)
    assert (await reader.send("POST", "/biosamples/104000000", {"Status": "Lost"}))[0] == 400


async def test_new_datasets_go_to_the_default_project_and_old_ones_stay(reader: Reader) -> None:
    session, world = session_that_is(reader, "Running"), reader.simulator.world
    biosample = session.biosample_ids[0]
    before = {dataset.id: dataset.project_id for dataset in world.datasets_of(biosample)}
    target = next(each for each in world.projects if each != world.biosamples[biosample].project_id)
    status, body = await reader.send("POST", f"/biosamples/{biosample}", {"DefaultProjectId": target})
    assert (status, body["DefaultProject"]["Id"]) == (200, target)
    reader.simulator.clock.advance(days=1)
    after = {each["Id"]: each["Project"]["Id"] for each in await reader.items(f"/datasets?inputbiosamples={biosample}")}
    assert {each: project for each, project in after.items() if each in before} == before
    assert [project for each, project in after.items() if each not in before] == [target]
    listed = [each["Id"] for each in await reader.items(f"/projects/{target}/datasets?limit=500")]
    assert set(after) - set(before) <= set(listed)


async def test_many_biosamples_change_their_project_together_or_not_at_all(reader: Reader) -> None:
    ids = [f"10400{number:04d}" for number in range(12)]
    sent = {"Ids": ids, "DefaultProjectId": "86000003"}
    status, body = await reader.send("POST", "/biosamples/bulkupdate", sent)
    assert status == 200
    assert [each["Id"] for each in body["Items"]] == ids
    assert {each["DefaultProject"]["Id"] for each in body["Items"]} == {"86000003"}
    for wrong in ({**sent, "Ids": [*ids, "1"]}, {**sent, "DefaultProjectId": "1"}):
        wrong["DefaultProjectId"] = wrong["DefaultProjectId"].replace("86000003", "86000004")
        assert (await reader.send("POST", "/biosamples/bulkupdate", wrong))[0] == 403
    assert (await reader.send("POST", "/biosamples/bulkupdate", {"Ids": ids}))[0] == 400
    assert (await reader.send("POST", "/biosamples/bulkupdate", {"Ids": "all", "DefaultProjectId": "86000004"}))[
        0
    ] == 400
    now = {each["DefaultProject"]["Id"] for each in (await reader.items("/biosamples?limit=12"))}
    assert now == {"86000003"}


async def test_what_is_written_to_a_biosample_is_read_back(reader: Reader) -> None:
    sent = {"BioSampleName": "Renamed", "ContainerName": "T-1", "ContainerPosition": "B02", "SubjectId": "77"}
    assert (await reader.send("POST", "/biosamples/104000005", sent))[0] == 200
    read = await body_of(reader, "/biosamples/104000005")
    assert {name: read[name] for name in ("BioSampleName", "ContainerName", "ContainerPosition")} == {
        name: sent[name] for name in ("BioSampleName", "ContainerName", "ContainerPosition")
    }
    assert read["Subject"]["Id"] == "77"
    assert [each["Id"] for each in await reader.items("/biosamples?biosamplename=Renamed")] == ["104000005"]
    assert (await reader.send("POST", "/biosamples/104000005", {"DefaultProjectId": "1"}))[0] == 403


# POST /librarypools/{id}: Failed and QCFailed exclude the pool's FASTQ datasets from analyses, and lower the actual yield.


@pytest.mark.parametrize("failed", ["Failed", "QCFailed"])
async def test_a_failed_pool_lowers_the_yield_and_is_left_out_of_analyses(reader: Reader, failed: str) -> None:
    world = reader.simulator.world
    biosample = next(each for each in world.biosamples if world.inputs_of((each,)))
    pool = world.pool_of(world.inputs_of((biosample,))[0])
    assert pool is not None

    async def actual() -> dict[str, Any]:
        (found,) = (await body_of(reader, f"/biosamples/{biosample}"))["Yields"]
        return dict(found)

    before = await actual()
    assert before["TotalActualYield"] > 0
    status, body = await reader.send("POST", f"/librarypools/{pool.id}", {"Status": failed, "Notes": "leaked"})
    assert (status, body["Status"]) == (200, failed)
    after = await actual()
    assert (after["TotalActualYield"], after["TotalFastqDatasets"]) == (0, 0)
    assert after["TotalExpectedYield"] == before["TotalExpectedYield"]
    launched = world.launch([biosample])
    assert launched.written["Input.Datasets"].values == ()
    await reader.send("POST", f"/librarypools/{pool.id}", {"Status": "Active"})
    assert await actual() == before
    assert world.launch([biosample]).written["Input.Datasets"].values
    assert (await reader.send("POST", f"/librarypools/{pool.id}", {"Status": "Broken"}))[0] == 400


async def test_an_analysis_that_is_launched_is_pending_and_then_goes_on(reader: Reader) -> None:
    session = reader.simulator.world.launch(["104000001"])
    assert (await body_of(reader, f"/appsessions/{session.id}"))["ExecutionStatus"] == "Pending"
    found = await reader.items("/appsessions?input.biosamples=104000001&limit=50&sortdir=desc")
    assert found[0]["Id"] == session.id
    reader.simulator.clock.advance(hours=3)
    assert (await body_of(reader, f"/appsessions/{session.id}"))["ExecutionStatus"] == "Complete"


# POST /datasets/{id}: QcStatus only when UploadStatus is Complete, to QcPassed or QcFailed, with a comment.


async def test_the_qc_status_of_a_dataset_needs_a_complete_upload(reader: Reader) -> None:
    (dataset,) = await reader.items("/datasets?limit=1")
    path = f"/datasets/{dataset['Id']}"
    status, body = await reader.send("POST", path, {"QcStatus": "QcFailed", "Comment": "no"})
    assert (status, body["QcStatus"], body["ContainsComments"]) == (200, "QcFailed", True)
    assert [each["Body"] for each in await reader.items(f"{path}/comments")] == ["no"]
    assert (await reader.send("POST", path, {"QcStatus": "Discarded"}))[0] == 400
    assert (await reader.send("POST", path, {"UploadStatus": "Uploading"}))[0] == 200
    status, body = await reader.send("POST", path, {"QcStatus": "QcPassed"})
    assert (status, "Uploading" in body["ErrorMessage"]) == (409, True)
    sent = {"UploadStatus": "Complete", "QcStatus": "QcPassed", "Attributes": {"common_files": {"Note": "x"}}}
    status, body = await reader.send("POST", path, sent)
    assert (status, body["QcStatus"], body["Attributes"]["common_files"]) == (200, "QcPassed", {"Note": "x"})
    assert (await reader.send("POST", path, {"DatasetTypeId": "none.such"}))[0] == 403
    assert (await reader.send("POST", path, {"Attributes": {"a": 1}}))[0] == 400


# POST /lanes/{id}: QcFailed or QcPassed. Lane thresholds belong to the account: lanes of runs uploaded from then on are
# judged by them; a threshold is of a lane, or of a lane and a read number.


async def test_a_lane_is_judged_by_hand_with_a_comment(reader: Reader) -> None:
    path = "/lanes/90000003"
    status, body = await reader.send("POST", path, {"Status": "QcFailed", "Comment": "bubbles"})
    assert (status, body["Status"], body["ContainsComments"]) == (200, "QcFailed", True)
    (comment,) = await reader.items(f"{path}/comments")
    assert (comment["Body"], comment["NewValue"]) == ("bubbles", "QcFailed")
    for wrong in ({"Status": "Unknown"}, {"Comment": "x" * 1025}):
        assert (await reader.send("POST", path, wrong))[0] == 400


async def test_lanes_of_runs_uploaded_later_are_judged_by_the_accounts_thresholds(reader: Reader) -> None:
    query = (
        '{"Name":"PercentGtQ30","Operator":"GreaterThanOrEqual","ThresholdValues":[85],"Group":"Lane"},'
        '{"Name":"ErrorRate","Operator":"LessThan","ThresholdValues":[1]}'
    )
    status, body = await reader.send("PUT", f"/laneqcthresholds?qcthresholds={query.replace('%', '%25')}")
    assert (status, [each["Name"] for each in body["QcThresholds"]]) == (200, ["PercentGtQ30", "ErrorRate"])
    assert (await body_of(reader, "/laneqcthresholds")) == body
    before = {lane.id: lane.status for lane in reader.simulator.world.lanes.values()}
    metrics = [{"PercentGtQ30": 90, "ErrorRate": 0.5}, {"PercentGtQ30": 84.9, "ErrorRate": 0.5}, {"ErrorRate": 1.0}]
    run = reader.simulator.world.upload_run("new run", lanes=metrics)
    lanes = [reader.simulator.world.lane_of(run, number) for number in (1, 2, 3)]
    shown = [(await body_of(reader, f"/lanes/{lane.id}"))["Status"] for lane in lanes]
    assert shown == ["QcPassed", "QcFailed", "QcFailed"]
    assert {lane: reader.simulator.world.lanes[lane].status for lane in before} == before
    files = await reader.items(f"/runs/{run.id}/files?directory=/")
    assert "RunInfo.xml" in {each["Name"] for each in files}


@pytest.mark.parametrize(
    ("operator", "limits", "passes"),
    [
        ("Equal", [5], [5]),
        ("NotEqual", [5], [4, 6]),
        ("LessThan", [5], [4]),
        ("LessThanOrEqual", [5], [4, 5]),
        ("GreaterThan", [5], [6]),
        ("GreaterThanOrEqual", [5], [5, 6]),
        ("Between", [4, 5], [4, 5]),
        ("Outside", [4, 5], [6]),
    ],
)
async def test_each_operator_of_a_threshold(
    reader: Reader, operator: str, limits: list[int], passes: list[int]
) -> None:
    threshold = {"Name": "Density", "Operator": operator, "ThresholdValues": limits}
    assert (await reader.send("PUT", "/laneqcthresholds", {"QcThresholds": [threshold]}))[0] == 200
    run = reader.simulator.world.upload_run("run", lanes=[{"Density": value} for value in (4, 5, 6)])
    statuses = [reader.simulator.world.lane_of(run, number).status for number in (1, 2, 3)]
    assert statuses == ["QcPassed" if value in passes else "QcFailed" for value in (4, 5, 6)]


@pytest.mark.parametrize(
    "threshold",
    [
        {"Operator": "LessThan", "ThresholdValues": [1]},
        {"Name": "Density", "ThresholdValues": [1]},
        {"Name": "Density", "Operator": "Near", "ThresholdValues": [1]},
        {"Name": "Density", "Operator": "Between", "ThresholdValues": [1]},
        {"Name": "Density", "Operator": "LessThan", "ThresholdValues": [1.5]},
        {"Name": "Density", "Operator": "LessThan"},
    ],
)
async def test_a_threshold_that_lacks_something_is_refused(reader: Reader, threshold: dict[str, Any]) -> None:
    assert (await reader.send("PUT", "/laneqcthresholds", {"QcThresholds": [threshold]}))[0] == 400
    assert (await body_of(reader, "/laneqcthresholds")) == {"QcThresholds": []}


# DELETE /appsessions/{id}, and the trash: a trash id of its own, restore by that id, emptying is for good;
# preserve=Metadata keeps the records and deletes the files.


async def test_a_deleted_analysis_goes_to_the_trash_with_its_datasets_and_comes_back(reader: Reader) -> None:
    world = reader.simulator.world
    session = next(each for each in world.appsessions.values() if world.outputs_of(each))
    datasets = [each.id for each in world.outputs_of(session)]
    counts = (len(world.appsessions), len(world.datasets))
    whole = await body_of(reader, f"/appsessions/{session.id}")
    status, item = await reader.send("DELETE", f"/appsessions/{session.id}")
    assert status == 200
    assert item["Id"] != session.id
    assert (item["DeletedAppSession"]["Id"], item["ChildCount"]) == (session.id, len(datasets))
    assert item["TotalSize"] > 0
    for gone in (f"/appsessions/{session.id}", f"/datasets/{datasets[0]}"):
        assert (await reader.get(gone))[0] == 403
    assert session.id not in {each["Id"] for each in await reader.items("/appsessions?limit=1000")}
    assert not set(datasets) & {each["Id"] for each in await reader.items("/datasets?limit=1000")}
    assert [each["Id"] for each in await reader.items("/trash")] == [item["Id"]]
    assert (await body_of(reader, f"/trash/{item['Id']}"))["IncludedAppSessions"][0]["Id"] == session.id
    assert (await reader.send("POST", f"/trash/{session.id}/restorefromtrash", {}))[0] == 403, "not the resource's id"
    assert (await reader.send("POST", f"/trash/{item['Id']}/restorefromtrash", {}))[0] == 200
    assert await body_of(reader, f"/appsessions/{session.id}") == whole
    assert (len(world.appsessions), len(world.datasets)) == counts
    assert await reader.items("/trash") == []
    assert (await reader.send("POST", f"/trash/{item['Id']}/restorefromtrash", {}))[0] == 403, "restored already"


async def test_an_analysis_in_progress_ends_when_it_is_deleted(reader: Reader) -> None:
    session = session_that_is(reader, "Running")
    _, item = await reader.send("DELETE", f"/appsessions/{session.id}")
    assert item["DeletedAppSession"]["Status"] == "Aborted"
    reader.simulator.clock.advance(days=2)
    await reader.send("POST", f"/trash/{item['Id']}/restorefromtrash", {})
    assert (await body_of(reader, f"/appsessions/{session.id}"))["ExecutionStatus"] == "Aborted"


async def test_emptying_the_trash_is_for_good(reader: Reader) -> None:
    sessions = [each for each in reader.simulator.world.appsessions if each][:3]
    items = [(await reader.send("DELETE", f"/appsessions/{each}"))[1] for each in sessions]
    by_size = await reader.items("/trash?sortby=TotalSize&sortdir=desc")
    assert [each["TotalSize"] for each in by_size] == sorted((each["TotalSize"] for each in items), reverse=True)
    assert (await reader.send("DELETE", "/trash"))[0] == 200
    assert await reader.items("/trash") == []
    for item in items:
        assert (await reader.send("POST", f"/trash/{item['Id']}/restorefromtrash", {}))[0] == 403
    assert len(reader.simulator.world.appsessions) == reader.simulator.world.topology.sessions - 3


async def test_deleting_with_preserved_metadata_keeps_the_records_without_files(reader: Reader) -> None:
    world = reader.simulator.world
    session = next(each for each in world.appsessions.values() if world.outputs_of(each))
    dataset = world.outputs_of(session)[0].id
    (file, *_) = await reader.items(f"/datasets/{dataset}/files")
    assert (await reader.send("DELETE", f"/appsessions/{session.id}?preserve=Metadata")) == (205, None)
    assert (await body_of(reader, f"/appsessions/{session.id}"))["ExecutionStatus"] == session.execution_status
    kept = await body_of(reader, f"/datasets/{dataset}")
    assert (kept["IsFileDataDeleted"], kept["TotalSize"]) == (True, 0)
    assert await reader.items(f"/datasets/{dataset}/files") == []
    assert (await reader.get(f"/files/{file['Id']}/content"))[0] == 403
    assert await reader.items(f"/appsessions/{session.id}/logfiles") == []
    assert await reader.items("/trash") == []
    assert (await reader.send("DELETE", f"/appsessions/{session.id}?preserve=Files"))[0] == 400


# Lab requeues of the three types; one of a pool is listed with every biosample of the pool.


async def test_lab_requeues_of_each_type_are_made_and_found(reader: Reader) -> None:
    sent = {"RequestedAdditionalYield": 5_000_000, "LIMSId": "L-9"}
    made = []
    for path in ("/preprequests/61000002", "/libraries/58000002", "/librarypools/71000000"):
        status, body = await reader.send("POST", f"{path}/labrequeues", sent)
        assert status == 200
        made.append(body)
    assert [each["Type"] for each in made] == [
        "NewBioSampleLibrary",
        "AdditionalYieldOfFinishedLibrary",
        "AdditionalYieldOfLibraryPool",
    ]
    assert {(each["RequestedAdditionalYield"], each["MissingYield"], each["LIMSId"]) for each in made} == {
        (5_000_000, 5_000_000, "L-9")
    }
    assert made[2]["HrefLibraryPool"].endswith("/librarypools/71000000")
    assert await body_of(reader, f"/labrequeues/{made[0]['Id']}") == made[0]
    assert await reader.items("/labrequeues") == made
    assert await reader.items("/labrequeues?type=AdditionalYieldOfLibraryPool") == made[2:]
    assert await reader.items("/labrequeues?status=Fulfilled") == []
    assert await reader.items("/biosamples/104000002/labrequeues") == made
    assert await reader.items("/biosamples/104000011/labrequeues") == made[2:], "of the same pool"
    assert await reader.items("/biosamples/104000012/labrequeues") == []
    assert await reader.items("/biosamples/104000002/labrequeues?type=NewBioSampleLibrary") == made[:1]
    assert (await reader.send("POST", "/preprequests/61999999/labrequeues", sent))[0] == 403
    for wrong in ({}, {"RequestedAdditionalYield": 0}, {"RequestedAdditionalYield": "many"}):
        assert (await reader.send("POST", "/libraries/58000002/labrequeues", wrong))[0] == 400


# Workflows: of the settings, application and version of an existing analysis; thresholds and dependencies.


async def test_a_workflow_is_made_of_an_analysis_and_changed_under_its_name(reader: Reader) -> None:
    session = session_that_is(reader, "Running")
    path = f"/applications/{session.application_id}/workflows"
    sent = {"Name": "Nightly", "ShortDescription": "first", "AppSessionId": session.id}
    status, made = await reader.send("POST", path, sent)
    assert (status, made["Category"]) == (200, "Workflow")
    assert made["WorkflowSourceApplication"]["Id"] == session.application_id
    assert (await reader.send("POST", path, {**sent, "ShortDescription": "second"}))[1]["Id"] == made["Id"]
    assert (await body_of(reader, f"/applications/{made['Id']}"))["ShortDescription"] == "second"
    slug = made["WorkflowSourceApplication"]["AppFamilySlug"]
    assert made["Id"] in {each["Id"] for each in await reader.items(f"/applications?references={slug}")}
    assert {each["Category"] for each in await reader.items("/applications?category=Workflow")} == {"Workflow"}
    assert (await reader.send("POST", path, {"Name": "x"}))[0] == 400
    assert (await reader.send("POST", path, {"Name": "x", "AppSessionId": "1"}))[0] == 403
    assert (await reader.send("POST", "/applications/2313311/workflows", sent))[0] == 409
    assert (await reader.send("POST", "/applications/1/workflows", sent))[0] == 403


async def test_thresholds_and_dependencies_of_a_workflow_are_kept(reader: Reader) -> None:
    path = "/applications/5001001"
    threshold = {"Name": "Yield", "Operator": "LessThan", "ThresholdValues": [3], "DatasetTypeId": "common.files"}
    assert await body_of(reader, f"{path}/qcthresholds") == {"QcThresholds": []}
    status, body = await reader.send("PUT", f"{path}/qcthresholds", {"QcThresholds": [threshold]})
    assert (status, body) == (200, {"QcThresholds": [threshold]})
    changed = {**threshold, "ThresholdValues": [4]}
    await reader.send("PUT", f"{path}/qcthresholds", {"QcThresholds": [changed]})
    assert await body_of(reader, f"{path}/qcthresholds") == {"QcThresholds": [changed]}
    del changed["DatasetTypeId"]
    assert (await reader.send("PUT", f"{path}/qcthresholds", {"QcThresholds": [changed]}))[0] == 400
    nested = {"Type": "AppCompletion", "Attributes": {"AppId": "1"}}
    dependency = {"Type": "BioSampleYield", "Attributes": {"RequiredYield": 9}, "Dependencies": [nested]}
    status, body = await reader.send("PUT", f"{path}/workflowdependencies?version=2", {"Dependencies": [dependency]})
    assert (status, body) == (200, {"Version": "2", "Dependencies": [dependency]})
    assert await body_of(reader, f"{path}/workflowdependencies") == body
    for wrong in ({"Type": "Weather"}, {}, {"Type": "AppCompletion", "Attributes": [1]}):
        assert (await reader.send("PUT", f"{path}/workflowdependencies", {"Dependencies": [wrong]}))[0] == 400
    assert (await reader.send("PUT", f"{path}/workflowdependencies?dependencies=nonsense"))[0] == 400


# POST /users/{id}/settings: names of letters, digits, dashes and underscores; types bool and string.


async def test_settings_are_kept_and_checked(reader: Reader) -> None:
    sent = [{"Name": "requeue-days", "Value": "7", "Type": "string"}, {"Name": "notify-by-mail", "Value": False}]
    status, body = await reader.send("POST", "/users/current/settings", {"UserSettings": sent})
    assert (status, [each["Value"] for each in body["UserSettings"]]) == (200, ["7", False])
    read = {each["Name"]: each["Value"] for each in await reader.items("/users/current/settings")}
    assert read == {"notify-by-mail": False, "requeue-expiration-days": "30", "requeue-days": "7"}
    for wrong in ({"Name": "a b", "Value": "x"}, {"Name": "x", "Value": "y", "Type": "bool"}, {"Value": True}):
        rest = {"Name": "fine", "Value": True}
        assert (await reader.send("POST", "/users/current/settings", {"UserSettings": [rest, wrong]}))[0] == 400
    assert len(await reader.items("/users/current/settings")) == 3
    assert (await reader.send("POST", "/users/10000002/settings", {"UserSettings": sent}))[0] == 403
    assert (await reader.send("POST", "/users/current/settings", {}))[0] == 400


async def test_a_change_of_status_without_a_comment_leaves_none(reader: Reader) -> None:
    world = reader.simulator.world
    dataset = next(iter(world.datasets.values()))
    lane = next(iter(world.lanes.values()))
    for path, sent in (
        (f"/datasets/{dataset.id}", {"QcStatus": "QcFailed"}),
        (f"/lanes/{lane.id}", {"Status": "QcFailed"}),
    ):
        status, body = await reader.send("POST", path, sent)
        assert (status, body["ContainsComments"]) == (200, False)
    assert not any(world.comments.values())
