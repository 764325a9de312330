"""Appsessions of one's own: completed, failed, aborted, and ended with the block that carries them out."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
import respx

from basespace_async import APIError, BaseSpace, PermissionDeniedError, PreconditionError
from basespace_async.models import AppSession
from basespace_async.simulator import Clock, Simulator
from basespace_async.transport import HttpxTransport, RetryPolicy
from tests.resources.conftest import TOKEN

pytestmark = pytest.mark.usefixtures("no_task_left")

V1PRE3 = "https://api.basespace.illumina.com/v1pre3/appsessions/7"


def sent(route: respx.Route) -> list[Any]:
    return [json.loads(call.request.content) for call in route.calls]


def ends_as(service: respx.Router, status: str) -> respx.Route:
    """The service takes the end of appsession 7."""
    service.get("/appsessions/7").respond(json={"Id": "7", "ExecutionStatus": status})
    return service.post(V1PRE3).respond(json={"Response": {"Id": "7"}, "ResponseStatus": {}})


async def test_an_end_is_sent_to_the_older_version_which_is_the_one_that_has_it(
    service: respx.Router, basespace: BaseSpace
) -> None:
    route = ends_as(service, "Complete")
    ended = await basespace.appsessions.complete("7", summary="120 samples")
    assert ended.execution_status == "Complete"
    assert sent(route) == [{"status": "complete", "statussummary": "120 samples"}]


async def test_a_failure_is_aborted_with_its_reason(service: respx.Router, basespace: BaseSpace) -> None:
    route = ends_as(service, "Aborted")
    await basespace.appsessions.fail("7", summary="no reads")
    await basespace.appsessions.abort(AppSession(id="7"))
    assert sent(route) == [{"status": "aborted", "statussummary": "no reads"}, {"status": "aborted"}]


async def test_where_the_older_version_refuses_the_newer_one_is_tried(
    service: respx.Router, basespace: BaseSpace
) -> None:
    service.post(V1PRE3).respond(403)
    service.get("/appsessions/7").respond(json={"Id": "7", "ExecutionStatus": "x"})
    update = service.post("/appsessions/7").respond(json={"Id": "7"})
    stop = service.post("/appsessions/7/stop").respond(json={"Id": "7"})
    await basespace.appsessions.complete("7", summary="s")
    await basespace.appsessions.fail("7", summary="f")
    assert sent(update) == [{"ExecutionStatus": "Complete", "StatusSummary": "s"}, {"StatusSummary": "f"}]
    assert sent(stop) == [{}]


async def test_completing_what_is_complete_is_no_error_and_what_is_aborted_is_one(
    service: respx.Router, basespace: BaseSpace
) -> None:
    service.post(V1PRE3).respond(409)
    service.get("/appsessions/7").respond(json={"Id": "7", "ExecutionStatus": "Complete"})
    assert (await basespace.appsessions.complete("7")).execution_status == "Complete"
    with pytest.raises(PreconditionError, match="while it runs"):
        await basespace.appsessions.fail("7", summary="s")


async def test_an_end_whose_answer_is_lost_is_sent_again(service: respx.Router) -> None:
    route = service.post(V1PRE3).mock(side_effect=[httpx.ReadError("gone"), httpx.Response(409)])
    service.get("/appsessions/7").respond(json={"Id": "7", "ExecutionStatus": "Complete"})
    async with httpx.AsyncClient(transport=httpx.MockTransport(service.async_handler)) as client:
        retry = RetryPolicy(initial_backoff=0.001, max_backoff=0.001)
        async with BaseSpace(TOKEN, transport=HttpxTransport(client), retry=retry) as basespace:
            assert (await basespace.appsessions.complete("7")).execution_status == "Complete"
    assert route.call_count == 2


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    clock = Clock(datetime(2026, 5, 4, 12, tzinfo=UTC), still=True)
    async with Simulator(biosamples=2, seed=2, clock=clock) as simulator:
        yield simulator


@pytest.fixture
async def client(simulator: Simulator) -> AsyncIterator[BaseSpace]:
    async with BaseSpace(simulator.token, server=simulator.url) as basespace:
        yield basespace


async def test_a_block_completes_its_appsession_and_describes_it(client: BaseSpace) -> None:
    async with client.appsessions.running("batch 7", properties={"Lab.Tube": "T-1"}, status_summary="aligns") as one:
        assert (one.name, one.execution_status, one.status_summary) == ("batch 7", "Running", "aligns")
        assert await client.appsessions.properties(one).value("Lab.Tube") == "T-1"
    ended = await client.appsessions.get(one)
    assert ended.execution_status == "Complete"


async def test_an_exception_fails_it_with_the_reason_but_without_secrets(
    client: BaseSpace, simulator: Simulator
) -> None:
    url = "https://store/x?X-Amz-Signature=abc"
    with pytest.raises(ExceptionGroup):
        async with client.appsessions.running("batch 7") as one:
            raise ExceptionGroup("two", [ValueError(f"{simulator.token} at\n{url}")])
    ended = await client.appsessions.get(one)
    assert ended.execution_status == "Aborted"
    assert ended.status_summary == "Failed: ValueError: *** at https://store/x?***"


async def test_what_the_block_ended_itself_stays_as_it_is(client: BaseSpace) -> None:
    async with client.appsessions.running("batch 7") as one:
        await client.appsessions.fail(one, summary="no reads")
    assert (await client.appsessions.get(one)).status_summary == "no reads"
    with suppress(KeyError):
        async with client.appsessions.running("batch 8") as two:
            await client.appsessions.complete(two)
            raise KeyError
    assert (await client.appsessions.get(two)).execution_status == "Complete"


async def test_properties_that_are_refused_fail_it_before_the_block(
    service: respx.Router, basespace: BaseSpace
) -> None:
    service.post("/appsessions").respond(201, json={"Id": "7"})
    service.post("/appsessions/7/properties").respond(400, json={"ErrorMessage": "no such name"})
    route = ends_as(service, "Aborted")
    with pytest.raises(APIError, match="no such name"):
        async with basespace.appsessions.running("batch 7", properties={"one-segment": "x"}):
            pytest.fail("the block must not begin")
    ((ending,),) = [sent(route)]
    assert ending["status"] == "aborted"
    assert "no such name" in ending["statussummary"]


@pytest.mark.parametrize("times", [1, 3])
async def test_a_cancellation_aborts_it_however_often_it_comes(client: BaseSpace, times: int) -> None:
    begun: asyncio.Future[AppSession] = asyncio.get_running_loop().create_future()

    async def work() -> None:
        async with client.appsessions.running("batch 7") as one:
            begun.set_result(one)
            await asyncio.sleep(3600)

    task = asyncio.create_task(work())
    one = await begun
    for _ in range(times):
        task.cancel()
        await asyncio.sleep(0)
    with pytest.raises(asyncio.CancelledError):
        await task
    ended = await client.appsessions.get(one)
    assert (ended.execution_status, ended.status_summary) == ("Aborted", "Cancelled")


async def test_no_cancellation_leaves_a_running_appsession_behind(client: BaseSpace, simulator: Simulator) -> None:
    """At every turn of the loop, from the creation to the end."""
    before = {*simulator.world.appsessions}
    turn, is_over = 0, False
    while not is_over:

        async def work() -> None:
            async with client.appsessions.running("batch 7", properties={"Lab.Tube": "T-1"}):
                await asyncio.sleep(0)

        task = asyncio.create_task(work())
        for _ in range(turn):
            await asyncio.sleep(0)
        is_over = task.done()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        turn += 1
    states = {simulator.world.appsessions[one].execution_status for one in {*simulator.world.appsessions} - before}
    assert states == {"Aborted", "Complete"}


async def test_what_cannot_be_ended_is_a_note_on_the_error(service: respx.Router, basespace: BaseSpace) -> None:
    service.post("/appsessions").respond(201, json={"Id": "7"})
    service.post(V1PRE3).respond(403)
    service.post("/appsessions/7/stop").respond(403)
    with pytest.raises(KeyError) as caught:
        async with basespace.appsessions.running("batch 7"):
            raise KeyError("x")
    assert "appsession 7 could not be ended" in caught.value.__notes__[0]
    service.post("/appsessions/7").respond(403)
    with pytest.raises(PermissionDeniedError):
        async with basespace.appsessions.running("batch 7"):
            pass


async def test_a_cancelled_block_waits_for_a_silent_service_for_a_bounded_time(
    service: respx.Router, basespace: BaseSpace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("basespace_async.resources._appsession_ending.ENDING_TIMEOUT", 0.01)

    async def say_nothing(_request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(3600)
        raise AssertionError

    service.post("/appsessions").respond(201, json={"Id": "7"})
    service.post(V1PRE3).mock(side_effect=say_nothing)
    for seconds in (0.0, 3600.0):  # cancelled while it is completed, and in the block

        async def work(seconds: float = seconds) -> None:
            async with basespace.appsessions.running("batch 7"):
                await asyncio.sleep(seconds)

        task = asyncio.create_task(work())
        for _ in range(200):
            await asyncio.sleep(0)
        assert not task.done()
        task.cancel()
        with pytest.raises(asyncio.CancelledError) as caught:
            await task
        notes = getattr(caught.value, "__notes__", [])
        assert ["did not answer within" in note for note in notes] == ([True] if seconds else [])
