"""What is sent again, after which wait, and until when; in simulated time."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st
from multidict import CIMultiDict

from basespace_async import (
    ConfigurationError,
    ConnectionFailedError,
    ConnectionLostError,
    HTTPRequest,
    RetryEvent,
    TransportError,
    TransportTimeoutError,
)
from basespace_async.transport import BufferedResponse, RetryMiddleware, RetryPolicy
from basespace_async.transport.middleware.events import Observers
from tests.support.simulated_time import run

URL = "https://api.example.org/v2/appsessions/7?token=secret"
Outcome = int | tuple[int, str] | Exception


class Scripted:
    """Gives one outcome after the other."""

    def __init__(self, *outcomes: Outcome, latency: float = 0.0) -> None:
        self.outcomes = list(outcomes)
        self.latency = latency
        self.sent: list[HTTPRequest] = []
        self.times: list[float] = []

    async def send(self, request: HTTPRequest) -> BufferedResponse:
        self.sent.append(request)
        self.times.append(asyncio.get_running_loop().time())
        await asyncio.sleep(self.latency)
        outcome = self.outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        status, after = outcome if isinstance(outcome, tuple) else (outcome, "")
        headers = CIMultiDict({"Retry-After": after} if after else {})
        return BufferedResponse(status, headers, b"")

    async def aclose(self) -> None:
        pass


def send(
    inner: Scripted, policy: RetryPolicy | None = None, *, method: str = "GET", idempotent: bool | None = None
) -> int | TransportError:
    """The status, or the error, that a request comes to."""

    async def main() -> int | TransportError:
        layer = RetryMiddleware(inner, policy or RetryPolicy(), Observers(), draw=lambda: 1.0)
        try:
            response = await layer.send(HTTPRequest(method, URL, idempotent=idempotent))
        except TransportError as error:
            return error
        finally:
            await layer.aclose()
        return response.status

    return run(main())


LOST = ConnectionLostError("gone")
REFUSED = ConnectionFailedError("refused")


def slow(phase: str) -> TransportTimeoutError:
    return TransportTimeoutError("slow", phase=phase)  # type: ignore[arg-type]


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
@pytest.mark.parametrize("failure", [429, 502, 503, 504, LOST, REFUSED, slow("connect"), slow("read"), slow("total")])
def test_an_idempotent_request_is_sent_again_after_what_may_pass(method: str, failure: Outcome) -> None:
    inner = Scripted(failure, 200)
    assert send(inner, method=method) == 200
    assert [request.attempt for request in inner.sent] == [0, 1]


@pytest.mark.parametrize("status", [200, 204, 302, 400, 401, 403, 404, 409, 501])
def test_an_answer_that_will_not_change_is_not_asked_for_again(status: int) -> None:
    assert send(Scripted(status)) == status


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_what_only_reads_is_sent_again_after_an_internal_error(method: str) -> None:
    inner = Scripted(500, 500, 200)
    assert send(inner, method=method) == 200
    assert len(inner.sent) == 3


@pytest.mark.parametrize("method", ["PUT", "DELETE", "POST"])
def test_a_change_is_not_sent_again_after_an_internal_error_unless_its_caller_allows_it(method: str) -> None:
    assert send(Scripted(500), method=method) == 500
    assert send(Scripted(500, 200), method=method, idempotent=True) == 200


@pytest.mark.parametrize("failure", [429, REFUSED, slow("connect"), slow("pool")])
def test_a_post_is_sent_again_where_the_service_cannot_have_acted_on_it(failure: Outcome) -> None:
    inner = Scripted(failure, 200)
    assert send(inner, method="POST") == 200
    assert len(inner.sent) == 2


@pytest.mark.parametrize("failure", [502, 503, 504, LOST, slow("read"), slow("write"), slow("total")])
def test_a_post_that_may_have_been_acted_on_is_not_sent_again(failure: Outcome) -> None:
    inner = Scripted(failure, 200)
    assert send(inner, method="POST") in (failure,)
    assert len(inner.sent) == 1


@pytest.mark.parametrize("failure", [503, LOST])
def test_a_post_that_the_caller_calls_idempotent_is_sent_again(failure: Outcome) -> None:
    assert send(Scripted(failure, 200), method="POST", idempotent=True) == 200


def test_a_get_that_the_caller_calls_not_idempotent_is_not_sent_again() -> None:
    assert send(Scripted(503), idempotent=False) == 503


def test_after_the_last_attempt_its_outcome_stands() -> None:
    assert send(Scripted(503, 502, 504), RetryPolicy(max_retries=2)) == 504
    assert send(Scripted(503, LOST), RetryPolicy(max_retries=1)) is LOST
    assert send(Scripted(429), RetryPolicy(max_retries=0)) == 429


def test_the_waits_double_up_to_the_longest() -> None:
    inner = Scripted(503, 503, 503, 503, 503, 200)
    send(inner, RetryPolicy(max_retries=5, initial_backoff=1, max_backoff=6))
    waits = [later - earlier for earlier, later in zip(inner.times, inner.times[1:], strict=False)]
    assert waits == pytest.approx([1, 2, 4, 6, 6])


@given(attempt=st.integers(0, 2000), drawn=st.floats(0, 1))
def test_the_jitter_is_full_and_never_beyond_the_longest_backoff(attempt: int, drawn: float) -> None:
    policy = RetryPolicy(initial_backoff=0.5, max_backoff=30)
    wait = policy.wait(attempt, LOST, lambda: drawn)
    assert wait == pytest.approx(drawn * min(30, 0.5 * 2 ** min(attempt, 10)))


def test_what_the_service_asks_to_wait_is_waited() -> None:
    inner = Scripted((429, "7"), (503, "0"), 200)
    send(inner)
    assert [later - earlier for earlier, later in zip(inner.times, inner.times[1:], strict=False)] == [7, 0]


def test_a_wait_beyond_the_deadline_is_not_begun() -> None:
    inner = Scripted((429, "100"), 200)
    assert send(inner, RetryPolicy(deadline=50)) == 429
    assert len(inner.sent) == 1


def test_an_attempt_that_outlasts_the_deadline_is_given_up() -> None:
    inner = Scripted(503, 503, 200, latency=20)
    found = send(inner, RetryPolicy(max_retries=5, deadline=50, initial_backoff=1))
    assert isinstance(found, TransportTimeoutError)
    assert found.phase == "deadline"
    assert "secret" not in str(found)
    assert "50 s" in str(found)


def test_a_cancelled_wait_ends_at_once() -> None:
    async def main() -> None:
        inner = Scripted((429, "30"))
        task = asyncio.create_task(RetryMiddleware(inner, RetryPolicy(), Observers()).send(HTTPRequest("GET", URL)))
        await asyncio.sleep(1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert asyncio.get_running_loop().time() == 1001

    run(main())


def test_a_response_that_is_not_kept_is_closed() -> None:
    closed: list[int] = []

    class Response(BufferedResponse):
        async def aclose(self) -> None:
            closed.append(self.status)

    class Inner(Scripted):
        async def send(self, request: HTTPRequest) -> BufferedResponse:
            return Response((await super().send(request)).status, CIMultiDict(), b"")

    assert send(Inner(503, 502, 200)) == 200
    assert closed == [503, 502]


def test_each_repetition_is_told_of_without_the_query() -> None:
    events: list[RetryEvent] = []

    async def main() -> None:
        layer = RetryMiddleware(
            Scripted(503, LOST, 200), RetryPolicy(), Observers(on_retry=events.append), draw=lambda: 1
        )
        await layer.send(HTTPRequest("GET", URL, operation="getAppSession"))

    run(main())
    assert [(event.reason, event.attempt, event.seconds) for event in events] == [
        ("503", 0, 0.5),
        ("ConnectionLostError", 1, 1.0),
    ]
    assert {event.url for event in events} == {"https://api.example.org/v2/appsessions/7"}
    assert {event.operation for event in events} == {"getAppSession"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"max_retries": -1}, "max_retries is -1"),
        ({"deadline": 0}, "deadline is 0"),
        ({"initial_backoff": 2, "max_backoff": 1}, "backoff"),
        ({"initial_backoff": -1}, "backoff"),
    ],
)
def test_a_policy_that_cannot_work_is_refused(arguments: dict[str, float], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        RetryPolicy(**arguments)  # type: ignore[arg-type]


def test_a_timeout_of_an_attempt_is_not_taken_for_the_deadline() -> None:
    """Both are Python's TimeoutError."""
    error = send(Scripted(slow("read")), RetryPolicy(max_retries=0, deadline=60))
    assert isinstance(error, TransportTimeoutError)
    assert error.phase == "read"
