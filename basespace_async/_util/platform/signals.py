"""Signals, watched for while an event loop runs."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio

_WATCHED = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def signals_watched(loop: asyncio.AbstractEventLoop, callback: Callable[[int], object]) -> Iterator[None]:
    """Call a function in the running loop when SIGINT or SIGTERM comes, until the block ends.

    Does nothing in a thread other than the main one, which gets no signals.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    stop = [_watch(loop, number, callback) for number in _WATCHED]
    try:
        yield
    finally:
        for each in stop:
            each()


def _watch(loop: asyncio.AbstractEventLoop, number: int, callback: Callable[[int], object]) -> Callable[[], object]:
    """Watch for a signal; return a function that ends it."""
    try:
        loop.add_signal_handler(number, callback, number)
    except NotImplementedError:  # loops of Windows
        before = signal.signal(number, lambda *_: _wake(loop, callback, number))
        return lambda: signal.signal(number, before)
    return lambda: loop.remove_signal_handler(number)  # a closed loop of uvloop's would go on swallowing it


def _wake(loop: asyncio.AbstractEventLoop, callback: Callable[[int], Any], number: int) -> None:
    loop.call_soon_threadsafe(callback, number)
