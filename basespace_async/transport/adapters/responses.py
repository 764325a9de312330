"""The responses that the adapters return."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

from ..._util.inflate import InflateError, Inflater
from ..._util.redact import redacted_url
from ...errors import (
    ConfigurationError,
    TransportError,
)
from ..types import HTTPRequest
from .base import check_claim, describe, too_large, undecodable
from .decoding import content_codings, inflater_of

_PIECE = 1 << 16
_MAX_TURN = 1 << 19  # decompressed bytes without a turn for other tasks: some milliseconds


class Pieces(AsyncIterator[bytes]):
    """Iterator over what `receive(size)` returns until that is empty.

    Not a generator: one that a caller leaves half-way would be finalized later, by a task of the loop's own.
    """

    __slots__ = ("_receive", "_size")

    def __init__(self, receive: Callable[[int], Awaitable[bytes]], size: int) -> None:
        if size < 1:
            raise ConfigurationError(f"chunk_size must be at least 1, not {size}")
        self._receive = receive
        self._size = size

    def __aiter__(self) -> Pieces:
        return self

    async def __anext__(self) -> bytes:
        if piece := await self._receive(self._size):
            return piece
        raise StopAsyncIteration


class BufferedResponse:
    """A response whose body has been read and whose connection is free."""

    __slots__ = ("_body", "headers", "status")

    def __init__(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        self.status = status
        self.headers = headers
        self._body = body

    async def read(self) -> bytes:
        """Return the body."""
        return self._body

    def iter_bytes(self, chunk_size: int = 1 << 16) -> AsyncIterator[bytes]:
        """Iterate over the body in pieces of at most `chunk_size` bytes."""
        position = 0

        async def receive(size: int) -> bytes:
            nonlocal position
            piece = self._body[position : position + size]
            position += len(piece)
            return piece

        return Pieces(receive, chunk_size)

    async def aclose(self) -> None:
        """Return at once: nothing is held."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.status}, {len(self._body)} bytes>"


class StreamedResponse(ABC):
    """A response whose body is still to come; a failure or a cancellation while reading frees its connection.

    Args:
        status: HTTP status.
        headers: Headers in any case.
        request: Request that it answers.
        as_it_is: Leave the body encoded.
    """

    __slots__ = ("_codings", "_finished", "_freed", "_inflated", "_inflater", "_request", "headers", "status")

    def __init__(
        self, status: int, headers: Mapping[str, str], request: HTTPRequest, *, as_it_is: bool = False
    ) -> None:
        self.status = status
        self.headers = headers
        self._request = request
        self._codings = [] if as_it_is else content_codings(headers)
        self._inflater: Inflater | None = None
        self._inflated = 0
        self._finished = False
        self._freed = False

    @abstractmethod
    async def _receive(self, size: int) -> bytes:
        """Return the next piece as it was sent, at most `size` bytes; empty at the end.

        Raise only what callers may see.
        """

    @abstractmethod
    async def _free(self) -> None:
        """Give the connection back, or break it where the body was not read to its end."""

    async def read(self) -> bytes:
        """Read the whole body, within the request's `max_response_size`."""
        self._check_unread()
        pieces: list[bytes] = []
        size, largest = 0, self._request.max_response_size
        try:
            check_claim(self._request, self.status, self.headers)
            while piece := await self._next_piece(_PIECE):
                pieces.append(piece)
                size += len(piece)
                if size > largest:
                    raise too_large(self._request, self.status)
        except BaseException:
            await self.aclose()
            raise
        return b"".join(pieces)

    def iter_bytes(self, chunk_size: int = 1 << 16) -> AsyncIterator[bytes]:
        """Iterate over the body in pieces of at most `chunk_size` bytes, as they arrive."""
        self._check_unread()
        return Pieces(self._next_piece, chunk_size)

    async def aclose(self) -> None:
        """Free the connection. Safe to call twice."""
        if not self._freed:
            self._freed = True
            await self._free()

    async def _next_piece(self, size: int) -> bytes:
        if self._finished:
            return b""
        self._check_unread()
        try:
            piece = await self._receive_decoded(size) if self._codings else await self._receive(size)
        except BaseException:
            await self.aclose()
            raise
        if not piece:
            self._finished = True
            await self.aclose()
        return piece

    async def _receive_decoded(self, size: int) -> bytes:
        try:
            while self._inflater is None or not (piece := self._inflater.take(size)):
                if not (sent := await self._receive(size)):
                    return self._end_of_decoding()
                # Not before, because a body that is empty needs no decoding.
                self._inflater = self._inflater or inflater_of(self._codings)
                self._inflater.feed(sent)
            await self._give_turn(len(piece))
            return piece
        except InflateError as error:
            failure = undecodable(self._request, error)
        raise failure

    async def _give_turn(self, inflated: int) -> None:
        """Let other tasks have a turn: a little input can become much output, and none of it is waited for."""
        self._inflated += inflated
        if self._inflated >= _MAX_TURN:
            self._inflated = 0
            await asyncio.sleep(0)

    def _end_of_decoding(self) -> bytes:
        if self._inflater is not None:
            self._inflater.end()
        return b""

    def _check_unread(self) -> None:
        # Ending quietly here would pass a cut body off as a whole one.
        if self._finished or self._freed:
            problem = "the body was read already, or the response closed; a stream is read once"
            raise TransportError(
                describe(self._request, problem), method=self._request.method, url=redacted_url(self._request.url)
            )

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.status}>"
