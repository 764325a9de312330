"""Errors of requests whose response did not arrive whole."""

from __future__ import annotations

from typing import Literal

from .base import BaseSpaceError

Phase = Literal["connect", "write", "read", "pool", "total", "deadline"]
"""The part of an exchange in which a timeout struck; `deadline` is the whole call's, retries and waiting included."""


class TransportError(BaseSpaceError):
    """No complete response arrived.

    Attributes:
        request_sent: whether the service can have seen the request. `False` means that it certainly
            has not, so that sending it again cannot act twice.
        method: HTTP method of the request, or "".
        url: address of the request, without its query, or "".
    """

    request_sent: bool = True

    def __init__(self, message: str, *, method: str = "", url: str = "") -> None:
        super().__init__(message)
        self.method = method
        self.url = url


class ConnectionFailedError(TransportError):
    """The connection was never made (refused, unknown host, TLS failure); nothing was sent."""

    request_sent = False


class TransportTimeoutError(TransportError, TimeoutError):
    """A phase of the exchange took longer than its limit.

    Attributes:
        phase: the part of the exchange that took too long.
    """

    def __init__(
        self, message: str, *, phase: Phase, method: str = "", url: str = "", request_sent: bool | None = None
    ) -> None:
        super().__init__(message, method=method, url=url)
        self.phase: Phase = phase
        self.request_sent = phase not in ("connect", "pool") if request_sent is None else request_sent


class ConnectionLostError(TransportError):
    """The connection broke after it was made; the service may have acted on the request."""


class ResponseTooLargeError(TransportError):
    """A response that is read whole is larger than the limit (`max_response_size`); the service acted on the request.

    It is not retried, because its answer would be as large. Content of files is streamed, and has no such limit.

    Attributes:
        limit: bytes, decompressed.
        status: HTTP status of the response.
    """

    def __init__(self, message: str, *, limit: int, status: int, method: str = "", url: str = "") -> None:
        super().__init__(message, method=method, url=url)
        self.limit = limit
        self.status = status
