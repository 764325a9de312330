"""examples/fastapi_backend.py over real HTTP, against the simulator."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import httpx
import pytest

from basespace_async.simulator import ServerMetrics, Simulator
from basespace_async.simulator.world.records import AppSessionRecord
from tests.support.example_backend import Backend

pytestmark = pytest.mark.usefixtures("no_task_left")


@pytest.fixture
def simulator(lasting: tuple[Simulator, Backend]) -> Iterator[Simulator]:
    """The module's service, which has served nothing yet."""
    simulator = lasting[0]
    ServerMetrics.__init__(simulator.statistics)
    yield simulator
    simulator.faults.clear()


@pytest.fixture
def backend(lasting: tuple[Simulator, Backend], simulator: Simulator) -> Backend:
    return lasting[1]


def analysis_that_is(status: str, simulator: Simulator) -> AppSessionRecord:
    return next(each for each in simulator.world.appsessions.values() if each.execution_status == status)


async def test_health_says_what_the_client_did_and_asks_nobody(caller: httpx.AsyncClient, simulator: Simulator) -> None:
    before = (await caller.get("/health")).json()
    assert simulator.statistics.requests == 0
    await caller.get("/biosamples/104000000")
    after = (await caller.get("/health")).json()
    assert after == {"status": "ok", "requests": before["requests"] + 1, "throttled": 0}


async def test_biosamples_are_found_by_name_and_status(caller: httpx.AsyncClient, simulator: Simulator) -> None:
    wanted = simulator.world.biosamples["104000003"]
    found = (await caller.get("/biosamples/search", params={"name": wanted.name})).json()
    assert found["total"] == 1
    assert found["items"] == [
        {
            "id": wanted.id,
            "name": wanted.name,
            "status": wanted.status,
            "lab_status": wanted.lab_status,
            "project": simulator.world.projects[wanted.project_id].name,
            "created": wanted.created.isoformat().replace("+00:00", "Z"),
        }
    ]
    done = [each.id for each in simulator.world.biosamples.values() if each.status == "Active"]
    found = (await caller.get("/biosamples/search", params={"status": "Active"})).json()
    assert ([each["id"] for each in found["items"]], found["total"]) == (done, len(done))


async def test_a_search_is_one_request_for_no_more_than_the_limit(
    caller: httpx.AsyncClient, simulator: Simulator
) -> None:
    found = (await caller.get("/biosamples/search", params={"limit": 5})).json()
    assert ([each["id"] for each in found["items"]], found["total"]) == ([f"10400000{n}" for n in range(5)], 24)
    assert simulator.statistics.by_operation == {"GET /biosamples": 1}


async def test_nothing_found_is_an_answer(caller: httpx.AsyncClient) -> None:
    found = await caller.get("/biosamples/search", params={"name": "no such name"})
    assert (found.status_code, found.json()) == (200, {"items": [], "total": 0})


@pytest.mark.parametrize("query", ["limit=0", "limit=501", "limit=many", "status=Tired"])
async def test_a_search_that_cannot_be_is_refused_before_it_is_sent(
    caller: httpx.AsyncClient, simulator: Simulator, query: str
) -> None:
    assert (await caller.get(f"/biosamples/search?{query}")).status_code == 422
    assert simulator.statistics.requests == 0


async def test_a_biosample_is_shown(caller: httpx.AsyncClient, simulator: Simulator) -> None:
    shown = await caller.get("/biosamples/104000007")
    assert shown.status_code == 200
    assert shown.json()["name"] == simulator.world.biosamples["104000007"].name


async def test_an_analysis_is_stopped_once(caller: httpx.AsyncClient, simulator: Simulator) -> None:
    running = analysis_that_is("Running", simulator)
    stopped = await caller.post(f"/appsessions/{running.id}/stop")
    assert stopped.json() == {"id": running.id, "name": running.name, "execution_status": "Aborted"}
    again = await caller.post(f"/appsessions/{running.id}/stop")
    assert again.status_code == 409
    assert again.json()["detail"] == "an appsession can only be stopped while it is Running or Pending"


@pytest.mark.parametrize(
    ("path", "status", "detail"),
    [
        ("/biosamples/1", 404, "there is no such thing"),
        ("/files/1/content", 404, "there is no such thing"),
        ("/biosamples/%20", 400, "a resource's id is needed"),
        ("/files/%20/content", 400, "a resource's id is needed"),
    ],
)
async def test_a_wrong_id_is_the_callers_mistake(
    caller: httpx.AsyncClient, path: str, status: int, detail: str
) -> None:
    answer = await caller.get(path)
    assert answer.status_code == status
    assert answer.json()["detail"].startswith(detail)
    assert bool(answer.json()["request_id"]) == (status == 404)


@pytest.mark.parametrize("count", [1, 120])
async def test_all_callers_share_one_client(
    caller: httpx.AsyncClient, backend: Backend, simulator: Simulator, count: int
) -> None:
    ids = [f"1040000{number % 24:02d}" for number in range(count)]
    answers = await asyncio.gather(*(caller.get(f"/biosamples/{each}") for each in ids))
    assert [answer.json()["id"] for answer in answers] == ids
    assert len(backend.clients) == 1
    assert simulator.statistics.by_operation == {"GET /biosamples/{id}": count}


async def test_the_client_is_closed_with_the_application(simulator: Simulator) -> None:
    with Backend(simulator.url).running() as backend:
        async with backend.caller() as caller:
            await caller.get("/biosamples/104000000")
        assert "(closed)" not in repr(backend.clients[0])
    assert "(closed)" in repr(backend.clients[0])


async def test_the_answers_are_described(caller: httpx.AsyncClient) -> None:
    document = (await caller.get("/openapi.json")).json()
    assert set(document["paths"]) == {
        "/health",
        "/biosamples/search",
        "/biosamples/{biosample_id}",
        "/appsessions/{appsession_id}/stop",
        "/files/{file_id}/content",
    }
    view = document["components"]["schemas"]["BiosampleView"]["properties"]
    assert set(view) == {"id", "name", "status", "lab_status", "project", "created"}
