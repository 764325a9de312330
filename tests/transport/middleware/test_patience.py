"""How long an outage is outlived: background work a minute and more, interactive calls seconds; in simulated time."""

from __future__ import annotations

import asyncio
import random
import ssl
from collections.abc import Callable
from typing import Any

import orjson
import pytest
from multidict import CIMultiDict

from basespace_async import (
    BaseSpace,
    BaseSpaceError,
    ConfigurationError,
    ConnectionFailedError,
    ConnectionLostError,
    HTTPRequest,
    RetryEvent,
    TransportError,
    TransportTimeoutError,
)
from basespace_async.auth import ClientCredentials
from basespace_async.transport import BufferedResponse, Priority, RetryMiddleware, RetryPolicy
from basespace_async.transport.middleware.events import Observers
from basespace_async.transport.middleware.retry_policy import RetrySchedule
from tests.support.simulated_time import run

SERVER = "https://api.example.org/v2"
URL = f"{SERVER}/biosamples"
Failure = int | tuple[int, str] | Callable[[], TransportError]


def refused() -> TransportError:
    return ConnectionFailedError("cannot connect: connection refused")


def no_address() -> TransportError:
    return ConnectionFailedError("cannot connect: name or service not known")


def reset() -> TransportError:
    return ConnectionLostError("the connection broke: connection reset by peer")


def slow() -> TransportError:
    return TransportTimeoutError("slow", phase="connect")


FAILURES: list[Failure] = [refused, no_address, reset, slow, 500, 502, 503, 504]
FAILURES += [(503, "0"), (503, "1"), (503, "20"), (503, "2.5"), (429, "1"), (429, "0")]


class Outage:
    """A service that fails until a moment, and then serves a list."""

    def __init__(self, failure: Failure, seconds: float) -> None:
        self.failure = failure
        self.ends_at = 1000.0 + seconds
        self.sent: list[float] = []

    async def send(self, request: HTTPRequest) -> BufferedResponse:
        now = asyncio.get_running_loop().time
        self.sent.append(now())
        await asyncio.sleep(0.01)
        if now() >= self.ends_at:
            item = {"Id": "1", "ExecutionStatus": "Complete", "access_token": "t"}
            body = {**item, "Items": [item], "Paging": {"TotalCount": 1, "Offset": 0}}
            return BufferedResponse(200, CIMultiDict(), orjson.dumps(body))
        if callable(self.failure):
            raise self.failure()
        status, after = self.failure if isinstance(self.failure, tuple) else (self.failure, "")
        return BufferedResponse(status, CIMultiDict({"Retry-After": after} if after else {}), b"")

    async def aclose(self) -> None:
        pass


def outlived(
    outage: Outage, priority: Priority, draw: Callable[[], float], policy: RetryPolicy | None = None
) -> tuple[bool, float]:
    """Whether a request outlives an outage, and after how many seconds it ended."""

    async def main() -> tuple[bool, float]:
        client = RetryMiddleware(outage, policy or RetryPolicy(), Observers(), draw=draw)
        now = asyncio.get_running_loop().time
        try:
            response = await client.send(HTTPRequest("GET", URL, priority=priority))
        except TransportError:
            return False, now() - 1000
        finally:
            await client.aclose()
        return response.status == 200, now() - 1000

    return run(main())


@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("draw", [lambda: 0.0, lambda: 0.5, lambda: 1.0], ids=["least", "mean", "most"])
def test_a_background_request_outlives_a_minute_however_its_waits_are_drawn(
    failure: Failure, draw: Callable[[], float]
) -> None:
    outage = Outage(failure, 60)
    assert outlived(outage, "background", draw)[0]
    assert len(outage.sent) < 70


@pytest.mark.parametrize("failure", FAILURES[:8])
@pytest.mark.parametrize("draw", [lambda: 0.0, lambda: 1.0, random.Random(3).random], ids=["least", "most", "any"])
def test_an_interactive_request_fails_within_seconds(failure: Failure, draw: Callable[[], float]) -> None:
    has_outlived, seconds = outlived(Outage(failure, 3600), "interactive", draw)
    assert not has_outlived
    assert seconds < 11


def test_an_interactive_request_outlives_a_hiccup() -> None:
    assert outlived(Outage(503, 3), "interactive", lambda: 0.5)[0]


def test_a_background_request_gives_up_at_the_end_of_its_patience() -> None:
    has_outlived, seconds = outlived(Outage(refused, 3600), "background", random.Random(1).random)
    assert not has_outlived
    assert seconds == pytest.approx(120, abs=0.2)


@pytest.mark.parametrize("seconds", [30.0, 400.0])
def test_each_patience_is_one_option(seconds: float) -> None:
    background = RetryPolicy(background_patience=seconds, interactive_patience=1)
    assert outlived(Outage(refused, 3600), "background", lambda: 0.3, background)[1] == pytest.approx(seconds, abs=0.2)
    interactive = RetryPolicy(interactive_patience=seconds, background_patience=1)
    assert outlived(Outage(refused, 3600), "interactive", lambda: 0.3, interactive)[1] == pytest.approx(
        seconds, abs=0.2
    )


@pytest.mark.parametrize("priority", ["interactive", "background"])
def test_without_patience_nothing_is_sent_again(priority: Priority) -> None:
    outage = Outage(503, 3600)
    outlived(outage, priority, lambda: 1.0, RetryPolicy(interactive_patience=0, background_patience=0))
    assert len(outage.sent) == 1


@pytest.mark.parametrize("priority", ["interactive", "background"])
def test_a_number_of_retries_counts_in_place_of_patience(priority: Priority) -> None:
    outage = Outage(503, 3600)
    assert outlived(outage, priority, lambda: 1.0, RetryPolicy(max_retries=7))[1] > 30
    assert len(outage.sent) == 8


@pytest.mark.parametrize("priority", ["interactive", "background"])
def test_tiny_waits_do_not_make_endless_requests(priority: Priority) -> None:
    outage = Outage(503, 3600)
    outlived(outage, priority, lambda: 1.0, RetryPolicy(initial_backoff=0, max_backoff=0))
    assert len(outage.sent) <= 61


@pytest.mark.parametrize(
    "failure",
    [
        lambda: TransportTimeoutError("the pause is longer than the deadline", phase="deadline", request_sent=False),
        lambda: _untrusted(),
    ],
    ids=["the deadline", "a certificate that is not trusted"],
)
def test_what_would_fail_in_the_same_way_is_not_sent_again(failure: Failure) -> None:
    outage = Outage(failure, 3600)
    assert not outlived(outage, "background", lambda: 1.0)[0]
    assert len(outage.sent) == 1


def _untrusted() -> TransportError:
    error = ConnectionFailedError("cannot connect")
    error.__cause__ = ssl.SSLCertVerificationError("self-signed certificate")
    return error


def test_waits_that_the_service_asks_for_are_no_part_of_patience() -> None:
    outage = Outage((503, "100"), 1000)
    assert outlived(outage, "background", lambda: 0.5, RetryPolicy(deadline=None))[0]
    assert len(outage.sent) == 11


def test_patience_begins_anew_once_something_came() -> None:
    schedule = RetrySchedule(RetryPolicy(background_patience=60), "background", lambda: 0.5)
    assert schedule.next_wait(reset(), 0.0) is not None
    assert schedule.next_wait(reset(), 60.0) is None
    schedule.reset()
    assert schedule.failures == 0
    assert schedule.next_wait(reset(), 1000.0) == 0.25


@pytest.mark.parametrize("name", ["interactive_patience", "background_patience"])
@pytest.mark.parametrize("value", [-1, float("inf"), float("nan")])
def test_a_patience_that_cannot_be_kept_is_refused(name: str, value: float) -> None:
    with pytest.raises(ConfigurationError, match=name):
        RetryPolicy(**{name: value})


@pytest.mark.parametrize("failure", [refused, no_address, reset, 500, 502, 503, 504, (503, "2")])
def test_sixteen_lists_outlive_a_minute_and_say_what_they_wait_for(failure: Failure) -> None:
    outage = Outage(failure, 60)
    events: list[RetryEvent] = []
    announced_until, silences = [1000.0], []

    def note(event: RetryEvent) -> None:
        events.append(event)
        now = asyncio.get_running_loop().time()
        silences.append(now - max(announced_until))
        announced_until.append(now + event.seconds)

    async def main() -> list[list[Any]]:
        async with BaseSpace("token", server=SERVER, transport=outage, on_retry=note) as basespace:
            return await asyncio.gather(*(basespace.biosamples.list().collect() for _ in range(16)))

    assert [len(biosamples) for biosamples in run(main())] == [1] * 16
    reason = failure().__class__.__name__ if callable(failure) else str(failure).strip("(").partition(",")[0]
    assert {(event.operation, event.reason) for event in events} == {("listBiosamples", reason)}
    assert max(announced_until) >= 1060
    assert max(silences) < 2


@pytest.mark.parametrize("is_retried", [False, True])
def test_a_pause_that_another_call_met_is_told_of_once(is_retried: bool) -> None:
    events: list[RetryEvent] = []

    async def main() -> None:
        outage = Outage((503, "30"), 0.02)
        async with BaseSpace("token", server=SERVER, transport=outage, on_retry=events.append) as basespace:
            options = {} if is_retried else {"max_retries": 0}
            other = asyncio.create_task(basespace.with_options(**options).request("GET", "users/current"))  # type: ignore[arg-type, typeddict-item]
            await asyncio.sleep(0.1)
            await asyncio.gather(*(basespace.biosamples.list().collect() for _ in range(16)))
            await asyncio.wait([other])
            assert (other.exception() is None) == is_retried

    run(main())
    assert [(event.reason, round(event.seconds)) for event in events] == [("503" if is_retried else "pause", 30)]


@pytest.mark.parametrize("failure", [503, 500, (503, "20"), (429, "5"), refused])
def test_a_list_outlives_a_minute_in_which_no_token_can_be_had(failure: Failure) -> None:
    async def main() -> int:
        login = Outage(failure, 60)
        credentials = ClientCredentials("id", "secret", server=SERVER, transport=login)
        api = Outage(refused, 0)
        async with BaseSpace(credentials=credentials, server=SERVER, transport=api) as basespace:
            assert len(await basespace.biosamples.list().collect()) == 1
        assert len(api.sent) == 1
        return len(login.sent)

    assert 3 < run(main()) < 30


def test_a_wait_for_an_analysis_outlives_a_minute() -> None:
    async def main() -> object:
        async with BaseSpace("token", server=SERVER, transport=Outage(refused, 60)) as basespace:
            return await basespace.appsessions.wait("1", deadline=3600)

    assert run(main()) is not None


def test_a_single_call_fails_within_seconds_unless_its_priority_says_otherwise() -> None:
    async def main() -> float:
        async with BaseSpace("token", server=SERVER, transport=Outage(refused, 50)) as basespace:
            with pytest.raises(BaseSpaceError):
                await basespace.biosamples.list().first()
            failed_at = asyncio.get_running_loop().time()
            assert await basespace.with_options(priority="background").biosamples.list().first() is not None
        return failed_at - 1000

    assert run(main()) < 11
