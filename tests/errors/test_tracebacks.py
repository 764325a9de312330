"""Tracebacks that show local variables, as test runners and error reporters make them, show no token and no link."""

from __future__ import annotations

import asyncio
import io
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

import httpx
import pytest
from rich.console import Console
from rich.traceback import Traceback

import basespace_async
from basespace_async import BaseSpace, BaseSpaceError, Configuration
from basespace_async._util.redact import Secret, SecretURL
from basespace_async.auth import CachedInProfile, ClientCredentials, DeviceFlow
from basespace_async.config import save_profile
from basespace_async.models import File
from basespace_async.transport import AiohttpTransport, HttpxTransport, RetryPolicy, Transport

TOKEN = "0123456789abcdef-secret"
SIGNATURE = "s3cret-signature"
SECRETS = (TOKEN, SIGNATURE)
PACKAGE = str(Path(basespace_async.__file__).parent)
NOWHERE = "http://127.0.0.1:9"
LINK = f"?Signature={SIGNATURE}"
FILE = f'{{"Id": 5, "HrefContent": "http://store.example/x{LINK}"}}'

ANSWERS = {
    "refused": "401 No\r\nContent-Length: 0\r\n\r\n",
    "forbidden": f"403 No\r\nContent-Length: {len(FILE)}\r\n\r\n{FILE}",
    "no HTTP": "\0garbage\r\n\r\n",
    "cut": "200 OK\r\nContent-Length: 10\r\n\r\n{",
    "no JSON": f"200 OK\r\nContent-Length: {len(FILE) - 1}\r\n\r\n{FILE[:-1]}",
    "a misfit": f"200 OK\r\nContent-Length: {len(FILE)}\r\n\r\n{FILE}",
    "an item that misfits": f'200 OK\r\nContent-Length: {len(FILE) + 12}\r\n\r\n{{"Items": [{FILE}]}}',
    "too large": "200 OK\r\nContent-Length: 2000000000\r\n\r\n{",
    "a redirect": f"302 OK\r\nLocation: {NOWHERE}/x{LINK}\r\nContent-Length: 0\r\n\r\n",
    "a redirect to nowhere": f"302 OK\r\nLocation: http://[{LINK}\r\nContent-Length: 0\r\n\r\n",
    "a broken address": f"302 OK\r\nLocation: http://x y{LINK}\r\nContent-Length: 0\r\n\r\n",
    "nothing": "",
}


def stored(port: int = 9) -> File:
    return File(id="5", name="a", size=3, href_content=f"http://localhost:{port}/y{LINK}")


async def read(basespace: BaseSpace, file: Any) -> None:
    async with basespace.files.open(file) as content:
        await content.read()


Call = Callable[[BaseSpace, int], Awaitable[Any]]
CALLS: dict[str, Call] = {
    "one": lambda basespace, _: basespace.users.current(),
    "list": lambda basespace, _: basespace.datasets.files("ds.1").collect(),
    "request": lambda basespace, _: basespace.request("GET", "users/current"),
    "content": lambda basespace, _: read(basespace, "5"),
    "link": lambda basespace, port: read(basespace, stored(port)),
}


@asynccontextmanager
async def serving(answer: str) -> AsyncIterator[int]:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(f"HTTP/1.1 {answer}".encode() if answer else b"")
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        yield server.sockets[0].getsockname()[1]


def transport_of(kind: str) -> Transport:
    if kind == "aiohttp":
        return AiohttpTransport(trust_env=False)
    return HttpxTransport(httpx.AsyncClient(trust_env=False), close_client=True)


def in_package(trace: TracebackType | None) -> TracebackType | None:
    while trace is not None and not trace.tb_frame.f_code.co_filename.startswith(PACKAGE):
        trace = trace.tb_next
    return trace


def shown(error: BaseException) -> str:
    """What tracebacks with locals show of an error and all that it came from, from the package's frames on."""
    text, waiting, seen = "", [error], set[int]()
    while waiting:
        each = waiting.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        trace = in_package(each.__traceback__)
        found = traceback.TracebackException(type(each), each, trace, capture_locals=True)
        text += "".join(f"{frame.locals}" for frame in found.stack)
        waiting += [other for other in (each.__cause__, each.__context__) if other is not None]
    return text


def assert_no_secret(error: BaseException) -> None:
    text = shown(error)
    assert "self" in text
    assert not [secret for secret in SECRETS if secret in text or secret[:12] in text]


@pytest.mark.parametrize("kind", ["aiohttp", "httpx"])
@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
async def test_a_failed_request_shows_no_secret(kind: str, call: Call, answer: str) -> None:
    policy = RetryPolicy(max_retries=0)
    async with (
        serving(answer) as port,
        BaseSpace(TOKEN, server=f"http://127.0.0.1:{port}/v2", transport=transport_of(kind), retry=policy) as basespace,
    ):
        try:
            await call(basespace, port)
        except BaseSpaceError as error:
            assert_no_secret(error)


async def test_rich_shows_no_secret_though_it_looks_into_values() -> None:
    error = None
    async with (
        serving(ANSWERS["no HTTP"]) as port,
        BaseSpace(TOKEN, server=f"http://127.0.0.1:{port}/v2", retry=RetryPolicy(max_retries=0)) as basespace,
    ):
        try:
            await read(basespace, stored(port))
        except BaseSpaceError as failure:
            error = failure
    assert error is not None
    written = io.StringIO()
    trace = in_package(error.__traceback__)
    shown_by_rich = Traceback.from_exception(type(error), error, trace, show_locals=True, locals_max_string=40)
    Console(file=written, width=400).print(shown_by_rich)
    assert "locals" in written.getvalue()
    assert not [secret for secret in SECRETS if secret[:12] in written.getvalue()]


@pytest.mark.parametrize("kind", ["aiohttp", "httpx"])
@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
async def test_a_request_without_a_connection_shows_no_secret(kind: str, call: Call) -> None:
    policy = RetryPolicy(max_retries=0)
    async with BaseSpace(TOKEN, server=f"{NOWHERE}/v2", transport=transport_of(kind), retry=policy) as basespace:
        with pytest.raises(BaseSpaceError) as caught:
            await call(basespace, 9)
    assert_no_secret(caught.value)


@pytest.mark.parametrize("kind", ["aiohttp", "httpx"])
@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
async def test_a_cancelled_request_shows_no_secret(kind: str, call: Call) -> None:
    asked = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        asked.set()
        await reader.read()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with (
        server,
        BaseSpace(TOKEN, server=f"http://127.0.0.1:{port}/v2", transport=transport_of(kind)) as basespace,
    ):
        task = asyncio.ensure_future(call(basespace, port))
        await asked.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError) as caught:
            await task
    assert_no_secret(caught.value)


OAUTH_ANSWERS = [
    (200, {"access_token": f"{TOKEN} with white space"}),
    (200, {"access_token": 5, "device_code": TOKEN, "user_code": "u" * 200}),
    (400, {"error": "access_denied", "device_code": TOKEN}),
    (500, {"error": "server_error", "device_code": TOKEN}),
    (302, {"token": TOKEN}),
]


@pytest.mark.parametrize(("status", "answer"), OAUTH_ANSWERS)
@pytest.mark.parametrize("flow", [ClientCredentials, DeviceFlow])
async def test_a_login_that_fails_shows_no_secret(status: int, answer: dict[str, Any], flow: type[Any]) -> None:
    options: dict[str, Any] = {"prompt": lambda _: None} if flow is DeviceFlow else {}
    mock = httpx.MockTransport(lambda _: httpx.Response(status, json={"Response": answer}))
    async with httpx.AsyncClient(transport=mock) as client:
        credentials = flow("id", TOKEN, transport=HttpxTransport(client), **options)
        with pytest.raises(BaseSpaceError) as caught:
            await CachedInProfile(credentials, directory=Path("/nowhere"))(None)
    assert_no_secret(caught.value)


def test_a_profile_that_cannot_be_written_shows_no_token(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    configuration = Configuration.create(token=TOKEN)
    with pytest.raises(BaseSpaceError) as caught:
        save_profile(configuration, directory=tmp_path / "file")
    assert TOKEN not in "".join(f"{frame.locals}" for frame in _frames(caught.value))


def _frames(error: BaseException) -> traceback.StackSummary:
    trace = in_package(error.__traceback__)
    return traceback.TracebackException(type(error), error, trace, capture_locals=True).stack


def test_a_secret_is_its_text_and_shows_nothing_of_it() -> None:
    secret = Secret(TOKEN)
    assert (secret == TOKEN, f"{secret}", str(secret), secret.encode()) == (True, TOKEN, TOKEN, TOKEN.encode())
    assert repr(secret) == repr(secret[:5]) == "'***'"
    assert repr(SecretURL(f"https://store.example/x{LINK}")) == "'https://store.example/x'"
    for text in ("", "no address", "https://store.example/x", "javascript:alert(1)", "x:y?z"):
        assert repr(SecretURL(text)) == repr(text.partition("?")[0])


@pytest.mark.parametrize("call", ["one", "list", "request"])
async def test_what_is_no_json_is_not_kept_with_the_error(call: str) -> None:
    policy = RetryPolicy(max_retries=0)
    async with (
        serving(ANSWERS["no JSON"]) as port,
        BaseSpace(TOKEN, server=f"http://127.0.0.1:{port}/v2", retry=policy) as basespace,
    ):
        with pytest.raises(BaseSpaceError) as caught:
            await CALLS[call](basespace, port)
    assert (caught.value.__cause__, caught.value.__context__) == (None, None)


async def test_what_a_program_gets_is_plain_text(tmp_path: Path) -> None:
    """fsspec tells the options of filesystems apart by their repr."""

    async def give(refused: str | None) -> str:
        return TOKEN

    credentials = CachedInProfile(give, directory=tmp_path)
    tokens = [Configuration.create(token=TOKEN).token, await credentials(None), await credentials(None)]
    assert [type(token) for token in tokens] == [str] * 3
