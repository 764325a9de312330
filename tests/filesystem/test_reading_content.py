"""Bytes: by block, by range, as a stream, to a disk; and what goes wrong on the way."""

from __future__ import annotations

import asyncio
import errno
import gzip
import io
import pickle
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from fsspec.caching import caches
from fsspec.callbacks import Callback

from basespace_async import ConfigurationError
from basespace_async.filesystem import BaseSpaceFileSystem, ReadOnlyError
from basespace_async.filesystem.content import FileContent, Range, merge_ranges, read_ranges
from basespace_async.filesystem.download import _CallbackMeter
from basespace_async.filesystem.tree import FileEntry
from basespace_async.simulator import Simulator
from basespace_async.transport import BufferedResponse, RetryPolicy
from tests.filesystem.conftest import QUICK
from tests.support.simulated_files import Placed, asked, forget, place

NUMBERS = bytes(range(256)) * 40


@pytest.fixture
def numbers(placed: Placed) -> str:
    return f"datasets/{placed.dataset.id}/numbers.bin"


@pytest.fixture
async def awaited(simulator: Simulator) -> AsyncIterator[BaseSpaceFileSystem]:
    found = BaseSpaceFileSystem(
        token=simulator.token, server=simulator.url, asynchronous=True, client_options=QUICK, skip_instance_cache=True
    )
    yield found
    await found.aclose()


@pytest.fixture
def read_ranges_of(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """The ranges that are read, from now on."""
    ranges: list[tuple[int, int]] = []
    read = FileContent.read

    async def watched(content: FileContent, start: int, stop: int) -> bytes:
        ranges.append((start, stop))
        return await read(content, start, stop)

    monkeypatch.setattr(FileContent, "read", watched)
    return ranges


# fsspec's `parts` is filled by its caller, and its `mmap` leaves an open file to the garbage collector.
@pytest.mark.parametrize("cache", sorted({str(name) for name in caches if name} - {"parts", "mmap", "prefetcher"}))
def test_a_file_reads_the_same_through_every_cache(fs: BaseSpaceFileSystem, numbers: str, cache: str) -> None:
    with fs.open(numbers, block_size=1000, cache_type=cache) as file:
        assert file.size == len(NUMBERS)
        assert [file.read(10), file.read(3000)] == [NUMBERS[:10], NUMBERS[10:3010]]
        assert (file.seek(-7, 2), file.read(), file.read()) == (len(NUMBERS) - 7, NUMBERS[-7:], b"")
        file.seek(0)
        assert file.read() == NUMBERS


def test_a_file_reads_as_text_and_decompressed(fs: BaseSpaceFileSystem, simulator: Simulator, placed: Placed) -> None:
    with fs.open(placed.at("table.csv"), "r") as text:
        assert text.readlines() == ["sample,reads\n", "A,1\n", "B,2\n"]
    packed = place(simulator, {"a.txt.gz": gzip.compress(b"one\ntwo\n")}, project="Packed")
    with fs.open(packed.at("a.txt.gz"), "rt", compression="infer") as text:
        assert list(text) == ["one\n", "two\n"]


def test_an_empty_file_is_read_without_a_request(fs: BaseSpaceFileSystem, simulator: Simulator, placed: Placed) -> None:
    assert fs.cat(placed.at("empty.bin")) == b""
    with fs.open(placed.at("empty.bin")) as file:
        assert (file.size, file.read()) == (0, b"")
    assert "store" not in asked(simulator)


@pytest.mark.parametrize("start", [None, 0, 3, -5, 10240, 20000])
@pytest.mark.parametrize("end", [None, 0, 9, -2, 20000])
def test_a_stretch_of_a_file_is_that_of_a_slice(
    fs: BaseSpaceFileSystem, numbers: str, start: int | None, end: int | None
) -> None:
    assert fs.cat_file(numbers, start, end) == NUMBERS[start:end]


def test_a_hundred_blocks_take_a_hundred_requests_and_one_for_the_list(
    fs: BaseSpaceFileSystem, simulator: Simulator, numbers: str
) -> None:
    with fs.open(numbers, cache_type="none") as file:
        assert b"".join(file.read(100) for _ in range(100)) == NUMBERS[:10_000]
    assert asked(simulator) == {"GET /datasets/{id}/files": 1, "store": 100}
    assert simulator.statistics.leaked_tokens == 0


def test_links_are_renewed_when_they_expire_and_only_then(
    fs: BaseSpaceFileSystem, simulator: Simulator, numbers: str
) -> None:
    assert fs.cat_file(numbers, 0, 10) == NUMBERS[:10]
    forget(simulator)
    simulator.clock.advance(days=8)
    for start in range(0, 500, 50):
        assert fs.cat_file(numbers, start, start + 50) == NUMBERS[start : start + 50]
    assert asked(simulator) == {"content": 1, "store": 11}


def test_ranges_come_in_their_order_with_errors_in_their_places(
    fs: BaseSpaceFileSystem, numbers: str, placed: Placed
) -> None:
    paths = [numbers, placed.at("missing"), numbers, placed.at("table.csv"), placed.at("logs"), numbers]
    found = fs.cat_ranges(paths, [5, 0, -3, 0, 0, 9000], [9, 1, None, 6, 1, 10])
    assert [each for each in found if isinstance(each, bytes)] == [NUMBERS[5:9], NUMBERS[-3:], b"sample", b""]
    assert [type(found[1]), type(found[4])] == [FileNotFoundError, IsADirectoryError]
    with pytest.raises(FileNotFoundError):
        fs.cat_ranges(paths, 0, 1, on_error="raise")
    with pytest.raises(TypeError):
        fs.cat_ranges(numbers, 0, 1)
    with pytest.raises(ValueError, match="zip"):
        fs.cat_ranges([numbers], [0, 1], [1])


@pytest.mark.parametrize(("gap", "requests"), [(None, 1), (100, 2), (99, 3), (49, 5)])
def test_ranges_near_each_other_come_together(
    fs: BaseSpaceFileSystem, simulator: Simulator, numbers: str, gap: int | None, requests: int
) -> None:
    starts, ends = [6000, 0, 150, 250, 100, 6200], [6100, 50, 200, 300, 160, 6300]
    found = fs.cat_ranges([numbers] * 6, starts, ends, max_gap=gap)
    assert found == [NUMBERS[start:end] for start, end in zip(starts, ends, strict=True)]
    assert asked(simulator)["store"] == requests


MIB = 1 << 20


@pytest.mark.parametrize(
    ("ranges", "gap", "blocks"),
    [
        ([(0, 10), (20, 30)], 10, [(0, 30)]),
        ([(0, 10), (20, 30)], 9, [(0, 10), (20, 30)]),
        ([(0, 30), (5, 6), (25, 40)], 0, [(0, 40)]),
        ([(20, 30), (0, 10), (10, 11)], 0, [(0, 11), (20, 30)]),
        ([(0, 5 * MIB), (5 * MIB, 8 * MIB)], 0, [(0, 8 * MIB)]),
        ([(0, 5 * MIB), (5 * MIB, 8 * MIB + 1)], 0, [(0, 5 * MIB), (5 * MIB, 8 * MIB + 1)]),
        ([(7, 9 * MIB), (8, 9)], 0, [(7, 9 * MIB), (8, 9)]),
    ],
    ids=["near", "too far", "overlapping", "out of order", "8 MiB", "more than 8 MiB", "within a larger one"],
)
def test_blocks_are_made_of_ranges_that_are_near(
    ranges: list[tuple[int, int]], gap: int, blocks: list[tuple[int, int]]
) -> None:
    parts = [Range(start, stop, index) for index, (start, stop) in enumerate(ranges)]
    found = merge_ranges(parts, gap)
    assert [(block.start, block.stop) for block in found] == blocks
    assert sorted(part.index for block in found for part in block.ranges) == list(range(len(ranges)))


@pytest.mark.parametrize(("beyond", "requests"), [(0, 1), (1, 2)])
def test_ranges_64_kib_apart_come_together_if_nothing_else_is_said(
    fs: BaseSpaceFileSystem,
    simulator: Simulator,
    read_ranges_of: list[tuple[int, int]],
    beyond: int,
    requests: int,
) -> None:
    path = place(simulator, {"x.fastq.gz": 1 << 17}).at("x.fastq.gz")
    start = 10 + (64 << 10) + beyond
    fs.cat_ranges([path] * 2, [0, start], [10, start + 1])
    assert len(read_ranges_of) == requests


@pytest.mark.parametrize(("own", "asked_for", "most"), [(None, None, 32), (3, None, 3), (3, 5, 5)])
def test_as_many_ranges_come_side_by_side_as_was_said(
    simulator: Simulator,
    numbers: str,
    monkeypatch: pytest.MonkeyPatch,
    own: int | None,
    asked_for: int | None,
    most: int,
) -> None:
    running, peak = 0, 0

    async def read(content: FileContent, start: int, stop: int) -> bytes:
        nonlocal running, peak
        running += 1
        peak = max(peak, running)
        await asyncio.sleep(0)
        running -= 1
        return bytes(stop - start)

    monkeypatch.setattr(FileContent, "read", read)
    fs = BaseSpaceFileSystem(token=simulator.token, server=simulator.url, batch_size=own, skip_instance_cache=True)
    starts = list(range(0, 10_000, 200))
    assert fs.cat_ranges([numbers] * 50, starts, [start + 1 for start in starts], 1, asked_for) == [b"\0"] * 50
    assert peak == most
    fs.close()


def test_ranges_that_are_near_are_not_joined_to_one_that_is_too_large(
    fs: BaseSpaceFileSystem, simulator: Simulator, read_ranges_of: list[tuple[int, int]]
) -> None:
    placed = place(simulator, {"large.fastq.gz": 20 << 20})
    path = placed.at("large.fastq.gz")
    starts = list(range(0, 18 << 20, 3 << 20))
    found = fs.cat_ranges([path] * 6, starts, [start + (3 << 20) for start in starts])
    content = placed.files["large.fastq.gz"].content
    assert found == [content.read(start, start + (3 << 20)) for start in starts]
    assert len(read_ranges_of) == 3


@pytest.mark.parametrize("most", [1, 3])
async def test_ranges_are_read_side_by_side_as_many_as_may_be(most: int) -> None:
    class Watched:
        reading = peak = 0

        async def size(self) -> int:
            return 10_000

        async def read(self, start: int, stop: int) -> bytes:
            self.reading += 1
            self.peak = max(self.peak, self.reading)
            await asyncio.sleep(0)
            self.reading -= 1
            return bytes(stop - start)

    content = Watched()

    async def found(path: str) -> Any:
        return content

    wanted = [(str(number % 2), number * 100, number * 100 + 1) for number in range(9)]
    assert await read_ranges(wanted, found, max_gap=0, batch_size=most) == [b"\0"] * 9
    assert content.peak == most


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("reset_before", {"origin": "store", "nth": {1, 3}}),
        ("reset_after", {"origin": "store", "nth": {1, 3}}),
        ("truncate", {"origin": "store", "nth": {1, 2}, "share": 0.3}),
        ("expired_link", {"origin": "store", "nth": {1}}),
        ("status", {"origin": "store", "nth": {1}, "status": 503, "seconds": 0}),
        ("status", {"origin": "api", "path": "/datasets/*/files", "nth": {1}, "status": 502, "seconds": 0}),
    ],
    ids=["reset before", "reset after", "cut off", "expired link", "store overloaded", "list fails"],
)
def test_what_goes_wrong_on_the_way_is_not_seen(
    quick: BaseSpaceFileSystem, simulator: Simulator, numbers: str, kind: str, values: dict[str, object]
) -> None:
    simulator.faults.add(kind, **values)
    assert quick.cat(numbers) == NUMBERS
    with quick.open(numbers, block_size=2000) as file:
        assert file.read() == NUMBERS
    assert simulator.statistics.faults[kind] > 0


def test_a_file_that_cannot_be_had_whole_is_an_error_and_never_short(
    quick: BaseSpaceFileSystem, simulator: Simulator, numbers: str
) -> None:
    simulator.faults.add("truncate", origin="store", share=0.0)
    with pytest.raises(ConnectionError) as caught:
        quick.cat(numbers)
    assert "Signature" not in str(caught.value)
    with quick.open(numbers) as file, pytest.raises(ConnectionError):
        file.read(10)


READERS: dict[str, Callable[[BaseSpaceFileSystem, str], object]] = {
    "cat": lambda fs, path: fs.cat_file(path, 5000, 5010),
    "ranges": lambda fs, path: fs.cat_ranges([path], 0, 5, on_error="raise"),
    "write to": lambda fs, path: fs.get_file(path, io.BytesIO()),
}


@pytest.mark.parametrize("reader", READERS)
def test_a_file_that_changes_while_it_is_read_is_an_error(
    fs: BaseSpaceFileSystem, simulator: Simulator, numbers: str, reader: str
) -> None:
    with fs.open(numbers, cache_type="none") as file:
        assert file.read(100) == NUMBERS[:100]
        simulator.faults.add("wrong_etag", origin="store")
        with pytest.raises(OSError, match="changed") as caught:
            file.read(100)
        assert caught.value.errno == errno.ESTALE
    with pytest.raises(OSError, match="changed"):
        READERS[reader](fs, numbers)


def test_a_file_that_is_another_one_than_was_listed_is_an_error(
    fs: BaseSpaceFileSystem, simulator: Simulator, numbers: str
) -> None:
    fs.info(numbers)
    simulator.faults.add("wrong_etag", origin="store")
    with pytest.raises(OSError, match="changed since it was listed") as caught:
        fs.cat(numbers)
    assert caught.value.errno == errno.ESTALE
    assert fs.cat_ranges([numbers], 0, 3)[0].errno == errno.ESTALE


def test_a_download_is_whole_or_not_there(
    quick: BaseSpaceFileSystem, simulator: Simulator, numbers: str, placed: Placed, tmp_path: Path
) -> None:
    fs = quick
    told = Callback()
    fs.get_file(numbers, str(tmp_path / "numbers.bin"), callback=told)
    assert (tmp_path / "numbers.bin").read_bytes() == NUMBERS
    assert (told.size, told.value) == (len(NUMBERS), len(NUMBERS))
    into = io.BytesIO()
    told = Callback()
    fs.get_file(numbers, into, callback=told)
    assert (into.getvalue(), told.size, told.value) == (NUMBERS, len(NUMBERS), len(NUMBERS))
    fs.get(placed.path, str(tmp_path / "all"), recursive=True)
    saved = {str(each.relative_to(tmp_path / "all")): each.read_bytes() for each in (tmp_path / "all").rglob("*.*")}
    assert saved == {path: file.content.read(0, file.content.size) for path, file in placed.files.items()}
    simulator.faults.add("status", origin="store", status=500)
    with pytest.raises(OSError, match="500"):
        fs.get_file(numbers, str(tmp_path / "other.bin"))
    assert not (tmp_path / "other.bin").exists()


class Sink:
    """An open file that is none of Python's own."""

    def __init__(self) -> None:
        self.content = b""

    def write(self, piece: bytes) -> None:
        self.content += piece


class PathWithMethods(type(Path())):  # type: ignore[misc]
    """A path that has a method `write`, as those of some libraries do."""

    def write(self, piece: bytes) -> None:
        raise AssertionError("a path is not written to as an open file is")


def test_a_file_is_copied_to_a_path_or_to_what_can_be_written_to(
    fs: BaseSpaceFileSystem, numbers: str, tmp_path: Path
) -> None:
    sink, path = Sink(), PathWithMethods(tmp_path / "x")
    fs.get_file(numbers, sink)
    fs.get_file(numbers, path)
    assert sink.content == path.read_bytes() == NUMBERS


def test_folders_are_made_once_and_files_again(fs: BaseSpaceFileSystem, placed: Placed, tmp_path: Path) -> None:
    for _ in range(2):
        fs.get_file(placed.at("logs"), str(tmp_path / "a" / "b"))
        fs.get_file(placed.at("logs/out.txt"), str(tmp_path / "a" / "b" / "out.txt"))
    assert (tmp_path / "a" / "b" / "out.txt").read_bytes() == b"done\n"


def test_progress_goes_to_the_callback_of_fsspec() -> None:
    told = Callback()
    meter = _CallbackMeter(told, 10)
    assert (meter.total, told.size) == (10, 10)
    meter.update(3)
    meter.update()
    meter.update(None)
    assert told.value == 4
    meter.total = None
    assert (meter.total, told.size) == (None, 10)
    meter.total = 12.0
    assert (meter.total, told.size) == (12, 12)
    meter.close()


@pytest.mark.parametrize(("headers", "size"), [({"Content-Length": "3"}, 3), ({}, None)], ids=["told", "not told"])
async def test_the_size_of_a_file_that_neither_list_nor_store_tells_is_an_error(
    headers: dict[str, str], size: int | None
) -> None:
    class Source:
        retry = RetryPolicy(max_retries=0)
        priority = "interactive"

        def check_loop(self) -> None: ...

        async def fetch(self, start: int, stop: int | None) -> BufferedResponse:
            assert (start, stop) == (0, 1)
            return BufferedResponse(200, headers, b"abc")

    content = FileContent(FileEntry("1", "x", None), Source(), "a/x", None)  # type: ignore[arg-type]
    if size is None:
        with pytest.raises(ConnectionAbortedError, match="does not say how long the file is"):
            await content.size()
    else:
        assert await content.size() == content.entry.size == size


def test_nothing_can_be_written(fs: BaseSpaceFileSystem, placed: Placed, tmp_path: Path) -> None:
    path, local = placed.at("table.csv"), tmp_path / "x"
    local.touch()
    attempts = (
        lambda: fs.open(path, "wb"),
        lambda: fs.open(path, "a"),
        lambda: fs.open(placed.at("new"), "xb"),
        lambda: fs.pipe(path, b""),
        lambda: fs.pipe_file(path, b""),
        lambda: fs.put(str(local), path),
        lambda: fs.put_file(str(local), path),
        lambda: fs.rm(path),
        lambda: fs.rm_file(path),
        lambda: fs.rm(placed.path, recursive=True),
        lambda: fs.cp(path, placed.at("new")),
        lambda: fs.cp_file(path, placed.at("new")),
        lambda: fs.mv(path, placed.at("new")),
        lambda: fs.mkdir(placed.at("new")),
        lambda: fs.makedirs(placed.at("new")),
        lambda: fs.rmdir(placed.at("logs")),
        lambda: fs.touch(path),
        lambda: fs.write_text(path, ""),
    )
    for attempt in attempts:
        with pytest.raises(ReadOnlyError, match="can only be read") as caught:
            attempt()
        assert isinstance(caught.value, OSError)
        assert isinstance(caught.value, NotImplementedError)
        assert caught.value.errno == errno.EROFS
        assert caught.value.filename.startswith((path, placed.path))
    again = pickle.loads(pickle.dumps(caught.value))
    assert (type(again), again.errno, str(again)) == (ReadOnlyError, errno.EROFS, str(caught.value))
    assert fs.cat(path).startswith(b"sample")


@pytest.mark.parametrize("mode", ["rb", "br", "r", "rt"])
def test_a_mode_that_reads_is_taken(fs: BaseSpaceFileSystem, placed: Placed, mode: str) -> None:
    with fs.open(placed.at("table.csv"), mode) as file:
        assert file.read(6) == (b"sample" if "b" in mode else "sample")


@pytest.mark.parametrize("mode", ["q", "rr", "", "b", "rbt", "U"])
def test_what_is_no_mode_is_not_taken_for_one_that_writes(fs: BaseSpaceFileSystem, placed: Placed, mode: str) -> None:
    with pytest.raises(ValueError, match="invalid mode"):
        fs.open(placed.at("table.csv"), mode)


@pytest.mark.parametrize(
    ("own", "asked_for", "sizes"),
    [
        ({}, {}, [10240]),
        ({"block_size": 1000}, {}, [1001]),
        ({"block_size": 1000, "cache_type": "none"}, {}, [1]),
        ({"block_size": 1000, "cache_type": "none"}, {"cache_type": "readahead"}, [1001]),
        ({"block_size": 1000}, {"block_size": 50}, [51]),
        ({"cache_type": "none"}, {"cache_type": "all"}, [10240]),
    ],
)
def test_blocks_are_read_as_the_filesystem_or_the_file_was_told(
    simulator: Simulator,
    numbers: str,
    read_ranges_of: list[tuple[int, int]],
    own: dict[str, Any],
    asked_for: dict[str, Any],
    sizes: list[int],
) -> None:
    fs = BaseSpaceFileSystem(token=simulator.token, server=simulator.url, skip_instance_cache=True, **own)
    with fs.open(numbers, **asked_for) as file:
        assert file.read(1) == NUMBERS[:1]
        assert file.info() == file.details == fs.info(numbers)
        assert (file.blocksize, file.fs, file.path) == (file.blocksize, fs, numbers)
    assert [stop - start for start, stop in read_ranges_of] == sizes
    fs.close()


@pytest.mark.parametrize("mode", ["r+", "rb+", "r+b", "w+", "x", "ab"])
def test_a_mode_that_writes_is_refused_before_a_request(
    fs: BaseSpaceFileSystem, simulator: Simulator, mode: str
) -> None:
    with pytest.raises(ReadOnlyError):
        fs.open("projects/nowhere/file", mode)
    assert asked(simulator) == {}


def test_a_folder_is_not_read_as_a_file(fs: BaseSpaceFileSystem, placed: Placed) -> None:
    for path in ("", "projects", placed.path, placed.at("logs"), f"projects/{placed.project.id}"):
        with pytest.raises(IsADirectoryError):
            fs.cat_file(path)
        with pytest.raises(IsADirectoryError):
            fs.open(path)
    with pytest.raises(FileNotFoundError):
        fs.open("genomes")


def test_many_threads_read_at_one_time(fs: BaseSpaceFileSystem, simulator: Simulator, numbers: str) -> None:
    def read(start: int) -> bytes:
        with fs.open(numbers, cache_type="none") as file:
            file.seek(start)
            return bytes(file.read(30))

    starts = range(0, 4000, 40)
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(read, starts)) == [NUMBERS[start : start + 30] for start in starts]
    assert asked(simulator) == {"GET /datasets/{id}/files": 1, "store": 100}


async def test_it_blocks_within_an_event_loop_of_the_programs_own(fs: BaseSpaceFileSystem, numbers: str) -> None:
    assert fs.cat_file(numbers, 0, 4) == NUMBERS[:4]
    assert await asyncio.to_thread(fs.cat_file, numbers, 4, 8) == NUMBERS[4:8]


async def test_it_is_awaited_in_the_programs_own_event_loop(
    awaited: BaseSpaceFileSystem, numbers: str, placed: Placed, no_task_left: None
) -> None:
    assert await awaited._cat_file(numbers, 1, 5) == NUMBERS[1:5]
    assert len(await awaited._ls(placed.path)) == 4
    assert await awaited._exists(numbers)
    assert await awaited._find(f"datasets/{placed.dataset.id}/logs", detail=True)
    assert [folder async for folder, _, _ in awaited._walk(placed.path)][-1] == placed.at("logs/deep")
    with pytest.raises(ConfigurationError, match="open_async"):
        awaited.open(numbers)


async def test_a_stream_takes_one_response_until_it_is_moved(
    awaited: BaseSpaceFileSystem, simulator: Simulator, numbers: str, no_task_left: None
) -> None:
    async with await awaited.open_async(numbers) as file:
        assert b"".join([await file.read(1000) for _ in range(5)]) == NUMBERS[:5000]
        assert asked(simulator)["store"] == 1
        left = file._reader
        file.seek(10)
        assert await file.read(5) == NUMBERS[10:15]
        assert left.closed
        assert not file._reader.closed
        file.seek(-4, 2)
        assert await file.read() == NUMBERS[-4:]
        assert await file.read(3) == b""
        file.seek(20_000)
        assert [await file.read(length) for length in (None, -1, 0, 3)] == [b""] * 4
        file.seek(5)
        assert await file.read(0) == b""
        with pytest.raises(ReadOnlyError):
            await file.write(b"")
    assert asked(simulator)["store"] == 3
    with pytest.raises(ValueError, match="closed"):
        await file.read(1)
    await file.close()


async def test_a_stream_goes_on_where_it_broke_and_is_of_one_state_of_the_file(
    awaited: BaseSpaceFileSystem, simulator: Simulator, numbers: str
) -> None:
    simulator.faults.add("truncate", origin="store", nth={1}, share=0.5)
    async with await awaited.open_async(numbers) as file:
        assert await file.read() == NUMBERS
        simulator.faults.add("wrong_etag", origin="store")
        file.seek(0)
        with pytest.raises(OSError, match="changed"):
            await file.read(10)


@pytest.mark.parametrize("length", [None, -1])
async def test_a_stream_without_a_length_gives_all_the_rest(
    awaited: BaseSpaceFileSystem, numbers: str, length: int | None
) -> None:
    async with await awaited.open_async(numbers) as file:
        assert await file.read(7) == NUMBERS[:7]
        assert await file.read(length) == NUMBERS[7:]
        assert await file.read(length) == b""


async def test_a_stream_in_another_event_loop_is_refused_at_once(
    awaited: BaseSpaceFileSystem, simulator: Simulator, numbers: str
) -> None:
    async with await awaited.open_async(numbers) as file:
        assert await file.read(3) == NUMBERS[:3]
        forget(simulator)
        for call in (lambda: file.read(3), file.close):
            with pytest.raises(ConfigurationError, match="opened in another event loop"):
                await asyncio.to_thread(asyncio.run, call())
        assert asked(simulator) == {}
        assert await file.read(3) == NUMBERS[3:6]


def test_a_stream_is_closed_after_its_event_loop_but_not_read(simulator: Simulator, numbers: str) -> None:
    fs = BaseSpaceFileSystem(token=simulator.token, server=simulator.url, asynchronous=True, skip_instance_cache=True)

    async def opened() -> Any:
        file = await fs.open_async(numbers)
        assert await file.read(3) == NUMBERS[:3]
        return file

    file = asyncio.run(opened())
    with pytest.raises(ConfigurationError, match="opened in another event loop"):
        asyncio.run(file.read(3))
    asyncio.run(file.close())
    assert file.closed


async def test_a_stream_is_of_bytes_and_only_read(awaited: BaseSpaceFileSystem, numbers: str) -> None:
    with pytest.raises(ReadOnlyError):
        await awaited.open_async(numbers, "wb")
    with pytest.raises(ValueError, match="bytes as they are"):
        await awaited.open_async(numbers, "r")
    with pytest.raises(ValueError, match="bytes as they are"):
        await awaited.open_async(numbers, compression="gzip")
