"""An instance of the filesystem: whose data, its clients, and how it comes to another process."""

from __future__ import annotations

import asyncio
import os
import weakref
from typing import Any

from fsspec.asyn import get_loop, sync  # type: ignore[import-untyped]

from .._util.tasks import in_thread
from .base import ReadOnly
from .options import Account
from .session import Connection, close_client


class Connected(ReadOnly):
    """A filesystem with a client for each event loop that it is used in.

    Args:
        account: whose data.
        **options: of fsspec.
    """

    def __init__(
        self,
        *,
        account: Account,
        **options: Any,
    ) -> None:
        self._account = account
        self._connections: dict[asyncio.AbstractEventLoop, tuple[Connection, weakref.finalize[Any, Any]]] = {}
        super().__init__(**options)
        self._process = os.getpid()

    @property
    def fsid(self) -> str:
        """What tells this filesystem from others; the account is not told."""
        return "basespace"

    @property
    def loop(self) -> asyncio.AbstractEventLoop | None:
        """The event loop of the blocking methods; another one in a process that was forked."""
        if self._process != os.getpid():
            # Connections are the other process's; `close_client` leaves them alone.
            self._process, self._connections = os.getpid(), {}
            self._loop = None if self.asynchronous else get_loop()
        found: asyncio.AbstractEventLoop | None = self._loop
        return found

    @property
    def storage_options(self) -> dict[str, Any]:
        """The arguments that it was made with, without the token."""
        return self._options

    @storage_options.setter
    def storage_options(self, options: dict[str, Any]) -> None:
        self._options = {name: value for name, value in options.items() if name != "token"}

    def __reduce__(self) -> tuple[Any, ...]:
        return _remade, (type(self), self._account.given, self._options)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._account}>"

    async def _connected(self) -> Connection:
        """Return the session of the running loop."""
        loop = asyncio.get_running_loop()
        _ = self.loop
        if loop not in self._connections:
            configuration = await in_thread(self._account.configuration)
            if loop not in self._connections:
                self._forget_ended()
                client = self._account.client(configuration)
                end = weakref.finalize(self, close_client, os.getpid(), loop, client)
                self._connections[loop] = Connection(client), end
        return self._connections[loop][0]

    def _forget_ended(self) -> None:
        for loop in [each for each in self._connections if each.is_closed()]:
            self._connections.pop(loop)[1]()

    async def aclose(self) -> None:
        """Close the connections that belong to the running event loop; they are made again when they are needed."""
        connection, end = self._connections.pop(asyncio.get_running_loop(), (None, None))
        if connection is not None and end is not None:
            end.detach()
            await connection.client.aclose()

    def close(self) -> None:
        """Close the connections of the blocking methods; they are made again when they are needed."""
        sync(self.loop, self.aclose)


def _remade(kind: type[Connected], given: Any, options: dict[str, Any]) -> Connected:
    return kind(**({"token": given.token} if given is not None else {}), **options)
