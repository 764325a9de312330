"""Deadlines that share one timer."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Any


class Deadlines:
    """Timeouts as `asyncio.timeout_at` sets them, with one timer for all instead of one for each.

    The timer is set for the earliest deadline, and stays where what it was set for ends before: nearly everything
    does, and the timer is ready for what comes next.
    """

    def __init__(self) -> None:
        self._running: dict[_Running, None] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closed = False

    def until(self, deadline: float) -> _Running:
        """Return a context whose block is cancelled at `deadline`, on the event loop's clock.

        Raises:
            TimeoutError: By the context, if the deadline passed within the block.
        """
        return _Running(self, deadline)

    def close(self) -> None:
        """Forget the timer, at once or when what still runs has ended."""
        self._closed = True
        if not self._running:
            self._forget_timer()

    def begin(self, running: _Running) -> None:
        """Watch a block; its context calls this."""
        self._running[running] = None
        loop = running.task.get_loop()
        if self._timer is None or running.deadline < self._timer.when() or loop is not self._loop:
            self._set_timer(running.deadline, loop)

    def end(self, running: _Running) -> None:
        """Stop watching a block; its context calls this."""
        self._running.pop(running, None)
        if self._closed and not self._running:
            self._forget_timer()

    def _set_timer(self, at: float, loop: asyncio.AbstractEventLoop) -> None:
        self._forget_timer()
        self._loop = loop
        self._timer = loop.call_at(at, self._end_overdue, loop)

    def _forget_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _end_overdue(self, loop: asyncio.AbstractEventLoop) -> None:
        self._timer = None
        now = loop.time()
        for running in [running for running in self._running if running.deadline <= now]:
            del self._running[running]
            running.overdue = True
            running.task.cancel()
        if self._running:
            self._set_timer(min(running.deadline for running in self._running), loop)


class _Running:
    __slots__ = ("_cancelling", "_deadlines", "deadline", "overdue", "task")
    task: asyncio.Task[Any]

    def __init__(self, deadlines: Deadlines, deadline: float) -> None:
        self._deadlines = deadlines
        self.deadline = deadline
        self.overdue = False

    def __enter__(self) -> None:
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("a deadline is kept by cancelling a task, and there is none")
        self.task = task
        self._cancelling = task.cancelling()
        self._deadlines.begin(self)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._deadlines.end(self)
        # A cancellation by somebody else goes on, also where the deadline came at the same time.
        if self.overdue and self.task.uncancel() <= self._cancelling and kind is asyncio.CancelledError:
            raise TimeoutError from error
