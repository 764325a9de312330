"""Clients of a filesystem, one for each event loop, and how they are closed."""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary, WeakValueDictionary, finalize

from .._util.tasks import in_thread
from ..content.source import ContentSource
from .catalog import Catalog
from .content import FileContent
from .options import Account
from .tree import FileEntry

if TYPE_CHECKING:
    from ..client import BaseSpace

_MAX_CLOSING = 2.0
_inherited: list[object] = []
"""Clients of the parent process, kept alive: both processes have one set of connections, and closing ends them."""


class LoopSession:
    """A client in one event loop, with the links of files and the locks of lists.

    Args:
        client: Sends the requests.
    """

    def __init__(self, client: BaseSpace) -> None:
        self.client = client
        # Somebody waits for each question about a path: it fails within seconds, as a read does.
        self.catalog = Catalog(client.with_options(priority="interactive"))
        self._sources: WeakKeyDictionary[FileEntry, ContentSource] = WeakKeyDictionary()
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def content(self, entry: FileEntry, path: str) -> FileContent:
        """Return the content of a file; all reads of it share one link."""
        source = self._sources.get(entry)
        if source is None:
            source = self._sources[entry] = ContentSource(self.client, entry.id, link=entry.link)
        return FileContent(entry, source, path)

    def lock(self, key: str) -> asyncio.Lock:
        """Return the lock of a list, with which simultaneous callers share one request."""
        return self._locks.setdefault(key, asyncio.Lock())


class Sessions:
    """Sessions by process and event loop. A forked process makes its own.

    Args:
        account: Source of the server and the token.
    """

    def __init__(self, account: Account) -> None:
        self._account = account
        self._sessions: dict[tuple[int, asyncio.AbstractEventLoop], tuple[LoopSession, finalize[..., Any]]] = {}

    async def current(self) -> LoopSession:
        """Return the session of the running event loop; create it if needed.

        Raises:
            ConfigurationError: If there is no token, or it is for another server.
        """
        key = os.getpid(), asyncio.get_running_loop()
        if key not in self._sessions:
            configuration = await in_thread(self._account.discover)
            if key not in self._sessions:
                self._close_ended()
                client = self._account.client(configuration)
                self._sessions[key] = LoopSession(client), finalize(self, close_client, *key, client)
        return self._sessions[key][0]

    async def content(self, entry: FileEntry, path: str) -> FileContent:
        """Return the content of a file, read by the session of the running event loop."""
        return (await self.current()).content(entry, path)

    def _close_ended(self) -> None:
        for key in [key for key in self._sessions if key[1].is_closed()]:
            self._sessions.pop(key)[1]()

    async def aclose(self) -> None:
        """Close the session of the running event loop. Safe to call twice."""
        session, finalizer = self._sessions.pop((os.getpid(), asyncio.get_running_loop()), (None, None))
        if session is not None and finalizer is not None:
            finalizer.detach()
            await session.client.aclose()


def close_client(process: int, loop: asyncio.AbstractEventLoop, client: BaseSpace) -> None:
    """Close a client whose filesystem was collected, from whatever thread that happens in.

    A thread without an event loop waits until the client is closed; a running event loop does not.

    Args:
        process: Id of the process that made the client.
        loop: Event loop that made the client; it may be running or closed.
        client: Client, closed or not.
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
        if here is None:
            with suppress(TimeoutError):
                closing.result(_MAX_CLOSING)
    elif here is None:
        _close_in_new_loop(client)
    else:
        Thread(target=_close_in_new_loop, args=(client,), name="closing basespace://").start()


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


def _close_in_new_loop(client: BaseSpace) -> None:
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        runner.run(client.aclose())
