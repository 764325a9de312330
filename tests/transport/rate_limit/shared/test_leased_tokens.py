"""Workers that share a budget, in simulated time, with the model in the place of Redis."""

from __future__ import annotations

import asyncio
import contextvars
import logging
import random
from collections.abc import Callable

import pytest

from basespace_async import BaseSpace, ConfigurationError, ConnectionLostError, Statistics, TransportTimeoutError
from basespace_async.simulator.http.rate_limit import TokenBucket
from basespace_async.transport import RateLimit, RetryMiddleware, RetryPolicy
from basespace_async.transport.middleware.events import Observers
from basespace_async.transport.middleware.rate_limit import RateLimitMiddleware
from basespace_async.transport.rate_limit.limiter import RateLimiter
from basespace_async.transport.rate_limit.shared import LeaseGrant, LeaseRequest
from basespace_async.transport.rate_limit.shared.fallback import part_of
from basespace_async.transport.rate_limit.shared.leased_tokens import LeasedTokens
from basespace_async.transport.rate_limit.shared.leases import Leases
from tests.support.limited_service import SERVER, Service, request
from tests.support.shared_rate_limit_model import Model, ModelSharing
from tests.support.simulated_time import run

BEGAN = 1000.0


@pytest.fixture(autouse=True)
def _chance() -> None:
    """Workers draw when they ask again."""
    random.seed(1)


class Worker:
    """One process's middleware, over a service that all share."""

    def __init__(self, service: Service, sharing: ModelSharing, limit: RateLimit | None = None) -> None:
        self.statistics = Statistics()
        limit = limit or RateLimit()
        tokens = LeasedTokens(limit, self.statistics, sharing, server=SERVER, token="token")
        self.budget = RateLimiter(limit, self.statistics, tokens)
        self.layer = RateLimitMiddleware(service, self.budget, server=SERVER)
        self.client = RetryMiddleware(self.layer, RetryPolicy(max_retries=50, deadline=None), Observers())

    async def work(self, until: float, tasks: int = 8) -> None:
        """So many tasks ask as fast as they can."""
        now = asyncio.get_running_loop().time

        async def one() -> None:
            while now() < until:
                await self.client.send(request())

        await asyncio.gather(*(one() for _ in range(tasks)))


def most_within(times: list[float], seconds: float) -> int:
    """The most of them in any time of so many seconds."""
    first = most = 0
    for last, at in enumerate(times):
        while times[first] < at - seconds:
            first += 1
        most = max(most, last - first + 1)
    return most


async def work_together(
    service: Service, limit: RateLimit | None, seconds: float, workers: int = 8, delay: float = 0.001
) -> tuple[list[Worker], ModelSharing]:
    sharing = ModelSharing(delay=delay)
    everybody = [Worker(service, sharing, limit) for _ in range(workers)]
    until = BEGAN + seconds
    await asyncio.gather(*(worker.work(until) for worker in everybody))
    for worker in everybody:
        await worker.client.aclose()
    return everybody, sharing


@pytest.mark.slow
@pytest.mark.parametrize("delay", [0.001, 0.03], ids=["a quick store", "a slow store"])
@pytest.mark.parametrize(("rate", "seconds"), [(5, 40), (50, 20), (400, 6)])
def test_eight_workers_reach_a_rate_that_was_told_and_never_exceed_it(
    rate: float, seconds: float, delay: float
) -> None:
    service = Service(rate, latency=0.02)
    workers, sharing = run(work_together(service, RateLimit(rate=rate), seconds, delay=delay))
    served = [at for at in service.served if at <= BEGAN + seconds]
    assert len(served) >= 0.95 * rate * seconds
    assert service.refused == []
    assert most_within(service.served, 1.0) <= rate + max(1, rate / 10) + 1
    assert sharing.attempts / seconds < 4 * rate + 100
    assert min(worker.statistics.queued_seconds for worker in workers) > 0


@pytest.mark.parametrize("burst", [1, 10])
def test_a_burst_that_was_told_is_of_all_workers_together(burst: float) -> None:
    service = Service(latency=0.001)

    async def main() -> None:
        sharing = ModelSharing()
        workers = [Worker(service, sharing, RateLimit(rate=20, burst=burst)) for _ in range(4)]
        await asyncio.sleep(10)  # the bucket is full
        await asyncio.gather(*(worker.work(BEGAN + 15, tasks=3) for worker in workers))
        for worker in workers:
            await worker.client.aclose()

    run(main())
    assert most_within(service.served, 1.0) <= 20 + max(burst, 2) + 1
    assert len(service.served) >= 0.95 * 20 * 5


@pytest.mark.slow
@pytest.mark.parametrize("retry_after", ["1", None])
@pytest.mark.parametrize(("rate", "seconds"), [(50, 40), (400, 12)])
def test_eight_workers_find_and_hold_one_limit_together(rate: float, seconds: float, retry_after: str | None) -> None:
    service = Service(rate, latency=0.02, retry_after=retry_after)
    workers, _ = run(work_together(service, None, seconds))
    served = sum(at <= BEGAN + seconds for at in service.served)
    refused = sum(BEGAN + 1 < at <= BEGAN + seconds for at in service.refused)
    assert served >= 0.95 * rate * seconds
    assert refused < 0.02 * (served + refused)
    assert len({worker.statistics.rate for worker in workers}) <= len(workers)
    for worker in workers:
        assert worker.statistics.rate == pytest.approx(rate, rel=0.25)


def test_each_worker_gets_a_fairpart_of() -> None:
    service = Service(latency=0.02)
    workers, _ = run(work_together(service, RateLimit(rate=100), 20))
    assert len(workers) == 8
    calls = {id(worker): worker.statistics.queued_seconds for worker in workers}
    assert max(calls.values()) < 1.3 * min(calls.values())


def test_without_a_rate_nothing_is_held_up_and_the_store_is_asked_seldom() -> None:
    service = Service(latency=0.01)
    workers, sharing = run(work_together(service, None, 5, workers=2))
    assert len(service.served) > 0.95 * 2 * 8 * 5 / 0.01
    assert sharing.attempts < 2 * 5 * 11 + 10
    assert workers[0].statistics.rate is None


async def fails_at_once_for_a_pause(worker: Worker) -> None:
    """Of a request that can wait a minute, and not for the pause."""
    now = asyncio.get_running_loop().time()
    with pytest.raises(TransportTimeoutError, match="pause of"):
        await worker.layer.send(request(deadline=now + 60))
    assert asyncio.get_running_loop().time() - now < 0.1


def test_a_pause_asked_of_one_worker_stops_all_of_them() -> None:
    service = Service(latency=0.01, retry_after="20")

    async def main() -> None:
        sharing = ModelSharing()
        workers = [Worker(service, sharing, RateLimit(rate=40)) for _ in range(4)]
        began = asyncio.get_running_loop().time()
        tasks = [asyncio.create_task(worker.work(began + 30)) for worker in workers]
        await asyncio.sleep(2)
        service.statuses = [429]
        await asyncio.gather(*tasks)
        refused_at = service.refused[0]
        assert not any(ask.wanted for ask in sharing.model.asks if ask.pause)
        during = [at for at in service.served if refused_at + 0.25 < at < refused_at + 19.9]
        assert during == []
        assert len([at for at in service.served if at > refused_at + 20]) > 20
        for worker in workers:
            assert worker.statistics.paused_seconds == pytest.approx(20, abs=0.5)
            await worker.client.aclose()

    run(main())


def test_a_worker_that_comes_during_a_long_pause_fails_at_once_where_it_cannot_wait() -> None:
    service = Service(latency=0.01, retry_after="600")
    service.statuses = [429]

    async def main() -> None:
        sharing = ModelSharing()
        first, second = Worker(service, sharing), Worker(service, sharing)
        await first.layer.send(request())
        await asyncio.sleep(0.1)
        await fails_at_once_for_a_pause(second)
        for worker in (first, second):
            await worker.client.aclose()

    run(main())


def test_what_was_under_way_in_all_workers_when_the_service_refused_lowers_the_rate_once() -> None:
    service = Service(latency=0.2, retry_after=None)

    async def main() -> None:
        sharing = ModelSharing()
        workers = [Worker(service, sharing, RateLimit(rate=1000)) for _ in range(8)]
        service.statuses = [429] * 80
        await asyncio.gather(*(worker.layer.send(request()) for worker in workers for _ in range(10)))
        await asyncio.sleep(0.1)
        assert sharing.model.epoch == 1
        service.statuses = [429]
        await workers[3].layer.send(request())
        await asyncio.sleep(0.1)
        assert sharing.model.epoch == 2
        for worker in workers:
            await worker.client.aclose()

    run(main())


def test_few_503s_among_many_answers_lower_nothing_and_many_do() -> None:
    service = Service(latency=0.01, retry_after=None)

    async def main() -> None:
        sharing = ModelSharing()
        worker = Worker(service, sharing)
        service.statuses = [200] * 50 + [503] + [200] * 20
        await asyncio.gather(*(worker.layer.send(request("interactive")) for _ in range(71)))
        assert sharing.model.epoch == 0
        await asyncio.sleep(2)
        service.statuses = [503] * 5
        await asyncio.gather(*(worker.layer.send(request("interactive")) for _ in range(5)))
        await asyncio.sleep(0.1)
        assert sharing.model.epoch == 1
        await worker.client.aclose()

    run(main())


def test_without_adaptation_no_refusal_lowers_the_rate() -> None:
    service = Service(latency=0.01, retry_after=None)
    service.statuses = [429] * 3

    async def main() -> None:
        sharing = ModelSharing()
        worker = Worker(service, sharing, RateLimit(adaptive=False))
        for _ in range(4):
            await worker.layer.send(request())
        await asyncio.sleep(0.1)
        assert (sharing.model.epoch, worker.statistics.rate) == (0, None)
        await worker.client.aclose()

    run(main())


def test_permits_of_requests_that_were_cancelled_go_back() -> None:
    service = Service(latency=0.01)

    async def main() -> None:
        sharing = ModelSharing()
        worker = Worker(service, sharing, RateLimit(rate=100))
        waiting = [asyncio.create_task(worker.layer.send(request())) for _ in range(30)]
        await asyncio.sleep(0.03)
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        await asyncio.sleep(0.1)
        granted = sum(ask.returned for ask in sharing.model.asks)
        assert granted > 0
        assert worker.budget._in_flight == 0
        assert len(worker.budget._source._permits) == 0
        await asyncio.sleep(1)
        assert sharing.model.exchange(sharing.model.asks[0]).tokens == pytest.approx(5, abs=0.01)
        assert (await worker.layer.send(request())).status == 200
        await worker.client.aclose()

    run(main())


def test_a_request_that_is_cancelled_before_the_store_has_answered_leaves_nothing() -> None:
    service = Service(latency=0.01)

    async def main() -> None:
        sharing = ModelSharing(delay=0.2)
        worker = Worker(service, sharing, RateLimit(rate=10, concurrency=1))
        task = asyncio.create_task(worker.layer.send(request()))
        await asyncio.sleep(0.05)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert (await worker.layer.send(request())).status == 200
        await asyncio.sleep(1)
        assert worker.budget._source._demand() == 0
        assert len(service.served) == 1
        await worker.client.aclose()

    run(main())


def test_a_worker_that_dies_takes_no_more_than_its_last_permits_with_it() -> None:
    service = Service(50, latency=0.02)

    async def main() -> None:
        sharing = ModelSharing()
        workers = [Worker(service, sharing, RateLimit(rate=50)) for _ in range(8)]
        tasks = [asyncio.create_task(worker.work(BEGAN + 20)) for worker in workers]
        await asyncio.sleep(5)
        for task in tasks[:6]:
            task.cancel()  # its process is gone: nothing is given back
        for worker in workers[:6]:
            worker.budget._source._store.exchange = _never  # type: ignore[method-assign]
        await asyncio.gather(*tasks, return_exceptions=True)
        for worker in workers:
            await worker.client.aclose()

    run(main())
    late = [at for at in service.served if BEGAN + 5.5 < at <= BEGAN + 20]
    assert len(late) >= 0.95 * 50 * 14.5


async def _never(ask: object) -> LeaseGrant:
    raise OSError


# --- the store is away --------------------------------------------------------------------------------------------


def test_a_store_that_says_to_ask_in_a_day_is_asked_in_a_second() -> None:
    async def main() -> None:
        service = Service(latency=0.001)
        sharing = ModelSharing()
        sharing.answer = lambda: LeaseGrant(0, 0, 50, False, 0, 0, 1, 1e5, 1)
        worker = Worker(service, sharing, RateLimit(rate=50))
        task = asyncio.create_task(worker.work(BEGAN + 4, tasks=1))
        await asyncio.sleep(0.5)
        assert service.served == []
        sharing.answer = None
        await task
        assert service.served[0] < BEGAN + 1.6
        await worker.client.aclose()

    run(main())


def log_of(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str]]:
    return [
        (record.levelname, record.getMessage()) for record in caplog.records if record.name == "basespace_async.budget"
    ]


FAILURES: dict[str, Callable[[ModelSharing], None]] = {
    "refuses": lambda sharing: setattr(sharing, "failure", ConnectionRefusedError("redis://:secret@host")),
    "hangs": lambda sharing: setattr(sharing, "hangs", True),
    "answers nonsense": lambda sharing: setattr(sharing, "answer", lambda: LeaseGrant(1, 0, 50, False, -1, 0, 1, 0, 1)),
    "breaks": lambda sharing: setattr(sharing, "failure", TypeError("a mistake")),
}


@pytest.mark.slow
@pytest.mark.parametrize("how", FAILURES)
def test_while_the_store_is_away_each_worker_keeps_to_its_part_and_no_request_fails(
    how: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "basespace_async")
    service = Service(latency=0.02)

    async def main() -> None:
        sharing = ModelSharing()
        workers = [Worker(service, sharing, RateLimit(rate=40)) for _ in range(4)]
        tasks = [asyncio.create_task(worker.work(BEGAN + 30)) for worker in workers]
        await asyncio.sleep(10)
        FAILURES[how](sharing)
        await asyncio.sleep(10)
        assert [worker.statistics.shared for worker in workers] == [False] * 4
        assert [worker.statistics.rate for worker in workers] == [10] * 4
        sharing.failure, sharing.hangs, sharing.answer = None, False, None
        await asyncio.gather(*tasks)
        assert [worker.statistics.shared for worker in workers] == [True] * 4
        for worker in workers:
            await worker.client.aclose()

    run(main())
    for since in (0, 11, 21.5):
        within = [at for at in service.served if BEGAN + since < at <= BEGAN + since + 8.5]
        assert 0.95 * 40 * 8.5 <= len(within) <= 1.05 * 40 * 8.5 + 4
    assert most_within(service.served, 1.0) <= 2.2 * 40
    log = log_of(caplog)
    assert [level for level, _ in log] == ["WARNING"] * 4 + ["INFO"] * 4
    assert "one of 4" in log[0][1]
    assert "the model" in log[0][1]
    assert "is back after" in log[-1][1]
    assert "secret" not in caplog.text


def test_a_request_waits_for_a_store_that_hangs_no_longer_than_its_time_limit_and_the_next_ones_not_at_all() -> None:
    service = Service(latency=0.01)

    async def main() -> None:
        sharing = ModelSharing(workers=4)
        sharing.hangs = True
        worker = Worker(service, sharing, RateLimit(rate=400))
        now = asyncio.get_running_loop().time
        await asyncio.gather(*(worker.layer.send(request()) for _ in range(3)))
        assert now() - BEGAN < 0.5 + 0.05
        assert worker.statistics.queued_seconds >= 1.5
        assert worker.statistics.rate == 100  # one of four, as it was told
        await asyncio.sleep(5)
        began = now()
        await worker.layer.send(request())
        assert now() - began < 0.03
        assert sharing.attempts == 2
        await worker.client.aclose()
        assert now() - began < 1.0
        assert sharing.stores[0].closed

    run(main())


@pytest.mark.parametrize("begun", [False, True], ids=["before it began", "on its way"])
def test_an_exchange_that_somebody_cancels_holds_no_request_up(begun: bool, caplog: pytest.LogCaptureFixture) -> None:
    service = Service(latency=0.01)

    async def main() -> None:
        sharing = ModelSharing(delay=0.01, workers=2)
        worker = Worker(service, sharing, RateLimit(rate=10))
        now = asyncio.get_running_loop().time
        await worker.layer.send(request())
        await asyncio.gather(*(worker.layer.send(request()) for _ in range(3)))
        calls = [asyncio.create_task(worker.layer.send(request())) for _ in range(8)]
        while (exchange := worker.budget._source._exchange) is None:  # noqa: ASYNC110 - the clock is simulated
            await asyncio.sleep(0 if not begun else 0.001)
        if begun:
            await asyncio.sleep(0.002)
        exchange.cancel()
        began = now()
        async with asyncio.timeout(120):
            await asyncio.gather(*calls)
        assert now() - began < 3
        await asyncio.sleep(1)
        await worker.layer.send(request())
        await asyncio.sleep(1)
        assert worker.statistics.shared
        await worker.client.aclose()

    run(main())
    assert "cannot be reached (CancelledError)" in caplog.text


@pytest.mark.slow
def test_what_all_had_learnt_is_kept_alone_in_parts_and_given_to_a_store_that_forgot_it() -> None:
    service = Service(60, latency=0.02, retry_after=None)

    async def main() -> None:
        sharing = ModelSharing()
        workers = [Worker(service, sharing) for _ in range(4)]
        tasks = [asyncio.create_task(worker.work(BEGAN + 60)) for worker in workers]
        await asyncio.sleep(25)
        sharing.failure = OSError()
        sharing.model.forget()
        await asyncio.sleep(1)
        rates = [worker.statistics.rate or 0 for worker in workers]
        assert sum(rates) == pytest.approx(60, rel=0.1)
        sharing.failure = None
        await asyncio.sleep(1.5)
        assert sharing.model.asks[0].expected == 4
        assert sharing.model.learnt.learnt
        assert sharing.model.learnt.rate == pytest.approx(60, rel=0.1)
        await asyncio.gather(*tasks)
        for worker in workers:
            await worker.client.aclose()

    run(main())
    late = [at for at in service.refused if at > BEGAN + 25]
    assert len(late) < 0.03 * 35 * 60


def test_a_store_that_forgot_everything_unseen_is_told_the_rate_again() -> None:
    service = Service(latency=0.02, retry_after=None)

    async def main() -> None:
        sharing = ModelSharing()
        worker = Worker(service, sharing)
        service.statuses = [200] * 100 + [429]
        await worker.work(BEGAN + 5)
        known = worker.statistics.rate
        assert known is not None
        sharing.model.forget()
        await worker.layer.send(request())
        assert sharing.model.learnt.rate == pytest.approx(known)
        await worker.client.aclose()

    run(main())


def test_alone_a_refusal_teaches_the_worker_itself() -> None:
    service = Service(10, latency=0.02, retry_after=None)

    async def main() -> None:
        sharing = ModelSharing()
        sharing.failure = OSError()
        worker = Worker(service, sharing)
        await worker.work(BEGAN + 20)
        assert worker.statistics.rate is not None
        assert worker.statistics.rate < 20
        await worker.client.aclose()

    run(main())


def test_what_a_worker_learnt_alone_counts_when_the_store_comes_back_empty() -> None:
    service = Service(60, latency=0.02, retry_after=None)

    async def main() -> None:
        sharing = ModelSharing()
        worker = Worker(service, sharing)
        work = asyncio.create_task(worker.work(BEGAN + 45))
        await asyncio.sleep(20)
        sharing.failure = OSError()
        sharing.model.forget()
        service.bucket = TokenBucket(20, asyncio.get_running_loop().time)
        await asyncio.sleep(20)
        sharing.failure = None
        await asyncio.sleep(1)
        assert sharing.model.learnt.rate == pytest.approx(20, rel=0.25)
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)
        await worker.client.aclose()

    run(main())


def test_what_was_sent_alone_and_is_refused_later_does_not_lower_the_rate_of_all() -> None:
    service = Service(latency=4, retry_after=None)

    async def main() -> None:
        sharing = ModelSharing()
        sharing.failure = OSError()
        worker = Worker(service, sharing)
        service.statuses = [429]
        refused = asyncio.create_task(worker.layer.send(request()))
        await asyncio.sleep(1)
        sharing.failure = None
        await asyncio.gather(refused, worker.layer.send(request()))
        await asyncio.sleep(0.1)
        assert worker.statistics.shared
        assert sharing.model.epoch == 0
        await worker.client.aclose()

    run(main())


def test_a_store_that_is_away_is_tried_twice_a_second_and_not_for_each_request() -> None:
    async def main() -> None:
        sharing = ModelSharing()
        sharing.failure = OSError()
        worker = Worker(Service(latency=0.01), sharing)
        await worker.work(BEGAN + 10)
        assert 14 < sharing.attempts < 28
        await worker.client.aclose()

    run(main())


@pytest.mark.parametrize(("burst", "part"), [(None, None), (20, 5), (2, 1)])
def test_a_part_of_a_limit_is_a_part_of_its_rate_and_burst(burst: float | None, part: float | None) -> None:
    assert part_of(RateLimit(rate=40, burst=burst), 4) == RateLimit(rate=10, burst=part)


# --- the exchange -------------------------------------------------------------------------------------------------


def test_no_worker_hoards() -> None:
    async def main() -> None:
        sharing = ModelSharing()
        worker = Worker(Service(latency=0.5), sharing, RateLimit(rate=100, burst=1, concurrency=500))
        waiting = [asyncio.create_task(worker.layer.send(request())) for _ in range(50)]
        await asyncio.sleep(0.02)
        assert sharing.attempts == 1
        await asyncio.gather(*waiting)
        await worker.client.aclose()

    run(main())


def test_the_store_is_left_alone_during_a_pause() -> None:
    async def main() -> None:
        service = Service(latency=0.01, retry_after="30")
        service.statuses = [429]
        sharing = ModelSharing()
        worker = Worker(service, sharing, RateLimit(rate=50))
        work = asyncio.create_task(worker.work(BEGAN + 31))
        await asyncio.sleep(1)
        before = sharing.attempts
        late = asyncio.create_task(worker.layer.send(request()))
        await asyncio.sleep(28)
        assert sharing.attempts <= before + 1  # it was out of touch
        await asyncio.gather(work, late)
        await worker.client.aclose()

    run(main())


def test_a_worker_that_was_idle_hears_of_a_pause_before_it_sends() -> None:
    async def main() -> None:
        service = Service(latency=0.01, retry_after="600")
        sharing = ModelSharing()
        first, second = Worker(service, sharing), Worker(service, sharing)
        await second.layer.send(request())
        await asyncio.sleep(2)
        service.statuses = [429]
        await first.layer.send(request())
        await asyncio.sleep(0.1)
        await fails_at_once_for_a_pause(second)
        for worker in (first, second):
            await worker.client.aclose()

    run(main())


def test_an_exchange_is_no_part_of_the_trace_of_the_request_that_began_it() -> None:
    trace: contextvars.ContextVar[str] = contextvars.ContextVar("trace", default="none")
    seen: list[str] = []

    async def main() -> None:
        sharing = ModelSharing()
        worker = Worker(Service(latency=0.01), sharing)
        exchange = worker.budget._source._store.exchange

        async def seeing(ask: LeaseRequest) -> LeaseGrant:
            seen.append(trace.get())
            return await exchange(ask)

        worker.budget._source._store.exchange = seeing  # type: ignore[method-assign]
        trace.set("a request's")
        await worker.layer.send(request())
        assert seen == ["none"]
        await worker.client.aclose()

    run(main())


# --- closing ------------------------------------------------------------------------------------------------------


def test_closing_takes_leave_gives_permits_back_and_fails_what_waits() -> None:
    service = Service(latency=0.01)

    async def main() -> None:
        sharing = ModelSharing()
        worker = Worker(service, sharing, RateLimit(rate=1))
        await worker.layer.send(request())
        waiting = asyncio.create_task(worker.layer.send(request()))
        arriving = Worker(service, sharing, RateLimit(rate=1))
        unheard = asyncio.create_task(arriving.layer.send(request()))
        await asyncio.sleep(0)
        await arriving.client.aclose()
        await asyncio.sleep(0.01)
        await worker.client.aclose()
        for task in (waiting, unheard):
            with pytest.raises(ConfigurationError, match="closed"):
                await task
        assert sharing.model.seen == {}
        assert sharing.model.asks[-1].leaving
        assert all(store.closed for store in sharing.stores)

    run(main())


@pytest.mark.parametrize("hangs", [True, False])
def test_a_client_that_never_sent_anything_closes_without_a_word(hangs: bool) -> None:
    async def main() -> None:
        sharing = ModelSharing()
        sharing.hangs = hangs
        worker = Worker(Service(), sharing)
        await worker.client.aclose()
        assert (sharing.attempts, sharing.stores[0].closed) == (0, True)

    run(main())


def test_a_store_that_hangs_as_the_client_closes_is_closed_all_the_same() -> None:
    async def main() -> None:
        sharing = ModelSharing()
        worker = Worker(Service(latency=0.01), sharing, RateLimit(rate=50))
        await worker.layer.send(request())
        sharing.hangs = True
        closing = asyncio.create_task(worker.client.aclose())
        await asyncio.sleep(0.1)
        closing.cancel()
        await asyncio.gather(closing, return_exceptions=True)
        assert sharing.stores[0].closed

    run(main())


def test_a_client_whose_closing_is_cancelled_leaves_no_exchange_behind() -> None:
    async def main() -> None:
        sharing = ModelSharing()
        sharing.hangs = True
        worker = Worker(Service(latency=0.01), sharing)
        call = asyncio.create_task(worker.layer.send(request()))
        await asyncio.sleep(0.1)
        closing = asyncio.create_task(worker.client.aclose())
        await asyncio.sleep(0.1)
        closing.cancel()
        await asyncio.gather(closing, call, return_exceptions=True)
        await asyncio.sleep(0)
        assert asyncio.get_running_loop().time() - BEGAN < 0.3
        assert sharing.stores[0].closed

    run(main())


def test_a_failed_request_gives_its_slot_back() -> None:
    service = Service(latency=0.01)
    service.statuses = [ConnectionLostError("gone")] * 3

    async def main() -> None:
        worker = Worker(service, ModelSharing(), RateLimit(rate=50, concurrency=1))
        for _ in range(3):
            with pytest.raises(ConnectionLostError):
                await worker.layer.send(request())
        assert (await worker.layer.send(request())).status == 200
        await worker.client.aclose()

    run(main())


def test_an_interactive_call_goes_before_the_pages_of_the_same_worker() -> None:
    service = Service(latency=0.02)

    async def main() -> None:
        worker = Worker(service, ModelSharing(), RateLimit(rate=20))
        now = asyncio.get_running_loop().time
        harvest = asyncio.create_task(worker.work(BEGAN + 10, tasks=64))
        await asyncio.sleep(2)
        began = now()
        await worker.layer.send(request("interactive"))
        assert now() - began < 0.02 + 3 / 20
        harvest.cancel()
        await asyncio.gather(harvest, return_exceptions=True)
        await worker.client.aclose()

    run(main())


async def test_a_client_takes_whatever_keeps_the_protocol() -> None:
    sharing = ModelSharing(Model(lambda: 0.0))
    async with BaseSpace("token", shared_budget=sharing) as basespace:
        assert basespace.stats.shared is None
    assert sharing.stores[0].closed


def test_permits_are_good_for_a_while_in_their_order() -> None:
    permits = Leases()
    permits.add(LeaseGrant(3, 1.5, 10.0, False, 0.0, 0, 1, 0.0, 0.1), 2, 100.0)
    assert len(permits) == 2
    assert permits.ready(100.0)
    assert permits.expire(100.1) == 0
    permits.use()
    assert permits.next_at() == pytest.approx(100.05)
    assert not permits.ready(100.04)
    assert permits.expire(100.16) == 1
    assert permits.next_at() is None
    permits.add(LeaseGrant(3, 3.0, 10.0, False, 0.0, 0, 1, 0.0, 0.1), 9, 100.0)
    assert permits.drop(1) == 2
    assert permits.drop(1) == 0
    assert len(permits) == 1
