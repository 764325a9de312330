"""Threads, task groups and their errors."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import CancelledError, Executor, Future
from contextlib import asynccontextmanager, contextmanager
from contextvars import copy_context
from types import TracebackType
from typing import ParamSpec, TypeVar

from .cancellation import wait_to_the_end
from .compat import has_cancelled_parent
from .exception_groups import first_of

P = ParamSpec("P")
T = TypeVar("T")


class NoThreadError(RuntimeError):
    """No thread can be started; the call was not made, and will not be."""


async def in_thread(call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call in a thread, and when cancelled wait for the thread.

    With `asyncio.to_thread` the thread would go on alone, and still write to a descriptor that is closed by then.

    Raises:
        NoThreadError: If no thread can be started.
    """
    return await wait_to_the_end(start_in_thread(call, *args, **kwargs))


async def in_executor(executor: Executor, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call in a thread of an executor, as `in_thread` does in one of the loop's.

    Raises:
        NoThreadError: If no thread can be started.
    """
    return await wait_to_the_end(_start(executor, call, *args, **kwargs))


def start_in_thread(call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> asyncio.Future[T]:
    """Start a call in a thread. Whoever waits for its future must not cancel it.

    Raises:
        NoThreadError: If no thread can be started.
    """
    return _start(None, call, *args, **kwargs)


def _start(executor: Executor | None, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> asyncio.Future[T]:
    # No task, because `asyncio.run` cancels every task at its end, and then nobody would wait for the thread.
    context = copy_context()
    outcome: Future[T] = Future()

    def work() -> T:
        if not outcome.set_running_or_notify_cancel():
            raise CancelledError  # nobody waits
        try:
            result = context.run(call, *args, **kwargs)
        except BaseException as error:
            outcome.set_exception(error)
            raise
        outcome.set_result(result)
        return result

    try:
        return asyncio.get_running_loop().run_in_executor(executor, work)
    except RuntimeError as error:
        # The work is queued nevertheless, and another thread may come to it.
        if outcome.cancel():
            raise NoThreadError(f"{error}; raise the limit of processes and threads (ulimit -u)") from error
        return asyncio.wrap_future(outcome)


@asynccontextmanager
async def opened_in_thread(opening: Callable[[], T], closing: Callable[[T], object]) -> AsyncIterator[T]:
    """Open something in a thread, and close it in one at the end, also if the task is cancelled while it is opened.

    Args:
        opening: Opens and returns it.
        closing: Closes it.

    Raises:
        NoThreadError: If no thread can be started.
    """
    opened: list[T] = []
    try:
        await in_thread(lambda: opened.append(opening()))
        yield opened[0]
    finally:
        for resource in opened:
            await in_thread(closing, resource)


async def give_way() -> None:
    """Yield twice so that tasks with expired timers also run."""
    await asyncio.sleep(0)
    await asyncio.sleep(0)


class TaskGroup(asyncio.TaskGroup):
    """A group of tasks that takes back its own cancellation of the task that waits for it.

    Before Python 3.13 a group does not, where a task of it fails while it is waited for. What looks at `cancelling()`
    later, such as another group, then takes the task for one that somebody cancelled.
    """

    async def __aexit__(
        self, exc_type: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        had_cancelled = has_cancelled_parent(self)
        try:
            await super().__aexit__(exc_type, error, traceback)
        finally:
            task = asyncio.current_task()
            if sys.version_info < (3, 13) and task is not None and has_cancelled_parent(self) and not had_cancelled:
                task.uncancel()


@contextmanager
def first_error() -> Iterator[None]:
    """Raise the first error of a group in place of the group: the others follow from it, or from its cause.

    Where the task was cancelled meanwhile, raise that: a group tells of the errors of its tasks instead, and whoever
    cancelled would wait in vain for the end.
    """
    task = asyncio.current_task()
    before = task.cancelling() if task is not None else 0
    try:
        yield
    except BaseExceptionGroup as group:
        is_cancelled = task is not None and task.cancelling() > before
        error = asyncio.CancelledError() if is_cancelled else first_of(group)
    else:
        return
    raise error
