"""Work that a cancellation must not interrupt just anywhere."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, TypeVar

from .compat import awaited_future

T = TypeVar("T")


async def interruptible(
    work: Coroutine[Any, Any, T], discard: Callable[[T], Coroutine[Any, Any, None]] | None = None
) -> T:
    """Await work; when cancelled, cancel it once, where it waits for something, and wait for its end.

    What is built on anyio holds that its checkpoints, at which a coroutine only lets others have a turn, are safe from
    cancellation, and that what it does after one is not cancelled again. `Task.cancel` keeps to neither, and a pool
    would lose a connection for each time.

    Args:
        work: Runs in a task of its own.
        discard: Takes the result where there is one in spite of the cancellation.
    """
    task = asyncio.create_task(work)
    cancelled: asyncio.CancelledError | None = None
    asked = False
    while not task.done():
        try:
            if cancelled is None or asked:
                await asyncio.wait([task])
            elif _waits(task):
                task.cancel()
                asked = True
            else:
                await asyncio.sleep(0)
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is None:
        return task.result()
    if not task.cancelled() and task.exception() is None and discard is not None:
        with suppress(asyncio.CancelledError):  # the first one is raised
            await uninterrupted(discard(task.result()))
    raise cancelled


async def uninterrupted(work: Coroutine[Any, Any, T]) -> T:
    """Await work to its end, and only then be cancelled: for closing what must not stay half open."""
    return await wait_to_the_end(asyncio.create_task(work))


async def wait_to_the_end(job: asyncio.Future[T]) -> T:
    """Wait for a task or thread to its end, and only then be cancelled."""
    cancelled: asyncio.CancelledError | None = None
    while not job.done():
        try:
            await _ended(job)
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is None:
        return job.result()
    if not job.cancelled():
        job.exception()  # seen, so that asyncio does not log it
    raise cancelled


def _ended(job: asyncio.Future[Any]) -> asyncio.Future[None]:
    """Return a future that is done once the job is: cancelling the future leaves the job alone."""
    ended = job.get_loop().create_future()

    def note_end(_: object) -> None:
        if not ended.done():
            ended.set_result(None)

    job.add_done_callback(note_end)
    return ended


def _waits(task: asyncio.Task[Any]) -> bool:
    """Tell whether a task waits for something that has not come yet, and not for its next turn."""
    awaited = awaited_future(task)
    return awaited is not None and not awaited.done()
