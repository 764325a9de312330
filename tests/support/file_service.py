"""A service of one file, whose answers a test says."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Callable

import httpx
import pytest
import respx
from attrs import define, field

from basespace_async import BaseSpace
from basespace_async.models import File
from basespace_async.transport import HttpxTransport, RetryPolicy

SERVER = "https://api.basespace.illumina.com/v2"
STORE = "https://store.example"
TOKEN = "0123456789abcdef-secret"


def etag_of(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


def multipart(content: bytes, part_size: int) -> str:
    """The ETag of an upload in parts of a size."""
    parts = [content[start : start + part_size] for start in range(0, len(content), part_size)] or [b""]
    return f"{etag_of(b''.join(bytes.fromhex(etag_of(part)) for part in parts))}-{len(parts)}"


class Broken(httpx.AsyncByteStream):
    """A body that breaks after its bytes."""

    def __init__(self, content: bytes, error: Exception) -> None:
        self._content = content
        self._error = error

    async def __aiter__(self) -> AsyncIterator[bytes]:
        if self._content:
            yield self._content
        raise self._error


@define
class Store:
    """An API that redirects to an object store, over one file.

    Attributes:
        content: of the file.
        ranges: the stretches that were asked for, of the store.
        cuts: bytes after which the next responses break, one for each; then they are whole.
        links: how many links the API made.
        expired: links that do not work any more.
        answers: responses to give in place of the next ones of the store.
    """

    content: bytes
    etag: str = ""
    ranges: list[tuple[int, int] | None] = field(factory=list)
    cuts: list[int] = field(factory=list)
    links: int = 0
    expired: set[int] = field(factory=set)
    answers: list[Callable[[httpx.Request], httpx.Response | None]] = field(factory=list)

    def api(self, request: httpx.Request) -> httpx.Response:
        assert request.headers["x-access-token"] == TOKEN
        self.links += 1
        return httpx.Response(302, headers={"Location": f"{STORE}/{self.links}?Signature=s3cret"})

    def store(self, request: httpx.Request) -> httpx.Response:
        assert "x-access-token" not in request.headers
        assert request.headers["Accept-Encoding"] == "identity"
        if int(request.url.path[1:] or 0) in self.expired:
            return httpx.Response(
                403, text="<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>"
            )
        if self.answers and (answer := self.answers.pop(0)(request)) is not None:
            return answer
        wanted = request.headers.get("Range")
        span = (0, len(self.content)) if wanted is None else _span(wanted, len(self.content))
        self.ranges.append(None if wanted is None else span)
        headers = {"ETag": f'"{self.etag or etag_of(self.content)}"', "Content-Type": "application/x-gzip"}
        if span[0] >= len(self.content) and wanted is not None:
            return httpx.Response(416, headers={"Content-Range": f"bytes */{len(self.content)}"})
        if wanted is not None:
            headers["Content-Range"] = f"bytes {span[0]}-{span[1] - 1}/{len(self.content)}"
        body = self.content[slice(*span)]
        headers["Content-Length"] = str(len(body))
        if not self.cuts:
            return httpx.Response(200 if wanted is None else 206, headers=headers, content=body)
        stream = Broken(body[: self.cuts.pop(0)], httpx.ReadError("cut"))
        return httpx.Response(200 if wanted is None else 206, headers=headers, stream=stream)

    def file(self, **changes: object) -> File:
        values: dict[str, object] = {
            "id": "5",
            "name": "reads.gz",
            "path": "Data/reads.gz",
            "size": len(self.content),
            "etag": self.etag or etag_of(self.content),
        }
        return File(**{**values, **changes})  # type: ignore[arg-type]


def _span(text: str, size: int) -> tuple[int, int]:
    start, _, last = text.removeprefix("bytes=").partition("-")
    return int(start), min(int(last) + 1, size) if last else size


@pytest.fixture
def store() -> Store:
    return Store(bytes(range(256)) * 2)


@pytest.fixture
def service(store: Store) -> respx.Router:
    router = respx.Router(assert_all_called=False)
    router.get(f"{SERVER}/files/5/content").mock(side_effect=store.api)
    router.get(url__startswith=STORE).mock(side_effect=store.store)
    return router


@pytest.fixture
async def basespace(service: respx.Router) -> AsyncIterator[BaseSpace]:
    mock = httpx.MockTransport(service.async_handler)
    policy = RetryPolicy(max_retries=3, initial_backoff=0, max_backoff=0)
    async with (
        httpx.AsyncClient(transport=mock) as client,
        BaseSpace(TOKEN, transport=HttpxTransport(client), retry=policy) as basespace,
    ):
        yield basespace
