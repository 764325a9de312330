"""Files through examples/fastapi_backend.py, over real HTTP, against the simulator."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterator

import httpx
import pytest
from attrs import frozen
from fastapi import HTTPException
from hypothesis import given
from hypothesis import strategies as st

from basespace_async.fastapi.files import wanted_bytes
from basespace_async.simulator import ServerMetrics, Simulator
from basespace_async.simulator.world.content import FileBytes
from basespace_async.simulator.world.records import FileRecord
from tests.support.example_backend import Backend, until

MIB = 1 << 20
BUFFERS = 96 * MIB  # the system sizes those of sockets as it likes, up to some 10 MB each


@pytest.fixture
def simulator(lasting: tuple[Simulator, Backend]) -> Iterator[Simulator]:
    """The module's service, which has served nothing yet."""
    simulator = lasting[0]
    ServerMetrics.__init__(simulator.statistics)
    yield simulator
    simulator.faults.clear()


@pytest.fixture
def backend(lasting: tuple[Simulator, Backend], simulator: Simulator) -> Backend:
    return lasting[1]


@frozen
class Stored:
    """A file in the simulated store."""

    file: FileRecord

    @property
    def path(self) -> str:
        return f"/files/{self.file.id}/content"

    @property
    def size(self) -> int:
        return self.file.content.size

    @property
    def data(self) -> bytes:
        return self.file.content.read(0, self.size)


def stored(simulator: Simulator, content: int | bytes = 3 * MIB, name: str = "a file é.fastq.gz") -> Stored:
    dataset = simulator.world.datasets_of("104000000")[0]
    return Stored(simulator.world.add_file(dataset, name, content))


async def test_a_file_is_streamed_with_its_length_and_etag(caller: httpx.AsyncClient, simulator: Simulator) -> None:
    file = stored(simulator)
    answer = await caller.get(file.path)
    assert answer.status_code == 200
    assert answer.content == file.data
    assert dict(answer.headers) | {
        "content-length": str(file.size),
        "etag": f'"{file.file.content.etag}"',
        "accept-ranges": "bytes",
        "content-type": "application/x-gzip",
        "content-disposition": "attachment; filename*=UTF-8''a%20file%20%C3%A9.fastq.gz",
    } == dict(answer.headers)
    assert simulator.statistics.leaked_tokens == 0


async def test_text_is_not_said_to_be_in_an_encoding_that_nobody_knows(
    caller: httpx.AsyncClient, simulator: Simulator
) -> None:
    answer = await caller.get(stored(simulator, b"a,b\n", "sheet.csv").path)
    assert (answer.content, answer.headers["Content-Type"]) == (b"a,b\n", "text/csv")


@pytest.mark.parametrize("headers", [{}, {"Range": "bytes=0-4"}])
async def test_an_empty_file_is_empty(caller: httpx.AsyncClient, simulator: Simulator, headers: dict[str, str]) -> None:
    answer = await caller.get(stored(simulator, b"").path, headers=headers)
    assert (answer.status_code, answer.content, answer.headers["Content-Length"]) == (200, b"", "0")


@pytest.mark.parametrize(
    ("wanted", "start", "stop"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=5-9", 5, 10),
        ("Bytes=5-9", 5, 10),
        ("bytes=95-", 95, 100),
        ("bytes=99-99", 99, 100),
        ("bytes=90-1000", 90, 100),
        ("bytes=-1", 99, 100),
        ("bytes=-1000", 0, 100),
        ("bytes=0-", 0, 100),
        (f"bytes=90-{10**30}", 90, 100),
        (f"bytes=-{'9' * 5000}", 0, 100),
        (f"bytes={'0' * 5000}7-{'0' * 30}8", 7, 9),
    ],
)
async def test_a_stretch_is_streamed(
    caller: httpx.AsyncClient, simulator: Simulator, wanted: str, start: int, stop: int
) -> None:
    file = stored(simulator, bytes(range(100)))
    answer = await caller.get(file.path, headers={"Range": wanted})
    assert (answer.status_code, answer.content) == (206, file.data[start:stop])
    assert answer.headers["Content-Range"] == f"bytes {start}-{stop - 1}/100"
    assert answer.headers["Content-Length"] == str(stop - start)
    assert simulator.statistics.bytes_served == stop - start


@pytest.mark.parametrize(
    "wanted",
    ["bytes=100-", "bytes=100-200", "bytes=500-", "bytes=-0", f"bytes={10**18}-", f"bytes={'9' * 5000}-{'9' * 5000}"],
)
async def test_bytes_that_are_not_there_are_refused_before_the_store_is_asked(
    caller: httpx.AsyncClient, simulator: Simulator, wanted: str
) -> None:
    answer = await caller.get(stored(simulator, bytes(100)).path, headers={"Range": wanted})
    assert (answer.status_code, answer.headers["Content-Range"]) == (416, "bytes */100")
    assert answer.json() == {"detail": "the file has no such bytes"}
    assert not [each for each in simulator.statistics.recent if each.origin == "store"]


@pytest.mark.parametrize("wanted", ["bytes=", "bytes=-", "bytes=9-5", "bytes=0-1,5-6", "lines=1-2", "bytes=a-b"])
async def test_a_range_that_cannot_be_read_is_as_none(
    caller: httpx.AsyncClient, simulator: Simulator, wanted: str
) -> None:
    answer = await caller.get(stored(simulator, bytes(100)).path, headers={"Range": wanted})
    assert (answer.status_code, len(answer.content), "Content-Range" in answer.headers) == (200, 100, False)


@given(
    first=st.integers(0, 30) | st.none(),
    last=st.integers(0, 30) | st.none(),
    size=st.integers(1, 20),
)
def test_a_range_is_read_as_a_list_of_bytes_would_be_cut(first: int | None, last: int | None, size: int) -> None:
    header = f"bytes={'' if first is None else first}-{'' if last is None else last}"
    every = [*range(size)]
    if (first is None and last is None) or (first is not None and last is not None and last < first):
        assert wanted_bytes(header, size) is None
        return
    expected = every[-last:] if first is None and last else every[first : None if last is None else last + 1]
    if first is None and last == 0:
        expected = []
    if not expected:
        with pytest.raises(HTTPException, match="no such bytes"):
            wanted_bytes(header, size)
        return
    found = wanted_bytes(header, size)
    assert found is not None
    assert [*found] == expected


async def test_a_stretch_is_of_the_content_that_the_caller_has_the_rest_of(
    caller: httpx.AsyncClient, simulator: Simulator
) -> None:
    file = stored(simulator, bytes(100))
    etag = f'"{file.file.content.etag}"'
    same = await caller.get(file.path, headers={"Range": "bytes=5-9", "If-Range": etag})
    other = await caller.get(file.path, headers={"Range": "bytes=5-9", "If-Range": '"another"'})
    assert (same.status_code, other.status_code) == (206, 200)


async def test_what_the_caller_has_is_not_sent_again(caller: httpx.AsyncClient, simulator: Simulator) -> None:
    file = stored(simulator, bytes(100))
    etag = f'"{file.file.content.etag}"'
    same = await caller.get(file.path, headers={"If-None-Match": etag})
    assert (same.status_code, same.content, same.headers["ETag"]) == (304, b"", etag)
    assert simulator.statistics.bytes_served == 0
    assert (await caller.get(file.path, headers={"If-None-Match": '"another"'})).status_code == 200


async def test_a_connection_that_breaks_below_is_made_again(caller: httpx.AsyncClient, simulator: Simulator) -> None:
    file = stored(simulator)
    simulator.faults.add("truncate", origin="store", nth={1}, share=0.4)
    backend = Backend(simulator.url, retry=None)
    with backend.running():
        async with backend.caller() as patient:
            answer = await patient.get(file.path)
    assert hashlib.md5(answer.content).digest() == hashlib.md5(file.data).digest()
    assert simulator.statistics.faults == {"truncate": 1}


async def test_content_that_breaks_off_does_not_look_whole(
    caller: httpx.AsyncClient, simulator: Simulator, caplog: pytest.LogCaptureFixture
) -> None:
    file = stored(simulator)
    simulator.faults.add("truncate", origin="store", share=0.4)
    with pytest.raises(httpx.RemoteProtocolError, match="without sending complete message body"):
        await caller.get(file.path)
    assert (await caller.get("/health")).status_code == 200
    assert "Signature" not in caplog.text


async def test_a_store_that_refuses_becomes_a_status(caller: httpx.AsyncClient, simulator: Simulator) -> None:
    simulator.faults.add("status", origin="store", status=500)
    assert (await caller.get(stored(simulator).path)).status_code == 502


@pytest.mark.slow
async def test_many_callers_read_at_once(caller: httpx.AsyncClient, simulator: Simulator) -> None:
    file = stored(simulator, 200_000)
    answers = await asyncio.gather(*(caller.get(file.path) for _ in range(60)))
    assert {answer.content for answer in answers} == {file.data}


class Produced:
    """What the object store has handed to its sockets."""

    size = 0

    async def settled(self) -> int:
        """Its size once nothing has been added for a while."""
        quiet, last = 0, -1
        while quiet < 10:
            quiet, last = (quiet + 1, last) if last == self.size else (0, self.size)
            await asyncio.sleep(0.02)
        return self.size


@pytest.fixture
def produced(monkeypatch: pytest.MonkeyPatch) -> Produced:
    produced = Produced()
    pieces = FileBytes.pieces

    def counted(content: FileBytes, start: int, stop: int) -> Iterator[bytes]:
        for piece in pieces(content, start, stop):
            produced.size += len(piece)
            yield piece

    monkeypatch.setattr(FileBytes, "pieces", counted)
    return produced


async def test_a_slow_caller_slows_the_store_down_and_frees_it_by_going_away(
    backend: Backend, simulator: Simulator, produced: Produced, no_task_left: None
) -> None:
    file = stored(simulator, 200_000_000)
    url = httpx.URL(backend.url)
    reader, writer = await asyncio.open_connection(url.host, url.port, limit=1 << 16)
    try:
        writer.write(f"GET {file.path} HTTP/1.1\r\nHost: backend\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        assert f"content-length: {file.size}".encode() in head.lower()
        taken = 0
        for goal in (0, 10_000_000, 30_000_000):
            while taken < goal:
                taken += len(await reader.read(1 << 16))
            # What is between are the buffers of two connections' four sockets, and a few pieces.
            assert taken <= await produced.settled() < taken + BUFFERS

        assert not ended_in_the_store(simulator, file)
    finally:
        writer.transport.abort()
    await until(lambda: ended_in_the_store(simulator, file))
    assert produced.size < taken + BUFFERS


@pytest.mark.slow
@pytest.mark.parametrize("taken", [0, 1 << 16])
async def test_callers_that_go_away_leave_no_connection_of_the_store_open(
    backend: Backend, simulator: Simulator, produced: Produced, no_task_left: None, taken: int
) -> None:
    file = stored(simulator, 50_000_000)
    async with backend.caller() as caller:
        for _ in range(8):
            async with caller.stream("GET", file.path) as answer:
                assert answer.status_code == 200
                async for piece in answer.aiter_raw():
                    if len(piece) >= taken:
                        break
        await until(lambda: len(ended_in_the_store(simulator, file)) == 8)
        assert (await caller.get("/health")).status_code == 200


def ended_in_the_store(simulator: Simulator, file: Stored) -> list[int]:
    """Numbers of the requests to the object store for a file that are over."""
    path = f"/{file.file.id}"
    return [each.number for each in simulator.statistics.recent if (each.origin, each.path) == ("store", path)]
