"""The bytes of a file in order, also where connections break."""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import AsyncIterator
from contextlib import suppress

from ..errors import (
    ConfigurationError,
    ConnectionLostError,
    ContentChangedError,
    TransportError,
    TransportTimeoutError,
)
from ..transport.middleware.retry_policy import RetrySchedule
from ..transport.types import HTTPResponse
from .source import OPERATION, UNSATISFIABLE, ContentSource

CHUNK_SIZE = 1 << 18  # bytes of a piece
_MIN_GAIN = 1 << 16  # bytes: a connection that brings fewer is not worth another attempt for ever
_MIN_RICH_GAIN = 1 << 20  # bytes: a connection that brought as many is made again at once
_MAX_POOR = 32  # connections in turn that break without such a gain, beside those of the retry policy
_CONTENT_RANGE = re.compile(r"bytes (?:([0-9]{1,19})-[0-9]{1,19}|(\*))/([0-9]{1,19}|\*)")


class RangesIgnoredError(Exception):
    """Raised if the store sends the whole file where a range was asked for."""


class ContentReader:
    """A reader of one file's bytes from `start` to before `stop`, in order; it resumes where a connection breaks.

    Nothing is read from the connection before the caller asks for it.

    Args:
        source: Sends the requests for the content.
        start: Offset of the first byte.
        stop: Offset after the last byte, or None for the end of the file; no more than the file has.
        expected_size: Bytes that the whole file must have, or None if that is unknown.
        chunk_size: Bytes of a piece at most.
        needs_range: Refuse a response with the whole file in place of the range.

    Attributes:
        needs_range: Whether a response with the whole file is refused.
        received: Bytes that arrived, also those that were skipped.
        has_more: Whether the store sent more than the file's expected size, which was not used.
        size: Bytes of the whole file, or None where the service does not say; known after `connect`.
        etag: ETag of the whole file, without quotes, or "".
        content_type: Media type, or "".
        position: Offset of the next byte.
        closed: Whether it was closed for good.
    """

    def __init__(
        self,
        source: ContentSource,
        start: int = 0,
        stop: int | None = None,
        *,
        expected_size: int | None = None,
        chunk_size: int = CHUNK_SIZE,
        needs_range: bool = False,
    ) -> None:
        self.needs_range = needs_range
        self.received = 0
        self.has_more = False
        self.size = expected_size
        self.etag = ""
        self.content_type = ""
        self.position = start
        self.stop = stop
        self.closed = False
        self._source = source
        self._chunk_size = chunk_size
        self._response: HTTPResponse | None = None
        self._pieces: AsyncIterator[bytes] | None = None
        self._skip = 0
        self._schedule = RetrySchedule(source.retry, source.priority, random.random)
        self._ends_by_itself = True
        self._poor = 0
        self._poor_from = start
        self._waited = 0.0
        self._waited_from = 0

    async def connect(self) -> None:
        """Request the content, so that `size`, `etag` and `content_type` are known.

        Raises:
            APIError: As for `ContentSource.fetch`.
            TransportError: As for `ContentSource.fetch`.
            ContentChangedError: If the file changed since the connection before, or has not the expected size.
            ConfigurationError: If the file ends before `start`.
            RangesIgnoredError: If the whole file came in place of a range, and a range is needed.
        """
        response = await self._source.fetch(self.position, self.stop)
        try:
            self._check_head(response)
        except BaseException:
            await response.aclose()
            raise
        self._response, self._pieces = response, response.iter_bytes(self._chunk_size)

    def check_usable(self) -> None:
        """Check that the content can be read here.

        Raises:
            ConfigurationError: If it is closed, or belongs to another event loop.
        """
        if self.closed:
            raise ConfigurationError("the content is closed; read it within its block (`async with`)")
        self._source.check_loop()

    async def read(self) -> bytes:
        """Return the next bytes, as they arrive; empty at the end.

        A connection that breaks is made again, unless those that brought nothing outlast the retry policy's patience,
        or many brought little. The policy's `deadline` also limits the time in which little comes.

        Raises:
            APIError: As for `connect`.
            TransportError: As for `connect`.
            ContentChangedError: As for `connect`.
        """
        self._source.check_loop()  # a connection of another loop would never answer
        while self.stop is None or self.position < self.stop:
            piece = await self._received()
            if piece:
                self._schedule.reset()
                self.position += len(piece)
                await self._check_end()
                return piece
        await self._check_end()
        await self._free()
        return b""

    async def _received(self) -> bytes:
        """Take a step, and the time for it; return the bytes that it brought."""
        time = asyncio.get_running_loop().time
        began = time()
        try:
            piece = await self._step()
        finally:
            self._waited += time() - began
        self._check_speed()
        return piece

    async def _step(self) -> bytes:
        """Connect, or receive some bytes, or wait because the connection broke."""
        if self._pieces is None:
            await self.connect()
            return b""
        try:
            return await self._receive(self._pieces)
        except TransportError as error:
            await self._back_off(error)
            return b""

    def _check_speed(self) -> None:
        """Raise a TransportTimeoutError if little came within the policy's deadline."""
        deadline = self._source.retry.deadline
        if self.received - self._waited_from >= _MIN_GAIN:
            self._waited, self._waited_from = 0.0, self.received
        elif deadline is not None and self._waited > deadline:
            raise TransportTimeoutError(
                f"{OPERATION}: fewer than {_MIN_GAIN} bytes came in {deadline:g} seconds", phase="deadline"
            )

    async def aclose(self) -> None:
        """Free the connection for good; safe to call twice."""
        self.closed = True
        await self._free()

    async def _free(self) -> None:
        response, self._response, self._pieces = self._response, None, None
        if response is not None:
            await response.aclose()

    async def _receive(self, pieces: AsyncIterator[bytes]) -> bytes:
        """Receive the next wanted bytes; none if they were to be skipped, or all is read."""
        piece = await anext(pieces, b"")
        self.received += len(piece)
        if not piece:
            if self.stop is not None:
                raise ConnectionLostError(f"{OPERATION}: the response ended at byte {self.position} of {self.stop}")
            self.stop = self.position  # the service never said how long it is
        skipped = min(self._skip, len(piece))
        self._skip -= skipped
        most = None if self.stop is None else skipped + self.stop - self.position
        if most is not None and len(piece) > most and self.stop == self.size:
            self.has_more = True
        return piece[skipped:most]

    async def _check_end(self) -> None:
        """See whether the file ends where it should, if nothing but the end of the response shows that."""
        if self._ends_by_itself or self._pieces is None or not self.position == self.stop == self.size:
            return
        self._ends_by_itself = True
        with suppress(TransportError):  # what was expected is there
            self.has_more = self.has_more or await anext(self._pieces, b"") != b""

    async def _back_off(self, error: TransportError) -> None:
        """Wait before the next connection, unless they broke too often, or the last one brought much."""
        await self._free()
        gain = self.position - self._poor_from
        if gain >= _MIN_GAIN:
            self._poor, self._poor_from = 0, self.position
        self._poor += 1
        seconds = self._schedule.next_wait(error, asyncio.get_running_loop().time())
        most = self._source.retry.retries(self._source.priority) + _MAX_POOR
        if seconds is None or self._poor > most:
            raise error
        if gain >= _MIN_RICH_GAIN:
            seconds = 0.0
        await self._source.note_retry(self._schedule.failures - 1, error, seconds)
        await asyncio.sleep(seconds)

    def _check_head(self, response: HTTPResponse) -> None:
        """Learn from the head of a response, which must be of the same file as the one before."""
        if response.status == 200 and self.needs_range:
            raise RangesIgnoredError
        start, size = _place(response, self.position)
        # In this order: what is beyond a file that has become shorter was not asked for by mistake.
        if self.size is not None and size is not None and size != self.size:
            raise ContentChangedError(f"the file has {size} bytes, {self.size} were expected; list it again")
        if size is not None and self.position > size:
            raise ConfigurationError(f"{OPERATION}: byte {self.position} is asked for, and the file has {size}")
        etag = plain_etag(response.headers.get("ETag", ""))
        if self.etag and etag and etag != self.etag:
            raise ContentChangedError("the file changed while it was read: its ETag is another one; read it again")
        self.size = size if self.size is None else self.size
        self.etag = self.etag or etag
        self.content_type = self.content_type or response.headers.get("Content-Type", "")
        self._skip = self.position - start
        self._ends_by_itself = size is not None and "Content-Length" in response.headers
        if self.size is not None:
            self.stop = self.size if self.stop is None else min(self.stop, self.size)


def _place(response: HTTPResponse, position: int) -> tuple[int, int | None]:
    """Return where the body of a response begins in the file, and how long the file is, if that is known.

    Raises:
        ConnectionLostError: If the response is not of the requested bytes.
    """
    if response.status == 200:
        length = response.headers.get("Content-Length", "")
        return 0, int(length) if length.isascii() and length.isdigit() and len(length) < 20 else None
    match = _CONTENT_RANGE.fullmatch(response.headers.get("Content-Range", ""))
    if response.status == 206 and match and match[1] is not None and int(match[1]) == position:
        return position, None if match[3] == "*" else int(match[3])
    if response.status == UNSATISFIABLE and match and match[3] != "*" and int(match[3]) <= position:
        return position, int(match[3])
    raise ConnectionLostError(f"{OPERATION}: asked for byte {position}, the answer ({response.status}) is of another")


def plain_etag(text: str) -> str:
    """Return an ETag without its quotes and the mark of a weak one, as ASCII."""
    plain = text.strip().removeprefix("W/").strip('"')
    return plain.encode("ascii", "backslashreplace").decode("ascii")  # JSON cannot hold every header
