"""The simulator over real sockets, asked by a plain HTTP client, as a program in any language would."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import re
import shutil
import ssl
import time
from typing import Any

import aiohttp
import pytest
import trustme
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from basespace_async import ConfigurationError
from basespace_async.simulator import Clock, Simulator
from tests.support.plain_client import Reader

DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z")

pytestmark = pytest.mark.usefixtures("no_task_left")


async def test_a_list_comes_in_the_envelope_and_with_the_headers_of_the_service(reader: Reader) -> None:
    status, body, headers = await reader.get("/biosamples?offset=5&limit=3")
    assert status == 200
    assert list(body) == ["Items", "Paging"]
    assert body["Paging"] == {
        "DisplayedCount": 3,
        "TotalCount": 40,
        "Offset": 5,
        "Limit": 3,
        "SortDir": "Asc",
        "SortBy": "Id",
    }
    assert [item["Id"] for item in body["Items"]] == ["104000005", "104000006", "104000007"]
    assert DATE.fullmatch(body["Items"][0]["DateCreated"])
    assert headers["Content-Type"] == "application/json"
    assert headers["Cache-Control"] == "no-cache, no-store, must-revalidate"
    assert re.fullmatch(r"\d{4}(\.\d\d){5}\.[\w-]{22}", headers["X-Request-ID"])


async def test_both_origins_are_served_over_tls_where_a_certificate_is_given() -> None:
    authority = trustme.CA()
    served, trusting = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context()
    authority.issue_cert("127.0.0.1").configure_cert(served)
    authority.configure_trust(trusting)
    connector = aiohttp.TCPConnector(ssl=trusting)
    async with (
        Simulator(biosamples=1, tls=served) as simulator,
        aiohttp.ClientSession(connector=connector) as session,
    ):
        assert simulator.url.startswith("https://127.0.0.1:")
        reader = Reader(simulator, session)
        (file, *_) = simulator.world.files
        location = (await reader.get(f"/files/{file}/content?redirect=meta"))[1]["Response"]["HrefContent"]
        assert location.startswith(f"{simulator.store_url}/{file}?")
        assert simulator.store_url.startswith("https://127.0.0.1:")
        async with session.get(location) as response:
            assert (await response.read())[:2] == b"\x1f\x8b"


async def test_links_lead_to_the_proxy_that_stands_before_the_object_store(reader: Reader) -> None:
    simulator = reader.simulator
    file = next(iter(simulator.world.files))
    simulator.store_url = "http://proxy.test:8080/"
    link = (await reader.get(f"/files/{file}/content?redirect=meta"))[1]["Response"]["HrefContent"]
    assert link.startswith(f"http://proxy.test:8080/{file}?Expires=")
    assert simulator.store_url == "http://proxy.test:8080"
    with pytest.raises(ConfigurationError, match="not running"):
        _ = Simulator(biosamples=1).store_url


async def test_past_the_end_is_an_empty_page_with_the_whole_count(reader: Reader) -> None:
    status, body, _ = await reader.get("/biosamples?offset=40&limit=10")
    assert (status, body["Items"]) == (200, [])
    assert (body["Paging"]["DisplayedCount"], body["Paging"]["TotalCount"]) == (0, 40)


async def test_a_sort_field_that_there_is_not_is_replaced_and_the_answer_says_so(reader: Reader) -> None:
    _, body, _ = await reader.get("/biosamples?sortby=Name&limit=40")
    assert body["Paging"]["SortBy"] == "Id"
    assert [item["Id"] for item in body["Items"]] == sorted(item["Id"] for item in body["Items"])
    assert (await reader.get("/datasets?limit=1"))[1]["Paging"]["SortBy"] == "DateCreated"


async def test_an_order_that_there_is_holds_both_ways_and_in_any_case(reader: Reader) -> None:
    up = [item["BioSampleName"] for item in await reader.items("/biosamples?sortby=biosamplename&limit=40")]
    down = [i["BioSampleName"] for i in await reader.items("/biosamples?SortBy=BioSampleName&sortdir=DESC&limit=40")]
    assert up == sorted(up) == down[::-1]


async def test_the_limit_defaults_to_ten_and_is_capped(reader: Reader) -> None:
    assert len(await reader.items("/biosamples")) == 10
    async with Simulator(biosamples=9, page_cap=4) as capped, aiohttp.ClientSession() as session:
        _, body, _ = await Reader(capped, session).get("/biosamples?limit=1024")
    assert (len(body["Items"]), body["Paging"]["Limit"], body["Paging"]["TotalCount"]) == (4, 4, 9)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    size=st.integers(1, 50),
    sort_by=st.sampled_from(["Id", "Status", "LabStatus", "Project", "DateModified", "Nickname"]),
    descending=st.booleans(),
)
async def test_the_pages_of_a_list_fit_together_without_gap_or_overlap(
    reader: Reader, size: int, sort_by: str, descending: bool
) -> None:
    query = f"sortby={sort_by}&sortdir={'Desc' if descending else 'Asc'}"
    whole = [item["Id"] for item in await reader.items(f"/biosamples?{query}&limit=1000")]
    pages = [
        item["Id"]
        for offset in range(0, 40, size)
        for item in await reader.items(f"/biosamples?{query}&offset={offset}&limit={size}")
    ]
    assert pages == whole
    assert len(set(whole)) == 40


async def test_filters_admit_exactly_what_they_name(reader: Reader) -> None:
    everything = await reader.items("/biosamples?limit=1000")
    names = [everything[3]["BioSampleName"], everything[7]["BioSampleName"]]
    found = await reader.items(f"/biosamples?biosamplename={names[0]}%2C{names[1]}")
    assert [item["BioSampleName"] for item in found] == names
    assert await reader.items(f"/biosamples?biosamplename={names[0]}&biosamplename={names[1]}") == found
    for parameter, field in (("status", "Status"), ("labstatus", "LabStatus")):
        value = everything[0][field]
        admitted = await reader.items(f"/biosamples?{parameter}={value}&limit=1000")
        assert admitted == [item for item in everything if item[field] == value]
    project = everything[0]["DefaultProject"]["Id"]
    admitted = await reader.items(f"/biosamples?projectid={project}&limit=1000")
    assert admitted == [item for item in everything if item["DefaultProject"]["Id"] == project]


async def test_datasets_are_found_by_biosample_run_type_and_status(reader: Reader) -> None:
    everything = await reader.items("/datasets?limit=1000&include=Properties")
    first = everything[0]
    inputs = {each["Name"]: each for each in first["Properties"]["Items"]}
    biosample = inputs["Input.BioSamples"]["BioSampleItems"][0]["Id"]
    run = inputs["Input.Runs"]["RunItems"][0]["Id"]
    of_biosample = {item["Id"] for item in await reader.items(f"/datasets?inputbiosamples={biosample}&limit=100")}
    assert first["Id"] in of_biosample
    assert first["Id"] in {item["Id"] for item in await reader.items(f"/datasets?inputruns={run}&limit=1000")}
    fastq = await reader.items("/datasets?datasettypes=common.fastq&limit=1000")
    other = await reader.items("/datasets?datasettypes=~illumina.fastq.v1.8&limit=1000")
    assert fastq
    assert other
    assert {item["Id"] for item in fastq} | {item["Id"] for item in other} == {item["Id"] for item in everything}
    assert all("common.fastq" in item["DatasetType"]["ConformsToIds"] for item in fastq)
    assert all("common.fastq" not in item["DatasetType"]["ConformsToIds"] for item in other)
    passed = await reader.items("/datasets?qcstatus=QcPassed&limit=1000")
    assert {item["QcStatus"] for item in passed} == {"QcPassed"}
    project = first["Project"]["Id"]
    in_project = await reader.items(f"/projects/{project}/datasets?limit=1000")
    assert [i["Id"] for i in in_project] == [i["Id"] for i in everything if i["Project"]["Id"] == project]


async def test_properties_come_only_where_asked_for_and_only_those_asked_for(reader: Reader) -> None:
    (plain,) = await reader.items("/datasets?limit=1")
    assert "Properties" not in plain
    (chosen,) = await reader.items("/datasets?limit=1&include=properties&propertyfilters=Input.Runs,Input.Libraries")
    assert [each["Name"] for each in chosen["Properties"]["Items"]] == ["Input.Libraries", "Input.Runs"]
    session = (await reader.items("/appsessions?limit=1"))[0]["Id"]
    found = await reader.items(f"/appsessions/{session}/properties?propertyfilters=Output.Projects")
    assert [each["Name"] for each in found] == ["Output.Projects"]


async def test_appsessions_are_found_by_status_name_project_and_biosample(reader: Reader) -> None:
    everything = await reader.items("/appsessions?limit=1000")
    complete = await reader.items("/appsessions?executionstatus=Complete&limit=1000")
    assert complete == [item for item in everything if item["ExecutionStatus"] == "Complete"]
    (dataset,) = await reader.items("/datasets?limit=1&include=Properties&propertyfilters=Input.BioSamples")
    biosample = dataset["Properties"]["Items"][0]["BioSampleItems"][0]["Id"]
    found = await reader.items(f"/appsessions?input.biosamples={biosample}&limit=100")
    assert dataset["AppSession"]["Id"] in {item["Id"] for item in found}
    assert await reader.items("/appsessions?input.biosamples=1") == []
    name = everything[0]["Name"].replace(" ", "%20")
    assert [item["Id"] for item in await reader.items(f"/appsessions?name={name}")] == [everything[0]["Id"]]


async def test_single_resources_are_what_their_lists_hold(reader: Reader) -> None:
    for path in ("/biosamples", "/datasets", "/appsessions"):
        (item,) = await reader.items(f"{path}?limit=1")
        single = (await reader.get(f"{path}/{item['Id']}"))[1]
        assert {name: single[name] for name in item} == item
    (dataset,) = await reader.items("/datasets?limit=1")
    file = (await reader.items(f"/datasets/{dataset['Id']}/files"))[0]
    single = (await reader.get(file["Href"].removeprefix(reader.simulator.url)))[1]
    assert single == {name: value for name, value in file.items() if name != "IdAsLong"}, "which only lists have"
    assert (await reader.get(f"/projects/{dataset['Project']['Id']}"))[1]["Name"] == dataset["Project"]["Name"]
    kind = dataset["DatasetType"]
    _, full, _ = await reader.get(f"/datasettypes/{kind['Id']}")
    assert {name: full[name] for name in kind} == kind
    assert full["Namespace"] == "illumina.fastq"
    _, user, _ = await reader.get("/users/current")
    assert (await reader.get(f"/users/{user['Id']}"))[1] == user
    biosample = (await reader.items("/biosamples?limit=1"))[0]["Id"]
    (library,) = await reader.items(f"/biosamples/{biosample}/libraries")
    assert library["BioSample"]["Id"] == biosample
    session = (await reader.items("/appsessions?limit=1"))[0]["Id"]
    assert [log["Path"] for log in await reader.items(f"/appsessions/{session}/logfiles")] == [
        "Logs/stdout.log",
        "Logs/stderr.log",
    ]


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/biosamples/1", 403, "BASESPACE.COMMON.INSUFFICIENT_RESOURCE_PERMISSIONS"),
        ("/users/2", 403, "BASESPACE.COMMON.INSUFFICIENT_RESOURCE_PERMISSIONS"),
        ("/files/2/content", 403, "BASESPACE.COMMON.INSUFFICIENT_RESOURCE_PERMISSIONS"),
        ("/nothing", 404, None),
        ("/v2/biosamples", 404, None),
        ("/biosamples//", 404, None),
    ],
)
async def test_a_request_that_cannot_be_served_is_refused_in_the_shape_of_the_service(
    reader: Reader, path: str, status: int, code: str | None
) -> None:
    answered, body, headers = await reader.get(path)
    assert answered == status
    assert list(body) == ["ResponseStatus", "Notifications"]
    assert body["ResponseStatus"].get("ErrorCode") == code
    assert body["ResponseStatus"]["Message"]
    assert "X-Request-ID" in headers


async def test_headers_are_those_of_recorded_responses(reader: Reader) -> None:
    common = {"Cache-Control", "Content-Type", "Server", "X-Request-ID"}
    beside = {"Content-Length", "Date", "Connection", "Keep-Alive"}
    for path, added, cache, content_type in (
        ("/biosamples", set(), "no-cache, no-store, must-revalidate", "application/json"),
        ("/datasets", {"X-BaseSpace-Source"}, "no-cache, no-store, must-revalidate", "application/json"),
        ("/biosamples/1", set(), "no-cache, no-store, must-revalidate", "application/json; charset=utf-8"),
        ("/nothing", set(), "private", "application/json"),
    ):
        _, _, headers = await reader.get(path)
        assert set(headers) - beside == common | added, path
        assert (headers["Cache-Control"], headers["Content-Type"]) == (cache, content_type)
    sent = {"x-access-token": reader.simulator.token}
    async with reader.session.get(f"{reader.simulator.url}/biosamples", headers=sent) as response:
        assert response.headers.getall("Server") == ["Mono.WebServer.XSP/4.8.0.0 Linux", "Unknown"]


@pytest.mark.parametrize("query", ["limit=many", "offset=-1", "limit=1e3"])
async def test_a_value_that_an_operation_cannot_read_is_refused_in_the_shape_of_the_reference(
    reader: Reader, query: str
) -> None:
    status, body, headers = await reader.get(f"/biosamples?{query}")
    assert status == 400
    assert list(body) == ["ErrorCode", "ErrorMessage", "RequestId"]
    assert body["ErrorCode"] == "BASESPACE.COMMON.BAD_REQUEST"
    assert body["RequestId"] == headers["X-Request-ID"]


async def test_a_token_that_is_not_the_simulators_is_refused(reader: Reader) -> None:
    for token in ("", "another", "ü"):
        assert (await reader.get("/users/current", token=token))[0] == 401
    bearer = f"Bearer {reader.simulator.token}"
    assert (await reader.get("/users/current", token="", Authorization=bearer))[0] == 200


async def test_a_method_that_a_path_does_not_take_is_refused(reader: Reader) -> None:
    headers = {"x-access-token": reader.simulator.token}
    async with reader.session.post(f"{reader.simulator.url}/libraries", headers=headers) as response:
        assert (response.status, response.headers["Allow"]) == (405, "GET")


async def all_files(reader: Reader) -> list[Any]:
    found: list[Any] = []
    for dataset in await reader.items("/datasets?limit=1000"):
        found += await reader.items(f"/datasets/{dataset['Id']}/files?limit=100")
    return found


async def content_link(reader: Reader, file: Any) -> str:
    headers = {"x-access-token": reader.simulator.token}
    async with reader.session.get(file["HrefContent"], headers=headers, allow_redirects=False) as response:
        assert response.status == 302
        return response.headers["Location"]


async def test_content_is_valid_fastq_of_the_size_and_etag_that_the_list_gives(reader: Reader) -> None:
    files = await all_files(reader)
    assert {"-" in file["ETag"] for file in files} == {True, False}, "single and multipart ETags both occur"
    fastq = [file for file in files if file["Name"].endswith("fastq.gz")]
    for file in fastq[:20]:
        async with reader.session.get(await content_link(reader, file)) as response:
            data = await response.read()
            assert response.headers["ETag"] == f'"{file["ETag"]}"'
        assert len(data) == file["Size"]
        digest, _, parts = file["ETag"].partition("-")
        if parts:
            pieces = [data[at : at + 2**23] for at in range(0, len(data), 2**23)]
            assert len(pieces) == int(parts)
            data_digest = hashlib.md5(b"".join(hashlib.md5(piece).digest() for piece in pieces)).hexdigest()
        else:
            data_digest = hashlib.md5(data).hexdigest()
        assert digest == data_digest
        lines = gzip.decompress(data).decode().splitlines()
        assert len(lines) % 4 == 0
        for at in range(0, len(lines), 4):
            assert lines[at].startswith("@")
            assert re.fullmatch("[ACGT]{151}", lines[at + 1])
            assert lines[at + 2] == "+"
            assert len(lines[at + 3]) == 151


@pytest.mark.parametrize(
    ("asked", "status", "wanted"),
    [("bytes=0-9", 206, slice(0, 10)), ("bytes=10-", 206, slice(10, None)), ("bytes=-7", 206, slice(-7, None))],
)
async def test_a_range_of_the_content_can_be_asked_for(reader: Reader, asked: str, status: int, wanted: slice) -> None:
    file = (await all_files(reader))[0]
    link = await content_link(reader, file)
    async with reader.session.get(link) as response:
        whole = await response.read()
    async with reader.session.get(link, headers={"Range": asked}) as response:
        assert response.status == status
        assert await response.read() == whole[wanted]
        assert response.headers["Content-Range"].endswith(f"/{len(whole)}")
    async with reader.session.get(link, headers={"Range": f"bytes={len(whole)}-"}) as response:
        assert response.status == 416


async def test_the_object_store_is_another_origin_which_wants_a_signature_and_no_token(reader: Reader) -> None:
    link = await content_link(reader, (await all_files(reader))[0])
    assert not link.startswith(reader.simulator.url.removesuffix("/v2"))
    for broken in (link[:-1] + "!", link.partition("?")[0], re.sub(r"Expires=\d+", "Expires=1", link)):
        async with reader.session.get(broken) as response:
            assert response.status == 403
    async with reader.session.get(link, headers={"x-access-token": reader.simulator.token}) as response:
        assert response.status == 200
    assert reader.simulator.statistics.leaked_tokens == 1
    async with reader.session.get(link, headers={"Authorization": f"Bearer {reader.simulator.token}"}) as response:
        assert response.status == 400


async def test_a_token_at_the_object_store_is_refused_where_that_is_asked_for() -> None:
    async with Simulator(biosamples=4, refuse_leaked_tokens=True) as simulator, aiohttp.ClientSession() as session:
        reader = Reader(simulator, session)
        link = await content_link(reader, (await all_files(reader))[0])
        async with session.get(link, headers={"x-access-token": simulator.token}) as response:
            assert response.status == 400
    assert simulator.statistics.leaked_tokens == 1


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
async def test_curl_follows_the_redirect_to_content_with_its_header(reader: Reader) -> None:
    file = (await all_files(reader))[0]
    address = f"{reader.simulator.url}/files/{file['Id']}/content"
    arguments = ("-sSfL", "--noproxy", "*", "-H", f"x-access-token: {reader.simulator.token}", address)
    curl = await asyncio.create_subprocess_exec("curl", *arguments, stdout=asyncio.subprocess.PIPE)
    content, _ = await curl.communicate()
    assert (curl.returncode, len(content)) == (0, file["Size"])
    assert reader.simulator.statistics.leaked_tokens == 1


@pytest.mark.parametrize("path", ["/biosamples", "/users/current", "/biosamples/104000001"])
async def test_a_trailing_slash_is_the_same_path(reader: Reader, path: str) -> None:
    assert (await reader.get(f"{path}/"))[:2] == (await reader.get(path))[:2]


async def test_datasets_are_filtered_by_what_the_reference_does_not_name(reader: Reader) -> None:
    datasets = list(reader.simulator.world.datasets.values())
    session, project = datasets[0].appsession_id, datasets[-1].project_id
    for query, expected in (
        (f"appsessionids={session}", [each.id for each in datasets if each.appsession_id == session]),
        (f"projectid={project}", [each.id for each in datasets if each.project_id == project]),
        ("isarchived=true", []),
        ("isarchived=false", [each.id for each in datasets]),
    ):
        _, body, _ = await reader.get(f"/datasets?limit=1024&{query}")
        assert sorted(each["Id"] for each in body["Items"]) == sorted(expected)


async def test_an_uploaded_dataset_is_completed_also_one_that_joins_later(reader: Reader) -> None:
    world = reader.simulator.world
    world.add_dataset(next(iter(world.biosamples.values())))
    reader.simulator.clock.advance(days=30)
    world.settle()
    assert {each.upload_status for each in world.datasets.values()} == {"Completed"}


async def test_a_link_to_content_works_for_seven_days() -> None:
    clock = Clock(still=True)
    async with Simulator(biosamples=4, clock=clock) as simulator, aiohttp.ClientSession() as session:
        reader = Reader(simulator, session)
        link = await content_link(reader, (await all_files(reader))[0])
        for days, status in ((6.9, 200), (0.2, 403)):
            clock.advance(days=days)
            async with session.get(link) as response:
                assert response.status == status


async def test_links_to_content_can_be_had_in_the_list_and_as_metadata(reader: Reader) -> None:
    (dataset,) = await reader.items("/datasets?limit=1")
    files = await reader.items(f"/datasets/{dataset['Id']}/files?filehrefcontentresolution=True")
    async with reader.session.get(files[0]["HrefContent"]) as response:
        assert len(await response.read()) == files[0]["Size"]
    _, meta, _ = await reader.get(f"/files/{files[0]['Id']}/content?redirect=meta")
    async with reader.session.get(meta["Response"]["HrefContent"]) as response:
        assert response.status == 200


async def test_files_are_found_by_extension_and_directory(reader: Reader) -> None:
    for dataset in await reader.items("/datasets?limit=1000"):
        path = f"/datasets/{dataset['Id']}/files"
        files = await reader.items(path)
        if "/" in files[0]["Path"]:
            break
    assert await reader.items(f"{path}?directory=/") == []
    assert await reader.items(f"{path}?directory=/&includesubdirectories=true") == files
    assert await reader.items(f"{path}?directory=/Data/Intensities/BaseCalls") == files
    assert await reader.items(f"{path}?directory=Data&includesubdirectories=true") == files
    assert await reader.items(f"{path}?extensions=.gz,.bam") == files
    assert await reader.items(f"{path}?extensions=.bam") == []


async def test_a_rate_limit_refuses_with_a_time_to_wait_and_counts(reader: Reader) -> None:
    async with Simulator(biosamples=1, rate_limit=2) as simulator, aiohttp.ClientSession() as session:
        answers = [await Reader(simulator, session).get("/users/current") for _ in range(4)]
    refused = [headers for status, _, headers in answers if status == 429]
    assert refused
    assert all(int(headers["Retry-After"]) >= 1 for headers in refused)
    assert simulator.statistics.throttled == len(refused)
    assert simulator.statistics.requests == 4
    assert simulator.statistics.by_operation["GET /users/current"] == 4 - len(refused)


async def test_latency_is_waited_before_each_answer() -> None:
    async with Simulator(biosamples=1, latency=0.05) as simulator, aiohttp.ClientSession() as session:
        reader = Reader(simulator, session)
        started = time.perf_counter()
        await asyncio.gather(*(reader.get("/users/current") for _ in range(5)))
        assert time.perf_counter() - started >= 0.05
        assert simulator.statistics.peak_concurrency == 5


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"biosamples": -1}, "-1 biosamples"),
        ({"latency": -0.1}, "latency"),
        ({"page_cap": 0}, "page_cap"),
        ({"rate_limit": 0}, "rate_limit"),
    ],
)
def test_an_argument_out_of_range_says_what_to_give(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        Simulator(**arguments)


async def test_a_simulator_is_asked_for_its_address_only_while_it_runs() -> None:
    simulator = Simulator(biosamples=1)
    with pytest.raises(ConfigurationError, match="async with"):
        _ = simulator.url
    async with simulator:
        assert simulator.url.startswith("http://127.0.0.1:")
        with pytest.raises(ConfigurationError, match="runs already"):
            await simulator.__aenter__()
    with pytest.raises(ConfigurationError, match="async with"):
        _ = simulator.url
