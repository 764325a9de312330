"""Query parameters: those that an operation knows, those beside the reference, and those that it does not know."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest

from basespace_async import BaseSpace
from basespace_async.simulator import Simulator
from basespace_async.simulator.handlers import BESIDE_THE_REFERENCE, OPERATIONS, V1PRE3_OPERATIONS
from basespace_async.simulator.handlers.parameters import known_fields, known_parameters
from tests.support.openapi_document import DOCUMENT
from tests.support.plain_client import Reader

pytestmark = pytest.mark.usefixtures("no_task_left")

BESIDE = {
    "GET /applications": {"cwlactive", "autolaunchableonruncompleteappsonly", "allversions"},
    "GET /appsessions": {"ownedbycurrentuser"},
    "DELETE /appsessions/{id}": {"bypasstrash"},
    "GET /appsessions/{id}/logfiles": {"excludeextensions"},
    "GET /datasets": {"inputruntokens", "projectid", "appsessionids", "isarchived"},
    "GET /datasets/{id}/files": {"excludeextensions"},
    "GET /projects/{id}/datasets": {"isarchived", "include", "propertyfilters"},
    "GET /runs/{id}/files": {"excludeextensions"},
    "GET /users/current/subscription": {"refreshcache"},
}
"""What public clients send beside the reference's parameters."""


@pytest.fixture
async def strict() -> AsyncIterator[Reader]:
    async with Simulator(biosamples=40, seed=3, strict=True) as simulator, aiohttp.ClientSession() as session:
        yield Reader(simulator, session)


def documented(method: str, path: str) -> set[str]:
    parameters = DOCUMENT["paths"][path][method.lower()].get("parameters", [])
    known = DOCUMENT["components"]["parameters"]
    found = [known[each["$ref"].rpartition("/")[2]] if "$ref" in each else each for each in parameters]
    return {each["name"].lower() for each in found if each["in"] == "query"}


@pytest.mark.parametrize("place", OPERATIONS, ids=" ".join)
def test_an_operation_knows_the_documents_parameters_and_those_that_clients_send(place: tuple[str, str]) -> None:
    expected = documented(*place) | BESIDE.get(" ".join(place), set())
    known = known_parameters(*place) - {"access_token"}
    if "/properties" in place[1] and place[0] == "GET":
        assert known >= expected
    else:
        assert known == expected


@pytest.mark.parametrize(
    "path",
    [
        "/datasets?projectname=x",
        "/biosamples?limit=1&Limits=2",
        "/users/current?limit=1",
        "/biosamples/104000000?include=Yields&x=",
        "/files/11000000001/content?redirects=meta",
        "/runs?status=Complete",
    ],
)
async def test_a_strict_simulator_refuses_a_parameter_that_an_operation_does_not_know(
    strict: Reader, reader: Reader, path: str
) -> None:
    status, body, headers = await strict.get(path)
    assert (status, list(body)) == (400, ["ErrorCode", "ErrorMessage", "RequestId"])
    assert body["RequestId"] == headers["X-Request-ID"]
    name = path.rpartition("?")[2].rpartition("&")[2].partition("=")[0].lower()
    assert f"has no parameter '{name}'" in body["ErrorMessage"]
    assert (await reader.get(path))[0] in (200, 302)
    for each in (strict, reader):
        (unknown,) = each.simulator.statistics.unknown_parameters
        assert unknown.endswith(f" {name}")
        assert unknown.startswith("GET /")


def documented_fields(method: str, path: str) -> set[str]:
    schema = DOCUMENT["paths"][path][method.lower()].get(
        "requestBody", {"content": {"application/json": {"schema": {}}}}
    )
    found = schema["content"].get("application/json", {}).get("schema", {})
    while "$ref" in found:
        found = DOCUMENT["components"]["schemas"][found["$ref"].rpartition("/")[2]]
    return set(found.get("properties", {}))


@pytest.mark.parametrize("place", [place for place in OPERATIONS if place[0] == "POST"], ids=" ".join)
def test_an_operation_knows_the_documents_fields(place: tuple[str, str]) -> None:
    beside = {"ContainerName", "ContainerPosition"} if place[1] == "/biosamples/bulkupdate" else set()
    assert known_fields(*place) == documented_fields(*place) | beside


BESIDE_PLACES = [
    (method.upper(), path)
    for path, item in DOCUMENT["paths"].items()
    for method, operation in item.items()
    if (method.upper(), path) in BESIDE_THE_REFERENCE
    or (method.upper(), path.removeprefix("/v1pre3").replace("/current/", "/{user}/")) in V1PRE3_OPERATIONS
]


@pytest.mark.parametrize("place", BESIDE_PLACES, ids=" ".join)
def test_an_operation_beside_the_reference_knows_the_documents_names(place: tuple[str, str]) -> None:
    method, path = place
    is_older, template = path.startswith("/v1pre3"), path.removeprefix("/v1pre3")
    assert documented(*place) <= known_parameters(method, template, is_older=is_older)
    if method == "POST":
        assert documented_fields(*place) <= known_fields(method, template, is_older=is_older)


async def test_a_field_that_an_operation_does_not_know_is_refused_or_counted(strict: Reader, reader: Reader) -> None:
    for each, status in ((strict, 400), (reader, 200)):
        answer = await each.send("POST", "/biosamples/104000000", {"Status": "Done", "Stauts": "New"})
        assert answer[0] == status
        assert dict(each.simulator.statistics.unknown_parameters) == {"POST /biosamples/{id} Stauts": 1}
    assert strict.simulator.world.biosamples["104000000"].status != "Done"


async def test_many_biosamples_get_a_container(reader: Reader) -> None:
    sent = {"Ids": ["104000001", "104000002"], "DefaultProjectId": "86000001", "ContainerName": "PLATE-X"}
    _, body = await reader.send("POST", "/biosamples/bulkupdate", sent)
    assert {each["ContainerName"] for each in body["Items"]} == {"PLATE-X"}
    assert len({each["ContainerPosition"] for each in body["Items"]}) == 2


async def test_a_refused_change_is_not_made(strict: Reader) -> None:
    session = next(iter(strict.simulator.world.appsessions))
    assert (await strict.send("DELETE", f"/appsessions/{session}?preserved=Metadata"))[0] == 400
    assert session in strict.simulator.world.appsessions
    assert not strict.simulator.statistics.changes


async def test_a_strict_simulator_takes_what_clients_send(strict: Reader) -> None:
    for path in [
        path for method, path in {**OPERATIONS, **BESIDE_THE_REFERENCE} if method == "GET" and "{" not in path
    ]:
        values = {"query": "name"}  # without one nothing is searched
        sent = "&".join(f"{name}={values.get(name, '')}" for name in known_parameters("GET", path))
        assert (await strict.get(f"{path}?access_token={strict.simulator.token}&{sent}"))[0] == 200
    url = f"{strict.simulator.page}v1pre3/users/current/projects?Offset=0&Limit=512&SortBy=Id&SortDir=Asc&Name="
    async with strict.session.get(url, headers={"x-access-token": strict.simulator.token}) as response:
        assert response.status == 200
    async with strict.session.get(f"{url}&Names=", headers={"x-access-token": strict.simulator.token}) as response:
        assert (response.status, list(await response.json())) == (400, ["ResponseStatus", "Notifications"])
    assert list(strict.simulator.statistics.unknown_parameters) == ["GET /v1pre3/users/{user}/projects names"]


async def test_the_client_of_this_package_sends_nothing_unknown(strict: Reader) -> None:
    simulator = strict.simulator
    async with BaseSpace(simulator.token, server=simulator.url) as basespace:
        biosample = await basespace.biosamples.list().first()
        assert biosample is not None
        async for dataset in basespace.datasets.list(input_biosamples=[biosample.id]):
            async for file in basespace.datasets.files(dataset):
                async with basespace.files.open(file) as content:
                    await content.read(10)
        async for session in basespace.appsessions.list(include="Children"):
            await basespace.appsessions.get(session)
    assert not simulator.statistics.unknown_parameters


async def ids(reader: Reader, path: str) -> list[str]:
    return [each["Id"] for each in await reader.items(f"{path}&limit=1000")]


async def test_datasets_are_found_by_the_tokens_of_their_runs(reader: Reader) -> None:
    runs = await reader.items("/runs?limit=10")
    assert [each["V1Pre3Id"] for each in runs] == list(reader.simulator.world.runs)
    first, second = runs
    assert first["Id"].startswith("r.")
    assert len(first["Id"]) == 24
    assert (await reader.get(f"/runs/{first['Id']}"))[1]["V1Pre3Id"] == first["V1Pre3Id"]
    assert (await reader.get(f"/runs/{first['Id']}/files?limit=1"))[0] == 200
    by_token = await ids(reader, f"/datasets?inputruntokens={second['Id']}")
    assert by_token == await ids(reader, f"/datasets?inputruns={second['V1Pre3Id']}") != []
    both = await ids(reader, f"/datasets?inputruntokens={first['Id']},{second['Id']}")
    assert len(both) > len(by_token)
    assert await ids(reader, "/datasets?inputruntokens=r.0000000000000000000000") == []
    assert await ids(reader, "/runs?flowcellbarcode=" + second["FlowcellBarcode"]) == [second["Id"]]
    for name in (second["Id"], second["V1Pre3Id"]):
        assert await ids(reader, f"/runs?id={name}") == [second["Id"]]
    assert await ids(reader, "/runs?id=1") == await ids(reader, "/runs?output.projects=1") == []
    dataset = next(each for each in reader.simulator.world.datasets.values() if each.run_id == second["V1Pre3Id"])
    assert second["Id"] in await ids(reader, f"/runs?output.projects={dataset.project_id}")


async def test_pools_are_chosen_by_status_and_id(reader: Reader) -> None:
    everything = await reader.items("/librarypools?limit=100")
    assert [each["Id"] for each in everything] == list(reader.simulator.world.pools)
    assert await reader.items(f"/librarypools?id={everything[1]['Id']}") == [everything[1]]
    active = await reader.items("/librarypools?status=Active&limit=100")
    assert active == [each for each in everything if each["Status"] == "Active"]


@pytest.mark.parametrize(("field", "key"), [("Size", "TotalSize"), ("QcStatus", "QcStatus")])
async def test_datasets_are_sorted_by_size_and_status(reader: Reader, field: str, key: str) -> None:
    body = (await reader.get(f"/datasets?sortby={field}&limit=1000&sortdir=Desc"))[1]
    values = [each[key] for each in body["Items"]]
    assert (body["Paging"]["SortBy"], values) == (field, sorted(values, reverse=True))


async def test_extensions_can_be_left_out_of_lists_of_files(reader: Reader) -> None:
    run = next(iter(reader.simulator.world.runs))
    everything = await reader.items(f"/runs/{run}/files?limit=100")
    rest = await reader.items(f"/runs/{run}/files?excludeextensions=.xml,.csv&limit=100")
    assert rest == [each for each in everything if not each["Name"].endswith((".xml", ".csv"))] != everything


async def test_nothing_in_a_project_is_archived(reader: Reader) -> None:
    project = next(iter(reader.simulator.world.projects))
    everything = await ids(reader, f"/projects/{project}/datasets?isarchived=false")
    assert everything
    assert await ids(reader, f"/projects/{project}/datasets?isarchived=true") == []


async def test_a_deleted_analysis_can_pass_the_trash_by(reader: Reader) -> None:
    first, second, *_ = reader.simulator.world.appsessions
    assert (await reader.send("DELETE", f"/appsessions/{first}?bypasstrash=true"))[0] == 200
    assert await reader.items("/trash") == []
    assert (await reader.send("DELETE", f"/appsessions/{second}?bypasstrash=false"))[0] == 200
    assert len(await reader.items("/trash")) == 1


async def test_properties_come_with_listed_analyses_where_asked_for(reader: Reader) -> None:
    (plain,) = await reader.items("/appsessions?limit=1")
    (session,) = await reader.items("/appsessions?limit=1&include=Properties")
    single = (await reader.get(f"/appsessions/{session['Id']}"))[1]
    assert "Properties" not in plain
    assert session["Properties"] == single["Properties"]
    path = f"/appsessions/{session['Id']}/properties/Input.BioSamples"
    assert len((await reader.get(f"{path}?propertyitemslimit=2"))[1]["BioSampleItems"]) == 2


async def test_applications_and_instruments_are_chosen_and_sorted(reader: Reader) -> None:
    assert await ids(reader, "/applications?autolaunchableonruncompleteappsonly=true") == ["2313311"]
    everything = await ids(reader, "/applications?allversions=true&cwlactive=false")
    versions = (await reader.get(f"/applications/{everything[0]}/versions"))[1]["Response"]["Items"]
    assert [each["Id"] for each in versions] == [everything[0]]
    body = (await reader.get("/instrumentstatistics?sortby=SerialNumber"))[1]
    serials = [each["SerialNumber"] for each in body["Items"]]
    assert (body["Paging"]["SortBy"], serials) == ("SerialNumber", sorted(serials))
    assert (await reader.get("/users/current/subscription?refreshcache=maybe"))[0] == 400
