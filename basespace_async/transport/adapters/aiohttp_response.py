"""aiohttp's response with a cheaper read timeout and an end that waits for nobody."""

from __future__ import annotations

import asyncio
from contextvars import ContextVar

import aiohttp
from aiohttp.connector import Connection
from attrs import frozen

from .deadlines import Deadlines


@frozen
class ReadLimit:
    """Read timeout in seconds, and the timer that keeps it."""

    seconds: float
    deadlines: Deadlines


READ_LIMIT: ContextVar[ReadLimit | None] = ContextVar("READ_LIMIT", default=None)
"""Of the exchange that the context's task has under way; None leaves it to aiohttp."""


def break_off(response: aiohttp.ClientResponse) -> None:
    """End a response's connection at once.

    Not in peace, because a peer may take its time over the TLS farewell, and the socket stays open for as long.
    """
    connection = response.connection
    if connection is not None and connection.transport is not None:
        connection.transport.abort()


class LimitedResponse(aiohttp.ClientResponse):
    """Response that reads its head within the read limit, and breaks off its connection if not read to the end.

    aiohttp sets a timer and drops it for the head, and again for each piece that arrives. Most responses are there as
    a whole with their head, and the deadlines need no timer for each. What is missing then is left to aiohttp.
    """

    async def start(self, connection: Connection) -> aiohttp.ClientResponse:
        """Read the head within the read limit."""
        limit = READ_LIMIT.get()
        if limit is None:
            return await super().start(connection)
        try:
            with limit.deadlines.until(asyncio.get_running_loop().time() + limit.seconds):
                await super().start(connection)
        except TimeoutError:
            raise aiohttp.SocketTimeoutError from None
        if connection.protocol is not None:  # the body is still to come
            connection.protocol.read_timeout = limit.seconds
            connection.protocol.start_timeout()
        return self

    def close(self) -> None:
        """Break the connection off."""
        break_off(self)
        super().close()
