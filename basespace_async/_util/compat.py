"""Private parts of asyncio, aiohttp, httpcore and anyio that this package uses.

Each has a test that fails when an upgrade takes it away. `pyproject.toml` bounds aiohttp for the same reason.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx
    from aiohttp import BaseConnector
    from aiohttp.client_proto import ResponseHandler


def awaited_future(task: asyncio.Task[Any]) -> asyncio.Future[Any] | None:
    """Return the future that suspends a task, or None where the task is ready to run."""
    future: asyncio.Future[Any] | None = getattr(task, "_fut_waiter", None)
    return future


def has_cancelled_parent(group: asyncio.TaskGroup) -> bool:
    """Tell whether a group cancelled the task that waits for it."""
    return bool(getattr(group, "_parent_cancel_requested", False))


def wake_next_waiter(connector: BaseConnector) -> None:
    """Tell the next request that waits in aiohttp's connector of a free connection, if there is one."""
    connector._release_waiter()


def make_connections_with(connector: BaseConnector, factory: Callable[[], ResponseHandler]) -> None:
    """Have aiohttp's connector make its connections' protocols with a factory."""
    connector._factory = factory  # type: ignore[assignment]


def has_begun_answer(handler: ResponseHandler) -> bool:
    """Tell whether aiohttp's parser, after the end of a response, has taken in the beginning of another one."""
    parser: Any = handler._parser
    try:
        # Its parser in Python keeps lines that it could make nothing of.
        return parser is not None and (parser.feed_eof() is not None or bool(getattr(parser, "_lines", None)))
    except Exception:  # noqa: BLE001  # whatever it finds in what is no response
        return True


def holds_early_bytes(handler: ResponseHandler) -> bool:
    """Tell whether a connection of aiohttp received bytes before it had a parser for them."""
    return bool(handler._tail)


def has_unread_bytes(response: httpx.Response) -> bool:
    """Tell whether more than a response arrived with it, which httpcore would take for the next answer.

    False for HTTP/2, which numbers its answers, and where the program sends in another way than over httpcore.
    """
    connection: Any = response.stream
    for name in ("_stream", "_httpcore_stream", "_stream", "_connection"):
        connection = getattr(connection, name, None)
    parser = getattr(connection, "_h11_state", None)
    if parser is None:
        return False
    stream = getattr(connection._network_stream, "_stream", None)
    return bool(parser.trailing_data[0]) or _holds_bytes(stream)


def _holds_bytes(stream: Any) -> bool:
    """Tell whether a stream of anyio, or one below it, has bytes that were received and not read."""
    while stream is not None:
        encrypted = getattr(stream, "_read_bio", None)
        if encrypted is not None and (encrypted.pending or stream._ssl_object.pending()):
            return True
        if getattr(getattr(stream, "_protocol", None), "read_queue", None):
            return True
        stream = getattr(stream, "transport_stream", None)
    return False
