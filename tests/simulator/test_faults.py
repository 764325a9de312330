"""Faults: each does what it says, to the requests that it is for, in the same way for the same seed."""

from __future__ import annotations

import asyncio
import json
import statistics
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
import pytest

from basespace_async import AuthenticationError, BaseSpace, ConfigurationError
from basespace_async.simulator import Clock, Fault, Faults, Simulator, parse_faults
from basespace_async.simulator.faults import DESCRIPTIONS, KINDS, delay, fault_from_dict
from tests.support.plain_client import Reader

pytestmark = pytest.mark.usefixtures("no_task_left")


@pytest.fixture
async def reader() -> AsyncIterator[Reader]:
    clock = Clock(still=True)
    async with Simulator(biosamples=30, clock=clock) as simulator, aiohttp.ClientSession() as session:
        yield Reader(simulator, session)


async def statuses(reader: Reader, count: int, path: str = "/users/current") -> list[int]:
    return [(await reader.get(path))[0] for _ in range(count)]


def test_each_kind_is_said_in_words() -> None:
    assert tuple(DESCRIPTIONS) == KINDS


async def test_a_rule_is_for_a_method_a_path_and_the_nth_request(reader: Reader) -> None:
    reader.simulator.faults.add("status", method="GET", path="/users/*", nth={2, 4}, status=500)
    assert await statuses(reader, 5) == [200, 500, 200, 500, 200]
    assert await statuses(reader, 3, "/biosamples") == [200, 200, 200]
    rule = reader.simulator.faults.add("status", method="POST", path="/biosamples*")
    assert await statuses(reader, 1, "/biosamples") == [200]
    assert (await reader.send("POST", "/biosamples/104000000", {}))[0] == 503
    assert (rule.seen, rule.struck) == (1, 1)
    assert reader.simulator.statistics.faults == {"status": 3}


async def test_a_rule_can_be_limited_switched_and_removed_while_the_simulator_runs(reader: Reader) -> None:
    rule = reader.simulator.faults.add("status", times=2)
    assert await statuses(reader, 3) == [503, 503, 200]
    again = reader.simulator.faults.add("status")
    again.enabled = False
    assert await statuses(reader, 1) == [200]
    again.enabled = True
    assert await statuses(reader, 1) == [503]
    reader.simulator.faults.remove(again)
    assert await statuses(reader, 1) == [200]
    assert list(reader.simulator.faults) == [rule]
    with pytest.raises(ConfigurationError, match="not there"):
        reader.simulator.faults.remove(again)
    reader.simulator.faults.clear()
    assert len(reader.simulator.faults) == 0


async def test_chances_are_those_of_the_seed_and_near_the_probability() -> None:
    def struck(seed: int, *before: str) -> list[bool]:
        faults = Faults(seed)
        rule = faults.add("status", probability=0.3)
        for kind in before:
            faults.add(kind, seconds=1.0)
        return [rule in faults.striking("api", "GET", f"/{at}") for at in range(2000)]

    assert struck(1) == struck(1) == struck(1, "latency")
    assert struck(1) != struck(2)
    assert 0.27 < statistics.mean(struck(1)) < 0.33


@pytest.mark.parametrize("status", [500, 502, 503, 504])
async def test_statuses_of_a_service_in_trouble(reader: Reader, status: int) -> None:
    reader.simulator.faults.add("status", status=status, seconds=3)
    headers = {"x-access-token": reader.simulator.token}
    async with reader.session.get(f"{reader.simulator.url}/users/current", headers=headers) as response:
        assert (response.status, response.headers["Retry-After"]) == (status, "3")
        from_proxy = status in (502, 504)
        assert response.content_type == ("text/html" if from_proxy else "application/json")


async def test_a_retry_after_can_be_seconds_a_date_or_absent(reader: Reader) -> None:
    faults = reader.simulator.faults
    reader.simulator.clock.advance(days=400)
    faults.add("throttle", seconds=1.5, nth=[1])
    faults.add("throttle", seconds=7, as_date=True, nth=[2])
    faults.add("throttle", nth=[3])
    answers = [await reader.get("/users/current") for _ in range(4)]
    assert [status for status, _, _ in answers] == [429, 429, 429, 200]
    assert answers[0][2]["Retry-After"] == "2"
    wait = parsedate_to_datetime(answers[1][2]["Retry-After"]) - datetime.now(UTC)
    assert 4 <= wait.total_seconds() <= 7, "by the wall clock"
    assert "Retry-After" not in answers[2][2]
    assert reader.simulator.statistics.throttled == 3


@pytest.mark.parametrize(("kind", "acted_on"), [("reset_before", False), ("reset_after", True)])
async def test_a_connection_is_reset_before_or_after_the_request_was_acted_on(
    reader: Reader, kind: Any, acted_on: bool
) -> None:
    reader.simulator.faults.add(kind, method="POST")
    with pytest.raises(aiohttp.ClientConnectionError):
        await reader.send("POST", "/librarypools/71000000", {"Notes": "seen"})
    assert (reader.simulator.world.pools["71000000"].notes == "seen") is acted_on
    assert reader.simulator.statistics.recent[-1].status == 0


async def test_what_changed_something_is_counted_by_its_path_also_where_its_answer_is_lost(reader: Reader) -> None:
    pool = "/librarypools/71000000"
    reader.simulator.faults.add("reset_before", method="POST", nth=[1])
    reader.simulator.faults.add("reset_after", method="POST", nth=[2])
    for _ in range(2):
        with pytest.raises(aiohttp.ClientConnectionError):
            await reader.send("POST", pool, {"Notes": "seen"})
    assert (await reader.send("POST", pool, {"Notes": "again"}))[0] == 200
    assert (await reader.send("POST", pool, {"Status": "no such status"}))[0] == 400
    assert await statuses(reader, 2) == [200, 200]
    assert reader.simulator.statistics.changes == {f"POST {pool}": 2}


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["slow", "latency"])
async def test_a_client_that_goes_away_is_no_error_of_the_simulator(
    kind: Any, caplog: pytest.LogCaptureFixture
) -> None:
    async with Simulator(biosamples=1, file_size=20_000_000) as simulator, aiohttp.ClientSession() as session:
        link, _ = await content(Reader(simulator, session))
        simulator.faults.add(kind, origin="store", seconds=0.02, bytes_per_second=1e8)
        host, _, target = link.removeprefix("http://").partition("/")
        reading, writer = await asyncio.open_connection(*host.split(":"))
        writer.write(f"GET /{target} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        if kind == "slow":
            await reading.readuntil(b"\r\n\r\n")
        writer.transport.abort()
        while simulator.statistics.recent[-1].origin == "api":  # noqa: ASYNC110
            await asyncio.sleep(0.005)
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def test_a_client_that_goes_away_before_its_request_is_whole_changes_nothing(
    reader: Reader, caplog: pytest.LogCaptureFixture
) -> None:
    simulator = reader.simulator
    host = simulator.page.removeprefix("http://").rstrip("/")
    _, writer = await asyncio.open_connection(*host.split(":"))
    head = f"POST /v2/librarypools/71000000 HTTP/1.1\r\nHost: {host}\r\nx-access-token: {simulator.token}\r\n"
    writer.write(f'{head}Content-Type: application/json\r\nContent-Length: 90\r\n\r\n{{"Notes": "half'.encode())
    await writer.drain()
    while not simulator.statistics.by_operation:  # noqa: ASYNC110
        await asyncio.sleep(0.005)
    writer.transport.abort()
    while not simulator.statistics.recent:  # noqa: ASYNC110
        await asyncio.sleep(0.005)
    assert not simulator.statistics.changes
    assert simulator.world.pools["71000000"].notes != "half"
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def test_a_truncated_body_ends_the_connection_before_its_length(reader: Reader) -> None:
    reader.simulator.faults.add("truncate", share=0.4, nth=[1])
    headers = {"x-access-token": reader.simulator.token}
    async with reader.session.get(f"{reader.simulator.url}/biosamples", headers=headers) as response:
        assert response.status == 200
        stated = int(response.headers["Content-Length"])
        received = await response.content.readexactly(int(stated * 0.4))
        with pytest.raises(aiohttp.ClientPayloadError):
            await response.content.read()
    with pytest.raises(json.JSONDecodeError):
        json.loads(received)
    assert (await reader.get("/biosamples"))[0] == 200


async def test_a_slow_body_takes_its_size_over_its_rate(reader: Reader) -> None:
    _, body, headers = await reader.get("/biosamples?limit=2")
    size = int(headers["Content-Length"])
    reader.simulator.faults.add("slow", bytes_per_second=size / 0.2)
    started = time.perf_counter()
    assert (await reader.get("/biosamples?limit=2"))[1] == body
    assert time.perf_counter() - started >= 0.19


async def test_a_malformed_body_is_whole_and_no_json(reader: Reader) -> None:
    reader.simulator.faults.add("malformed")
    headers = {"x-access-token": reader.simulator.token}
    async with reader.session.get(f"{reader.simulator.url}/biosamples", headers=headers) as response:
        assert (response.status, response.content_type) == (200, "application/json")
        with pytest.raises(json.JSONDecodeError):
            await response.json()


async def test_a_wrong_total_is_in_lists_only(reader: Reader) -> None:
    reader.simulator.faults.add("wrong_total", by=-4)
    _, body, _ = await reader.get("/biosamples?limit=3")
    assert (body["Paging"]["TotalCount"], len(body["Items"])) == (26, 3)
    assert (await reader.get("/biosamples/104000000"))[1]["Id"] == "104000000"
    assert (await reader.get("/labrequeues"))[1]["Paging"]["TotalCount"] == 0


async def test_items_are_inserted_and_deleted_while_a_list_is_read(reader: Reader) -> None:
    faults = reader.simulator.faults
    first = (await reader.items("/biosamples?limit=3"))[0]["Id"]
    rule = faults.add("insert", path="/biosamples", times=1)
    found = await reader.items("/biosamples?limit=3")
    assert found[0]["BioSampleName"] == "Inserted-000001"
    assert found[1]["Id"] == first
    faults.remove(rule)
    rule = faults.add("delete", path="/biosamples", times=2)
    await reader.items("/biosamples?limit=3")
    assert (await reader.items("/biosamples?limit=3"))[0]["Id"] == "104000001"
    assert (await reader.get(f"/biosamples/{first}"))[0] == 403
    assert len(await reader.items("/libraries?limit=100")) == 29
    datasets = [each["Id"] for each in await reader.items("/datasets?limit=3")]
    faults.add("insert", path="/datasets", times=1)
    found = await reader.items("/datasets?limit=3")
    assert [each["Id"] for each in found[1:]] == datasets[:2]
    faults.add("delete", path="/datasets", times=1)
    assert [each["Id"] for each in await reader.items("/datasets?limit=3")] == datasets
    faults.add("insert", path="/projects/*")
    assert (await reader.get("/projects/86000000/datasets"))[0] == 200


async def content(reader: Reader) -> tuple[str, Any]:
    (file, *_) = await reader.items(f"/datasets/{next(iter(reader.simulator.world.datasets))}/files")
    return (await reader.get(f"/files/{file['Id']}/content?redirect=meta"))[1]["Response"]["HrefContent"], file


async def test_faults_of_the_store_strike_there_only(reader: Reader) -> None:
    link, file = await content(reader)
    faults = reader.simulator.faults
    faults.add("expired_link", nth=[1])
    faults.add("wrong_etag", nth=[2])
    faults.add("reset_before", origin="store", nth=[3])
    faults.add("truncate", origin="store", nth=[4])
    faults.add("status", origin="store", nth=[5], status=503)
    async with reader.session.get(link) as response:
        assert response.status == 403
    async with reader.session.get(link) as response:
        assert response.headers["ETag"].strip('"') != file["ETag"]
        assert len(await response.read()) == file["Size"]
    with pytest.raises(aiohttp.ClientConnectionError):
        await reader.session.post(link)  # aiohttp would send a GET again by itself
    with pytest.raises(aiohttp.ClientPayloadError):
        async with reader.session.get(link) as response:
            await response.read()
    async with reader.session.get(link) as response:
        assert response.status == 503
    async with reader.session.get(link) as response:
        assert response.headers["ETag"].strip('"') == file["ETag"]
    assert await statuses(reader, 5) == [200] * 5


async def test_a_token_ends_and_another_takes_its_place(reader: Reader) -> None:
    old = reader.simulator.token
    reader.simulator.faults.add("expire_token", nth=[2])
    assert await statuses(reader, 1) == [200]
    assert (await reader.get("/users/current", token=old))[0] == 401
    assert reader.simulator.token != old
    assert (await reader.get("/users/current", token=old))[0] == 401
    assert (await reader.get("/users/current"))[0] == 200
    assert reader.simulator.expire_token() == reader.simulator.token


async def test_a_client_with_a_token_that_ended_says_so(reader: Reader) -> None:
    async with BaseSpace(reader.simulator.token, server=reader.simulator.url) as basespace:
        reader.simulator.expire_token()
        with pytest.raises(AuthenticationError):
            await basespace.users.current()


@pytest.mark.parametrize(
    ("values", "low", "high"),
    [
        ({"seconds": 0.2}, 0.2, 0.2),
        ({"seconds": 0.2, "distribution": "uniform", "spread": 0.1}, 0.1, 0.3),
        ({"seconds": 0.2, "distribution": "exponential"}, 0.0, 4.0),
        ({"seconds": 0.2, "distribution": "lognormal", "spread": 0.5}, 0.0, 4.0),
        ({"seconds": 0, "distribution": "exponential"}, 0.0, 0.0),
    ],
)
def test_latency_has_the_distribution_that_was_asked_for(values: Any, low: float, high: float) -> None:
    rule = Faults(3).add("latency", **values)
    drawn = [delay(rule) for _ in range(2000)]
    assert low <= min(drawn)
    assert max(drawn) <= high
    middle = statistics.median(drawn) if values.get("distribution") == "lognormal" else statistics.mean(drawn)
    assert middle == pytest.approx(values["seconds"], rel=0.1, abs=1e-9)
    assert (len(set(drawn)) == 1) is (low == high)


async def test_latency_is_waited(reader: Reader) -> None:
    reader.simulator.faults.add("latency", seconds=0.1, path="/biosamples")
    started = time.perf_counter()
    await asyncio.gather(*(reader.get("/biosamples") for _ in range(3)))
    assert time.perf_counter() - started >= 0.1


async def test_a_rate_limit_can_be_set_while_the_simulator_runs(reader: Reader) -> None:
    reader.simulator.rate_limit = 2
    assert sorted(await statuses(reader, 5))[-1] == 429
    reader.simulator.rate_limit = None
    assert await statuses(reader, 5) == [200] * 5
    with pytest.raises(ConfigurationError):
        reader.simulator.rate_limit = 0


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"kind": "flood"}, "no fault 'flood'"),
        ({"kind": "status", "status": 418}, "status is 418"),
        ({"kind": "status", "probability": 1.5}, "probability"),
        ({"kind": "status", "nth": {0}}, "counts from 1"),
        ({"kind": "status", "times": -1}, "times"),
        ({"kind": "truncate", "share": 2}, "share"),
        ({"kind": "slow", "bytes_per_second": 0}, "bytes_per_second"),
        ({"kind": "latency"}, "latency needs seconds"),
        ({"kind": "latency", "seconds": -1}, "must not be negative"),
        ({"kind": "latency", "seconds": 1, "distribution": "bell"}, "bell"),
        ({"kind": "status", "origin": "moon"}, "moon"),
        ({"kind": "status", "colour": "red"}, "colour"),
    ],
)
def test_a_fault_that_cannot_be_says_why(values: Any, message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        Faults().add(**values)


def test_faults_are_read_from_text() -> None:
    text = "throttle:probability=0.1,seconds=2,as_date=true; reset_after:method=POST,nth=1+3 ;slow"
    assert parse_faults(text) == [
        Fault("throttle", probability=0.1, seconds=2.0, as_date=True),
        Fault("reset_after", method="POST", nth=frozenset({1, 3})),
        Fault("slow"),
    ]
    assert parse_faults("") == []
    for fault in parse_faults(text):
        assert fault_from_dict(fault.to_dict()) == fault
    for wrong in ("slow:fast", "slow:probability=often", "nothing", "status:colour=red", "status:nth=x"):
        with pytest.raises(ConfigurationError):
            parse_faults(wrong)


async def test_faults_can_be_given_from_the_beginning() -> None:
    simulator = Simulator(biosamples=1, faults=parse_faults("status:nth=1"))
    async with simulator, aiohttp.ClientSession() as session:
        assert await statuses(Reader(simulator, session), 2) == [503, 200]
