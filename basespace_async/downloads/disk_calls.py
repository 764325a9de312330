"""Short calls about the disk in threads, several with one hand-over."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from attrs import frozen

from .._util.cancellation import wait_to_the_end
from .._util.fsync import flush_folder
from .._util.tasks import NoThreadError, start_in_thread

T = TypeVar("T")

_MAX_THREADS = 8
_MAX_CALLS = 8
"""Calls of one thread, and calls that wait until another thread is taken: more only delay the first of them."""


@frozen(eq=False)
class _Call:
    make: Callable[[], Any]
    flushed: Path | None
    outcome: asyncio.Future[Any]


class DiskCalls:
    """Calls in threads; those that wait at the same time are made in one thread, one after another.

    The hand-over to a thread and back costs as much as a short call, and so does the flush of a folder, which each
    batch needs once. Where a thread does not keep up, as on a disk that is slow to flush, there are several.
    """

    def __init__(self) -> None:
        self._waiting: list[_Call] = []
        self._threads = 0

    async def run(self, call: Callable[..., T], *args: Any, flushed: Path | None = None) -> T:
        """Call in a thread, and when cancelled wait for the end of the call.

        Args:
            call: What to call.
            *args: Its arguments.
            flushed: Folder whose names are flushed after the call.

        Raises:
            NoThreadError: If no thread can be started.
            OSError: If the folder cannot be flushed.
        """
        loop = asyncio.get_running_loop()
        outcome: asyncio.Future[T] = loop.create_future()
        if not self._waiting:
            loop.call_soon(self._start)  # with what else is asked for in this turn of the loop
        self._waiting.append(_Call(partial(call, *args), flushed, outcome))
        return await wait_to_the_end(outcome)

    def _start(self) -> None:
        while self._waiting and self._has_thread():
            batch, self._waiting = self._waiting[:_MAX_CALLS], self._waiting[_MAX_CALLS:]
            try:
                job = start_in_thread(_make_all, batch)
            except NoThreadError as error:
                _tell(batch, [(None, error)] * len(batch))
            else:
                self._threads += 1
                job.add_done_callback(partial(self._end, batch))

    def _has_thread(self) -> bool:
        return self._threads == 0 or (self._threads < _MAX_THREADS and len(self._waiting) >= _MAX_CALLS)

    def _end(self, batch: list[_Call], job: asyncio.Future[list[_Outcome]]) -> None:
        self._threads -= 1
        _tell(batch, job.result())
        self._start()


_Outcome = tuple[Any, BaseException | None]


def _make_all(batch: list[_Call]) -> list[_Outcome]:
    outcomes = [_outcome_of(call.make) for call in batch]
    errors = {folder: _flush_error(folder) for folder in dict.fromkeys(call.flushed for call in batch)}
    return [(result, error or errors[call.flushed]) for call, (result, error) in zip(batch, outcomes, strict=True)]


def _flush_error(folder: Path | None) -> BaseException | None:
    return None if folder is None else _outcome_of(partial(flush_folder, folder))[1]


def _outcome_of(call: Callable[[], Any]) -> _Outcome:
    try:
        return call(), None
    except BaseException as error:  # noqa: BLE001  # raised where the call was asked for
        return None, error


def _tell(batch: list[_Call], outcomes: list[_Outcome]) -> None:
    for call, (result, error) in zip(batch, outcomes, strict=True):
        if error is None:
            call.outcome.set_result(result)
        else:
            call.outcome.set_exception(error)
