"""What the tests of the adapters send, what their servers answer, and how failures are looked at."""

from __future__ import annotations

import asyncio
import socket
import struct
import traceback

import pytest

from basespace_async.errors import (
    TransportError,
)
from basespace_async.transport import HTTPRequest, Transport

TOKEN = "token-0123456789abcdef"


SIGNATURE = "signature-fedcba9876543210"


SECRETS = (TOKEN, SIGNATURE)


SECRET_QUERY = f"?X-Amz-Signature={SIGNATURE}"


OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


def get(url, **options):
    return HTTPRequest("GET", url, **options)


def secret_get(url, **options):
    return get(f"{url}/file{SECRET_QUERY}", headers={"x-access-token": TOKEN}, **options)


async def answer_ok(writer, head):
    writer.write(OK)
    return True


async def never_answer(writer, head):
    await asyncio.sleep(60)


def assert_no_secret(error: BaseException) -> None:
    shown = "".join(traceback.format_exception(error))
    seen, todo = set(), [error]
    while todo:
        current = todo.pop()
        if current is None or id(current) in seen:
            continue
        seen.add(id(current))
        shown += f"{current}{current!r}{current.args!r}{getattr(current, '__notes__', '')}"
        shown += repr({name: value for name, value in vars(current).items() if not isinstance(value, BaseException)})
        todo += [current.__cause__, current.__context__]
    assert not [secret for secret in SECRETS if secret in shown]


async def failure_of(transport: Transport, request: HTTPRequest, kind: type[Exception]) -> Exception:
    async def send_and_read():
        response = await transport.send(request)
        await response.read()

    with pytest.raises(kind) as caught:
        await send_and_read()
    assert_no_secret(caught.value)
    assert type(caught.value) is kind
    if isinstance(caught.value, TransportError):
        assert caught.value.method == request.method
        assert "?" not in caught.value.url
        assert caught.value.url.startswith("http")
    return caught.value


async def never_answer_but_listen(writer, head):
    return True


async def stalling_body(writer, head):
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nfirst")
    return True


def reset_on_close(writer: asyncio.StreamWriter) -> None:
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


async def until(condition) -> None:
    async with asyncio.timeout(60):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.001)


async def cancelled(coroutine, once=lambda: True) -> None:
    """Start `coroutine`, cancel it some turns after `once` holds, see that it ends as cancelled."""
    task = asyncio.create_task(coroutine)
    await until(once)
    for _ in range(20):
        await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
