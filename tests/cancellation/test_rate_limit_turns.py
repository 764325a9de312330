"""Nobody waits for a turn that could be given, and nobody gives back a turn that was not."""

from __future__ import annotations

import asyncio

from basespace_async import Statistics
from basespace_async.transport import RateLimit
from basespace_async.transport.rate_limit.limiter import RateLimiter
from tests.support.simulated_time import SimulatedLoop


class OldLoop(SimulatedLoop):
    """A loop on a machine that has run for years, whose clock goes in steps of some 30 nanoseconds."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 2.0**27
        self._clock_resolution = 2.0**-24


def test_a_token_that_is_there_before_the_clocks_next_step_is_waited_for() -> None:
    """Its time is now, as far as the clock can tell, and still it is not there."""

    async def main() -> None:
        budget = RateLimiter(RateLimit(rate=1e8, burst=1, concurrency=4), Statistics())
        for _ in range(3):
            await budget.acquire("interactive")
        for _ in range(3):
            budget.release()
        budget.close()

    with asyncio.Runner(loop_factory=OldLoop) as runner:
        runner.run(main())


async def test_a_request_that_is_cancelled_as_the_client_is_closed_gives_back_no_turn_that_it_had_not() -> None:
    budget = RateLimiter(RateLimit(concurrency=1), Statistics())
    await budget.acquire("interactive")
    waiting = asyncio.create_task(budget.acquire("interactive"))
    await asyncio.sleep(0)
    budget.close()
    waiting.cancel()
    await asyncio.wait([waiting])
    assert waiting.cancelled()
    assert budget._in_flight == 1
    budget.release()
    assert budget._in_flight == 0
