"""Appsessions: stopping, waiting, quality control, delivery, deletion."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
import respx

from basespace_async import (
    BaseSpace,
    ConfigurationError,
    ConflictError,
    ConnectionLostError,
    PermissionDeniedError,
    PreconditionError,
    WaitTimeoutError,
)
from basespace_async.models import AppSession, AppSessionCompact
from basespace_async.resources._waiting import wait_until_terminal
from tests.support.simulated_time import run

pytestmark = pytest.mark.usefixtures("no_task_left")


def body(service: respx.Router) -> Any:
    return json.loads(service.calls.last.request.content)


async def test_stopping_posts_an_empty_object_and_returns_the_appsession(
    service: respx.Router, basespace: BaseSpace
) -> None:
    service.post("/appsessions/7/stop").respond(json={"Id": "7", "ExecutionStatus": "Aborted"})
    stopped = await basespace.appsessions.stop(AppSessionCompact(id="7", execution_status="Running"))
    assert stopped.execution_status == "Aborted"
    assert body(service) == {}


@pytest.mark.parametrize("status", ["Complete", "Aborted", "Canceled", "Initializing", "NeedsAttention"])
async def test_what_is_known_not_to_run_is_not_sent_a_stop(
    service: respx.Router, basespace: BaseSpace, status: str
) -> None:
    with pytest.raises(PreconditionError, match=f"Running or Pending; this one is {status}") as caught:
        await basespace.appsessions.stop(AppSessionCompact(id="7", execution_status=status))
    assert caught.value.response is None
    assert not service.calls


@pytest.mark.parametrize("status", [400, 409, 422])
async def test_the_service_s_refusal_to_stop_is_the_same_error(
    service: respx.Router, basespace: BaseSpace, status: int
) -> None:
    service.post("/appsessions/7/stop").respond(status, json={"ErrorCode": "X", "ErrorMessage": "not running"})
    with pytest.raises(PreconditionError, match=r"Running or Pending.*not running") as caught:
        await basespace.appsessions.stop("7")
    assert caught.value.response is not None
    assert caught.value.response.status == status
    assert isinstance(caught.value.response, ConflictError) == (status == 409)


async def test_a_refusal_for_another_reason_stays_what_it_is(service: respx.Router, basespace: BaseSpace) -> None:
    service.post("/appsessions/7/stop").respond(403)
    with pytest.raises(PermissionDeniedError):
        await basespace.appsessions.stop("7")


async def test_stopping_many_says_what_became_of_each_and_stops_each_once(
    service: respx.Router, basespace: BaseSpace
) -> None:
    service.post("/appsessions/1/stop").respond(json={"Id": "1"})
    service.post("/appsessions/2/stop").respond(409)
    service.post("/appsessions/3/stop").mock(side_effect=httpx.ReadError("gone"))
    done = AppSessionCompact(id="4", execution_status="Complete")
    outcomes = await basespace.appsessions.stop_many(["1", "2", AppSessionCompact(id="1"), "3", done], concurrency=2)
    assert list(outcomes.succeeded) == ["1"]
    assert {one: type(error) for one, error in outcomes.failed.items()} == {
        "2": PreconditionError,
        "3": ConnectionLostError,
        "4": PreconditionError,
    }
    assert not outcomes.complete
    assert len(service.calls) == 3
    with pytest.raises(ExceptionGroup, match="3 of 4 failed"):
        outcomes.raise_failures()


async def test_ids_and_numbers_are_checked_before_anything_is_stopped(
    service: respx.Router, basespace: BaseSpace
) -> None:
    with pytest.raises(ConfigurationError, match="id is needed"):
        await basespace.appsessions.stop_many(["1", " "])
    with pytest.raises(ConfigurationError, match="concurrency is 0"):
        await basespace.appsessions.stop_many(["1"], concurrency=0)
    assert not service.calls
    assert (await basespace.appsessions.stop_many([])).complete


Set = Callable[[BaseSpace], Awaitable[Any]]
COMPLETE = AppSessionCompact(id="7", execution_status="Complete")
RUNNING = AppSessionCompact(id="7", execution_status="Running")


@pytest.mark.parametrize(
    ("call", "sent"),
    [
        (lambda b: b.appsessions.set_qc("7", "QcPassed"), {"QcStatus": "QcPassed"}),
        (
            lambda b: b.appsessions.set_qc(COMPLETE, "Discarded", comment="c" * 1024, summary="s"),
            {"QcStatus": "Discarded", "Comment": "c" * 1024, "StatusSummary": "s"},
        ),
        (
            lambda b: b.appsessions.set_delivery(RUNNING, "OnHold", comment="wait"),
            {"DeliveryStatus": "OnHold", "Comment": "wait"},
        ),
        (lambda b: b.appsessions.update("7", name="n"), {"Name": "n"}),
        (lambda b: b.appsessions.update("7", qc_status="NewOne"), {"QcStatus": "NewOne"}),
    ],
)
async def test_a_change_sends_what_changes_and_no_more(
    service: respx.Router, basespace: BaseSpace, call: Set, sent: dict[str, str]
) -> None:
    service.post("/appsessions/7").respond(json={"Id": "7"})
    assert (await call(basespace)).id == "7"
    assert body(service) == sent


@pytest.mark.parametrize(
    ("call", "rule"),
    [
        (lambda b: b.appsessions.set_qc(RUNNING, "QcPassed"), "Complete or Aborted; this one is Running"),
        (lambda b: b.appsessions.set_qc("7", "Undefined"), "cannot be set to 'Undefined'; .*QcPassed, QcFailed"),
        (lambda b: b.appsessions.set_qc("7", "QcPassed", comment="c" * 1025), "at most 1,024 characters.*1,025"),
        (lambda b: b.appsessions.set_delivery("7", "Gone"), "cannot be set to 'Gone'"),
        (lambda b: b.appsessions.update("7", comment="é" * 1025), "1,024"),
    ],
)
async def test_a_change_that_breaks_a_rule_is_not_sent(
    service: respx.Router, basespace: BaseSpace, call: Set, rule: str
) -> None:
    with pytest.raises(PreconditionError, match=rule):
        await call(basespace)
    assert not service.calls


async def test_the_service_s_refusal_of_a_qc_status_names_the_rule(service: respx.Router, basespace: BaseSpace) -> None:
    service.post("/appsessions/7").respond(400)
    with pytest.raises(PreconditionError, match="Complete or Aborted"):
        await basespace.appsessions.set_qc("7", "QcPassed")
    with pytest.raises(PreconditionError, match="must be possible"):
        await basespace.appsessions.update("7", name="n")


async def test_deleting_gives_the_trash_item_and_can_keep_the_metadata(
    service: respx.Router, basespace: BaseSpace
) -> None:
    route = service.delete("/appsessions/7")
    route.side_effect = [httpx.Response(200, json={"Id": "t"}), httpx.Response(205)]
    item = await basespace.appsessions.delete("7")
    assert item is not None
    assert item.id == "t"
    assert service.calls.last.request.url.query == b""
    assert await basespace.appsessions.delete("7", keep_metadata=True) is None
    assert service.calls.last.request.url.query == b"preserve=Metadata"


# --- waiting ----------------------------------------------------------------------------------------------------------


class Looks:
    def __init__(self, *statuses: str) -> None:
        self.statuses = list(statuses)
        self.times: list[float] = []

    async def __call__(self) -> AppSession:
        self.times.append(asyncio.get_running_loop().time() - 1000)
        status = self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]
        return AppSession(id="7", execution_status=status)


def wait(looks: Looks, **options: Any) -> AppSession:
    arguments = {"poll_interval": 30.0, "deadline": None, "on_poll": None, **options}
    return run(wait_until_terminal(looks, **arguments))


@pytest.mark.parametrize("end", ["Complete", "Aborted", "Canceled", "TimedOut"])
def test_waiting_looks_at_once_and_then_at_each_interval_until_the_end(end: str) -> None:
    looks = Looks("Pending", "Running", "NeedsAttention", "SomethingNew", "Aborting", end)
    assert wait(looks).execution_status == end
    assert looks.times == [0, 30, 60, 90, 120, 150]


@pytest.mark.parametrize("asynchronous", [False, True])
def test_each_look_is_told_of(asynchronous: bool) -> None:
    seen: list[object] = []

    async def slowly(appsession: AppSession) -> None:
        seen.append(appsession.execution_status)

    def at_once(appsession: AppSession) -> None:
        seen.append(appsession.execution_status)

    wait(Looks("Running", "Complete"), on_poll=slowly if asynchronous else at_once)
    assert seen == ["Running", "Complete"]


def test_waiting_ends_at_the_deadline_with_the_appsession_as_it_was_last_seen() -> None:
    looks = Looks("Running")
    with pytest.raises(WaitTimeoutError, match="still Running after 70 s") as caught:
        wait(looks, deadline=70)
    assert looks.times == [0, 30, 60, 70]
    assert caught.value.last.execution_status == "Running"
    assert isinstance(caught.value, TimeoutError)


def test_an_end_just_before_the_deadline_is_seen() -> None:
    assert wait(Looks("Running", "Complete"), deadline=10).execution_status == "Complete"


@pytest.mark.parametrize("arguments", [{"poll_interval": 0}, {"deadline": -1}])
def test_intervals_out_of_range_are_refused(arguments: dict[str, float]) -> None:
    with pytest.raises(ConfigurationError):
        wait(Looks("Running"), **arguments)


async def test_stopping_and_waiting_are_one_call(service: respx.Router, basespace: BaseSpace) -> None:
    service.post("/appsessions/7/stop").respond(json={"Id": "7"})
    looks = service.get("/appsessions/7")
    looks.side_effect = [httpx.Response(200, json={"Id": "7", "ExecutionStatus": s}) for s in ("Aborting", "Aborted")]
    ended = await basespace.appsessions.stop_and_wait("7", poll_interval=0.001, deadline=5)
    assert ended.execution_status == "Aborted"


async def test_a_refused_stop_is_not_waited_for(service: respx.Router, basespace: BaseSpace) -> None:
    service.post("/appsessions/7/stop").respond(409)
    with pytest.raises(PreconditionError):
        await basespace.appsessions.stop_and_wait("7")
    assert len(service.calls) == 1
