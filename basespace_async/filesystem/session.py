"""Clients of a filesystem, one for each event loop, and how they are closed."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncGenerator
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
    from ..config.configuration import Configuration

_MAX_CLOSING = 2.0  # seconds
_inherited: list[object] = []
"""Clients of the parent process, kept alive: both processes have one set of connections, and closing ends them."""


class LoopSession:
    """A client in one event loop, with the links of files and the locks of lists.

    It is closed when nobody holds it any more, or at the end of its event loop.

    Args:
        client: Sends the requests.
        configuration: Server and token of the client.

    Attributes:
        state: `Account.state` for which the configuration is right.
    """

    def __init__(self, client: BaseSpace, configuration: Configuration) -> None:
        self.client = client
        self.configuration = configuration
        self.state: object = None
        # Somebody waits for each question about a path: it fails within seconds, as a read does.
        self.catalog = Catalog(client.with_options(priority="interactive"))
        self._sources: WeakKeyDictionary[FileEntry, ContentSource] = WeakKeyDictionary()
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._closing = closed_with_its_loop(client)
        self._finalizer = finalize(self, close_client, os.getpid(), asyncio.get_running_loop(), self._closing)

    async def start(self) -> LoopSession:
        """Have the event loop close the client at its end."""
        await anext(self._closing)
        return self

    async def aclose(self) -> None:
        """Close the client."""
        self._finalizer.detach()
        await self._closing.aclose()

    def content(self, entry: FileEntry, path: str) -> FileContent:
        """Return the content of a file; all reads of it share one link."""
        source = self._sources.get(entry)
        if source is None:
            source = self._sources[entry] = ContentSource(self.client, entry.id, link=entry.link)
        return FileContent(entry, source, path, self)

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
        self._sessions: dict[tuple[int, asyncio.AbstractEventLoop], LoopSession] = {}

    async def current(self) -> LoopSession:
        """Return the session of the running event loop; open one if there is none for the configuration of now.

        Raises:
            ConfigurationError: If there is no token, or it is for another server.
        """
        key = os.getpid(), asyncio.get_running_loop()
        state = self._account.state()
        session = self._sessions.get(key)
        if session is None or session.state != state:
            configuration = await in_thread(self._account.discover)
            session = self._sessions.get(key)
            if session is None or session.configuration != configuration:
                for ended in [other for other in list(self._sessions) if other[1].is_closed()]:
                    self._sessions.pop(ended, None)  # other threads do so too
                session = LoopSession(self._account.client(configuration), configuration)
                self._sessions[key] = await session.start()
            session.state = state
        return session

    async def content(self, entry: FileEntry, path: str) -> FileContent:
        """Return the content of a file, read by the session of the running event loop."""
        return (await self.current()).content(entry, path)

    async def aclose(self) -> None:
        """Close the session of the running event loop. Safe to call twice."""
        session = self._sessions.pop((os.getpid(), asyncio.get_running_loop()), None)
        if session is not None:
            await session.aclose()


async def closed_with_its_loop(client: BaseSpace) -> AsyncGenerator[None, None]:
    """Close a client when the running event loop ends or the generator is collected.

    Event loops close the generators that were started in them: `asyncio.run` does so at its end.
    """
    try:
        yield
    finally:
        await client.aclose()


def close_client(process: int, loop: asyncio.AbstractEventLoop, closing: Any) -> None:
    """Close a client that nobody holds any more, from whatever thread that happens in.

    A thread without an event loop waits until it is closed. A running event loop does not wait: the client's own event
    loop closes it once the generator is collected.

    Args:
        process: Id of the process that made the client.
        loop: Event loop of the client; it may be running or closed.
        closing: Started generator of `closed_with_its_loop`.
    """
    if process != os.getpid():
        _inherited.append((loop, closing))
    elif closing.ag_frame is None:
        return  # closed already
    elif loop.is_closed():
        thread = Thread(target=_close_in_new_loop, args=(closing,), name="closing basespace://")
        thread.start() if _is_in_event_loop() else thread.run()
    elif loop.is_running() and not _is_in_event_loop():
        with suppress(TimeoutError):
            asyncio.run_coroutine_threadsafe(closing.aclose(), loop).result(_MAX_CLOSING)


def _is_in_event_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def _close_in_new_loop(closing: AsyncGenerator[None, None]) -> None:
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        runner.run(closing.aclose())
