"""Answers as they go out: headers and errors as recorded, and bodies that faults may spoil on the way."""

from __future__ import annotations

import asyncio
import base64
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import orjson
from aiohttp import web
from attrs import field, frozen
from multidict import CIMultiDict

from ..errors import MethodNotAllowedError, Refusal, UnauthorizedError, UnknownIdError, UnknownPathError
from ..faults import Fault, FaultKind, Rule

_SLICE_SECONDS = 0.05
_PROXY_PAGE = "<html><head><title>{status}</title></head><body><center><h1>{status}</h1></center></body></html>"


@frozen
class Reply:
    """An answer before it goes out.

    Attributes:
        status: HTTP status.
        headers: Response headers.
        pieces: Body, piece by piece.
        size: Size of the body in bytes.
    """

    status: int
    headers: CIMultiDict[str]
    pieces: Iterator[bytes] = field(factory=lambda: iter(()))
    size: int = 0


def request_id() -> str:
    """Make a request id as recorded ones are: the time, and random text."""
    number = base64.urlsafe_b64encode(os.urandom(16)).decode().rstrip("=")
    return f"{time.strftime('%Y.%m.%d.%H.%M.%S', time.gmtime())}.{number}"


def headers_of(identity: str) -> CIMultiDict[str]:
    """Return the headers that every recorded answer of the API has."""
    return CIMultiDict(
        (
            ("Cache-Control", "no-cache, no-store, must-revalidate"),
            ("Server", "Mono.WebServer.XSP/4.8.0.0 Linux"),
            ("Server", "Unknown"),
            ("X-Request-ID", identity),
        )
    )


def json_reply(status: int, body: Any, *, from_replica: bool = False) -> Reply:
    """Make an answer with a body in JSON, or without one if it is None."""
    headers = headers_of(request_id())
    if from_replica:
        headers["X-BaseSpace-Source"] = "master/readonly"
    if body is None:
        return Reply(status, headers)
    headers["Content-Type"] = "application/json"
    return whole(status, headers, orjson.dumps(body))


def whole(status: int, headers: CIMultiDict[str], data: bytes) -> Reply:
    """Make an answer of a complete body."""
    return Reply(status, headers, iter((data,)), len(data))


def refusal_reply(error: Refusal, *, is_older: bool = False) -> Reply:
    """Make an error answer, in one of the two recorded forms.

    What is refused before an operation has a say comes as recorded: no code for an unknown path, a notification for a
    missing permission. What an operation of v2 refuses comes as the reference documents it (`Error`).
    """
    identity = request_id()
    headers = headers_of(identity)
    headers["Content-Type"] = "application/json"
    recorded = UnknownIdError | UnknownPathError | MethodNotAllowedError | UnauthorizedError
    if not is_older and not isinstance(error, recorded):
        body = {"ErrorCode": error.code, "ErrorMessage": error.message, "RequestId": identity}
        return whole(error.status, headers, orjson.dumps(body))
    stated = {"ErrorCode": error.code, "Message": error.message} if error.code else {"Message": error.message}
    notifications = [{"Type": "error", "Item": error.message}] if isinstance(error, UnknownIdError) else []
    if isinstance(error, UnknownPathError):
        headers["Cache-Control"] = "private"
    else:
        headers["Content-Type"] = "application/json; charset=utf-8"
    if isinstance(error, MethodNotAllowedError):
        headers["Allow"] = ", ".join(error.allowed)
    return whole(error.status, headers, orjson.dumps({"ResponseStatus": stated, "Notifications": notifications}))


def retry_after(seconds: float, *, as_date: bool = False) -> str:
    """Format a Retry-After: whole seconds, or a date by the wall clock (not by the world's)."""
    if as_date:
        return format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)
    return str(int(-(-seconds // 1)))


def throttled_reply(wait: float | None, *, as_date: bool = False) -> Reply:
    """Make an answer 429, with the seconds to wait if given."""
    headers = headers_of(request_id())
    headers["Content-Type"] = "application/json"
    if wait is not None:
        headers["Retry-After"] = retry_after(wait, as_date=as_date)
    return whole(429, headers, b'{"ResponseStatus":{"Message":"Too many requests"},"Notifications":[]}')


def fault_reply(rule: Rule) -> Reply:
    """Make the answer of a `throttle`, `status` or `fail_after` fault; 502 and 504 come from a proxy, as a page."""
    fault = rule.fault
    if fault.kind == "throttle":
        return throttled_reply(fault.seconds, as_date=fault.as_date)
    headers = headers_of(request_id())
    if fault.seconds is not None:
        headers["Retry-After"] = retry_after(fault.seconds, as_date=fault.as_date)
    if fault.status in (502, 504):
        headers["Content-Type"] = "text/html"
        return whole(fault.status, headers, _PROXY_PAGE.format(status=fault.status).encode())
    headers["Content-Type"] = "application/json"
    message = "The service is not available" if fault.status == 503 else "An unexpected error occurred"
    body = {"ResponseStatus": {"ErrorCode": "BASESPACE.COMMON.SERVER_ERROR", "Message": message}, "Notifications": []}
    return whole(fault.status, headers, orjson.dumps(body))


async def send(request: web.BaseRequest, reply: Reply, delivery: list[Rule]) -> web.StreamResponse:
    """Send an answer, truncated or slowly where faults say so. A large body is never held as a whole.

    A client that goes away meanwhile is no error of the simulator's.
    """
    pieces = reply.pieces
    rules: dict[FaultKind, Fault] = {rule.fault.kind: rule.fault for rule in delivery}
    if not rules and request.method != "HEAD":
        first = next(pieces, b"")
        if len(first) == reply.size:
            return web.Response(status=reply.status, headers=reply.headers, body=first or None)
        pieces = _chain(first, pieces)
    response = web.StreamResponse(status=reply.status, headers=reply.headers)
    response.content_length = reply.size
    with suppress(ConnectionResetError):
        await _deliver(request, response, reply, pieces, rules)
    return response


async def _deliver(
    request: web.BaseRequest,
    response: web.StreamResponse,
    reply: Reply,
    pieces: Iterator[bytes],
    rules: Mapping[FaultKind, Fault],
) -> None:
    await response.prepare(request)
    if request.method == "HEAD":
        return
    most = int(reply.size * rules["truncate"].share) if "truncate" in rules else reply.size
    rate = rules["slow"].bytes_per_second if "slow" in rules else None
    for piece in _parts(pieces, most, rate):
        await response.write(piece)
        if rate is not None:
            await asyncio.sleep(len(piece) / rate)
    if most < reply.size:
        cut(request)
        return
    await response.write_eof()


def _chain(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _parts(pieces: Iterator[bytes], most: int, rate: float | None) -> Iterator[bytes]:
    """Yield the first `most` bytes, in small parts if a rate is set."""
    size = max(1, int(rate * _SLICE_SECONDS)) if rate is not None else None
    for piece in pieces:
        piece, most = piece[:most], most - len(piece)
        for start in range(0, len(piece), size or len(piece) or 1):
            yield piece[start : start + (size or len(piece))]
        if most <= 0:
            return


def cut(request: web.BaseRequest) -> None:
    """Close the connection after what was sent."""
    if request.transport is not None:
        request.transport.close()


def reset(request: web.BaseRequest) -> web.Response:
    """Reset the connection; the answer that is returned goes nowhere."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
