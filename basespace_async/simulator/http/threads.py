"""An asynchronous context in a thread, for programs that are not asynchronous."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from threading import Thread
from typing import TypeVar

T = TypeVar("T")


@contextmanager
def running_in_thread(served: AbstractAsyncContextManager[T], name: str) -> Iterator[T]:
    """Enter a context in a thread of its own, with its own event loop, and leave it and end the thread after the block.

    Args:
        served: Async context manager to enter.
        name: Name of the thread.
    """
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever, name=name, daemon=True)
    thread.start()
    try:
        entered = asyncio.run_coroutine_threadsafe(served.__aenter__(), loop).result()
        try:
            yield entered
        finally:
            asyncio.run_coroutine_threadsafe(served.__aexit__(None, None, None), loop).result()
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
