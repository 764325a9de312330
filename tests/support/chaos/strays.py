"""What a run must not leave behind: tasks, descriptors, part of its errors."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from aiohttp.http import HttpProcessingError

from tests.support.chaos.judging import Problems

LOGGERS = ("asyncio", "aiohttp.server")
"""Their errors are of tasks that nobody waited for, and of the simulator itself."""
TURNS = 30


class Strays(logging.Handler):
    """Notes errors that reached nobody: of tasks, of finalizers, of the simulator; and warnings of resources."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.problems = Problems()

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, HttpProcessingError):
            return  # the simulator's server got a request that was corrupted on the way
        self.problems.note(f"logged by {record.name}: {record.getMessage()} {error!r}")

    def on_unraisable(self, unraisable: Any) -> None:
        """An error in a finalizer, such as a ResourceWarning."""
        self.problems.note(f"unraisable: {unraisable.exc_value!r} in {unraisable.object!r}")


@contextmanager
def no_strays(problems: Problems) -> Iterator[None]:
    """Notes what the block leaves behind: errors that reached nobody, and descriptors that are open."""
    strays = Strays()
    loggers = [logging.getLogger(name) for name in LOGGERS]
    before, hook = open_descriptors(), sys.unraisablehook
    for logger in loggers:
        logger.addHandler(strays)
    sys.unraisablehook = strays.on_unraisable
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", ResourceWarning)
            yield
            gc.collect()
    finally:
        sys.unraisablehook = hook
        for logger in loggers:
            logger.removeHandler(strays)
    problems.found += strays.problems.found
    left = {number: name for number, name in open_descriptors().items() if number not in before}
    if left:
        problems.note(f"descriptors are left open: {left}")


def open_descriptors() -> dict[int, str]:
    """What this process has open: sockets, files and pipes, by descriptor."""
    found: dict[int, str] = {}
    for name in os.listdir("/proc/self/fd"):
        try:
            found[int(name)] = os.readlink(f"/proc/self/fd/{name}")
        except FileNotFoundError:
            continue  # the one that this listing was read by
    return found


async def check_tasks(problems: Problems) -> None:
    """Notes tasks that are left in this loop, but for those that end by themselves in a few turns.

    Such are those of httpcore's generators, which it leaves to the loop to finish when a response is not read to its end.
    """
    for _ in range(TURNS):
        await asyncio.sleep(0)
    left = asyncio.all_tasks() - {asyncio.current_task()}
    if left:
        problems.note(f"tasks are left: {left}")
