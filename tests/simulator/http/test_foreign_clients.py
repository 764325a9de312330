"""What programs that know nothing of this package send: HEAD, forms, headers, letters of any case, curl and requests."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from contextlib import closing
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection
from socket import create_connection
from typing import Any

import pytest
import requests

from basespace_async.simulator import Simulator
from basespace_async.simulator.handlers import BESIDE_THE_REFERENCE, OPERATIONS
from tests.support.plain_client import Reader

LISTS = sorted(path for method, path in {**OPERATIONS, **BESIDE_THE_REFERENCE} if method == "GET" and "{" not in path)
LISTS.remove("/search")  # it needs a query


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    with Simulator(biosamples=40, seed=3).in_thread() as running:
        yield running


def ask(simulator: Simulator, method: str, path: str, headers: dict[str, str] | None = None, **sent: Any) -> Any:
    headers = {"x-access-token": simulator.token} if headers is None else headers
    return requests.request(method, f"{simulator.page}{path}", headers=headers, timeout=120, **sent)


@pytest.mark.parametrize("path", LISTS)
def test_head_answers_as_get_does_without_the_body(simulator: Simulator, path: str) -> None:
    with_body, without = ask(simulator, "GET", f"v2{path}"), ask(simulator, "HEAD", f"v2{path}")
    assert without.status_code == with_body.status_code == 200
    assert without.content == b""
    assert without.headers["Content-Length"] == with_body.headers["Content-Length"] == str(len(with_body.content))
    assert without.headers["Content-Type"] == with_body.headers["Content-Type"]


def test_head_of_content_leads_to_its_size(simulator: Simulator) -> None:
    file = next(iter(simulator.world.files.values()))
    answer = ask(simulator, "HEAD", f"v2/files/{file.id}/content", allow_redirects=True)
    assert (answer.status_code, answer.headers["Content-Length"]) == (200, str(file.content.size))


def test_the_store_names_the_file_and_its_type(simulator: Simulator) -> None:
    file = next(each for each in simulator.world.files.values() if each.name == "SampleSheet.csv")
    answer = ask(simulator, "GET", f"v2/files/{file.id}/content")
    assert (answer.content, answer.url.startswith(simulator.store_url)) == (file.content.read(0, 1000), True)
    assert answer.headers["Content-Type"] == "text/csv"
    assert answer.headers["Content-Disposition"] == "filename=SampleSheet.csv"
    assert parsedate_to_datetime(answer.headers["Last-Modified"]) == file.created


def test_head_of_what_can_only_be_changed_is_refused(simulator: Simulator) -> None:
    assert ask(simulator, "HEAD", "v2/biosamples/bulkupdate").status_code == 405
    assert ask(simulator, "HEAD", "v2/biosamples/1").status_code == 403
    assert not simulator.statistics.changes


@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": "Bearer simulator-token"},
        {"Authorization": "bearer  simulator-token"},
        {"X-Access-Token": "simulator-token", "Accept": "*/*", "Accept-Encoding": "gzip, deflate, br"},
        {"x-access-token": "simulator-token", "Content-Type": "application/json", "Connection": "close"},
    ],
)
def test_the_token_is_taken_as_clients_send_it(simulator: Simulator, headers: dict[str, str]) -> None:
    for path in ("v2/users/current", "v1pre3/users/current"):
        answer = ask(simulator, "GET", path, headers)
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")


def test_the_token_is_taken_in_the_query(simulator: Simulator) -> None:
    assert ask(simulator, "GET", "v1pre3/users/current/projects?access_token=simulator-token", {}).status_code == 200
    assert ask(simulator, "GET", "v1pre3/users/current/projects?access_token=another", {}).status_code == 401


@pytest.mark.parametrize(
    "path",
    ["v2/BioSamples/104000000", "v2/biosamples/104000000/", "v2/Biosamples/104000000/?X=1"],
)
def test_the_case_of_a_paths_letters_does_not_matter(simulator: Simulator, path: str) -> None:
    assert ask(simulator, "GET", path).json() == ask(simulator, "GET", "v2/biosamples/104000000").json()


def test_items_of_a_property_are_had_in_capitals(simulator: Simulator) -> None:
    session = next(iter(simulator.world.appsessions))
    path = f"v2/appsessions/{session}/properties/Input.BioSamples"
    assert ask(simulator, "GET", f"{path}/Items").json() == ask(simulator, "GET", f"{path}/items").json() != {}


def test_a_body_can_be_a_form(simulator: Simulator) -> None:
    form = {"BioSampleName": "12345", "Status": "Done"}
    answer = ask(simulator, "POST", "v2/biosamples/104000003", data=form)
    assert (answer.json()["BioSampleName"], answer.json()["Status"]) == ("12345", "Done")
    bulk = {"Ids": "104000001,104000002", "DefaultProjectId": "86000002"}
    assert ask(simulator, "POST", "v2/biosamples/bulkupdate", data=bulk).json()["Paging"]["TotalCount"] == 2
    requeue = ask(simulator, "POST", "v2/libraries/58000000/labrequeues", data={"RequestedAdditionalYield": 7})
    assert requeue.json()["RequestedAdditionalYield"] == 7
    settings = {"UserSettings": '[{"Name": "a", "Value": true, "Type": "bool"}]'}
    assert ask(simulator, "POST", "v2/users/current/settings", data=settings).status_code == 200
    wrong = ask(simulator, "POST", "v2/libraries/58000000/labrequeues", data={"RequestedAdditionalYield": "many"})
    assert wrong.status_code == 400


def test_json_may_be_called_a_form(simulator: Simulator) -> None:
    curl = {"x-access-token": simulator.token, "Content-Type": "application/x-www-form-urlencoded"}
    answer = ask(simulator, "POST", "v2/biosamples/104000004", curl, data='{"Status": "Done"}')
    assert answer.json()["Status"] == "Done"


def test_a_connection_is_kept_for_many_requests(simulator: Simulator) -> None:
    with closing(HTTPConnection(simulator.page.split("/")[2], timeout=120)) as connection:
        connection.connect()
        socket = connection.sock
        for method, path in (("GET", "/v2/biosamples"), ("HEAD", "/v2/biosamples"), ("GET", "/v1pre3/nothing")):
            connection.request(method, path, headers={"x-access-token": simulator.token})
            connection.getresponse().read()
            assert connection.sock is socket


def test_a_client_that_asks_before_it_sends_a_body_is_told_to_go_on(simulator: Simulator) -> None:
    host, port = simulator.page.split("/")[2].split(":")
    head = (
        "POST /v2/biosamples/104000006 HTTP/1.1",
        *(f"Host: {host}", f"x-access-token: {simulator.token}", "Expect: 100-continue", "Content-Length: 17"),
    )
    with create_connection((host, int(port)), timeout=120) as connection, connection.makefile("rb") as answer:
        connection.sendall("\r\n".join((*head, "", "")).encode())
        assert answer.readline() == b"HTTP/1.1 100 Continue\r\n"
        assert answer.readline() == b"\r\n"
        connection.sendall(b'{"Status":"Done"}')
        assert answer.readline() == b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize("line", ["OPTIONS * HTTP/1.1", "GET // HTTP/1.1", "GET /v2 HTTP/1.1", "GET /v1pre3/ HTTP/1.0"])
def test_an_odd_path_is_refused_as_unknown(simulator: Simulator, line: str) -> None:
    host, port = simulator.page.split("/")[2].split(":")
    with create_connection((host, int(port)), timeout=120) as connection:
        connection.sendall(f"{line}\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        assert b" 404 " in connection.makefile("rb").readline()


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (("-L",), slice(None)),
        (("-L", "-r", "5-99"), slice(5, 100)),
        (("-L", "--compressed"), slice(None)),
        (("-L", "--http1.0"), slice(None)),
    ],
)
async def test_curl_reads_content(reader: Reader, arguments: tuple[str, ...], wanted: slice) -> None:
    file = next(iter(reader.simulator.world.files.values()))
    url = f"{reader.simulator.url}/files/{file.id}/content/"
    sent = ("-sSf", "--noproxy", "*", "-H", f"x-access-token: {reader.simulator.token}", *arguments, url)
    curl = await asyncio.create_subprocess_exec("curl", *sent, stdout=asyncio.subprocess.PIPE)
    content, _ = await curl.communicate()
    assert curl.returncode == 0
    assert content == file.content.read(0, file.content.size)[wanted]
