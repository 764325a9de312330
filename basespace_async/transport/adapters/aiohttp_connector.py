"""aiohttp's connector with a fix for lost turns, and connections that are used again only if nothing came meanwhile."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any

import aiohttp
from aiohttp.client_proto import ResponseHandler

from ..._util.compat import has_begun_answer, holds_early_bytes, make_connections_with, wake_next_waiter
from ..._util.platform.descriptors import is_readable

if TYPE_CHECKING:
    from aiohttp import StreamReader
    from aiohttp.client_reqrep import ClientRequest
    from aiohttp.connector import Connection
    from aiohttp.http import RawResponseMessage
    from aiohttp.tracing import Trace


class OneAnswerHandler(ResponseHandler):
    """Protocol of a connection that breaks it off when anything arrives that was not asked for.

    aiohttp would keep it, without limit, and take it for the answer to the connection's next request.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(loop)
        self._answer: StreamReader | None = None

    @property
    def is_idle(self) -> bool:
        """Whether the answer to the last request has arrived as a whole."""
        return self._answer is not None and self._answer.is_eof()

    def set_response_params(self, **params: Any) -> None:
        """Begin a request."""
        if self._answer is None and holds_early_bytes(self):
            self.abort()  # the peer spoke first
        self._answer = None
        super().set_response_params(**params)

    def feed_data(self, data: tuple[RawResponseMessage, StreamReader], size: int = 0) -> None:
        """Take in the head of an answer."""
        message, payload = data
        if self._answer is not None:
            self.abort()  # a second one
            return
        if message.code >= 200:
            self._answer = payload
        super().feed_data(data, size)

    def data_received(self, data: bytes) -> None:
        """Take in bytes, unless the connection is idle."""
        if data and self.is_idle:
            self.abort()
            return
        super().data_received(data)
        if self.is_idle and has_begun_answer(self):
            self.abort()


class FairConnector(aiohttp.TCPConnector):
    """Passes the turn on of a request that is cancelled in the moment in which it is told of a free connection.

    aiohttp tells one request at a time, and forgets the others where that one does not come any more: they wait until
    another connection becomes free, or for as long as connecting may take.

    A connection on which something arrived while it was idle is not used again.
    """

    def __init__(self, *, limit_per_host: int, keepalive_timeout: float) -> None:
        super().__init__(limit=0, limit_per_host=limit_per_host, keepalive_timeout=keepalive_timeout)
        make_connections_with(self, partial(OneAnswerHandler, asyncio.get_running_loop()))

    async def connect(
        self,
        req: ClientRequest,
        traces: list[Trace],
        timeout: aiohttp.ClientTimeout,  # noqa: ASYNC109  # aiohttp's own
    ) -> Connection:
        """Connect as aiohttp does, and pass the turn on when that fails."""
        try:
            connection = await super().connect(req, traces, timeout)
            while _is_stale(connection):
                connection.close()
                connection = await super().connect(req, traces, timeout)
        except BaseException:
            wake_next_waiter(self)
            raise
        return connection


def _is_stale(connection: Connection) -> bool:
    """Tell whether a connection that was used before has bytes to read, or its end, that the loop has not seen yet."""
    protocol, transport = connection.protocol, connection.transport
    if not isinstance(protocol, OneAnswerHandler) or not protocol.is_idle or transport is None:
        return False
    connection_socket = transport.get_extra_info("socket")
    if connection_socket is None:  # an event loop that does not tell
        return False
    descriptor: int = connection_socket.fileno()
    return descriptor < 0 or is_readable(descriptor)
