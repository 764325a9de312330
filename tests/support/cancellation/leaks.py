"""What an operation left behind: tasks, timers, jobs in threads, sockets, open files, errors that nobody took."""

from __future__ import annotations

import asyncio
import gc
import os
import socket
import stat
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import httpcore
import httpx
from attrs import define, field

# Their bodies are generators within generators, and leaving the outermost one leaves the others to the collector.
_OTHERS = tuple(str(Path(module.__file__).parent) for module in (httpx, httpcore))
_FINALIZED = "async_generator_athrow"


class CountingExecutor(ThreadPoolExecutor):
    """Knows which of its jobs have not ended. One of them can be made to fail.

    Attributes:
        running: names of the jobs that were given and have not ended.
        submitted: how many were given.
        fail_at: which one fails, counted from 1, and `fail_with` what.
        fail_with: the error.
    """

    def __init__(self) -> None:
        super().__init__(max_workers=8)
        self.running: dict[int, str] = {}
        self.submitted = 0
        self.fail_at = 0
        self.fail_with: Callable[[], Exception] = RuntimeError
        self._lock = threading.Lock()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.submitted += 1
        number, fails = self.submitted, self.submitted == self.fail_at
        with self._lock:
            self.running[number] = _name_of(fn)

        def job() -> Any:
            try:
                if fails:
                    raise self.fail_with()
                return fn(*args, **kwargs)
            finally:
                with self._lock:
                    self.running.pop(number)

        return super().submit(job)


def _name_of(function: Any) -> str:
    if isinstance(function, partial):  # `asyncio.to_thread` gives a context's `run`, and the function to it
        function = function.args[0] if function.args else function.func
    return str(getattr(function, "__qualname__", function))


@define
class Complaints:
    """What was told to the loop's handler of exceptions, could be raised to nobody, or was left to the collector.

    A generator that is left to the collector is closed some time later, by a task that nobody waits for.
    """

    said: list[str] = field(factory=list)

    @contextmanager
    def heard(self, loop: asyncio.AbstractEventLoop) -> Iterator[None]:
        before, hook, generators = loop.get_exception_handler(), sys.unraisablehook, sys.get_asyncgen_hooks()

        def left(generator: Any) -> None:
            if not generator.ag_code.co_filename.startswith(_OTHERS):
                self.said.append(f"a generator was left to the collector: {generator.__qualname__}")
            if generators.finalizer is not None:
                generators.finalizer(generator)

        loop.set_exception_handler(self._from_loop)
        sys.unraisablehook = self._from_nowhere
        sys.set_asyncgen_hooks(finalizer=left)
        try:
            yield
        finally:
            sys.set_asyncgen_hooks(finalizer=generators.finalizer)
            loop.set_exception_handler(before)
            sys.unraisablehook = hook

    def _from_loop(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        self.said.append(f"{context.get('message')}: {context.get('exception')!r}")

    def _from_nowhere(self, unraisable: Any) -> None:
        self.said.append(f"unraisable: {unraisable.exc_value!r} in {unraisable.object!r}")

    def taken(self) -> list[str]:
        said, self.said = self.said, []
        return said


def tasks() -> set[asyncio.Task[Any]]:
    """Every task of the loop but the present one, and but those of the collector, which `Complaints` hears of."""
    present = asyncio.current_task()
    return {task for task in asyncio.all_tasks() if task is not present and _FINALIZED not in repr(task.get_coro())}


def timers() -> set[asyncio.TimerHandle]:
    """What is to happen at some time."""
    scheduled: list[asyncio.TimerHandle] = asyncio.get_running_loop()._scheduled  # type: ignore[attr-defined]
    return {timer for timer in scheduled if not timer.cancelled()}


def connections() -> list[str]:
    """This process's connections to servers in it: their ends on the side that asked for them."""
    sockets = list(_sockets())
    listening = {here for _, here, there in sockets if there is None}
    return [f"socket {number} to port {there}" for number, _, there in sockets if there in listening]


def _sockets() -> Iterator[tuple[int, int, int | None]]:
    """Descriptor, own port and the other end's port; None for the latter where it listens, 0 where there is none."""
    for descriptor, mode in _descriptors():
        if stat.S_ISSOCK(mode):
            with suppress(OSError), socket.socket(fileno=os.dup(descriptor)) as one:
                if one.family not in (socket.AF_INET, socket.AF_INET6):
                    continue
                there = None if one.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN) else 0
                with suppress(OSError):
                    there = one.getpeername()[1]
                yield descriptor, one.getsockname()[1], there


def open_below(folder: Path) -> list[str]:
    """Files below a folder that this process has open."""
    found: list[str] = []
    for descriptor, mode in _descriptors():
        if stat.S_ISREG(mode):
            with suppress(OSError):
                path = os.readlink(f"/proc/self/fd/{descriptor}")
                if path.startswith(f"{folder}{os.sep}"):
                    found.append(f"open file {path.removeprefix(str(folder))}")
    return found


def _descriptors() -> Iterator[tuple[int, int]]:
    for name in os.listdir("/proc/self/fd"):
        with suppress(OSError):
            yield int(name), os.fstat(int(name)).st_mode


@contextmanager
def quick_collection() -> Iterator[None]:
    """Within it, a collection of garbage looks at what was made since only."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
