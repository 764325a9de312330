"""Shared parts of the adapters: checks of requests, responses, errors."""

from __future__ import annotations

import asyncio
import re
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

from yarl import URL

from ..._util.inflate import InflateError, Inflater
from ..._util.redact import redacted_url
from ...errors import (
    ConfigurationError,
    ConnectionFailedError,
    ConnectionLostError,
    Phase,
    ResponseTooLargeError,
    TransportError,
    TransportTimeoutError,
)
from ..types import HTTPRequest, Timeouts
from .decoding import content_codings, inflater_of

_NOT_URL_TEXT = re.compile(r"[^\x21-\x7e]")

DEFAULT_ACCEPT_ENCODING = "gzip, deflate"

_PIECE = 1 << 16


def checked_url(text: str) -> URL:
    """Parse a URL and leave it otherwise untouched.

    Raises:
        ConfigurationError: If it cannot be sent as it is, or carries credentials.
    """
    problem = ""
    try:
        url = URL(text, encoded=True)
        if _NOT_URL_TEXT.search(text):
            problem = "it has characters that must be percent-encoded"
        elif url.scheme not in ("http", "https") or not url.raw_host or url.port is None:
            problem = "it must start with http:// or https:// and name a host"
        elif url.raw_user is not None or url.raw_password is not None:
            problem = "take the credentials out of it"
    except ValueError:
        problem = "it is not a URL"
    else:
        if not problem:
            return url
    raise ConfigurationError(f"cannot send to {redacted_url(text)!r}: {problem}")


def lower_names(headers: Mapping[str, str]) -> dict[str, str]:
    """Return headers by lower-cased name."""
    return {name.lower(): value for name, value in headers.items()}


def wants_identity(given: Mapping[str, str]) -> bool:
    """Tell whether the caller asked for the body as it is stored, so that it must not be decoded on the way.

    Args:
        given: Request headers by lower-cased name.
    """
    return given.get("accept-encoding", "").strip().lower() == "identity"


def describe(request: HTTPRequest, problem: str) -> str:
    """Write the message of an error about `request`, without its secrets."""
    return f"{request.method} {redacted_url(request.url)}: {problem}"


def connection_failed(request: HTTPRequest, problem: str, cause: BaseException | None = None) -> ConnectionFailedError:
    """Make an error for a connection that was not made.

    Args:
        request: Request that was not sent.
        problem: What went wrong.
        cause: Kept for the reader; it must not quote the request.
    """
    failure = ConnectionFailedError(describe(request, problem), method=request.method, url=redacted_url(request.url))
    failure.__cause__ = cause
    return failure


def connection_lost(request: HTTPRequest, problem: str) -> ConnectionLostError:
    """Make an error for a connection that broke."""
    return ConnectionLostError(describe(request, problem), method=request.method, url=redacted_url(request.url))


def check_claim(request: HTTPRequest, status: int, headers: Mapping[str, str]) -> None:
    """Refuse a body whose Content-Length is too large, before any of it is read.

    Raises:
        ResponseTooLargeError: If it is.
    """
    length = headers.get("Content-Length", "")
    # Shorter numbers are too small, and these responses have no body, whatever they say.
    if len(length) < len(str(request.max_response_size)) or request.method == "HEAD" or status in (204, 304):
        return
    if length.isascii() and length.isdigit() and int(length[:4000]) > request.max_response_size:
        raise too_large(request, status)


def too_large(request: HTTPRequest, status: int) -> ResponseTooLargeError:
    """Make an error for a response above the size limit."""
    return ResponseTooLargeError(
        describe(
            request,
            f"the response (status {status}) has more than {request.max_response_size} bytes; ask for less at a time, "
            "or allow for more (max_response_size)",
        ),
        limit=request.max_response_size,
        status=status,
        method=request.method,
        url=redacted_url(request.url),
    )


def undecodable(request: HTTPRequest, problem: InflateError) -> ConnectionLostError:
    """Make an error for a body that cannot be decoded."""
    return connection_lost(request, f"the body cannot be decoded: {problem}")


def timed_out(request: HTTPRequest, phase: Phase) -> TransportTimeoutError:
    """Make an error for a phase that took too long."""
    return TransportTimeoutError(
        describe(request, _timeout_problem(request.timeouts, phase)),
        phase=phase,
        method=request.method,
        url=redacted_url(request.url),
    )


def _timeout_problem(timeouts: Timeouts, phase: Phase) -> str:
    if phase in ("connect", "pool"):
        return f"no connection within {timeouts.connect} s"
    if phase == "total":
        return f"not finished within {timeouts.total} s"
    return f"nothing could be {'written' if phase == 'write' else 'read'} for {timeouts.read} s"


def unsendable(request: HTTPRequest) -> ConfigurationError:
    """Make an error without the library's own words, which quote the header that it refused."""
    problem = "not a valid HTTP request; look at its method, its headers and the length of its body"
    return ConfigurationError(describe(request, problem))


class LoopGuard:
    """Check that a transport stays in the event loop that used it first, where its connections live."""

    __slots__ = ("_loop",)

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None

    def check(self) -> None:
        """Bind to the running loop.

        Raises:
            ConfigurationError: If it is another loop than the first.
        """
        loop = asyncio.get_running_loop()
        if self._loop is loop:
            return
        if self._loop is not None:
            raise ConfigurationError(
                "this transport belongs to another event loop; make one in each loop (each asyncio.run) that needs one"
            )
        self._loop = loop

    def owner_has_ended(self) -> bool:
        """Tell whether the loop is closed, so that nothing can be awaited in it any more."""
        return self._loop is not None and self._loop.is_closed()


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

    __slots__ = ("_codings", "_finished", "_freed", "_inflater", "_request", "headers", "status")

    def __init__(
        self, status: int, headers: Mapping[str, str], request: HTTPRequest, *, as_it_is: bool = False
    ) -> None:
        self.status = status
        self.headers = headers
        self._request = request
        self._codings = [] if as_it_is else content_codings(headers)
        self._inflater: Inflater | None = None
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
            while True:
                if self._inflater is not None and (piece := self._inflater.take(size)):
                    return piece
                sent = await self._receive(size)
                if not sent:
                    if self._inflater is not None:
                        self._inflater.end()
                    return b""
                # Not before, because a body that is empty needs no decoding.
                self._inflater = self._inflater or inflater_of(self._codings)
                self._inflater.feed(sent)
        except InflateError as error:
            failure = undecodable(self._request, error)
        raise failure

    def _check_unread(self) -> None:
        # Ending quietly here would pass a cut body off as a whole one.
        if self._finished or self._freed:
            problem = "the body was read already, or the response closed; a stream is read once"
            raise TransportError(
                describe(self._request, problem), method=self._request.method, url=redacted_url(self._request.url)
            )

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.status}>"
