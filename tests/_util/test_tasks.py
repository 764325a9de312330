"""Threads are waited for, and one error stands for those that came of it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine

import pytest

from basespace_async._util.tasks import TaskGroup, first_error, in_thread


async def test_a_call_in_a_thread_gives_its_result_or_its_error() -> None:
    assert await in_thread(divmod, 7, 2) == (3, 1)
    assert await in_thread(sorted, [1, 2], reverse=True) == [2, 1]
    with pytest.raises(ZeroDivisionError):
        await in_thread(divmod, 7, 0)


@pytest.mark.parametrize("times", [1, 2, 3])
@pytest.mark.parametrize("fails", [False, True])
async def test_a_cancelled_call_is_waited_for_however_often_it_is_cancelled(times: int, fails: bool) -> None:
    begun, go_on, ended = threading.Event(), threading.Event(), threading.Event()

    def work() -> None:
        begun.set()
        go_on.wait(120)
        ended.set()
        if fails:
            raise OSError("disk")

    task = asyncio.create_task(in_thread(work))
    await asyncio.to_thread(begun.wait, 10)
    for _ in range(times):
        task.cancel()
        for _ in range(5):
            await asyncio.sleep(0)
        assert not task.done()
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert ended.is_set()


def test_a_call_is_waited_for_where_the_loop_cancels_every_task_at_its_end() -> None:
    order: list[str] = []
    begun, go_on = threading.Event(), threading.Event()

    def work() -> None:
        begun.set()
        go_on.wait(120)
        order.append("the thread has ended")

    async def background() -> None:
        try:
            await in_thread(work)
        finally:
            order.append("what it used is closed")

    async def main() -> None:
        tasks.append(asyncio.create_task(background()))
        await asyncio.to_thread(begun.wait, 10)
        asyncio.get_running_loop().call_later(0.05, go_on.set)

    tasks: list[asyncio.Task[None]] = []
    asyncio.run(main())
    assert order == ["the thread has ended", "what it used is closed"]
    assert tasks[0].cancelled()


async def test_the_first_error_stands_for_its_group() -> None:
    inner = ExceptionGroup("inner", [KeyError("first"), ValueError("second")])
    with pytest.raises(KeyError, match="first"), first_error():
        raise ExceptionGroup("outer", [inner, TypeError("third")])
    with pytest.raises(ValueError, match="alone"), first_error():
        raise ValueError("alone")
    with first_error():
        pass


async def test_a_cancellation_goes_before_the_errors_of_a_group_that_it_met() -> None:
    """A task that fails while its group is cancelled would otherwise stand for the cancellation."""
    begun = asyncio.Event()

    async def fails_late() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            raise OSError("disk")

    async def work() -> None:
        with first_error():
            async with asyncio.TaskGroup() as group:
                group.create_task(fails_late())

    task = asyncio.create_task(work())
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert task.cancelled()
    assert task.cancelling() == 1


async def test_an_error_of_a_group_is_raised_in_a_task_that_was_cancelled_before() -> None:
    """What is cleaned up after a cancellation tells of its own errors."""

    async def work() -> str:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            with pytest.raises(KeyError), first_error():
                raise ExceptionGroup("several", [KeyError("own")]) from None
        return "ended"

    task = asyncio.create_task(work())
    await asyncio.sleep(0)
    task.cancel()
    assert await task == "ended"


@pytest.mark.parametrize("waits_in", ["its end", "its block"])
async def test_a_group_that_failed_leaves_no_mark_of_a_cancellation(waits_in: str) -> None:
    async def fail() -> None:
        await asyncio.sleep(0)
        raise ValueError("a task failed")

    async def nested() -> None:
        async with TaskGroup() as inner:
            inner.create_task(fail())

    task = asyncio.current_task()
    assert task is not None

    async def failing(work: Callable[[], Coroutine[None, None, None]]) -> None:
        with first_error():
            async with TaskGroup() as group:
                group.create_task(work())
                await asyncio.sleep(10 if waits_in == "its block" else 0)

    for work in (fail, nested):
        with pytest.raises(ValueError, match="a task failed"):
            await failing(work)
        assert task.cancelling() == 0
    with pytest.raises(ExceptionGroup):
        async with asyncio.TaskGroup() as outer:
            outer.create_task(fail())
