"""Ending what outlasts its deadline."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Any


class Deadlines:
    """Ends what takes too long, as `asyncio.timeout_at` does, with one timer for all instead of one for each.

    Each deadline is no earlier than those before it. What runs at one time runs in one event loop.
    """

    def __init__(self) -> None:
        self._running: dict[_Running, None] = {}  # by deadline, the earliest first
        self._timer: asyncio.TimerHandle | None = None

    def until(self, deadline: float) -> _Running:
        """A context whose block is cancelled at `deadline`, on the event loop's clock, and then raises TimeoutError."""
        return _Running(self, deadline)

    def began(self, running: _Running) -> None:
        """Called by the context."""
        self._running[running] = None
        if self._timer is None:
            self._timer = running.task.get_loop().call_at(running.deadline, self._end_overdue)

    def ended(self, running: _Running) -> None:
        """Called by the context."""
        self._running.pop(running, None)
        if not self._running and self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _end_overdue(self) -> None:
        loop = asyncio.get_running_loop()
        now = loop.time()
        self._timer = None
        for running in list(self._running):
            if running.deadline > now:
                self._timer = loop.call_at(running.deadline, self._end_overdue)
                return
            del self._running[running]
            running.overdue = True
            running.task.cancel()


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
        self._deadlines.began(self)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._deadlines.ended(self)
        # A cancellation by somebody else goes on, also where the deadline came at the same time.
        if self.overdue and self.task.uncancel() <= self._cancelling and kind is asyncio.CancelledError:
            raise TimeoutError from error
