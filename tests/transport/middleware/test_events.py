"""Hooks, log and counters: what a program sees of its requests, and what it does not."""

from __future__ import annotations

import asyncio
import logging

import pytest
from multidict import CIMultiDict

from basespace_async import ConnectionLostError, HTTPRequest, RequestEvent, ResponseEvent
from basespace_async.transport import BufferedResponse
from basespace_async.transport.middleware.events import EventsMiddleware, Observers

TOKEN = "very-secret-token"
REQUEST = HTTPRequest(
    "GET",
    "https://api.example.org/v2/users/current?Signature=secret",
    {"x-access-token": TOKEN},
    operation="getCurrentUser",
    attempt=1,
)


class Service:
    def __init__(self, failure: Exception | None = None) -> None:
        self.failure = failure
        self.closed = 0

    async def send(self, request: HTTPRequest) -> BufferedResponse:
        if self.failure is not None:
            raise self.failure
        service = self

        class Response(BufferedResponse):
            async def aclose(self) -> None:
                service.closed += 1

        return Response(200, CIMultiDict({"X-Request-ID": "r1"}), b"")

    async def aclose(self) -> None:
        pass


@pytest.mark.parametrize("asynchronous", [False, True])
async def test_hooks_are_told_of_each_request_and_response(asynchronous: bool) -> None:
    seen: list[RequestEvent | ResponseEvent] = []

    async def slowly(event: RequestEvent | ResponseEvent) -> None:
        await asyncio.sleep(0)
        seen.append(event)

    observers = Observers(slowly, slowly) if asynchronous else Observers(seen.append, seen.append)
    await EventsMiddleware(Service(), observers).send(REQUEST)
    asked, answered = seen
    assert asked == RequestEvent("GET", "https://api.example.org/v2/users/current", "getCurrentUser", 1)
    assert isinstance(answered, ResponseEvent)
    assert (answered.status, answered.request_id, answered.operation) == (200, "r1", "getCurrentUser")
    assert 0 <= answered.seconds < 5
    assert "secret" not in repr(seen)


async def test_a_hook_that_fails_is_logged_and_the_request_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    def broken(event: object) -> None:
        raise ValueError("in the hook")

    response = await EventsMiddleware(Service(), Observers(broken, broken)).send(REQUEST)
    assert response.status == 200
    assert [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR] == [
        "a hook failed on RequestEvent",
        "a hook failed on ResponseEvent",
    ]


async def test_a_cancellation_in_a_hook_closes_the_response() -> None:
    async def hang(event: ResponseEvent) -> None:
        await asyncio.sleep(3600)

    service = Service()
    task = asyncio.create_task(EventsMiddleware(service, Observers(on_response=hang)).send(REQUEST))
    await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert service.closed == 1


async def test_the_log_has_the_parts_of_each_response_and_no_secret(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "basespace_async")
    await EventsMiddleware(Service(), Observers()).send(REQUEST)
    (record,) = caplog.records
    assert record.name == "basespace_async.transport"
    assert record.getMessage().startswith("GET https://api.example.org/v2/users/current: 200 after ")
    parts = record.basespace  # type: ignore[attr-defined]
    assert (parts["status"], parts["request_id"], parts["attempt"]) == (200, "r1", 1)
    assert "secret" not in caplog.text + str(vars(record))


async def test_a_request_without_a_response_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "basespace_async")
    with pytest.raises(ConnectionLostError):
        await EventsMiddleware(Service(ConnectionLostError("GET x: gone")), Observers()).send(REQUEST)
    assert caplog.records[0].basespace == {"error": "ConnectionLostError"}  # type: ignore[attr-defined]
