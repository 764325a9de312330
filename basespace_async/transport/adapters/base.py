"""Shared parts of the adapters: checks of requests, and errors."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping

from yarl import URL

from ..._util.inflate import InflateError
from ..._util.redact import redacted_url
from ...errors import (
    ConfigurationError,
    ConnectionFailedError,
    ConnectionLostError,
    Phase,
    ResponseTooLargeError,
    TransportTimeoutError,
)
from ..types import HTTPRequest, Timeouts

DEFAULT_ACCEPT_ENCODING = "gzip, deflate"
_PIECE = 1 << 18  # bytes


def checked_url(text: str) -> URL:
    """Parse a URL and leave it otherwise untouched.

    Raises:
        ConfigurationError: If it cannot be sent as it is, or carries credentials.
    """
    problem = ""
    try:
        url = URL(text, encoded=True)
        if not text.isascii() or not text.isprintable() or " " in text:
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


def pieces_of(body: memoryview) -> Iterator[memoryview]:
    """Yield a large body in pieces, uncopied. Adapters limit the time in which each is taken."""
    for start in range(0, len(body), _PIECE):
        yield body[start : start + _PIECE]


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
    """Check that a transport or a client stays in the event loop that used it first, where its connections live.

    Args:
        owner: What it is, for the error.
    """

    __slots__ = ("_loop", "_owner")

    def __init__(self, owner: str = "this transport") -> None:
        self._owner = owner
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
                f"{self._owner} belongs to another event loop; make one in each loop (each asyncio.run) that needs one"
            )
        self._loop = loop

    def owner_has_ended(self) -> bool:
        """Tell whether the loop is closed, so that nothing can be awaited in it any more."""
        return self._loop is not None and self._loop.is_closed()
