"""Peers that drip, ignore what is asked for, or send more than there is: each is one clear error, within limits."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from basespace_async import (
    BaseSpace,
    ConnectionLostError,
    ContentChangedError,
    PermissionDeniedError,
    RetryPolicy,
    TransportTimeoutError,
)
from basespace_async.content import source as source_module
from basespace_async.content.reader import ContentReader, plain_etag
from tests.support import simulated_time
from tests.support.file_service import Store, etag_of

PART = 65536


async def drain(reader: ContentReader) -> None:
    while await reader.read():
        pass


class Slow:
    """A response that sends one byte every half second, for ever."""

    def __init__(self, status: int, size: int = 0) -> None:
        self.status = status
        self.headers = {"Content-Length": str(size)} if size else {}

    async def iter_bytes(self, chunk_size: int = 0) -> AsyncIterator[bytes]:
        while True:
            await asyncio.sleep(0.5)
            yield b"x"

    async def aclose(self) -> None: ...


class Source:
    """A source of responses."""

    def __init__(self, make: Callable[[int], Any], policy: RetryPolicy | None = None) -> None:
        self.retry = policy or RetryPolicy()
        self.priority = "interactive"
        self.requests = 0
        self._make = make

    def check_loop(self) -> None: ...

    async def note_retry(self, attempt: int, error: Exception, seconds: float) -> None: ...

    async def fetch(self, start: int, stop: int | None) -> Any:
        self.requests += 1
        return self._make(start)


def test_a_refusal_that_drips_is_read_for_a_moment_only() -> None:
    async def explained() -> tuple[bytes, float]:
        body = await source_module._explanation(Slow(403))  # type: ignore[arg-type]
        return body, asyncio.get_running_loop().time() - 1000

    body, seconds = simulated_time.run(explained())
    assert 0 < len(body) < 20
    assert seconds <= 10


async def test_a_refusal_that_drips_is_a_refusal(
    basespace: BaseSpace, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Endless(httpx.AsyncByteStream):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            while True:
                yield b"x"
                await asyncio.sleep(0.001)

    monkeypatch.setattr(source_module, "_MAX_EXPLANATION_SECONDS", 0.01)
    store.answers = [lambda request: httpx.Response(403, stream=Endless())] * 20
    with pytest.raises(PermissionDeniedError):
        async with basespace.files.open("5"):
            pass


def test_content_that_drips_ends_with_the_deadline() -> None:
    async def read() -> float:
        reader = ContentReader(Source(lambda start: Slow(200, 10**9)))  # type: ignore[arg-type]
        with pytest.raises(TransportTimeoutError, match="fewer than 65536 bytes came in 600 seconds"):
            await drain(reader)
        return asyncio.get_running_loop().time() - 1000

    assert 600 <= simulated_time.run(read()) < 602


def test_a_slow_reader_is_not_a_slow_peer() -> None:
    class Fast(Slow):
        async def iter_bytes(self, chunk_size: int = 0) -> AsyncIterator[bytes]:
            for _ in range(100):
                yield bytes(100)

    async def read() -> int:
        reader, size = ContentReader(Source(lambda start: Fast(200, 10_000))), 0  # type: ignore[arg-type]
        while piece := await reader.read():
            size += len(piece)
            await asyncio.sleep(60)
        return size

    assert simulated_time.run(read()) == 10_000


def test_connections_that_bring_one_byte_each_are_tried_a_limited_number_of_times() -> None:
    class Single:
        status = 206

        def __init__(self, start: int) -> None:
            self.headers = (
                {"Content-Range": f"bytes {start}-999999/1000000"} if start else {"Content-Length": "1000000"}
            )
            self.status = 206 if start else 200

        async def iter_bytes(self, chunk_size: int = 0) -> AsyncIterator[bytes]:
            yield b"x"
            raise ConnectionLostError("cut")

        async def aclose(self) -> None: ...

    async def read() -> int:
        source = Source(Single)
        reader = ContentReader(source)  # type: ignore[arg-type]
        with pytest.raises(ConnectionLostError):
            await drain(reader)
        return source.requests

    assert simulated_time.run(read()) == 38


# --- content that is longer than the list says ------------------------------------------------------------------------


def pieces(*content: bytes) -> AsyncIterator[bytes]:
    async def iterate() -> AsyncIterator[bytes]:
        for piece in content:
            yield piece

    return iterate()


@pytest.mark.parametrize("checksum", ["check", "skip"])
@pytest.mark.parametrize("more", [[b"z"], [b"", b"z"], [b"z" * 100_000]])
@pytest.mark.parametrize("size", [0, 512])
async def test_a_body_longer_than_listed_never_gets_the_name(
    basespace: BaseSpace, store: Store, tmp_path: Path, checksum: Any, more: list[bytes], size: int
) -> None:
    content = store.content[:size]
    for head in ([content, *more], [content + b"".join(more)]):
        store.answers = [lambda request, head=head: httpx.Response(200, content=pieces(*head))] * 2  # type: ignore[misc]
        with pytest.raises(ContentChangedError, match=f"more than the {size} bytes that were expected; list it again"):
            await basespace.files.download(store.file(size=size, etag=None), tmp_path, checksum=checksum)
        assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


async def test_a_body_of_unknown_length_that_is_as_long_as_listed_is_whole(
    basespace: BaseSpace, store: Store, tmp_path: Path
) -> None:
    store.answers = [lambda request: httpx.Response(200, content=pieces(store.content))]
    done = await basespace.files.download(store.file(etag=None), tmp_path)
    assert done.path.read_bytes() == store.content
    assert store.ranges == []


# --- stores that ignore what is asked for -----------------------------------------------------------------------------


@pytest.mark.parametrize("etag", ["md5", None])
async def test_a_store_that_ignores_ranges_sends_a_file_once(
    basespace: BaseSpace, store: Store, tmp_path: Path, etag: str | None
) -> None:
    store.content = bytes(range(251)) * 1306
    sent: list[int] = []

    def whole(request: httpx.Request) -> httpx.Response:
        async def body() -> AsyncIterator[bytes]:
            for start in range(0, len(store.content), 1000):
                sent.append(len(store.content[start : start + 1000]))
                yield store.content[start : start + 1000]

        return httpx.Response(200, headers={"Content-Length": str(len(store.content))}, content=body())

    store.answers = [whole] * 20
    listed = etag_of(store.content) if etag else None
    done = await basespace.files.download(store.file(etag=listed), tmp_path, part_size=PART, concurrency=4)
    assert done.path.read_bytes() == store.content
    assert done.fetched == len(store.content)
    assert len(store.answers) == 18  # one to learn it
    assert sum(sent) <= len(store.content) * 1.05
    files = [store.file(etag=listed, path=f"{number}") for number in range(3)]
    store.answers = [whole] * 20
    report = await basespace.files.download_many(files, tmp_path, part_size=PART, concurrency=1)
    assert report.fetched == 3 * len(store.content)
    assert len(store.answers) == 16  # it is learnt once


async def test_what_is_there_of_a_file_is_not_written_again_where_ranges_are_ignored(
    basespace: BaseSpace, store: Store, tmp_path: Path
) -> None:
    store.content = bytes(range(251)) * 1306
    store.answers = [lambda request: None] * 2 + [lambda request: httpx.Response(404)]
    with pytest.raises(Exception, match="404"):
        await basespace.files.download(store.file(), tmp_path, part_size=PART, concurrency=1)
    headers = {"Content-Length": str(len(store.content))}
    store.answers = [lambda request: httpx.Response(200, headers=headers, content=store.content)] * 20
    done = await basespace.files.download(store.file(), tmp_path, part_size=PART)
    assert done.path.read_bytes() == store.content
    assert done.verification.method == "md5"
    assert done.fetched == len(store.content)  # what came, though two parts of it were there


@pytest.mark.parametrize("etag", [b'"\x80\xff"', b'"caf\xc3\xa9"', b'"a\\b"'])
async def test_an_etag_of_any_bytes_can_be_recorded(
    basespace: BaseSpace, store: Store, tmp_path: Path, etag: bytes
) -> None:
    store.content = bytes(range(251)) * 1306

    def odd(request: httpx.Request) -> httpx.Response:
        start, last = (int(text) for text in request.headers["Range"].removeprefix("bytes=").split("-"))
        span = f"bytes {start}-{last}/{len(store.content)}".encode()
        headers = [(b"ETag", etag), (b"Content-Range", span)]
        return httpx.Response(206, headers=headers, content=store.content[start : last + 1])

    store.answers = [odd] * 20
    done = await basespace.files.download(store.file(etag=None), tmp_path, part_size=PART)
    assert done.path.read_bytes() == store.content
    assert done.verification.method == "size"


def test_an_etag_is_ascii() -> None:
    assert plain_etag('W/"\udc80é"') == "\\udc80\\xe9"
    assert plain_etag('"d41d8cd98f00b204e9800998ecf8427e-3"') == "d41d8cd98f00b204e9800998ecf8427e-3"
