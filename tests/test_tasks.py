"""Threads are waited for, and one error stands for those that came of it."""

from __future__ import annotations

import asyncio
import threading

import pytest

from basespace_async._tasks import first_error, in_thread


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
        go_on.wait(10)
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


def test_the_first_error_stands_for_its_group() -> None:
    inner = ExceptionGroup("inner", [KeyError("first"), ValueError("second")])
    with pytest.raises(KeyError, match="first"), first_error():
        raise ExceptionGroup("outer", [inner, TypeError("third")])
    with pytest.raises(ValueError, match="alone"), first_error():
        raise ValueError("alone")
    with first_error():
        pass
