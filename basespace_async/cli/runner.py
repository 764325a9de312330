"""Run asynchronous work from a command, until it ends or a signal comes."""

from __future__ import annotations

import signal
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, TypeVar, cast

from .._util.platform.signals import signals_watched
from .exit_codes import Interrupted

if TYPE_CHECKING:
    import asyncio

T = TypeVar("T")


def run(work: Callable[[], Coroutine[Any, Any, T]], *, resumable: bool = False) -> T:
    """Run a coroutine function to its end, on an event loop of its own.

    SIGINT and SIGTERM cancel it; whatever it opened is closed before this returns.

    Args:
        work: Function that makes the coroutine.
        resumable: Whether the same command resumes the work; the message says so.

    Raises:
        Interrupted: If a signal came.
    """
    import asyncio

    received: list[int] = []
    try:
        return asyncio.run(_watched(work, received))
    except KeyboardInterrupt:  # before the loop watches for signals
        raise Interrupted(signal.SIGINT, resumable=resumable) from None
    except BaseException as error:
        # Whatever came of being cancelled, it was the signal that ended the work.
        if received:
            note = "; ".join(getattr(error, "__notes__", ()))
            raise Interrupted(received[0], resumable=resumable, note=note) from None
        raise


async def _watched(work: Callable[[], Coroutine[Any, Any, T]], received: list[int]) -> T:
    import asyncio

    loop = asyncio.get_running_loop()
    task = cast("asyncio.Task[T]", asyncio.current_task())

    def stop(number: int) -> None:
        received.append(number)
        task.cancel()

    with signals_watched(loop, stop):
        return await work()
