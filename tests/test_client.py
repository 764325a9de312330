"""The client and its resources, mocked at the HTTP seam."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import cached_property
from inspect import getattr_static
from pathlib import Path
from typing import Any

import httpx
import pytest
import respx

from basespace_async import (
    AuthenticationError,
    BaseSpace,
    BaseSpaceError,
    ConfigurationError,
    ConnectionFailedError,
    DecodeError,
    Pager,
    PermissionDeniedError,
    RateLimitError,
    ServerError,
)
from basespace_async.models import BiosampleCompact
from basespace_async.transport import HttpxTransport, RetryPolicy
from basespace_openapi.api.lab_requeues import list_lab_requeues

SERVER = "https://api.basespace.illumina.com/v2"
TOKEN = "0123456789abcdef-secret"


@pytest.fixture
def service() -> respx.Router:
    return respx.Router(assert_all_called=False)


@pytest.fixture
async def basespace(service: respx.Router) -> AsyncIterator[BaseSpace]:
    mock = httpx.MockTransport(service.async_handler)
    async with (
        httpx.AsyncClient(transport=mock) as client,
        BaseSpace(TOKEN, transport=HttpxTransport(client), retry=RetryPolicy(max_retries=0)) as basespace,
    ):
        yield basespace


def empty_list() -> httpx.Response:
    return httpx.Response(200, json={"Items": [], "Paging": {"TotalCount": 0}})


def sent_query(service: respx.Router) -> dict[str, str]:
    return dict(service.calls.last.request.url.params)


async def test_a_single_resource_comes_back_as_its_model(service: respx.Router, basespace: BaseSpace) -> None:
    service.get(f"{SERVER}/biosamples/7").respond(json={"Id": "7", "BioSampleName": "Liver-Rep1", "New": [1]})
    biosample = await basespace.biosamples.get("7")
    assert (biosample.id, biosample.biosample_name) == ("7", "Liver-Rep1")
    assert biosample.additional_properties == {"New": [1]}


async def test_the_token_is_sent_as_a_header_and_in_no_url(service: respx.Router, basespace: BaseSpace) -> None:
    route = service.get(f"{SERVER}/users/current").respond(json={"Id": "1"})
    await basespace.users.current()
    request = route.calls.last.request
    assert request.headers["x-access-token"] == TOKEN
    assert TOKEN not in str(request.url)


async def test_a_resource_that_was_listed_can_be_passed_in_place_of_its_id(
    service: respx.Router, basespace: BaseSpace
) -> None:
    service.get(f"{SERVER}/biosamples/7").respond(json={"Id": "7"})
    assert (await basespace.biosamples.get(BiosampleCompact(id="7"))).id == "7"
    with pytest.raises(ConfigurationError, match="id is needed"):
        await basespace.biosamples.get(BiosampleCompact())


List = Callable[[BaseSpace], Pager[Any]]


@pytest.mark.parametrize(
    ("call", "path", "query"),
    [
        (
            lambda b: b.biosamples.list(
                name=["a", "b"],
                status="New",
                lab_status="Sequencing",
                project="8",
                include="x",
                property_names_start_with="p",
                sort_by="BioSampleName",
                sort_dir="Desc",
                page_size=50,
                offset=3,
            ),
            "/biosamples",
            {
                "biosamplename": "a,b",
                "status": "New",
                "labstatus": "Sequencing",
                "projectid": "8",
                "include": "x",
                "propertynamestartswith": "p",
                "sortby": "BioSampleName",
                "sortdir": "Desc",
                "offset": "3",
                "limit": "50",
            },
        ),
        (
            lambda b: b.biosamples.libraries("7", include=["LibraryIndex"], sort_by="Name", sort_dir="Asc"),
            "/biosamples/7/libraries",
            {"include": "LibraryIndex", "sortby": "Name", "sortdir": "Asc", "offset": "0", "limit": "500"},
        ),
        (
            lambda b: b.datasets.list(
                input_biosamples=["7", 8],
                input_runs=9,
                dataset_types="~common.fastq",
                qc_status="QcPassed",
                upload_status="Complete",
                include="Properties",
                property_filters=["Input.Runs", "Input.Libraries"],
                sort_by="Name",
                sort_dir="Asc",
            ),
            "/datasets",
            {
                "inputbiosamples": "7,8",
                "inputruns": "9",
                "datasettypes": "~common.fastq",
                "qcstatus": "QcPassed",
                "uploadstatus": "Complete",
                "include": "Properties",
                "propertyfilters": "Input.Runs,Input.Libraries",
                "sortby": "Name",
                "sortdir": "Asc",
                "offset": "0",
                "limit": "500",
            },
        ),
        (
            lambda b: b.datasets.list(input_biosamples=BiosampleCompact(id="7")),
            "/datasets",
            {"inputbiosamples": "7", "sortby": "DateCreated", "sortdir": "Asc", "offset": "0", "limit": "500"},
        ),
        (
            lambda b: b.datasets.files(
                "ds.1",
                extensions=[".fastq.gz", ".bam"],
                directory="/",
                include_subdirectories=True,
                exclude_empty_files=False,
                sort_by="Path",
                sort_dir="Asc",
            ),
            "/datasets/ds.1/files",
            {
                "extensions": ".fastq.gz,.bam",
                "directory": "/",
                "includesubdirectories": "true",
                "excludeemptyfiles": "false",
                "sortby": "Path",
                "sortdir": "Asc",
                "offset": "0",
                "limit": "500",
            },
        ),
        (
            lambda b: b.appsessions.list(
                name="n",
                app=1,
                application_families="f",
                execution_status=["Running", "Pending"],
                qc_status="QcPassed",
                delivery_status="Delivered",
                date_modified="d",
                output_projects="2",
                input_runs=3,
                input_biosamples=[4, "5"],
                user_created_by=6,
                include="Logs",
                property_filters="p",
                sort_by="Id",
                sort_dir="Asc",
            ),
            "/appsessions",
            {
                "name": "n",
                "appid": "1",
                "applicationfamilyslugs": "f",
                "executionstatus": "Running,Pending",
                "qcstatus": "QcPassed",
                "deliverystatus": "Delivered",
                "datemodified": "d",
                "output.projects": "2",
                "input.runs": "3",
                "input.biosamples": "4,5",
                "usercreatedby": "6",
                "include": "Logs",
                "propertyfilters": "p",
                "sortby": "Id",
                "sortdir": "Asc",
                "offset": "0",
                "limit": "500",
            },
        ),
        (
            lambda b: b.appsessions.properties("7").list(property_filters="p", sort_by=None, sort_dir=None),
            "/appsessions/7/properties",
            {"propertyfilters": "p", "offset": "0", "limit": "500"},
        ),
        (
            lambda b: b.appsessions.log_files("7", extensions=".log", sort_by="Name", sort_dir="Desc"),
            "/appsessions/7/logfiles",
            {"extensions": ".log", "sortby": "Name", "sortdir": "Desc", "offset": "0", "limit": "500"},
        ),
        (
            lambda b: b.projects.datasets("7", sort_by="Name", sort_dir="Asc"),
            "/projects/7/datasets",
            {"sortby": "Name", "sortdir": "Asc", "offset": "0", "limit": "500"},
        ),
    ],
)
async def test_a_list_asks_for_what_its_arguments_say(
    service: respx.Router, basespace: BaseSpace, call: List, path: str, query: dict[str, str]
) -> None:
    service.get(f"{SERVER}{path}").mock(return_value=empty_list())
    assert await call(basespace).collect() == []
    assert sent_query(service) == query


@pytest.mark.parametrize(
    ("call", "path"),
    [
        (lambda b: b.datasets.get("ds.1"), "/datasets/ds.1"),
        (lambda b: b.datasets.get_type("illumina.fastq.v1.8"), "/datasettypes/illumina.fastq.v1.8"),
        (lambda b: b.appsessions.get("7", include="Children"), "/appsessions/7?include=Children"),
        (lambda b: b.projects.get("7"), "/projects/7"),
        (lambda b: b.users.get("7"), "/users/7"),
    ],
)
async def test_a_single_resource_is_asked_for_by_its_id(
    service: respx.Router, basespace: BaseSpace, call: Callable[[BaseSpace], Awaitable[Any]], path: str
) -> None:
    asked = path.split("/")[2].partition("?")[0]
    service.get(f"{SERVER}{path}").respond(json={"Id": asked})
    assert (await call(basespace)).id == asked


async def test_an_id_that_must_be_a_number_is_checked_before_anything_is_sent(
    service: respx.Router, basespace: BaseSpace
) -> None:
    with pytest.raises(ConfigurationError, match=r"'ds\.1' is not one"):
        basespace.datasets.list(input_biosamples="ds.1")
    assert not service.calls


async def test_any_operation_of_the_document_can_be_called(service: respx.Router, basespace: BaseSpace) -> None:
    service.get(f"{SERVER}/labrequeues", params={"status": "Active", "limit": "10", "offset": "0"}).respond(
        json={"Items": [{"Id": "3"}], "Paging": {"TotalCount": 1}}
    )
    requeues = await basespace.pager(list_lab_requeues.request(status=["Active"]), page_size=10).collect()
    assert [requeue.id for requeue in requeues] == ["3"]


@pytest.mark.parametrize(
    ("status", "kind"),
    [(401, AuthenticationError), (403, PermissionDeniedError), (429, RateLimitError), (503, ServerError)],
)
async def test_an_error_status_is_the_error_of_its_class_and_names_the_operation(
    service: respx.Router, basespace: BaseSpace, status: int, kind: type[Exception]
) -> None:
    body = {"ResponseStatus": {"ErrorCode": "BASESPACE.X", "Message": f"no, {TOKEN}"}, "Notifications": []}
    service.get(f"{SERVER}/biosamples").respond(status, json=body, headers={"X-Request-ID": "r1", "Retry-After": "3"})
    with pytest.raises(kind) as caught:
        await basespace.biosamples.list(name="secret-patient").collect()
    shown = str(caught.value)
    assert f"listBiosamples: {status} BASESPACE.X: no, ***" in shown
    assert "request r1" in shown
    assert "secret-patient" not in shown
    if isinstance(caught.value, RateLimitError | ServerError):
        assert caught.value.retry_after == 3


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (b"<html>", "getBiosample: the body (6 bytes) is not JSON"),
        (b"", "getBiosample: the body is empty at $"),
        (b"[]", "getBiosample: expected an object, found a list at $"),
        (b'{"DefaultProject": {"Name": 5}}', "getBiosample: expected text, found a number at $.DefaultProject.Name"),
    ],
)
async def test_a_body_of_another_shape_names_the_operation_and_the_place(
    service: respx.Router, basespace: BaseSpace, body: bytes, place: str
) -> None:
    service.get(f"{SERVER}/biosamples/7").respond(content=body)
    with pytest.raises(DecodeError) as caught:
        await basespace.biosamples.get("7")
    assert place in str(caught.value)


async def test_an_item_deep_in_a_list_is_named_by_its_place(service: respx.Router, basespace: BaseSpace) -> None:
    items = [{"Id": "1"}, {"Id": "2", "DateCreated": "yesterday"}]
    service.get(f"{SERVER}/datasets").respond(json={"Items": items, "Paging": {"TotalCount": 2}})
    with pytest.raises(DecodeError, match=r"listDatasets: expected an ISO 8601 date.* at \$\.Items\[1\]\.DateCreated"):
        await basespace.datasets.list().collect()


async def test_what_was_sent_is_counted(service: respx.Router, basespace: BaseSpace) -> None:
    route = service.get(f"{SERVER}/users/current")
    route.side_effect = [httpx.Response(200, json={}), httpx.Response(429), httpx.ConnectError("no")]
    await basespace.users.current()
    with pytest.raises(RateLimitError):
        await basespace.users.current()
    with pytest.raises(ConnectionFailedError):
        await basespace.users.current()
    counts = basespace.stats
    assert (counts.requests, counts.throttled, counts.failed, counts.in_flight) == (3, 1, 1, 0)
    assert counts.peak_in_flight == 1


async def test_a_closed_client_says_that_it_is_closed() -> None:
    async with BaseSpace(TOKEN) as basespace:
        pass
    await basespace.aclose()
    assert repr(basespace) == f"<BaseSpace {SERVER} (closed)>"
    with pytest.raises(ConfigurationError, match="closed"):
        await basespace.users.current()


def test_a_client_is_configured_by_region_environment_or_profile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert BaseSpace(TOKEN, region="euc1").server == "https://api.euc1.sh.basespace.illumina.com/v2"
    environ = {"BASESPACE_ACCESS_TOKEN": TOKEN, "BASESPACE_API_SERVER": "https://api.example.com"}
    assert BaseSpace.from_env(environ, max_connections=5).server == "https://api.example.com/v2"
    monkeypatch.setenv("BASESPACE_ACCESS_TOKEN", TOKEN)
    assert BaseSpace.from_env().server == SERVER
    monkeypatch.setenv("HOME", str(tmp_path))
    profile = tmp_path / ".basespace" / "lab.cfg"
    profile.parent.mkdir()
    profile.write_text(f"apiServer = https://api.aps2.sh.basespace.illumina.com\naccessToken = {TOKEN}\n")
    profile.chmod(0o600)
    assert BaseSpace.from_profile("lab").server == "https://api.aps2.sh.basespace.illumina.com/v2"


@pytest.mark.parametrize("arguments", [{"token": ""}, {"token": TOKEN, "region": "mars"}, {"token": "a\nb"}])
def test_a_configuration_that_cannot_work_is_refused_without_showing_the_token(arguments: dict[str, str]) -> None:
    with pytest.raises(ConfigurationError) as caught:
        BaseSpace(**arguments)
    assert TOKEN not in str(caught.value)


def test_neither_the_client_nor_what_it_holds_shows_the_token() -> None:
    basespace = BaseSpace(TOKEN)
    assert TOKEN not in repr(basespace) + repr(vars(basespace)) + json.dumps(str(vars(basespace)))
    assert issubclass(ConfigurationError, BaseSpaceError)


def test_completion_offers_what_programs_call_and_nothing_of_the_inside() -> None:
    offered = {name for name in dir(BaseSpace) if not name.startswith("_")}
    calls = {
        "aclose",
        "call",
        "from_env",
        "from_profile",
        "pager",
        "request",
        "server",
        "stats",
        "watch",
        "with_options",
    }
    resources = {name for name in offered if isinstance(getattr_static(BaseSpace, name), cached_property)}
    assert offered == calls | {"with_raw_response"} | resources
