"""A client for an event loop, and what belongs to it: links of files, turns at lists, and its end."""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary, WeakValueDictionary

from ..content.source import ContentSource
from .catalog import Catalogue
from .content import FileContent
from .tree import FileEntry

if TYPE_CHECKING:
    from ..client import BaseSpace

_MAX_CLOSING = 2.0
_inherited: list[object] = []
"""Clients of the process that this one was forked from. They are kept, because to close them would close its
connections: both have one set of them."""


class Connection:
    """A client, with a link for each file."""

    def __init__(self, client: BaseSpace) -> None:
        self.client = client
        self.catalogue = Catalogue(client)
        self._sources: WeakKeyDictionary[FileEntry, ContentSource] = WeakKeyDictionary()
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def content(self, leaf: FileEntry, path: str) -> FileContent:
        """Return the content of a file; all reads of it share one link."""
        source = self._sources.get(leaf)
        if source is None:
            source = self._sources[leaf] = ContentSource(self.client, leaf.id, link=leaf.link)
        return FileContent(leaf, source, path)

    def turn(self, key: str) -> asyncio.Lock:
        """Return the lock of a list, so that simultaneous callers send one request."""
        return self._turns.setdefault(key, asyncio.Lock())


def close_client(process: int, loop: asyncio.AbstractEventLoop, client: BaseSpace) -> None:
    """Close a client that nobody has any more, from whatever thread finds that out.

    Args:
        process: in which it was made.
        loop: in which it was made; it may run, or have ended.
        client: closed already, or not.
    """
    if process != os.getpid():
        _inherited.append((loop, client))
        return
    here = _running_loop()
    if loop is here:
        task = loop.create_task(client.aclose())
        task.add_done_callback(lambda done: done.cancelled() or done.exception())
    elif loop.is_running():
        closing = asyncio.run_coroutine_threadsafe(client.aclose(), loop)
        with suppress(TimeoutError):
            closing.result(_MAX_CLOSING)
    elif here is None:
        _close_apart(client)
    else:
        thread = Thread(target=_close_apart, args=(client,), name="closing basespace://")
        thread.start()
        thread.join()


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


def _close_apart(client: BaseSpace) -> None:
    """Close a client whose loop has ended, in a loop of its own."""
    loop = asyncio.new_event_loop()
    try:
        loop.run_until_complete(client.aclose())
    finally:
        loop.close()
