"""Content whose connections break for a while, in simulated time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from multidict import CIMultiDict

from basespace_async import BaseSpace, ConnectionLostError, HTTPRequest, RetryEvent
from basespace_async.content.reader import ContentReader
from basespace_async.content.source import ContentSource
from basespace_async.transport import BufferedResponse, Priority
from tests.support.simulated_time import run

SERVER = "https://api.example.org/v2"
CONTENT = bytes(range(200))


class Body(BufferedResponse):
    """A body that breaks off before its first byte, until the outage is over."""

    async def iter_bytes(self, chunk_size: int = 1 << 16) -> AsyncIterator[bytes]:
        if asyncio.get_running_loop().time() < Store.ends_at:
            raise ConnectionLostError("the connection broke: reset by peer")
        yield await self.read()


class Store:
    ends_at = 0.0

    async def send(self, request: HTTPRequest) -> BufferedResponse:
        await asyncio.sleep(0.01)
        if request.url.startswith(SERVER):
            headers = CIMultiDict({"Location": "https://store.example.org/5?signature=secret"})
            return BufferedResponse(302, headers, b"")
        return Body(200, CIMultiDict({"Content-Length": str(len(CONTENT))}), CONTENT)

    async def aclose(self) -> None:
        pass


def read(outage: float, priority: Priority) -> tuple[bytes | None, float, list[RetryEvent]]:
    """What is read, or None; after how many seconds; and what was told meanwhile."""
    Store.ends_at = 1000 + outage
    events: list[RetryEvent] = []

    async def main() -> bytes | None:
        async with BaseSpace("token", server=SERVER, transport=Store(), on_retry=events.append) as basespace:
            reader = ContentReader(ContentSource(basespace, "5", priority=priority))
            try:
                return await reader.read()
            except ConnectionLostError:
                return None
            finally:
                ended.append(asyncio.get_running_loop().time() - 1000)
                await reader.aclose()

    ended: list[float] = []
    return run(main()), ended[0], events


@pytest.mark.parametrize("outage", [3.0, 60.0])
def test_a_download_outlives_a_minute_of_broken_connections_and_says_so(outage: float) -> None:
    content, seconds, events = read(outage, "background")
    assert content == CONTENT
    assert seconds >= outage
    assert [event.attempt for event in events] == list(range(len(events)))
    assert {(event.operation, event.reason) for event in events} == {("file content", "ConnectionLostError")}
    assert sum(event.seconds for event in events) == pytest.approx(seconds, abs=1)
    assert "secret" not in str(events)


class BreakingStore(Store):
    """A store whose connections break after so many bytes, each time."""

    def __init__(self, size: int, breaks_after: int) -> None:
        self.size = size
        self.breaks_after = breaks_after

    async def send(self, request: HTTPRequest) -> BufferedResponse:
        if request.url.startswith(SERVER):
            return await super().send(request)
        start = int(request.headers.get("Range", "bytes=0-").removeprefix("bytes=").partition("-")[0])
        piece = bytes(min(self.breaks_after, self.size - start))

        class Breaking(BufferedResponse):
            async def iter_bytes(self, chunk_size: int = 1 << 16) -> AsyncIterator[bytes]:
                yield piece
                raise ConnectionLostError("the connection broke: reset by peer")

        headers = {"Content-Range": f"bytes {start}-{self.size - 1}/{self.size}", "Content-Length": "0"}
        return Breaking(206, CIMultiDict(headers), b"")


@pytest.mark.parametrize(("breaks_after", "waits"), [(1 << 20, False), (1 << 18, True)])
def test_a_connection_that_brought_much_is_made_again_at_once(breaks_after: int, waits: bool) -> None:
    events: list[RetryEvent] = []
    size = 4 << 20

    async def main() -> int:
        store = BreakingStore(size, breaks_after)
        async with BaseSpace("token", server=SERVER, transport=store, on_retry=events.append) as basespace:
            reader = ContentReader(ContentSource(basespace, "5", priority="background"))
            received = 0
            while piece := await reader.read():
                received += len(piece)
            await reader.aclose()
            return received

    assert run(main()) == size
    assert len(events) == size // breaks_after - 1
    assert any(event.seconds for event in events) is waits


def test_a_read_that_somebody_waits_for_fails_within_seconds() -> None:
    content, seconds, _ = read(3600, "interactive")
    assert content is None
    assert seconds < 11
