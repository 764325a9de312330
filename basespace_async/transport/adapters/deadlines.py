"""Deadlines that share one timer."""

from __future__ import annotations

import asyncio
from heapq import heapify, heappop, heappush
from itertools import count
from types import TracebackType
from typing import Any

_MIN_ENDED = 64  # blocks that ended in time are dropped together, so that each costs little


class Deadlines:
    """Timeouts as `asyncio.timeout_at` sets them, with one timer for all instead of one for each.

    The timer is set for the earliest deadline, and stays where what it was set for ends before: nearly everything
    does, and the timer is ready for what comes next.
    """

    def __init__(self) -> None:
        self._heap: list[tuple[float, int, _Running]] = []  # also of blocks that have ended
        self._numbers = count()
        self._running = 0
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
        self._running += 1
        heappush(self._heap, (running.deadline, next(self._numbers), running))
        loop = asyncio.get_running_loop()
        if self._timer is None or running.deadline < self._timer.when() or loop is not self._loop:
            self._set_timer(running.deadline, loop)

    def end(self, running: _Running) -> None:
        """Stop watching a block; its context calls this."""
        if running.task is not None:
            self._running -= 1
            running.task = None
        if len(self._heap) > 2 * self._running + _MIN_ENDED:
            self._heap = [entry for entry in self._heap if entry[2].task is not None]
            heapify(self._heap)
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
        while self._heap and (self._heap[0][0] <= now or self._heap[0][2].task is None):
            running = heappop(self._heap)[2]
            if running.task is not None:
                self._running -= 1
                running.overdue = True
                running.task.cancel()
                running.task = None
        if self._heap:
            self._set_timer(self._heap[0][0], loop)


class _Running:
    __slots__ = ("_cancelling", "_deadlines", "deadline", "overdue", "task")
    task: asyncio.Task[Any] | None  # None once the block has ended, or must end

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
        task = asyncio.current_task() if self.overdue else None
        # A cancellation by somebody else goes on, also where the deadline came at the same time.
        if task is not None and task.uncancel() <= self._cancelling and kind is asyncio.CancelledError:
            raise TimeoutError from error
