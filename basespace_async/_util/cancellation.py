"""Work that a cancellation must not interrupt just anywhere."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, TypeVar

T = TypeVar("T")


async def interruptible(
    work: Coroutine[Any, Any, T], discard: Callable[[T], Coroutine[Any, Any, None]] | None = None
) -> T:
    """Await `work`, and when cancelled cancel it once, where it waits for something, and wait for its end.

    What is built on anyio holds that its checkpoints, at which a coroutine only lets others have a turn, are safe from
    cancellation, and that what it does after one is not cancelled again. `Task.cancel` keeps to neither, and a pool
    would lose a connection for each time.

    Args:
        work: is done in a task of its own.
        discard: takes the result where there is one in spite of the cancellation.
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
    """Await `work` to its end, and only then be cancelled: for closing what must not stay half open."""
    task = asyncio.create_task(work)
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is None:
        return task.result()
    if not task.cancelled():
        task.exception()
    raise cancelled


def _waits(task: asyncio.Task[Any]) -> bool:
    """Whether a task waits for something that has not come yet, and not for its next turn."""
    awaited: asyncio.Future[Any] | None = getattr(task, "_fut_waiter", None)
    return awaited is not None and not awaited.done()
