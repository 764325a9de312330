"""Calls as public programs make them: older paths, parameters of any case, forms, tokens in the query."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from basespace_async.simulator import Simulator
from tests.support.paths import ROOT

PROJECT, RUN, BIOSAMPLE, APPLICATION, USER = "86000000", "105000000", "104000000", "3747400", "10000001"
FORMS = f"v1pre3/applications/{APPLICATION}/assets"
SDK = "Limit=1024&Offset=0&SortBy=Id&SortDir=Asc"
READS = [
    "v1pre3/users/current",
    "v1pre3/Users/Current/Projects",
    f"v1pre3/users/current/projects/?{SDK}",
    "v1pre3/users/current/projects?Name=none",
    f"v1pre3/users/{USER}/projects?limit=512",
    "v1pre3/users/current/runs?Limit=200&Offset=0",
    "v1pre3/users/current/runs?Statuses=Complete&sortby=DateCreated&sortdir=desc",
    "v1pre3/users/current/appsessions?Limit=10",
    f"v1pre3/projects/{PROJECT}",
    f"v1pre3/projects/{PROJECT}/samples?{SDK}",
    f"v1pre3/projects/{PROJECT}/appresults?{SDK}",
    f"v1pre3/projects/{PROJECT}/files?Extensions=.gz&Limit=10",
    f"v1pre3/projects/{PROJECT}/properties",
    "v1pre3/samples/{sample}",
    "v1pre3/Samples/{sample}/Files?Extensions=gz&Limit=1024",
    "v1pre3/samples/{sample}/properties/Input.Runs/items",
    "v1pre3/appresults/{result}/files?Extensions=.csv",
    "v1pre3/appsessions/{session}",
    "v1pre3/appsessions/{session}/appresults",
    "v1pre3/appsessions/{session}/samples",
    "v1pre3/appsessions/{session}/properties/Input.Samples/items",
    f"v1pre3/runs/{RUN}",
    f"v1pre3/runs/{RUN}/files?Extensions=.bin,.xml&Recursive=true",
    f"v1pre3/runs/{RUN}/samples",
    f"v1pre3/runs/{RUN}/properties/Output.Samples/items",
    f"v1pre3/runs/{RUN}/sequencingstats",
    "v1pre3/files/{file}",
    "v1pre3/files/{file}/content?redirect=meta",
    "v1pre3/genomes",
    "v1pre3/genomes/4",
    "v1pre3/oauthv2/token/current",
    "v1pre3/search?scope=runs,projects,samples&query=study",
    "v1pre3/applications?Limit=10&Offset=0",
    f"v1pre3/applications/{APPLICATION}/versions",
    f"{FORMS}/forms?status=active",
    f"{FORMS}/Forms/{APPLICATION}/items",
    f"{FORMS}/Forms/{APPLICATION}/items/1/content",
    "v2/runs?SortBy=DateCreated&SortDir=Desc&Limit=5&include=properties",
    f"v2/runs/{RUN}",
    f"v2/runs/{RUN}/SampleSheet",
    f"v2/runs/{RUN}/lanelibrarymappings",
    f"v2/runs/{RUN}/properties/Input.BioSamples/items?limit=1",
    f"v2/datasets?projectid={PROJECT}",
    f"v2/datasets?InputRuns={RUN}&DatasetTypes=common.fastq",
    f"v2/datasets?inputbiosamples={BIOSAMPLE}&include=AppSessionRoot",
    f"v2/biosamples/{BIOSAMPLE}/libraries",
    "v2/search/?scope=Projects&query=Name:Liver",
    "v2/useragreements/?applicationid=1&include=Pending",
    "v2/files/{file}/content?redirect=meta",
]


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    with Simulator(biosamples=60, seed=4).in_thread() as running:
        yield running


def names(simulator: Simulator) -> dict[str, str]:
    datasets = list(simulator.world.datasets.values())
    sample = next(each for each in datasets if each.type_id != "common.files")
    result = next(each for each in datasets if each.type_id == "common.files")
    return {
        "sample": str(155_000_000 + sample.position),
        "result": str(137_000_000 + result.position),
        "file": simulator.world.files.of_dataset(sample)[0].id,
        "session": next(iter(simulator.world.appsessions)),
        "dataset": sample.id,
    }


def ask(simulator: Simulator, method: str, path: str, **sent: Any) -> Any:
    headers = sent.pop("headers", {"x-access-token": simulator.token})
    url = simulator.page + path.format(**names(simulator))
    return requests.request(method, url, headers=headers, timeout=120, allow_redirects=False, **sent)


@pytest.mark.parametrize("path", READS)
def test_what_programs_read_is_answered(simulator: Simulator, path: str) -> None:
    answer = ask(simulator, "GET", path)
    assert answer.status_code == 200, answer.text
    if path.startswith("v1pre3"):
        assert list(answer.json()) == ["Response", "ResponseStatus", "Notifications"]
    token = f"{'&' if '?' in path else '?'}access_token={simulator.token}"
    assert ask(simulator, "GET", path + token, headers={}).status_code == 200


def test_what_v1pre3_writes_is_read_back(simulator: Simulator) -> None:
    made = ask(simulator, "POST", "v1pre3/projects", data={"name": "By form"})
    project = made.json()["Response"]["Id"]
    assert (made.status_code, ask(simulator, "POST", "v2/projects", json={"name": "By form"}).status_code) == (201, 200)
    written = {"Properties": [{"Type": "string", "Name": "A.B", "Description": "d", "Content": "c"}]}
    assert ask(simulator, "POST", f"v1pre3/projects/{project}/properties", json=written).status_code == 201
    for version in ("v1pre3", "v2"):
        found = ask(simulator, "GET", f"{version}/projects/{project}/properties/A.B").json()
        assert found.get("Response", found)["Content"] == "c"
    result = ask(simulator, "POST", f"v1pre3/projects/{project}/appresults", json={"Name": "mine"}).json()["Response"]
    assert result["Status"] == "Running"
    (listed,) = ask(simulator, "GET", f"v1pre3/projects/{project}/appresults").json()["Response"]["Items"]
    assert listed["Id"] == result["Id"]
    session = f"v1pre3/appsessions/{result['AppSession']['Id']}"
    ended = ask(simulator, "POST", session, json={"status": "complete", "statussummary": "done"}).json()["Response"]
    assert (ended["Status"], ended["StatusSummary"]) == ("Complete", "done")
    assert ask(simulator, "GET", session).json()["Response"]["Status"] == "Complete"
    assert ask(simulator, "POST", session, json={"status": "running"}).status_code == 409
    assert ask(simulator, "POST", session, json={"status": "resting"}).status_code == 400


def test_an_application_is_launched_as_older_programs_launch_it(simulator: Simulator) -> None:
    inputs = [
        {"Type": "project", "Name": "Input.project-id", "Content": "v1pre3/projects/86000001"},
        {"Type": "sample[]", "Name": "Input.sample-id", "items": ["v1pre3/samples/155000000"]},
    ]
    sent = {"Name": "Mine", "StatusSummary": "AutoLaunch", "AutoStart": True, "Properties": inputs}
    answer = ask(simulator, "POST", f"v1pre3/applications/{APPLICATION}/appsessions", json=sent)
    assert answer.status_code == 201
    launched = simulator.world.appsessions[answer.json()["Response"]["Id"]]
    assert (launched.name, launched.project_id) == ("Mine", "86000001")


def test_datasets_are_created_and_copied(simulator: Simulator) -> None:
    sent = {"Name": "Loose", "DatasetTypeId": "common.files", "Attributes": {"a": {"b": 1}}}
    loose = ask(simulator, "POST", "v2/datasets", json=sent).json()
    assert ("Project" in loose, loose["Attributes"], loose["UploadStatus"]) == (False, {"a": {"b": 1}}, "Pending")
    inside = ask(simulator, "POST", f"v2/projects/{PROJECT}/datasets", json=sent).json()
    assert inside["Project"]["Id"] == PROJECT
    copied = ask(simulator, "POST", "v2/datasets/{dataset}/copy", json={"ProjectId": "86000001"}).json()
    source = ask(simulator, "GET", "v2/datasets/{dataset}").json()
    assert (copied["Name"], copied["TotalSize"]) == (source["Name"], source["TotalSize"])
    listed = ask(simulator, "GET", "v2/projects/86000001/datasets?limit=1000").json()["Items"]
    assert copied["Id"] in {each["Id"] for each in listed}
    etags = [
        [file["ETag"] for file in ask(simulator, "GET", f"v2/datasets/{each['Id']}/files").json()["Items"]]
        for each in (source, copied)
    ]
    assert etags[0] == etags[1] != []
    for wrong in ({"Name": "x"}, {**sent, "DatasetTypeId": "none"}, {**sent, "Attributes": [1]}):
        assert ask(simulator, "POST", "v2/datasets", json=wrong).status_code in (400, 403)


def test_what_is_not_answered_is_listed_with_a_reason(simulator: Simulator) -> None:
    sys.path.insert(0, str(ROOT / "docs"))
    try:
        import simulator_coverage  # type: ignore[import-not-found]  # pyright: ignore[reportMissingImports]
    finally:
        sys.path.pop(0)
    for call in simulator_coverage.OTHER_CALLS:
        method, _, path = call.partition(" ")
        version = "" if path.startswith(("/v1pre3", "/v1/")) else "v2"
        url = f"{version}{path}".lstrip("/").replace("{id}", "1").replace("{number}", "1").replace("{chromosome}", "1")
        assert ask(simulator, method, url).status_code in (404, 405), call
