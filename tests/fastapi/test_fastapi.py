"""`basespace_async.fastapi` over real HTTP, beside what the tests of the example show."""

from __future__ import annotations

import asyncio
import builtins
import sys
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest
from attrs import evolve
from fastapi import BackgroundTasks, FastAPI
from fastapi.requests import HTTPConnection

import basespace_async.fastapi
from basespace_async import BaseSpace, ConfigurationError, RateLimitError
from basespace_async.content.stream import ContentStream
from basespace_async.fastapi import Client, FileContentResponse, add_exception_handlers, get_client, lifespan
from basespace_async.simulator import Simulator
from tests.support.example_backend import served

FILE = "11000000001"


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    with Simulator(biosamples=2, seed=1).in_thread() as simulator:
        yield simulator


def application(simulator: Simulator) -> FastAPI:
    app = FastAPI(lifespan=lifespan(lambda: BaseSpace(simulator.token, server=simulator.url)))
    add_exception_handlers(app)
    return app


HOSTILE = [
    {"content_type": "text/plain\r\nX-Evil: 1"},
    {"content_type": 'text/html; title="a\x00b"'},
    {"content_type": "текст/plain"},
    {"content_type": "gzip"},
    {"content_type": " "},
    {"etag": 'a"\r\nX-Evil: 1'},
    {"etag": "ключ"},
    {"name": 'a\r\nX-Evil: 1; "q"/日本\ud800.gz'},
    {"name": None, "content_type": None, "etag": None},
]


@pytest.mark.parametrize("values", HOSTILE, ids=range(len(HOSTILE)))
async def test_values_that_http_does_not_allow_break_no_answer(simulator: Simulator, values: dict[str, Any]) -> None:
    app = application(simulator)

    @app.api_route("/file", methods=["GET", "HEAD"])
    async def content(client: Client) -> FileContentResponse:
        return FileContentResponse(client, evolve(await client.files.get(FILE), **values))

    with served(app) as url:
        async with httpx.AsyncClient(base_url=url, trust_env=False) as caller:
            whole = await caller.get("/file", headers={"If-None-Match": '"x"'})
            part = await caller.get("/file", headers={"Range": "bytes=2-5"})
            head = await caller.head("/file")
    assert (whole.status_code, part.status_code, head.status_code) == (200, 206, 200)
    assert part.content == whole.content[2:6]
    assert head.headers["Content-Length"] == whole.headers["Content-Length"] == str(len(whole.content))
    assert head.content == b""
    assert "X-Evil" not in whole.headers
    if "content_type" in values:
        assert whole.headers["Content-Type"] == "application/octet-stream"
    assert ("ETag" in whole.headers) == ("etag" not in values)
    assert whole.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''")


async def test_headers_of_the_file_can_be_replaced_and_what_the_caller_has_is_not_sent(simulator: Simulator) -> None:
    app = application(simulator)

    @app.get("/files/{file_id}")
    async def content(client: Client, file_id: str) -> FileContentResponse:
        headers = {"Content-Type": "text/x-reads", "Cache-Control": "private"}
        return FileContentResponse(client, file_id, headers=headers, as_attachment=False)

    with served(app) as url:
        async with httpx.AsyncClient(base_url=url, trust_env=False) as caller:
            answer = await caller.get(f"/files/{FILE}")
            etag = answer.headers["ETag"]
            tags = [f'"other", {etag}', f"W/{etag}", "*"]
            again = [await caller.get(f"/files/{FILE}", headers={"If-None-Match": tag}) for tag in tags]
            missing = await caller.get("/files/1")
    assert (answer.headers["Content-Type"], answer.headers["Cache-Control"]) == ("text/x-reads", "private")
    assert answer.headers["Content-Disposition"].startswith("inline; ")
    assert {answer.status_code for answer in again} == {304}
    assert (missing.status_code, missing.json()["detail"]) == (404, "there is no such thing")


async def test_what_the_program_sets_on_its_response_is_sent_and_its_background_task_runs(simulator: Simulator) -> None:
    app = application(simulator)
    read: list[str] = []

    @app.get("/file")
    async def content(client: Client, tasks: BackgroundTasks) -> FileContentResponse:
        tasks.add_task(read.append, FILE)
        answer = FileContentResponse(client, FILE, headers={"Cache-Control": "private", "Content-Language": "en"})
        answer.headers["Content-Disposition"] = "inline"
        answer.set_cookie("seen", "1")
        answer.set_cookie("twice", "2")
        return answer

    with served(app) as url:
        async with httpx.AsyncClient(base_url=url, trust_env=False) as caller:
            whole = await caller.get("/file")
            part = await caller.get("/file", headers={"Range": "bytes=0-1"})
            same = await caller.get("/file", headers={"If-None-Match": whole.headers["ETag"]})
    assert [whole.status_code, part.status_code, same.status_code] == [200, 206, 304]
    for answer in (whole, part, same):
        assert answer.headers.get_list("Set-Cookie") == [
            "seen=1; Path=/; SameSite=lax",
            "twice=2; Path=/; SameSite=lax",
        ]
        assert answer.headers["Cache-Control"] == "private"
    assert whole.headers.get_list("Content-Disposition") == part.headers.get_list("Content-Disposition") == ["inline"]
    assert not [name for name in same.headers if name.startswith("content-")]
    assert read == [FILE] * 3


@pytest.mark.parametrize(
    ("header", "is_there"),
    [
        ('"a,b"', True),
        ('W/"a,b" , "c"', True),
        ('"a"', False),
        ("a,b", False),
        ("*", True),
        ("", False),
        ('"*"', False),
    ],
)
async def test_the_etags_that_a_caller_has_are_told_apart(simulator: Simulator, header: str, is_there: bool) -> None:
    async with BaseSpace(simulator.token, server=simulator.url) as client:
        file = evolve(await client.files.get(FILE), etag="a,b")
        app = FastAPI()
        app.get("/", response_model=None)(lambda: FileContentResponse(client, file))
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as caller:
            answer = await caller.get("/", headers={"If-None-Match": header})
    assert answer.status_code == (304 if is_there else 200)


async def test_the_download_ends_when_the_caller_goes_though_there_is_always_more_to_read(
    simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    # anyio cancels no task whose awaited future is done already, and the next piece may always be there.
    loop = asyncio.get_running_loop()
    gone, pieces, sent = loop.create_future(), [loop.create_future()], 0

    def arrive() -> None:
        if sent == 3 and not gone.done():
            gone.set_result({"type": "http.disconnect"})
        if not pieces[-1].done():
            pieces[-1].set_result(b"piece")
        ticks.append(loop.call_soon(arrive))

    async def iter_bytes(stream: object) -> AsyncIterator[bytes]:
        for _ in range(1000):
            yield await pieces[-1]
            pieces.append(loop.create_future())

    async def send(message: Any) -> None:
        nonlocal sent
        sent += message["type"] == "http.response.body"

    async def receive() -> Any:
        return await gone

    monkeypatch.setattr(ContentStream, "iter_bytes", iter_bytes)
    ticks: list[asyncio.Handle] = []
    scope = {"type": "http", "method": "GET", "headers": [], "asgi": {"spec_version": "2.3"}}
    async with BaseSpace(simulator.token, server=simulator.url) as client:
        response = FileContentResponse(client, FILE)
        ticks.append(loop.call_soon(arrive))
        try:
            await response(scope, receive, send)
        finally:
            ticks[-1].cancel()
    assert sent < 10


async def test_an_error_whose_request_id_is_no_text_is_answered(simulator: Simulator) -> None:
    app = application(simulator)

    @app.get("/")
    async def fail() -> None:
        error = RateLimitError(status=429, message="no", request_id="\udcff\ud800 id")
        error.retry_after = 0.2
        raise error

    with served(app) as url:
        async with httpx.AsyncClient(base_url=url, trust_env=False) as caller:
            answer = await caller.get("/")
    assert (answer.status_code, answer.json()["request_id"]) == (503, "?? id")
    assert answer.headers["Retry-After"] == "1"


async def test_a_web_socket_has_the_client_too() -> None:
    async with BaseSpace("token", server="http://127.0.0.1:9") as client:
        scope = {"type": "websocket", "headers": [], "state": {"basespace": client}}
        assert get_client(HTTPConnection(scope)) is client


async def test_an_application_without_the_lifespan_is_told_so() -> None:
    app = FastAPI()

    @app.get("/")
    async def user(client: Client) -> str:
        return client.server

    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as caller:
        with pytest.raises(RuntimeError, match="the application has no client"):
            await caller.get("/")


def test_without_fastapi_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def missing(name: str, *arguments: Any, **options: Any) -> Any:
        if name.partition(".")[0] == "fastapi" and not (len(arguments) > 3 and arguments[3]):
            raise ModuleNotFoundError("No module named 'fastapi'", name="fastapi")
        return real(name, *arguments, **options)

    for name in [name for name in sys.modules if name.startswith("basespace_async.fastapi.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delattr(basespace_async.fastapi, "lifespan", raising=False)
    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(ConfigurationError, match=r"basespace-async\[fastapi\]"):
        _ = basespace_async.fastapi.lifespan
