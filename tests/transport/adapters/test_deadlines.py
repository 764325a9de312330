"""What outlasts its deadline is ended, by one timer for all; in simulated time."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest

from basespace_async.transport.adapters.deadlines import Deadlines
from tests.support.simulated_time import run


async def wait(deadlines: Deadlines, seconds: float, work: float = 1000.0) -> float:
    """When a block with this deadline was left, in seconds from the beginning."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    try:
        with deadlines.until(began + seconds):
            await asyncio.sleep(work)
    except TimeoutError:
        pass
    return loop.time() - began


def test_each_block_ends_at_its_own_deadline_in_whatever_order_they_began() -> None:
    async def main() -> list[float]:
        deadlines = Deadlines()
        return await asyncio.gather(*(wait(deadlines, seconds) for seconds in (30, 10, 20, 10)))

    assert run(main()) == [30, 10, 20, 10]


def test_a_block_that_ends_in_time_is_left_alone_and_the_next_one_is_watched() -> None:
    async def main() -> list[float]:
        deadlines = Deadlines()
        found = [await wait(deadlines, 10, work=4), await wait(deadlines, 10, work=9), await wait(deadlines, 10)]
        deadlines.close()
        found.append(await wait(deadlines, 10))
        return found

    assert run(main()) == [4, 9, 10, 10]


def test_many_blocks_have_one_timer() -> None:
    class Counting(asyncio.SelectorEventLoop):
        timers = 0

        def call_at(self, when, callback, *args, context=None):  # type: ignore[no-untyped-def]
            self.timers += 1
            return super().call_at(when, callback, *args, context=context)

    async def main() -> int:
        deadlines = Deadlines()
        loop = asyncio.get_running_loop()
        for _ in range(100):
            with deadlines.until(loop.time() + 600):
                pass
        deadlines.close()
        return loop.timers  # type: ignore[attr-defined, no-any-return]

    with asyncio.Runner(loop_factory=Counting) as runner:
        assert runner.run(main()) == 1


def test_closing_leaves_what_still_runs_its_deadline() -> None:
    async def main() -> float:
        deadlines = Deadlines()
        task = asyncio.create_task(wait(deadlines, 10))
        await asyncio.sleep(1)
        deadlines.close()
        return await task

    assert run(main()) == 10


def test_the_timer_of_an_event_loop_that_has_ended_is_not_relied_on() -> None:
    deadlines = Deadlines()
    run(wait(deadlines, 10, work=1))
    assert run(wait(deadlines, 500)) == 500


def test_a_cancellation_by_somebody_else_stays_one_also_at_the_time_of_the_deadline() -> None:
    async def main() -> None:
        deadlines = Deadlines()
        earlier = asyncio.create_task(wait(deadlines, 10))
        both = asyncio.create_task(wait(deadlines, 10))
        await asyncio.sleep(5)
        earlier.cancel()
        asyncio.get_running_loop().call_at(1010.0, both.cancel)
        await asyncio.wait([earlier, both])
        assert earlier.cancelled()
        assert both.cancelled()

    run(main())


def test_a_block_may_finish_although_its_deadline_came() -> None:
    async def stubborn(deadlines: Deadlines) -> str:
        with deadlines.until(asyncio.get_running_loop().time() + 10):
            try:
                await asyncio.sleep(100)
            except asyncio.CancelledError:
                await asyncio.sleep(0)
        task = asyncio.current_task()
        assert task is not None
        assert not task.cancelling()
        await asyncio.sleep(1)
        return "finished"

    assert run(stubborn(Deadlines())) == "finished"


def test_a_deadline_needs_a_task() -> None:
    async def main() -> None:
        failures: list[BaseException] = []
        done = asyncio.Event()

        def outside() -> None:
            try:
                with Deadlines().until(2000.0):
                    pass
            except RuntimeError as error:
                failures.append(error)
            done.set()

        asyncio.get_running_loop().call_soon(outside)
        await done.wait()
        assert "there is none" in str(failures[0])

    run(main())


@pytest.mark.asyncio_loop
async def test_the_timer_of_closed_deadlines_goes_with_the_last_that_still_ran() -> None:
    loop = asyncio.get_running_loop()
    deadlines = Deadlines()
    with deadlines.until(loop.time() + 60):
        deadlines.close()
        assert _timers_of(deadlines)
        with deadlines.until(loop.time() + 30):
            pass
        assert _timers_of(deadlines)
    assert not _timers_of(deadlines)


def _timers_of(deadlines: Deadlines) -> list[asyncio.TimerHandle]:
    scheduled: list[asyncio.TimerHandle] = asyncio.get_running_loop()._scheduled  # type: ignore[attr-defined]
    return [one for one in scheduled if not one.cancelled() and getattr(one._callback, "__self__", None) is deadlines]


class Counted(float):
    """A deadline that counts how often it is compared."""

    compared = 0

    def __lt__(self, other: float) -> bool:
        Counted.compared += 1
        return float(self) < float(other)

    def __le__(self, other: float) -> bool:
        Counted.compared += 1
        return float(self) <= float(other)

    def __eq__(self, other: object) -> bool:
        Counted.compared += 1
        return float(self) == other

    __hash__ = float.__hash__


@pytest.mark.parametrize("how", ["each ends in time", "each is overdue, one after the other", "last first"])
def test_what_a_block_costs_does_not_grow_with_the_number_of_others(how: str) -> None:
    count = 2000

    async def main() -> None:
        deadlines, now = Deadlines(), asyncio.get_running_loop().time()

        async def block(number: int) -> None:
            wait = {"each ends in time": number, "last first": count - number}.get(how, 10 * count)
            with suppress(TimeoutError), deadlines.until(Counted(now + count + number)):
                await asyncio.sleep(wait)

        await asyncio.gather(*(block(number) for number in range(count)))
        assert len(deadlines._heap) <= 65
        deadlines.close()

    Counted.compared = 0
    run(main())
    assert Counted.compared < 100 * count
