"""What the learnt rate is learnt from, and what teaches nothing; in simulated time."""

from __future__ import annotations

import asyncio

import pytest

from basespace_async import ConnectionFailedError, Statistics
from basespace_async.transport import RateLimit
from basespace_async.transport.middleware.rate_limit import RateLimitMiddleware
from basespace_async.transport.rate_limit.limiter import RateLimiter
from basespace_async.transport.rate_limit.tokens import LocalBucket
from tests.support.limited_service import SERVER, Service, request
from tests.support.simulated_time import run


class Client:
    """A rate limiter over a service, and tasks that ask as fast as they can."""

    def __init__(self, service: Service, limit: RateLimit | None = None) -> None:
        self.service = service
        self.statistics = Statistics()
        self.limiter = RateLimiter(limit or RateLimit(), self.statistics)
        self.middleware = RateLimitMiddleware(service, self.limiter, server=SERVER)
        self.tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Client:
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        await self.middleware.aclose()

    def start(self, tasks: int) -> None:
        self.tasks += [asyncio.create_task(self._work()) for _ in range(tasks)]

    async def _work(self) -> None:
        while True:
            try:
                await self.middleware.send(request())
            except ConnectionFailedError:
                await asyncio.sleep(0.1)

    @property
    def rate(self) -> float:
        assert self.statistics.rate is not None
        return self.statistics.rate


@pytest.mark.parametrize("pause", [2, 5, 45, 600])
def test_a_pause_teaches_nothing(pause: int) -> None:
    async def main() -> None:
        service = Service(latency=0.05, retry_after=str(pause))
        async with Client(service) as client:
            service.statuses = [429]
            client.start(50)
            await asyncio.sleep(0.06)
            before = client.rate
            await asyncio.sleep(pause + 0.01)  # the first requests after it
            assert client.rate <= before * 1.1

    run(main())


class Queue:
    """Requests that wait for nothing but the rate, once a pause is over."""

    waiting = 5
    has_slot = True
    paused_until = 0.0

    def pause(self, now: float, seconds: float) -> float:
        self.paused_until = now + seconds
        return seconds

    def let_through(self, loop: asyncio.AbstractEventLoop) -> None:
        pass


def test_a_pause_teaches_nothing_where_its_end_is_noticed_late() -> None:
    """As on any real clock, which has gone on when the timer of a pause is served."""
    statistics = Statistics()
    bucket = LocalBucket(RateLimit(), statistics)
    bucket.attach(Queue())
    bucket.advance(1000.0)
    bucket.refused(1000.0, 1000.0, 1.5, overload=False)
    before = statistics.rate
    assert before is not None
    bucket.advance(1001.51)
    assert statistics.rate == pytest.approx(before * 4**0.01)


@pytest.mark.parametrize("pause", [5, 45])
def test_a_pause_keeps_a_rate_that_was_learnt_long_ago(pause: int) -> None:
    async def main() -> None:
        service = Service(20, latency=0.02, retry_after="1")
        async with Client(service) as client:
            client.start(32)
            await asyncio.sleep(30)
            before = client.rate
            assert before == pytest.approx(20, rel=0.15)
            service.retry_after, service.statuses = str(pause), [503] * 3
            await asyncio.sleep(pause + 0.5)
            assert client.rate <= before * 1.05

    run(main())


@pytest.mark.slow
@pytest.mark.parametrize("first_failure", [True, False], ids=["hung", "refusing connections"])
def test_time_in_which_nothing_is_served_teaches_nothing(first_failure: bool) -> None:
    """All slots are taken by requests without an answer, or every connection is refused."""

    async def main() -> None:
        service = Service(20, latency=0.02, retry_after="1")
        async with Client(service, RateLimit(concurrency=8)) as client:
            client.start(300)
            await asyncio.sleep(30)
            before = client.rate
            if first_failure:
                service.latency = 120
            else:
                service.statuses = [ConnectionFailedError("refused")] * 100_000
            await asyncio.sleep(121)
            assert client.rate <= before * 1.1

    run(main())


def test_waiting_for_a_slot_teaches_nothing() -> None:
    """What is served is limited by the slots, and says nothing of the rate."""

    async def main() -> None:
        service = Service(20, latency=0.02, retry_after="1")
        async with Client(service, RateLimit(concurrency=8)) as client:
            client.start(50)
            await asyncio.sleep(30)
            before = client.rate
            service.latency = 1.0
            await asyncio.sleep(120)
            assert client.rate <= before * 1.1

    run(main())


def test_a_later_and_shorter_retry_after_does_not_cut_a_pause_short() -> None:
    async def main() -> None:
        limiter = RateLimiter(RateLimit(), Statistics())
        loop = asyncio.get_running_loop()
        sent_at = [await limiter.acquire("interactive") for _ in range(3)]
        limiter.refused(sent_at[0], 30.0, overload=False)
        await asyncio.sleep(1)
        limiter.refused(sent_at[1], 2.0, overload=False)
        limiter.refused(sent_at[2], None, overload=True)
        for _ in sent_at:
            limiter.release()
        began = loop.time()
        await limiter.acquire("interactive")
        assert loop.time() - began == pytest.approx(29)
        limiter.release()

    run(main())


def test_a_later_and_longer_retry_after_prolongs_a_pause_by_the_difference() -> None:
    async def main() -> None:
        statistics = Statistics()
        limiter = RateLimiter(RateLimit(), statistics)
        sent_at = [await limiter.acquire("interactive") for _ in range(2)]
        limiter.refused(sent_at[0], 10.0, overload=False)
        await asyncio.sleep(4)
        limiter.refused(sent_at[1], 10.0, overload=False)
        assert limiter.paused_until == 1014
        assert statistics.paused_seconds == 14

    run(main())


def test_the_time_of_a_pause_is_no_time_in_which_little_was_served() -> None:
    """What was served in the ten seconds after a pause of 60 is near the limit, and not a seventh of it."""

    async def main() -> None:
        service = Service(latency=0.01, retry_after="60")
        async with Client(service, RateLimit(rate=50)) as client:
            client.start(16)
            await asyncio.sleep(30)
            service.statuses = [429]
            await asyncio.sleep(70)
            before = client.rate
            assert before > 45
            service.retry_after, service.statuses = None, [429]
            await asyncio.sleep(0.1)
            assert client.rate == pytest.approx((1 / 7 + 1) / 2 * before, rel=0.1)

    run(main())
