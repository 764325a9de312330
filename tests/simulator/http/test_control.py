"""The page at the root, and what it asks."""

from __future__ import annotations

import re
import ssl
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import httpx
import pytest
import trustme

from basespace_async.simulator import Simulator
from basespace_async.simulator.http.metrics import MAX_RECENT
from tests.support.plain_client import Reader


@pytest.fixture
async def reader() -> AsyncIterator[Reader]:
    async with Simulator(biosamples=48) as simulator, aiohttp.ClientSession() as session:
        yield Reader(simulator, session)


async def asked(reader: Reader, method: str, what: str, body: object = None, **headers: str) -> tuple[int, object]:
    url = f"{reader.simulator.page}_simulator/{what}"
    async with reader.session.request(method, url, json=body, headers=headers) as response:
        is_json = response.content_type == "application/json"
        return response.status, await response.json() if is_json else await response.text()


async def test_the_state_tells_of_world_requests_and_faults(reader: Reader) -> None:
    await reader.get("/biosamples")
    reader.simulator.faults.add("status", nth=[9])
    status, state = await asked(reader, "GET", "state")
    assert status == 200
    assert isinstance(state, dict)
    assert (state["world"]["biosamples"], state["requests"]) == (48, 1)
    assert (state["recent"][0]["path"], state["recent"][0]["status"]) == ("/v2/biosamples", 200)
    assert state["faults"][0]["fault"] == {"kind": "status", "nth": [9]}
    assert {each["status"] for each in state["analyses"]} == {"Running", "Pending", "Initializing"}


async def test_only_the_last_requests_are_remembered(reader: Reader) -> None:
    for _ in range(MAX_RECENT + 5):
        await reader.get("/nothing")
    recent = reader.simulator.statistics.recent
    assert [each.number for each in recent] == list(range(6, MAX_RECENT + 6))
    _, state = await asked(reader, "GET", "state")
    assert isinstance(state, dict)
    assert [each["number"] for each in state["recent"]] == list(range(MAX_RECENT - 34, MAX_RECENT + 6))


async def test_the_query_of_a_request_is_remembered_without_its_token(reader: Reader) -> None:
    async with reader.session.get(f"{reader.simulator.url}/runs?limit=3&Access_Token=abc&sortby=Id") as response:
        assert response.status == 401
    recent = reader.simulator.statistics.recent[-1]
    assert (recent.path, recent.query) == ("/v2/runs", "limit=3&sortby=Id")


async def test_the_signature_of_a_link_is_not_remembered(reader: Reader) -> None:
    file_id = next(iter(reader.simulator.world.files.of(next(iter(reader.simulator.world.datasets.values()))))).id
    headers = {"x-access-token": reader.simulator.token}
    async with reader.session.get(f"{reader.simulator.url}/files/{file_id}/content", headers=headers) as response:
        assert response.status == 200
        assert response.url.query_string
    recent = reader.simulator.statistics.recent[-1]
    assert (recent.origin, recent.query) == ("store", "")


async def records(reader: Reader, what: str) -> dict[str, Any]:
    status, shown = await asked(reader, "GET", f"records/{what}")
    assert status == 200
    assert isinstance(shown, dict)
    return shown


async def test_records_are_browsed_from_the_newest_on(reader: Reader) -> None:
    added = reader.simulator.world.add_biosample("the newest")
    shown = await records(reader, "biosamples?limit=10")
    assert (shown["total"], len(shown["items"])) == (49, 10)
    assert (shown["items"][0]["id"], shown["items"][0]["name"]) == (added.id, "the newest")
    assert shown["items"][0]["status"] == added.status
    offsets = [
        item["id"]
        for offset in (10, 30, 50)
        for item in (await records(reader, f"biosamples?offset={offset}&limit=20"))["items"]
    ]
    world = reader.simulator.world
    assert [item["id"] for item in shown["items"]] + offsets == list(world.biosamples)[::-1]


async def test_every_table_of_the_world_can_be_browsed(reader: Reader) -> None:
    headers = {"x-access-token": reader.simulator.token}
    session = next(iter(reader.simulator.world.appsessions.values()))
    async with reader.session.delete(f"{reader.simulator.url}/appsessions/{session.id}", headers=headers) as response:
        assert response.status < 300
    _, state = await asked(reader, "GET", "state")
    assert isinstance(state, dict)
    for table, count in state["world"].items():
        shown = await records(reader, f"{table}?limit=200")
        assert (shown["total"], len(shown["items"])) == (count, min(count, 200))
        assert all(list(item) == shown["columns"] for item in shown["items"])
    trash = await records(reader, "trash")
    assert trash["items"][0]["appsession.name"] == session.name


async def test_records_change_with_the_clock(reader: Reader) -> None:
    running = next(id_ for id_ in reader.simulator.world.active_sessions())
    await asked(reader, "POST", "clock", {"hours": 48})
    shown = await records(reader, "appsessions?limit=200")
    assert {item["id"]: item["execution_status"] for item in shown["items"]}[running] == "Complete"


async def test_the_page_has_all_that_it_loads(reader: Reader) -> None:
    async with reader.session.get(reader.simulator.page) as response:
        page = await response.text()
    loaded = re.findall(r'(?:href|src)="(/[^"]+)"', page)
    assert len(loaded) == 2
    for path in loaded:
        async with reader.session.get(reader.simulator.page.rstrip("/") + path) as response:
            assert response.status == 200
            assert response.content_type in ("text/css", "text/javascript")


async def test_faults_clock_limit_and_token_are_switched_over_http(reader: Reader) -> None:
    status, rule = await asked(reader, "POST", "faults", {"kind": "status", "status": 500, "probability": "1"})
    assert (status, isinstance(rule, dict) and rule["number"]) == (200, 1)
    assert (await reader.get("/users/current"))[0] == 500
    await asked(reader, "POST", "faults/1", {"enabled": False})
    assert (await reader.get("/users/current"))[0] == 200
    assert (await asked(reader, "DELETE", "faults/1"))[0] == 200
    assert len(reader.simulator.faults) == 0
    await asked(reader, "POST", "faults", {"kind": "slow"})
    assert (await asked(reader, "DELETE", "faults"))[0] == 200
    assert len(reader.simulator.faults) == 0
    assert reader.simulator.world.active_sessions()
    await asked(reader, "POST", "clock", {"hours": 48})
    assert reader.simulator.world.active_sessions() == []
    await asked(reader, "POST", "rate-limit", {"rate": 3})
    assert reader.simulator.rate_limit == 3
    await asked(reader, "POST", "rate-limit", {"rate": None})
    assert reader.simulator.rate_limit is None
    _, token = await asked(reader, "POST", "token")
    assert token == {"token": reader.simulator.token}


@pytest.mark.parametrize(
    ("method", "what", "body", "status"),
    [
        ("POST", "faults", {"kind": "flood"}, 400),
        ("POST", "faults", {"probability": 1}, 400),
        ("POST", "faults", [1], 400),
        ("POST", "clock", {"hours": "many"}, 400),
        ("POST", "clock", {"hours": -1}, 400),
        ("POST", "clock", {"hours": 1e9}, 400),
        ("GET", "records/biosamples?limit=0", None, 400),
        ("GET", "records/biosamples?limit=201", None, 400),
        ("GET", "records/biosamples?offset=-1", None, 400),
        ("GET", "records/secrets", None, 404),
        ("POST", "rate-limit", {"rate": "x"}, 400),
        ("POST", "rate-limit", {"rate": 0}, 400),
        ("POST", "faults/7", {}, 404),
        ("GET", "nothing", None, 404),
    ],
)
async def test_what_cannot_be_is_refused(reader: Reader, method: str, what: str, body: object, status: int) -> None:
    assert (await asked(reader, method, what, body))[0] == status


async def test_the_page_of_another_site_cannot_switch_anything(reader: Reader) -> None:
    for headers in ({"Origin": "https://example.org"}, {"Host": "example.org"}):
        assert (await asked(reader, "POST", "faults", {"kind": "slow"}, **headers))[0] == 403
    own = reader.simulator.page.rstrip("/")
    assert (await asked(reader, "POST", "faults", {"kind": "slow"}, Origin=own))[0] == 200
    assert len(reader.simulator.faults) == 1


async def test_the_page_of_a_simulator_with_tls_is_not_foreign() -> None:
    authority = trustme.CA()
    served = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(served)
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    connector = aiohttp.TCPConnector(ssl=trusting)
    async with Simulator(biosamples=3, tls=served) as simulator, aiohttp.ClientSession(connector=connector) as session:
        page = simulator.page.rstrip("/")
        for origin, status in ((page, 200), (page.replace("https", "http"), 403)):
            headers = {"Origin": origin}
            async with session.post(f"{page}/_simulator/token", headers=headers) as response:
                assert response.status == status


def test_a_simulator_in_a_thread_serves_programs_that_are_not_async() -> None:
    with Simulator(biosamples=3).in_thread() as simulator:
        answer = httpx.get(f"{simulator.url}/biosamples", headers={"x-access-token": simulator.token})
        assert answer.json()["Paging"]["TotalCount"] == 3
        url = simulator.url
    with pytest.raises(httpx.ConnectError):
        httpx.get(url)
