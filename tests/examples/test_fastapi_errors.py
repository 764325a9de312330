"""What BaseSpace's errors become in examples/fastapi_backend.py, over real HTTP, against the simulator."""

from __future__ import annotations

import logging

import httpx
import pytest

from basespace_async import Timeouts
from basespace_async.fastapi import connect_by_configuration
from basespace_async.simulator import Simulator
from tests.support.example_backend import Backend
from tests.support.example_programs import SECRETS

pytestmark = pytest.mark.usefixtures("no_task_left")


@pytest.mark.parametrize(
    ("fault", "status", "retry_after"),
    [
        ({"kind": "throttle", "seconds": 30}, 503, "30"),
        ({"kind": "throttle"}, 503, None),
        ({"kind": "status", "status": 503, "seconds": 7}, 503, "7"),
        ({"kind": "status", "status": 503}, 503, None),
        ({"kind": "status", "status": 500}, 502, None),
        ({"kind": "status", "status": 504}, 502, None),
        ({"kind": "reset_before"}, 502, None),
        ({"kind": "malformed"}, 502, None),
        ({"kind": "expire_token"}, 502, None),
    ],
)
async def test_a_failure_of_basespace_becomes_a_status(
    caller: httpx.AsyncClient,
    simulator: Simulator,
    caplog: pytest.LogCaptureFixture,
    fault: dict[str, object],
    status: int,
    retry_after: str | None,
) -> None:
    simulator.faults.add(**fault)  # type: ignore[arg-type]
    with caplog.at_level(logging.WARNING):
        answer = await caller.get("/biosamples/104000000")
    assert (answer.status_code, answer.headers.get("Retry-After")) == (status, retry_after)
    assert answer.json()["detail"] in ("BaseSpace failed", "BaseSpace is busy or not reached; try again later")
    assert "GET /biosamples/104000000: " in caplog.text
    assert not [secret for secret in SECRETS if secret in caplog.text]


async def test_while_basespace_asks_for_a_pause_callers_do_not_wait_for_it(
    caller: httpx.AsyncClient, simulator: Simulator
) -> None:
    simulator.faults.add("throttle", seconds=600, nth={1})
    answers = [await caller.get("/biosamples/104000000") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [503, 503, 503]
    assert simulator.statistics.requests == 1


async def test_a_slow_basespace_becomes_504(simulator: Simulator) -> None:
    simulator.faults.add("latency", seconds=0.5)
    with Backend(simulator.url, timeouts=Timeouts(read=0.1)).running() as backend:
        async with backend.caller() as caller:
            answer = await caller.get("/biosamples/104000000")
    assert (answer.status_code, answer.json()["detail"]) == (504, "BaseSpace took too long")


async def test_no_basespace_becomes_503() -> None:
    with Backend("http://127.0.0.1:9").running() as backend:
        async with backend.caller() as caller:
            answer = await caller.get("/biosamples/104000000")
    assert answer.status_code == 503


async def test_as_it_is_deployed_it_repeats_what_failed_for_the_moment(simulator: Simulator) -> None:
    simulator.faults.add("throttle", seconds=0, nth={1})
    simulator.faults.add("status", status=502, seconds=0, nth={2})
    backend = Backend(simulator.url)
    with backend.running(connect_by_configuration):
        async with backend.caller() as caller:
            assert (await caller.get("/biosamples/104000000")).status_code == 200
    assert sum(simulator.statistics.faults.values()) == 2
