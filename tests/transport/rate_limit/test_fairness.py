"""Interactive and background requests share what is served; in simulated time."""

from __future__ import annotations

import asyncio
import random
from collections import Counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from basespace_async import HTTPRequest, Statistics
from basespace_async.transport import BufferedResponse, Priority, RateLimit
from basespace_async.transport.middleware.rate_limit import RateLimitMiddleware
from basespace_async.transport.rate_limit.limiter import RateLimiter
from basespace_async.transport.rate_limit.shared.leased_tokens import LeasedTokens
from tests.support.limited_service import SERVER, Service, request
from tests.support.shared_rate_limit_model import ModelSharing
from tests.support.simulated_time import run

KINDS: tuple[Priority, Priority] = ("interactive", "background")
SECONDS, LATENCY = 2.0, 0.05


class Shares(Service):
    """A service that counts what it serves of each kind of request."""

    def __init__(self, rate: float | None, *, is_even: bool) -> None:
        super().__init__(rate, latency=LATENCY, retry_after="1")
        self.is_even = is_even
        self.draws = random.Random(7)
        self.count: Counter[Priority] = Counter()

    async def send(self, request: HTTPRequest) -> BufferedResponse:
        self.latency = LATENCY if self.is_even else self.draws.expovariate(1 / LATENCY)
        response = await super().send(request)
        self.count[request.priority] += response.status == 200
        return response


async def compete(service: Shares, tasks: dict[Priority, int], limit: RateLimit, *, shared: bool) -> None:
    statistics = Statistics()
    source = LeasedTokens(limit, statistics, ModelSharing(delay=0.001), server=SERVER, token="t") if shared else None
    client = RateLimitMiddleware(service, RateLimiter(limit, statistics, source), server=SERVER)
    ends_at = asyncio.get_running_loop().time() + SECONDS

    async def work(kind: Priority) -> None:
        while asyncio.get_running_loop().time() < ends_at:
            await client.send(request(kind))

    await asyncio.gather(*(work(kind) for kind in tasks for _ in range(tasks[kind])))
    await client.aclose()


@pytest.mark.slow
@pytest.mark.parametrize("shared", [False, True], ids=["of one process", "shared"])
@settings(max_examples=8)
@given(
    interactive=st.integers(1, 200),
    background=st.integers(1, 200),
    rate=st.sampled_from([None, None, 300.0]),
    is_even=st.booleans(),
    background_first=st.booleans(),
)
@example(interactive=57, background=10, rate=None, is_even=True, background_first=False)
@example(interactive=200, background=1, rate=None, is_even=True, background_first=False)
@example(interactive=200, background=200, rate=None, is_even=False, background_first=False)
@example(interactive=1, background=200, rate=None, is_even=True, background_first=True)
@example(interactive=200, background=200, rate=100.0, is_even=True, background_first=True)
@example(interactive=1, background=24, rate=300.0, is_even=False, background_first=False)
def test_each_kind_gets_a_fifth_of_what_is_served_while_it_waits(
    shared: bool, interactive: int, background: int, rate: float | None, is_even: bool, background_first: bool
) -> None:
    service = Shares(rate, is_even=is_even)
    tasks: dict[Priority, int] = {"interactive": interactive, "background": background}
    if background_first:
        tasks = dict(reversed(tasks.items()))
    run(compete(service, tasks, RateLimit(), shared=shared))
    for kind in KINDS:
        fifth, alone = 0.2 * service.count.total(), tasks[kind] * SECONDS / LATENCY
        # A few tasks do not wait all the time: each waits its turn, then for its answer.
        served = fifth if alone > service.count.total() else 0.6 / (1 / fifth + 1 / alone)
        assert service.count[kind] >= served, kind


@pytest.mark.parametrize("shared", [False, True], ids=["of one process", "shared"])
def test_a_harvest_of_ten_tasks_goes_on_beside_57_interactive_ones(shared: bool) -> None:
    service = Shares(None, is_even=True)
    run(compete(service, {"interactive": 57, "background": 10}, RateLimit(), shared=shared))
    assert service.count["background"] >= 0.9 * 10 * SECONDS / LATENCY


def test_interactive_requests_find_a_free_slot_beside_any_number_of_background_ones() -> None:
    """The eighth of all slots that is kept for them."""

    async def main() -> None:
        service = Service(latency=5)
        client = RateLimitMiddleware(service, RateLimiter(RateLimit(), Statistics()), server=SERVER)
        async with asyncio.TaskGroup() as group:
            for _ in range(200):
                group.create_task(client.send(request("background")))
            await asyncio.sleep(1)
            assert service.in_flight == 56
            for _ in range(8):
                group.create_task(client.send(request("interactive")))
            await asyncio.sleep(0.1)
            assert service.in_flight == 64

    run(main())


class CountedTurn(asyncio.Future[None]):
    compared = 0

    def __eq__(self, other: object) -> bool:
        CountedTurn.compared += 1
        return self is other

    __hash__ = asyncio.Future.__hash__


@pytest.mark.parametrize("order", ["last first", "first first", "any"])
@pytest.mark.parametrize("priority", KINDS)
def test_cancelling_a_waiting_request_does_not_look_at_the_others(order: str, priority: Priority) -> None:
    count = 1000

    async def main() -> None:
        loop = asyncio.get_running_loop()
        loop.create_future = lambda: CountedTurn(loop=loop)  # type: ignore[method-assign]
        limiter = RateLimiter(RateLimit(concurrency=1), Statistics())
        await limiter.acquire("interactive")
        waiting = [asyncio.create_task(limiter.acquire(priority)) for _ in range(count)]
        await asyncio.sleep(0)
        assert limiter.waiting == count
        CountedTurn.compared = 0
        if order == "last first":
            waiting.reverse()
        elif order == "any":
            random.Random(1).shuffle(waiting)
        for task in waiting:
            task.cancel()
            await asyncio.sleep(0)
        await asyncio.wait(waiting)
        assert limiter.waiting == 0
        limiter.release()

    run(main())
    assert CountedTurn.compared < 3 * count
