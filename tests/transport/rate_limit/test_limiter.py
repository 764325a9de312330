"""Rate, concurrency and pauses, in simulated time."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from basespace_async import ConfigurationError, ConnectionLostError, HTTPRequest, Statistics, TransportTimeoutError
from basespace_async.transport import Priority, RateLimit, RetryMiddleware, RetryPolicy
from basespace_async.transport.middleware.events import Observers
from basespace_async.transport.middleware.rate_limit import RateLimitMiddleware
from basespace_async.transport.rate_limit.limiter import RateLimiter
from tests.support.limited_service import SERVER, Service, request
from tests.support.simulated_time import run


def layered(service: Service, limit: RateLimit | None = None) -> tuple[RateLimitMiddleware, Statistics]:
    statistics = Statistics()
    return RateLimitMiddleware(service, RateLimiter(limit or RateLimit(), statistics), server=SERVER), statistics


async def harvest(service: Service, limit: RateLimit | None, *, tasks: int, seconds: float) -> None:
    """So many tasks ask as fast as they can, for so many seconds."""
    budget, _ = layered(service, limit)
    client = RetryMiddleware(budget, RetryPolicy(max_retries=50, deadline=None), Observers())
    ends_at = asyncio.get_running_loop().time() + seconds

    async def work() -> None:
        while asyncio.get_running_loop().time() < ends_at:
            await client.send(request())

    async with asyncio.TaskGroup() as group:
        for _ in range(tasks):
            group.create_task(work())
    await client.aclose()


@pytest.mark.slow
@pytest.mark.parametrize(("rate", "seconds"), [(10, 60), (50, 60), (200, 60), (1000, 12)])
@pytest.mark.parametrize("told", [True, False], ids=["told the rate", "learning the rate"])
@pytest.mark.parametrize("retry_after", ["1", None])
def test_64_tasks_reach_the_allowed_rate_and_are_hardly_ever_refused(
    rate: float, seconds: float, told: bool, retry_after: str | None
) -> None:
    service = Service(rate, latency=0.02, retry_after=retry_after)
    limit = RateLimit(rate=rate) if told else None
    run(harvest(service, limit, tasks=64, seconds=seconds))
    began = 1000.0
    served = sum(1 for at in service.served if at <= began + seconds)
    refused = sum(1 for at in service.refused if began + 1 < at <= began + seconds)
    assert served >= 0.95 * rate * seconds
    assert refused < 0.02 * (served + refused)
    if told:
        assert service.refused == []


@pytest.mark.parametrize("retry_after", ["1", None])
@pytest.mark.parametrize(
    "statuses",
    [[429], [200] * 3 + [429] + [200] * 12 + [429], ([200] * 8 + [429]) * 3],
    ids=["the first", "two", "three"],
)
def test_refusals_among_the_first_requests_hold_a_short_pipeline_up_for_seconds_only(
    statuses: list[int], retry_after: str | None
) -> None:
    service = Service(latency=0.05, retry_after=retry_after)
    service.statuses = [*statuses]

    async def main() -> float:
        budget, _ = layered(service)
        client = RetryMiddleware(budget, RetryPolicy(), Observers(), draw=lambda: 1.0)
        left = iter(range(200))

        async def work() -> None:
            for _ in left:
                await client.send(request())

        began = asyncio.get_running_loop().time()
        await asyncio.gather(*(work() for _ in range(8)))
        return asyncio.get_running_loop().time() - began

    asked = statuses.count(429) if retry_after else 0  # seconds
    assert run(main()) < asked + 3.5


def test_a_rate_that_was_told_is_never_exceeded_by_more_than_the_burst() -> None:
    service = Service(latency=0.001)
    run(harvest(service, RateLimit(rate=20, burst=5), tasks=32, seconds=10))
    for start in range(100):
        within = [at for at in service.served if 1000 + start / 10 <= at < 1001 + start / 10]
        assert len(within) <= 20 + 5 + 1


def test_no_more_requests_are_in_flight_than_the_cap_allows_and_some_slots_are_kept_for_interactive_ones() -> None:
    service = Service(latency=1)

    async def main() -> None:
        budget, _ = layered(service, RateLimit(concurrency=16))
        async with asyncio.TaskGroup() as group:
            for _ in range(100):
                group.create_task(budget.send(request("background")))
            await asyncio.sleep(0.5)
            assert service.in_flight == 14
            for _ in range(10):
                group.create_task(budget.send(request("interactive")))
            await asyncio.sleep(0.1)
            assert service.in_flight == 16

    run(main())
    assert service.peak == 16


@pytest.mark.parametrize("concurrency", [1, 2])
def test_a_small_cap_serves_both_kinds(concurrency: int) -> None:
    service = Service(latency=0.1)

    async def main() -> None:
        budget, _ = layered(service, RateLimit(concurrency=concurrency))
        kinds: list[Priority] = ["background", "interactive"]
        await asyncio.gather(*(budget.send(request(kind)) for kind in kinds * 10))

    run(main())
    assert len(service.served) == 20


def test_an_interactive_call_is_not_starved_by_a_harvest() -> None:
    service = Service(latency=0.05)
    waits: list[float] = []

    async def main() -> None:
        budget, _ = layered(service, RateLimit(rate=50))
        loop = asyncio.get_running_loop()
        async with asyncio.TaskGroup() as group:
            harvesters = [group.create_task(forever(budget)) for _ in range(64)]
            await asyncio.sleep(2)
            for _ in range(50):
                began = loop.time()
                await budget.send(request("interactive"))
                waits.append(loop.time() - began)
            for task in harvesters:
                task.cancel()

    run(main())
    assert max(waits) < 0.05 + 2 / 50  # its own latency, and the turn of one request before it


def test_a_harvest_is_not_starved_by_interactive_calls() -> None:
    service = Service(latency=0.01)
    done = 0

    async def main() -> None:
        nonlocal done
        budget, _ = layered(service, RateLimit(rate=50))
        async with asyncio.TaskGroup() as group:
            others = [group.create_task(forever(budget, "interactive")) for _ in range(64)]
            for _ in range(20):
                await budget.send(request("background"))
                done += 1
            assert len(service.served) <= 20 * 5 + 64
            for task in others:
                task.cancel()

    run(main())
    assert done == 20


async def forever(budget: RateLimitMiddleware, priority: Priority = "background") -> None:
    while True:
        await budget.send(request(priority))


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("form", ["seconds", "date"])
def test_a_pause_that_the_service_asks_for_stops_the_whole_client(status: int, form: str) -> None:
    service = Service(latency=0.01)

    async def main() -> None:
        asked = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True) if form == "date" else "30"
        service.retry_after = asked
        service.statuses = [status]
        budget, statistics = layered(service)
        loop = asyncio.get_running_loop()
        refused = await budget.send(request())
        assert refused.status == status
        began = loop.time()
        await asyncio.gather(*(budget.send(request("interactive")) for _ in range(5)))
        assert 28 < loop.time() - began <= 31
        assert statistics.paused_seconds == pytest.approx(30, abs=1.5)
        assert statistics.rate is not None

    run(main())


def test_a_pause_longer_than_the_deadline_fails_at_once_and_sends_nothing() -> None:
    service = Service(latency=0.01, retry_after="3600")
    service.statuses = [429]

    async def main() -> None:
        budget, _ = layered(service)
        await budget.send(request())
        now = asyncio.get_running_loop().time()
        with pytest.raises(TransportTimeoutError, match="pause of 36") as caught:
            await budget.send(request(deadline=now + 60))
        assert asyncio.get_running_loop().time() == now
        assert caught.value.phase == "deadline"
        assert not caught.value.request_sent

    run(main())
    assert len(service.served) + len(service.refused) == 1


def test_what_was_under_way_when_the_service_refused_lowers_the_rate_once() -> None:
    service = Service(latency=0.1, retry_after=None)
    service.statuses = [429] * 20

    async def main() -> None:
        budget, statistics = layered(service, RateLimit(rate=1000))
        await asyncio.gather(*(budget.send(request()) for _ in range(20)))
        first = statistics.rate
        assert first is not None
        assert first < 1000
        service.statuses = [429]
        await asyncio.sleep(0.1)
        await budget.send(request())
        second = statistics.rate
        assert second is not None
        assert second < first

    run(main())


def test_without_adaptation_only_the_given_rate_counts() -> None:
    service = Service(latency=0.01, retry_after=None)
    service.statuses = [429] * 5

    async def main() -> None:
        budget, statistics = layered(service, RateLimit(adaptive=False))
        for _ in range(6):
            await budget.send(request())
        assert statistics.rate is None

    run(main())


def test_a_single_503_among_many_answers_is_no_overload() -> None:
    service = Service(latency=0.01, retry_after=None)
    service.statuses = [200] * 50 + [503] + [200] * 20

    async def main() -> None:
        budget, statistics = layered(service)
        await asyncio.gather(*(budget.send(request("interactive")) for _ in range(71)))
        assert statistics.rate is None

    run(main())


@pytest.mark.slow
def test_success_raises_the_rate_again_after_an_outage() -> None:
    service = Service(latency=0.01, retry_after=None)
    service.statuses = [503] * 3

    async def main() -> None:
        budget, statistics = layered(service, RateLimit(rate=100))
        for _ in range(3):
            await budget.send(request())
        lowest = statistics.rate
        assert lowest is not None
        assert lowest < 50
        tasks = [asyncio.create_task(forever(budget)) for _ in range(16)]
        await asyncio.sleep(60)
        assert statistics.rate == 100
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    run(main())


def test_a_cancelled_or_failed_request_gives_its_slot_and_its_turn_back() -> None:
    service = Service(latency=1)
    service.statuses = [ConnectionLostError("gone")]

    async def main() -> None:
        budget, _ = layered(service, RateLimit(concurrency=1))
        with pytest.raises(ConnectionLostError):
            await budget.send(request("interactive"))
        running = asyncio.create_task(budget.send(request("interactive")))
        waiting = [asyncio.create_task(budget.send(request("interactive"))) for _ in range(3)]
        await asyncio.sleep(0.1)
        waiting[0].cancel()
        running.cancel()
        await asyncio.sleep(0)
        waiting[1].cancel()  # perhaps already let through
        await asyncio.gather(running, *waiting, return_exceptions=True)
        assert (await budget.send(request("interactive"))).status == 200
        assert service.in_flight == 0

    run(main())


def test_requests_to_object_stores_are_not_held_up() -> None:
    service = Service(latency=0.01)

    async def main() -> None:
        budget, _ = layered(service, RateLimit(rate=1))
        began = asyncio.get_running_loop().time()
        elsewhere = HTTPRequest("GET", "https://store.example.org/x")
        await asyncio.gather(*(budget.send(elsewhere) for _ in range(50)))
        assert asyncio.get_running_loop().time() - began < 1

    run(main())


def test_what_waits_when_the_client_is_closed_fails_at_once() -> None:
    async def main() -> None:
        service = Service(latency=0.01)
        budget, _ = layered(service, RateLimit(rate=0.001))
        await budget.send(request())
        waiting = [asyncio.create_task(budget.send(request(priority))) for priority in ("background", "interactive")]
        await asyncio.sleep(0.1)
        waiting[1].cancel()
        await budget.aclose()
        outcomes = await asyncio.gather(*waiting, return_exceptions=True)
        assert isinstance(outcomes[0], ConfigurationError)
        assert isinstance(outcomes[1], asyncio.CancelledError)
        assert asyncio.get_running_loop().time() < 1001

    run(main())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"rate": 0}, "rate is 0"),
        ({"rate": float("nan")}, "rate is nan"),
        ({"rate": float("inf")}, "rate is inf"),
        ({"burst": 0}, "burst is 0"),
        ({"concurrency": 0}, "concurrency is 0"),
    ],
)
def test_a_limit_that_cannot_work_is_refused(arguments: dict[str, float], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        RateLimit(**arguments)  # type: ignore[arg-type]
