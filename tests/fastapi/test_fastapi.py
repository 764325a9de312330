"""`basespace_async.fastapi` over real HTTP, beside what the tests of the example show."""

from __future__ import annotations

import builtins
import sys
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from attrs import evolve
from fastapi import FastAPI
from fastapi.requests import HTTPConnection

import basespace_async.fastapi
from basespace_async import BaseSpace, ConfigurationError, RateLimitError
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
