"""Bodies of requests, as aiohttp sends them."""

from __future__ import annotations

import asyncio

import aiohttp
from aiohttp.abc import AbstractStreamWriter

from .base import pieces_of

_MAX_IN_ONE_PIECE = 1 << 20  # bytes; above, aiohttp warns, because it would write them to the socket at once


def body_to_send(body: bytes | memoryview | None, seconds: float | None) -> bytes | LargeBody | None:
    """Return what aiohttp sends for a body, each piece of which is taken within some seconds."""
    if body is None or (isinstance(body, bytes) and len(body) <= _MAX_IN_ONE_PIECE):
        return body
    return LargeBody(memoryview(body), seconds)


class LargeBody(aiohttp.Payload):
    """A body that is sent in larger pieces than aiohttp's own, each of which costs a turn of the loop, uncopied.

    Args:
        body: The body.
        seconds: In how many of them each piece must be taken; None for no limit.
    """

    _autoclose = True  # there is nothing to close

    def __init__(self, body: memoryview, seconds: float | None) -> None:
        super().__init__(body)
        self._seconds = seconds
        self._size = len(body)
        self._body = body

    def decode(self, encoding: str = "utf-8", errors: str = "strict") -> str:
        """Return it as text."""
        return str(self._body, encoding, errors)

    async def write(self, writer: AbstractStreamWriter) -> None:
        """Write it."""
        for piece in pieces_of(self._body):
            try:
                async with asyncio.timeout(self._seconds):
                    await writer.write(piece)
            except TimeoutError:
                raise aiohttp.SocketTimeoutError from None
