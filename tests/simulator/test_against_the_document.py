"""Every answer of the simulator against the document, as schemathesis reads it: it knows nothing of this package."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import requests
import schemathesis
from attrs import evolve
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from basespace_async.simulator import Simulator
from basespace_async.simulator.handlers import BESIDE_THE_REFERENCE, OPERATIONS, V1PRE3_OPERATIONS
from basespace_async.simulator.rules import uploads
from basespace_async.simulator.world import ids as record_ids
from basespace_async.simulator.world.blobs import Blob, UploadedContent
from basespace_async.simulator.world.records import PropertyRecord
from tests.support.paths import DOCUMENT_PATH
from tests.support.sampling import every_third

pytestmark = pytest.mark.slow

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
document = schemathesis.openapi.from_path(str(DOCUMENT_PATH))
operations = sorted((found.ok() for found in document.get_all_operations()), key=lambda each: each.method == "delete")
LEFT_OUT = {("GET", "/files/{id}/content")}
"""Contents are answered by a redirect."""
documented = {(each.method.upper(), each.path): each for each in operations}
documented = {place: each for place, each in documented.items() if place not in LEFT_OUT}
REFERENCE = {place for place, each in documented.items() if "x-basespace-source" not in each.definition.raw}


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    with Simulator(biosamples=60, seed=4).in_thread() as running:
        yield running


def known_ids(simulator: Simulator) -> dict[str, list[str]]:
    """Ids of each kind, by the first segment of the paths that take them."""
    world = simulator.world

    def of_type(type_id: str) -> list[int]:
        return [each.position for each in world.datasets.values() if each.type_id == type_id]

    return {
        "applications": list(world.applications),
        "appresults": [str(record_ids.APP_RESULT + position) for position in of_type("common.files")],
        "samples": [str(record_ids.SAMPLE + position) for position in of_type("illumina.fastq.v1.8")],
        "appsessions": list(world.appsessions) or ["110000000"],
        "biosamples": list(world.biosamples),
        "datasets": list(world.datasets),
        "datasettypes": list(world.types),
        "files": [file.id for file in world.files.of_dataset(next(iter(world.datasets.values())))],
        "labrequeues": list(world.requeues) or ["50000001"],
        "lanes": list(world.lanes),
        "libraries": list(world.libraries),
        "librarypools": list(world.pools),
        "preprequests": ["61000000", "61000003"],
        "projects": list(world.projects),
        "runs": list(world.runs),
        "subjects": ["500"],
        "trash": list(world.trash) or ["40000001"],
        "users": ["current", world.user.id],
        "workgroups": list(world.workgroups),
    }


def upload_for(simulator: Simulator) -> str:
    """The id of a file that is being uploaded, with a part."""
    world = simulator.world
    upload = uploads.start(world, next(iter(world.datasets.values())), "a.bin", "")
    uploads.put_part(world, upload, 1, Blob(1, b"md5 of 16 bytes.", b"x"))
    return upload.file.id


def path_parameters(simulator: Simulator, template: str, pick: int) -> dict[str, str]:
    ids = known_ids(simulator).get(template.removeprefix("/v1pre3").split("/")[1], [""])
    if template.startswith("/v1pre3/files/{id}"):
        ids = [upload_for(simulator)]
    names = [part[1:-1] for part in template.split("/") if part.startswith("{")]
    fixed = {"name": "Input.BioSamples", "number": "7"}
    return {name: fixed.get(name) or ids[pick % len(ids)] for name in names}


def checked(simulator: Simulator, case: schemathesis.Case) -> Any:
    """Sends a case and checks the answer; the answer."""
    base = base_url(simulator, (case.operation.method.upper(), case.operation.path))
    response = case.call(base_url=base, headers={"x-access-token": simulator.token}, timeout=120, allow_redirects=False)
    case.validate_response(response, checks=CHECKS)
    return response


def test_the_simulator_has_each_documented_operation_and_no_other() -> None:
    assert set(OPERATIONS) == REFERENCE
    assert set(OPERATIONS).isdisjoint(BESIDE_THE_REFERENCE)
    assert len(REFERENCE) == 62
    older = {(method, f"/v1pre3{path}") for method, path in V1PRE3_OPERATIONS}
    served = {(method, _plain(path)) for method, path in {*OPERATIONS, *BESIDE_THE_REFERENCE, *older}}
    assert {place for place in documented if (place[0], _plain(place[1])) not in served} == set()


def _plain(path: str) -> str:
    return re.sub(r"\{\w+\}", "{}", path.replace("/users/{user}/", "/users/current/"))


def base_url(simulator: Simulator, place: tuple[str, str]) -> str:
    """Where a path is below: those of v1pre3 begin with their version."""
    return simulator.url.removesuffix("/v2") if place[1].startswith("/v1pre3/") else simulator.url


BODIES: dict[tuple[str, str], Any] = {
    ("POST", "/applications/{id}/workflows"): {"Name": "Mine", "ShortDescription": "Made of an analysis"},
    ("POST", "/appsessions/{id}"): {"DeliveryStatus": "OnHold", "Comment": "later"},
    ("POST", "/appsessions/{id}/properties"): {
        "Properties": [{"Name": "Lab.Tube", "Type": "string[]", "Items": ["a", "b"]}]
    },
    ("POST", "/biosamples/bulkupdate"): {"Ids": ["104000000"], "DefaultProjectId": "86000002"},
    ("POST", "/biosamples/{id}"): {"Status": "Active"},
    ("POST", "/datasets/{id}"): {"QcStatus": "QcFailed", "Comment": "no"},
    ("POST", "/lanes/{id}"): {"Status": "QcFailed", "Comment": "bubbles"},
    ("POST", "/libraries/{libraryid}/labrequeues"): {"RequestedAdditionalYield": 1000, "LIMSId": "L-1"},
    ("POST", "/librarypools/{id}"): {"Status": "Consumed", "Notes": "empty"},
    ("POST", "/librarypools/{poolid}/labrequeues"): {"RequestedAdditionalYield": 1000},
    ("POST", "/preprequests/{preprequestid}/labrequeues"): {"RequestedAdditionalYield": 1000},
    ("POST", "/applications/{id}/launch"): {
        "Name": "again",
        "InputParameters": {
            "app-session-name": "again",
            "project-id": "projects/86000000",
            "sample-id": ["biosamples/104000000/librarypreps/1014015"],
        },
    },
    ("POST", "/appsessions"): {"Name": "mine", "StatusSummary": "begun"},
    ("POST", "/appsessions/{id}/reschedule"): {"OutputProjectId": "86000000"},
    ("POST", "/archive"): {"DatasetIds": [], "RunIds": ["105000000"]},
    ("POST", "/biosamples"): {"BioSampleName": "Fresh-1", "DefaultProjectId": "86000000"},
    ("POST", "/biosamples/bulkimport"): {
        "Preview": False,
        "ValidationFlags": ["ExistingBioSamplesAsError"],
        "BioSamples": [{"BioSampleName": "Fresh-2", "DefaultProjectName": "Another"}],
    },
    ("POST", "/biosamples/{id}/aggregation"): {"Locked": False},
    ("POST", "/biosamples/{id}/libraries"): {"LibraryName": "lib-1", "Index1": "D701"},
    ("POST", "/datasets"): {"Name": "Loose", "DatasetTypeId": "common.files", "Attributes": {}},
    ("POST", "/datasets/{id}/copy"): {"ProjectId": "86000001", "DatasetName": "Copied"},
    ("POST", "/projects"): {"Name": "Fresh"},
    ("POST", "/projects/{id}/datasets"): {"Name": "Inside", "DatasetTypeId": "illumina.fastq.v1.8"},
    ("POST", "/v1pre3/projects/{id}/appresults"): {"Name": "Results", "Description": "of mine"},
    ("POST", "/v1pre3/projects/{id}/samples"): {"Name": "Sample", "SampleId": "S-1", "Read1": 151},
    ("POST", "/v1pre3/appsessions/{id}"): {"status": "running", "statussummary": "reading"},
    ("POST", "/appsessions/{id}/logfiles"): {"Name": "a.log", "MultiPart": True},
    ("POST", "/datasets/{id}/direct-upload-info"): {"Files": [{"RelativePath": "direct.txt", "Size": 1}]},
    ("POST", "/datasets/{id}/file-upload-info"): {"FilePath": "link.txt", "Size": 1},
    ("POST", "/runs/{id}/file-upload-info"): {"FilePath": "link.txt", "Size": 1, "PartEtags": []},
    ("POST", "/restore"): {"RunIds": ["105000000"]},
    ("POST", "/useragreements"): {"AgreementId": "17"},
    ("POST", "/v1pre3/projects"): {"Name": "Fresh too", "Description": "of an older program"},
    ("POST", "/users/{id}/settings"): {"UserSettings": [{"Name": "a-setting", "Value": True, "Type": "bool"}]},
}
BODIES |= {
    ("POST", f"/{kind}/{{id}}/properties"): BODIES["POST", "/appsessions/{id}/properties"]
    for kind in ("biosamples", "datasets", "libraries", "librarypools", "projects", "runs", "subjects")
}
NEW_FILE = {"name": "a.txt", "directory": "b"}
QUERIES: dict[tuple[str, str], dict[str, Any]] = {
    ("POST", "/datasets/{id}/files"): NEW_FILE,
    ("POST", "/runs/{id}/files"): {"name": "a.txt", "multipart": "true"},
    ("POST", "/v1pre3/appresults/{id}/files"): NEW_FILE,
    ("POST", "/v1pre3/runs/{id}/files"): NEW_FILE,
    ("POST", "/v1pre3/samples/{id}/files"): NEW_FILE,
    ("GET", "/datasets/{id}/file-upload-info"): {"filepath": "b/a.txt", "uploadpartcount": "2"},
    ("GET", "/runs/{id}/file-upload-info"): {"filepath": "b/a.txt"},
    ("POST", "/v1pre3/files/{id}"): {"uploadstatus": "complete"},
    ("PUT", "/applications/{id}/qcthresholds"): {
        "qcthresholds": json.dumps(
            {"Name": "Yield", "Operator": "LessThan", "DatasetTypeId": "common.files", "ThresholdValues": [3]}
        )
    },
    ("PUT", "/applications/{id}/workflowdependencies"): {
        "dependencies": json.dumps({"Type": "BioSampleYield", "Attributes": {"RequiredYield": 5}})
    },
    ("PUT", "/laneqcthresholds"): {
        "qcthresholds": json.dumps({"Name": "PercentGtQ30", "Operator": "Between", "ThresholdValues": [80, 100]})
    },
    ("GET", "/biosamples"): {"include": "Yields,PrepRequests,LibraryPreps"},
    ("GET", "/biosamples/{id}/libraries"): {"include": "LibraryIndex,YieldInformation"},
    ("GET", "/librarypools/{id}/libraries"): {"include": "LibraryIndex,YieldInformation"},
    ("GET", "/datasets"): {"include": "Properties,AppSessionRoot", "limit": "100"},
    ("GET", "/appsessions/{id}"): {"include": "Children"},
    ("GET", "/runs/{id}/files"): {"include": "Subdirectories,TotalCount"},
    ("POST", "/runs"): {"experimentname": "Batch 7", "instrumenttype": "MiSeq"},
    ("GET", "/search"): {"query": "(experimentname:*)", "scope": "runs"},
    ("GET", "/resourcemanifest"): {"projects": "86000000,86000001"},
    ("GET", "/instrumentstatistics"): {"fromdate": "2024-01-01", "todate": "2024-03-01", "binby": "week"},
}


@pytest.fixture(scope="module")
def filled(simulator: Simulator) -> Simulator:
    """The simulator with something of everything: a comment, a requeue, something in the trash."""
    for place in (("POST", "/libraries/{libraryid}/labrequeues"), ("POST", "/lanes/{id}"), ("POST", "/datasets/{id}")):
        case = documented[place].Case(
            path_parameters=path_parameters(simulator, place[1], 0), body=BODIES[place], media_type="application/json"
        )
        assert checked(simulator, case).status_code == 200
    for session in list(simulator.world.appsessions)[8:10]:
        case = documented["DELETE", "/appsessions/{id}"].Case(path_parameters={"id": session})
        assert checked(simulator, case).status_code == 200
    world = simulator.world
    subject = next(iter(world.biosamples.values()))
    world.biosamples.put(evolve(subject, subject_id="500"))
    inputs = PropertyRecord("Input.BioSamples", "biosample[]", values=(subject.id,))
    content = UploadedContent((Blob(1, b"md5 of 16 bytes.", b"x"),))
    for kind, name in (("datasets", "direct.txt"), ("datasets", "link.txt"), ("runs", "link.txt")):
        world.objects.contents[f"{known_ids(simulator)[kind][0]}/{name}"] = content
    for kind in ("biosamples", "libraries", "librarypools", "projects", "runs", "subjects"):
        world.properties[f"{kind}/{known_ids(simulator)[kind][0]}"][inputs.name] = inputs
    return simulator


@pytest.mark.parametrize("place", documented, ids=lambda place: f"{place[0]} {place[1]}")
def test_what_an_operation_answers_when_it_succeeds_is_as_documented(filled: Simulator, place: tuple[str, str]) -> None:
    method, template = place
    body = dict(BODIES.get(place, {}))
    pick = 5 if method == "DELETE" else 0  # what the others look at stays
    if template == "/applications/{id}/workflows":
        session = next(iter(filled.world.appsessions.values()))
        body["AppSessionId"], pick = session.id, list(filled.world.applications).index(session.application_id)
    if template in ("/appsessions/{id}/stop", "/v1pre3/appsessions/{id}"):
        sessions = list(filled.world.appsessions.values())
        pick = next(at for at, each in enumerate(sessions) if each.execution_status == "Running")
    sent: dict[str, Any] = {"body": body, "media_type": "application/json"} if method == "POST" else {}
    if "application/octet-stream" in documented[place].definition.raw.get("requestBody", {}).get("content", {}):
        sent = {"body": b"x", "media_type": "application/octet-stream"}
    case = documented[place].Case(
        path_parameters=path_parameters(filled, template, pick), query=QUERIES.get(place, {}), **sent
    )
    answer = checked(filled, case)
    there = (200, 201, 204) if "/users/current/properties/" not in template else (403,)  # nobody writes those
    assert answer.status_code in there, answer.text


@pytest.mark.parametrize("place", documented, ids=lambda place: f"{place[0]} {place[1]}")
def test_whatever_the_document_allows_to_be_sent_is_answered_as_documented(
    simulator: Simulator, place: tuple[str, str]
) -> None:
    operation = documented[place]
    if place == ("DELETE", "/trash"):
        checked(simulator, operation.Case())
        return
    if place == ("GET", "/search"):
        pytest.skip("a query that is not understood answers 500, as the service was seen to do")

    @settings(
        max_examples=12 if place in REFERENCE else 4,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
    )
    @given(case=operation.as_strategy(), known=st.booleans(), pick=st.integers(0, 10_000))
    def answered(case: schemathesis.Case, known: bool, pick: int) -> None:
        if known and case.path_parameters:
            case.path_parameters = path_parameters(simulator, place[1], pick)
        checked(simulator, case)

    answered()


def can_be_wrong(place: tuple[str, str]) -> bool:
    """Whether an operation takes anything that a value of the wrong type can be sent as."""
    operation = documented[place]
    return place not in (("DELETE", "/trash"), ("GET", "/search")) and bool(
        list(operation.query) or list(operation.body)
    )


NEGATIVE = [place for place in documented if can_be_wrong(place)]
REFUSALS = [not_a_server_error, content_type_conformance, response_schema_conformance]
"""A wrong value may be ignored, as the service does with some; the answer must still be one of the document's."""


@pytest.mark.parametrize("place", every_third(NEGATIVE), ids=lambda place: f"{place[0]} {place[1]}")
def test_what_the_document_does_not_allow_is_refused_or_ignored_in_the_documented_form(
    simulator: Simulator, place: tuple[str, str]
) -> None:
    @settings(
        max_examples=6 if place in REFERENCE else 3,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(case=documented[place].as_strategy(generation_mode=GenerationMode.NEGATIVE), pick=st.integers(0, 10_000))
    def refused(case: schemathesis.Case, pick: int) -> None:
        if case.path_parameters:
            case.path_parameters = path_parameters(simulator, place[1], pick)
        response = case.call(
            base_url=base_url(simulator, place),
            headers={"x-access-token": simulator.token},
            timeout=120,
            allow_redirects=False,
        )
        case.validate_response(response, checks=REFUSALS)

    refused()


@pytest.mark.parametrize("place", documented, ids=lambda place: f"{place[0]} {place[1]}")
def test_without_a_token_that_counts_every_operation_answers_401_as_documented(
    simulator: Simulator, place: tuple[str, str]
) -> None:
    case = documented[place].Case(path_parameters=path_parameters(simulator, place[1], 0))
    for headers in ({}, {"x-access-token": "another"}, {"Authorization": "Bearer "}, {"Authorization": "Basic eDp5"}):
        response = case.call(base_url=base_url(simulator, place), headers=headers, timeout=120, allow_redirects=False)
        assert response.status_code == 401
        case.validate_response(response, checks=REFUSALS)


MALFORMED = [
    b"",
    b"{",
    b"[]",
    b"null",
    b"5",
    b"\xff",
    b'"text"',
    b'{"a":' * 2000,
    b"\xef\xbb\xbf{}",
    b'{"Ids": {"a": [1]}}',
]


@pytest.mark.parametrize(
    "place", [place for place in documented if place[0] == "POST"], ids=lambda place: f"{place[0]} {place[1]}"
)
def test_a_body_that_is_none_is_never_a_failure_of_the_server(simulator: Simulator, place: tuple[str, str]) -> None:
    parameters = path_parameters(simulator, place[1], 1)
    path = place[1].format(**parameters)
    for body in MALFORMED:
        response = requests.post(
            f"{base_url(simulator, place)}{path}",
            data=body,
            headers={"x-access-token": simulator.token, "Content-Type": "application/json"},
            timeout=120,
        )
        assert response.status_code < 500, (body[:20], response.text)
        assert response.headers["Content-Type"].startswith("application/json")


@pytest.mark.parametrize("method", ["PATCH", "TRACE", "GET", "POST", "PUT", "DELETE"])
def test_a_method_that_a_path_does_not_have_is_never_a_failure_of_the_server(simulator: Simulator, method: str) -> None:
    for path in {path for _, path in documented}:
        if (method, path) in documented or (method, path) in BESIDE_THE_REFERENCE:
            continue
        filled_in = path.format(**path_parameters(simulator, path, 0))
        response = requests.request(
            method, f"{simulator.url}{filled_in}", headers={"x-access-token": simulator.token}, timeout=120
        )
        assert 400 <= response.status_code < 500, (path, response.status_code)
