"""Reads of v1pre3 over real sockets, in the shapes of recorded responses."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.plain_client import Reader

pytestmark = pytest.mark.usefixtures("no_task_left")

PAGING = ["DisplayedCount", "TotalCount", "Offset", "Limit", "SortDir", "SortBy"]


async def read(reader: Reader, path: str, status: int = 200) -> Any:
    """The answer below v1pre3, out of its envelope."""
    url, headers = f"{reader.simulator.page}v1pre3{path}", {"Authorization": f"Bearer {reader.simulator.token}"}
    async with reader.session.get(url, headers=headers) as response:
        body = await response.json()
    assert response.status == status, (path, body)
    if status != 200:
        return body["ResponseStatus"]
    assert list(body) == ["Response", "ResponseStatus", "Notifications"]
    assert (body["ResponseStatus"], body["Notifications"]) == ({}, [])
    return body["Response"]


async def items(reader: Reader, path: str) -> list[Any]:
    answer = await read(reader, path)
    assert list(answer) == ["Items", *PAGING]
    assert len(answer["Items"]) == answer["DisplayedCount"] <= answer["TotalCount"]
    return list(answer["Items"])


async def test_projects_samples_and_files_are_walked_from_the_user(reader: Reader) -> None:
    user = await read(reader, "/users/current")
    assert (user["Href"], user["HrefProjects"]) == (f"v1pre3/users/{user['Id']}", f"v1pre3/users/{user['Id']}/projects")
    projects = await items(reader, "/users/current/projects?Limit=1024&SortBy=DateCreated&Offset=0")
    assert [each["Id"] for each in projects] == list(reader.simulator.world.projects)
    assert await items(reader, f"/users/{user['Id']}/projects?Limit=1024") == projects
    assert [each["Name"] for each in await items(reader, f"/users/current/projects?Name={projects[3]['Name']}")] == [
        projects[3]["Name"]
    ]
    shared = await items(reader, "/users/10000002/projects")
    assert shared == [each for each in projects if each["UserOwnedBy"]["Id"] == "10000002"] != []
    assert await items(reader, "/users/10000002/runs") == await items(reader, "/users/10000002/appsessions") == []
    project = await read(reader, f"/projects/{projects[0]['Id']}")
    assert project["HrefSamples"] == f"{project['Href']}/samples" == f"v1pre3/projects/{project['Id']}/samples"
    assert project["Properties"]["Items"] == []
    samples = await items(reader, f"/projects/{project['Id']}/samples?Limit=1024")
    sample = await read(reader, f"/samples/{samples[0]['Id']}?Offset=0&Limit=512")
    assert {name: sample[name] for name in samples[0]} == samples[0]
    assert sample["Projects"][0]["Id"] == project["Id"]
    # These are the fields of recorded samples.
    assert set(samples[0]) == {
        *("Id", "Href", "IsMerged", "UserOwnedBy", "Name", "ExperimentName", "SampleId", "Status", "StatusSummary"),
        *("DateCreated", "TotalSize", "Library", "Genome", "Read1", "Read2", "NumReadsPF", "NumReadsRaw"),
        *("TotalReadsRaw", "TotalReadsPF", "TotalClustersRaw", "TotalClustersPF", "IsPairedEnd"),
    }
    assert set(sample) - set(samples[0]) == {
        *("HrefGenome", "SampleNumber", "HrefFiles", "References", "Properties", "AppSession", "Projects"),
    }
    assert sample["Library"]["BiologicalSample"]["UserSampleId"] == sample["Name"]
    files = await items(reader, f"/samples/{sample['Id']}/files?Limit=1000")
    assert [file["Name"].split("_")[-2] for file in files] == ["R1", "R2"]
    assert f"_S{sample['SampleNumber']}_" in files[0]["Name"]
    assert sum(file["Size"] for file in files) == sample["TotalSize"]


async def test_samples_and_results_are_all_datasets_of_a_project(reader: Reader) -> None:
    world = reader.simulator.world
    for project in world.projects:
        samples = await items(reader, f"/projects/{project}/samples?Limit=1024")
        results = await items(reader, f"/projects/{project}/appresults?Limit=1024")
        expected = [each.id for each in world.datasets.values() if each.project_id == project]
        assert len(samples) + len(results) == len(expected)
        for each in results:
            result = await read(reader, f"/appresults/{each['Id']}")
            assert result["AppSession"]["Status"] == "Complete"
            assert len(await items(reader, f"/appresults/{each['Id']}/files")) == 4


async def test_a_files_record_is_as_recorded(reader: Reader) -> None:
    project = next(iter(reader.simulator.world.projects))
    (sample, *_) = await items(reader, f"/projects/{project}/samples")
    listed = (await items(reader, f"/samples/{sample['Id']}/files"))[0]
    file = await read(reader, f"/files/{listed['Id']}")
    assert file["UploadStatus"] == "complete"
    link = f"v1pre3/files/{file['Id']}"
    assert (file["Href"], file["HrefContent"]) == (link, f"{link}/content")
    container = {"Items": [], "DisplayedCount": 0, "TotalCount": 0, "Href": f"{link}/properties"}
    assert file["Properties"] == container
    assert file["ParentSample"]["Id"] == sample["Id"]
    assert listed["HrefContent"] == file["HrefContent"]
    meta = await read(reader, f"/files/{file['Id']}/content?redirect=meta")
    async with reader.session.get(meta["HrefContent"]) as response:
        assert len(await response.read()) == file["Size"]
    content = f"{reader.simulator.page}{file['HrefContent']}?access_token={reader.simulator.token}"
    async with reader.session.get(content, allow_redirects=False) as response:
        assert (response.status, response.headers["Location"].partition("?")[0]) == (
            302,
            meta["HrefContent"].partition("?")[0],
        )


async def test_runs_are_read_with_their_files_samples_and_statistics(reader: Reader) -> None:
    runs = await items(reader, "/users/current/runs?Limit=200&Offset=0")
    assert [each["Id"] for each in runs] == list(reader.simulator.world.runs)
    assert await items(reader, "/users/current/runs?Statuses=Failed") == []
    run = await read(reader, f"/runs/{runs[0]['Id']}")
    assert run["Href"] == f"v1pre3/runs/{run['Id']}"
    files = await read(reader, f"/runs/{run['Id']}/files?Limit=0")
    assert (files["Items"], files["TotalCount"]) == ([], 7)
    (info,) = await items(reader, f"/runs/{run['Id']}/files?Extensions=Info.xml&Limit=1024")
    assert info["Name"] == "RunInfo.xml"
    samples = await items(reader, f"/runs/{run['Id']}/samples?Limit=1024")
    assert {each["ExperimentName"] for each in samples} == {run["ExperimentName"]}
    assert len((await read(reader, f"/runs/{run['Id']}/sequencingstats"))["Lanes"]) == 8


async def test_a_file_names_what_it_is_in(reader: Reader) -> None:
    world = reader.simulator.world
    run, session = next(iter(world.runs.values())), next(each for each in world.appsessions.values() if each.started)
    result = next(each for each in world.datasets.values() if each.type_id == "common.files")
    for files, parent, record_id in (
        (world.files.of_run(run), "ParentRun", run.id),
        (world.files.of_session(session), "ParentAppSession", session.id),
        (world.files.of_dataset(result), "ParentAppResult", str(137_000_000 + result.position)),
    ):
        file = await read(reader, f"/files/{files[0].id}")
        assert file[parent]["Id"] == record_id


async def test_appsessions_have_a_status(reader: Reader) -> None:
    sessions = await items(reader, "/users/current/appsessions?Status=Complete&Limit=1024")
    assert {each["Status"] for each in sessions} == {"Complete"}
    session = await read(reader, f"/appsessions/{sessions[0]['Id']}")
    assert {name: session[name] for name in sessions[0]} == sessions[0]
    properties = await items(reader, f"/appsessions/{session['Id']}/properties")
    assert [each["Name"] for each in properties] == [
        *("Input.Runs", "Input.Samples", "Output.AppResults", "Output.Projects"),
    ]
    assert session["Properties"]["Items"] == properties
    samples = await items(reader, f"/appsessions/{session['Id']}/properties/Input.Samples/items?Limit=100")
    assert [each["Content"] for each in samples] == properties[1]["Items"] != []


async def test_what_is_not_there_is_refused_in_the_recorded_form(reader: Reader) -> None:
    denied = "BASESPACE.COMMON.INSUFFICIENT_RESOURCE_PERMISSIONS"
    result = next(each for each in reader.simulator.world.datasets.values() if each.type_id == "common.files")
    for path in ("/samples/1", f"/samples/{155_000_000 + result.position}", "/users/7/projects", "/appresults/x"):
        assert (await read(reader, path, 403))["ErrorCode"] == denied
    assert (await read(reader, "/users/current/projects?Limit=many", 400))[
        "ErrorCode"
    ] == "BASESPACE.COMMON.BAD_REQUEST"
    assert "ErrorCode" not in await read(reader, "/biosamples", 404)


@pytest.mark.parametrize("as_form", [True, False])
async def test_a_project_is_made_once(reader: Reader, as_form: bool) -> None:
    url, headers = f"{reader.simulator.page}v1pre3/projects/", {"x-access-token": reader.simulator.token}
    fields = {"Name": "A study & more", "Description": "of the lung"}
    answers = []
    for expected in (201, 200):
        sent: dict[str, Any] = {"data": fields} if as_form else {"json": fields}
        async with reader.session.post(url, headers=headers, **sent) as response:
            assert response.status == expected
            answers.append((await response.json())["Response"])
    assert answers[0] == answers[1]
    assert {name: answers[0][name] for name in fields} == fields
    assert answers[0]["Id"] in {each["Id"] for each in await items(reader, "/users/current/projects?Limit=1024")}
    async with reader.session.post(url, headers=headers, json={}) as response:
        assert response.status == 400
