"""Translation of aiohttp's exceptions into the package's own."""

from __future__ import annotations

import os
import sys

import aiohttp
from aiohttp.http import HttpProcessingError

from ...errors import TransportError, TransportTimeoutError
from ..types import HTTPRequest
from .base import connection_failed, connection_lost, timed_out, unsendable

BODY_FAILURES = (aiohttp.ClientError, HttpProcessingError, OSError)
"""Exceptions of aiohttp while a body is read."""

SEND_FAILURES = (*BODY_FAILURES, ValueError)
"""Exceptions of aiohttp from a request on."""


async def once_only(request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
    """Hide a broken connection from the session, which would send the request again."""
    try:
        return await handler(request)
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as error:
        broken = _Broken(error)
    raise broken


class _Broken(aiohttp.ClientError):
    """An error on its way past the session's own retry."""

    def __init__(self, error: aiohttp.ClientError) -> None:
        super().__init__()
        self.error = error


_STRICTNESS = (
    ". In Python's development mode (-X dev, PYTHONASYNCIODEBUG) aiohttp refuses what it takes otherwise, such as "
    "BaseSpace's two Server headers: do without that mode, or use HttpxTransport"
)

ONCE_ONLY = (once_only,)


def translate(error: Exception, request: HTTPRequest) -> Exception:
    """Return the package's exception for one of aiohttp's, with only such a cause as quotes no URL."""
    if isinstance(error, TransportError):  # a timeout, which is Python's too, of a body that was read
        return error
    if isinstance(error, _Broken):
        error = error.error
    if isinstance(
        error, aiohttp.ClientConnectorError | aiohttp.ServerFingerprintMismatch | aiohttp.ClientHttpProxyError
    ):
        return _connection_failed(error, request)
    if isinstance(error, TimeoutError) and error.errno is None:
        return _timed_out(error, request)
    if isinstance(error, ValueError):
        return unsendable(request)
    if isinstance(error, aiohttp.ClientPayloadError):
        return connection_lost(request, "the body broke off or is corrupt")
    if isinstance(error, aiohttp.ClientResponseError | HttpProcessingError):
        return connection_lost(request, f"the answer is not valid HTTP{_STRICTNESS if _is_strict() else ''}")
    if isinstance(error, OSError) and error.errno is not None:
        return connection_lost(request, f"the connection broke: {error.strerror or type(error).__name__}")
    return connection_lost(request, f"the connection broke ({type(error).__name__})")


def _connection_failed(error: Exception, request: HTTPRequest) -> TransportError:
    cause: OSError | None = None
    if isinstance(error, aiohttp.ClientHttpProxyError):
        problem = f"the proxy refused to connect with status {error.status}"
    elif isinstance(error, aiohttp.ClientConnectorError):
        cause = error.os_error
        where = "the proxy" if isinstance(error, aiohttp.ClientProxyConnectionError) else f"{error.host}:{error.port}"
        problem = f"cannot connect to {where}: {cause}"
    else:
        problem = "the server's certificate is not the expected one"
    return connection_failed(request, problem, cause)


def _is_strict() -> bool:
    return sys.flags.dev_mode or bool(os.environ.get("PYTHONASYNCIODEBUG"))


def _timed_out(error: TimeoutError, request: HTTPRequest) -> TransportTimeoutError:
    if isinstance(error, aiohttp.ConnectionTimeoutError):
        return timed_out(request, "connect")
    if isinstance(error, aiohttp.ServerTimeoutError):
        return timed_out(request, "read")
    return timed_out(request, "total")
