"""Content of files: of any size, at any offset, never held as a whole."""

from __future__ import annotations

import gzip
import hashlib
import tracemalloc
from itertools import pairwise

import aiohttp
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from basespace_async.simulator import Clock, Simulator
from basespace_async.simulator.world.content import BLOCK, PART, FileBytes, Text
from tests.support.plain_client import Reader

pytestmark = pytest.mark.usefixtures("no_task_left")


def md5(data: bytes) -> bytes:
    return hashlib.md5(data).digest()


@pytest.mark.parametrize("size", [0, 100_000, 3_000_000, PART + 5, 3 * PART])
def test_content_of_a_size_is_fastq_with_the_etag_of_its_bytes(size: int) -> None:
    content = FileBytes.of_size(7, size)
    assert abs(content.size - size) <= BLOCK
    data = content.read(0, content.size)
    assert len(data) == content.size
    lines = gzip.decompress(data).split(b"\n")
    assert lines.pop() == b""
    assert len(lines) == 4 * content.reads
    for at in range(0, len(lines), 4):
        assert lines[at].startswith(b"@")
        assert not lines[at + 1].translate(None, b"ACGT")
        assert lines[at + 2] == b"+"
        assert len(lines[at + 1]) == len(lines[at + 3]) == 151
    parts = [data[at : at + PART] for at in range(0, len(data), PART)]
    expected = md5(data).hex() if len(parts) == 1 else f"{md5(b''.join(map(md5, parts))).hex()}-{len(parts)}"
    assert content.etag == expected
    assert all(first != second for first, second in pairwise(parts)), "a part in another's place is seen"


def test_an_upload_of_one_part_can_have_an_etag_of_the_multipart_form() -> None:
    content = FileBytes(8)
    assert content.etag == f"{md5(md5(content.read(0, content.size))).hex()}-1"


@settings(deadline=None, max_examples=60)
@given(
    number=st.integers(0, 100), blocks=st.integers(0, 5), cuts=st.lists(st.integers(0, 400_000), min_size=2, max_size=2)
)
def test_any_range_is_that_part_of_the_whole(number: int, blocks: int, cuts: list[int]) -> None:
    content = FileBytes(number, blocks)
    start, stop = sorted(min(cut, content.size) for cut in cuts)
    assert content.read(start, stop) == content.read(0, content.size)[start:stop]
    text = Text(b"0123456789")
    assert b"".join(text.pieces(2, 5)) == text.read(2, 5) == b"234"


async def test_a_file_of_five_gigabytes_is_served_without_being_held() -> None:
    async with Simulator(biosamples=4) as simulator, aiohttp.ClientSession() as session:
        reader = Reader(simulator, session)
        dataset = next(iter(simulator.world.datasets.values()))
        added = simulator.world.add_file(dataset, "large.fastq.gz", 5_000_000_000, directory="Data")
        (file,) = [each for each in await reader.items(f"/datasets/{dataset.id}/files") if each["Id"] == added.id]
        assert abs(file["Size"] - 5_000_000_000) < BLOCK
        assert file["Path"] == "Data/large.fastq.gz"
        assert file["ETag"].endswith(f"-{-(-file['Size'] // PART)}")
        link = simulator.world and (await reader.get(f"/files/{added.id}/content?redirect=meta"))[1]["Response"]
        tracemalloc.start()
        size, digest = 40 * 1024 * 1024, hashlib.md5()
        asked = {"Range": f"bytes={file['Size'] - size}-"}
        async with session.get(link["HrefContent"], headers=asked) as response:
            assert response.status == 206
            async for piece in response.content.iter_chunked(1 << 16):
                digest.update(piece)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert digest.digest() == md5(added.content.read(file["Size"] - size, file["Size"]))
        assert peak < 16 * 1024 * 1024
        assert simulator.statistics.bytes_served == size


async def test_a_world_of_large_files_has_them_everywhere() -> None:
    async with Simulator(biosamples=4, file_size=20_000_000) as simulator, aiohttp.ClientSession() as session:
        dataset = next(iter(simulator.world.datasets))
        files = await Reader(simulator, session).items(f"/datasets/{dataset}/files")
    assert all(abs(file["Size"] - 20_000_000) < BLOCK and file["ETag"].endswith("-3") for file in files)


async def test_the_store_answers_head_conditions_and_nothing_but_reading() -> None:
    clock = Clock(still=True)
    async with Simulator(biosamples=4, clock=clock, link_seconds=60) as simulator, aiohttp.ClientSession() as session:
        reader = Reader(simulator, session)
        file = await reader.items(f"/datasets/{next(iter(simulator.world.datasets))}/files")
        _, answer, _ = await reader.get(f"/files/{file[0]['Id']}/content?redirect=meta")
        link, etag = answer["Response"]["HrefContent"], file[0]["ETag"]
        async with session.head(link) as response:
            assert (response.status, response.content_length) == (200, file[0]["Size"])
            assert (response.headers["ETag"], response.headers["Accept-Ranges"]) == (f'"{etag}"', "bytes")
        for condition, status in ((f'"{etag}"', 206), ('"another"', 200)):
            async with session.get(link, headers={"Range": "bytes=0-1", "If-Range": condition}) as response:
                assert response.status == status
        async with session.get(link, headers={"Range": "lines=0-1"}) as response:
            assert response.status == 200
        async with session.put(link, data=b"x") as response:
            assert response.status == 405
        clock.advance(seconds=61)
        async with session.get(link) as response:
            assert response.status == 403
            assert "expired" in await response.text()


@pytest.mark.parametrize("file_size", [None, 200_000])
def test_both_mates_of_a_sample_have_the_same_reads(file_size: int | None) -> None:
    world = Simulator(biosamples=8, file_size=file_size).world
    numbers: dict[str, set[str]] = {}
    for dataset in world.datasets.values():
        files = world.files.of_dataset(dataset)
        if len(files) != 2:
            continue  # the results of an analysis
        names = []
        for mate, file in enumerate(files, 1):
            stem, number, lane, read, _ = file.name.rsplit("_", 4)
            assert (f"{stem}_{lane}", read) == (dataset.name, f"R{mate}")
            numbers.setdefault(dataset.biosample_id, set()).add(number)
            lines = gzip.decompress(file.content.read(0, file.content.size)).splitlines()
            headers = [line.decode().split(" ") for line in lines[::4]]
            assert {comment for _, comment in headers} == {f"{mate}:N:0:ACGTACGT"}
            assert {name.count(":") for name, _ in headers} == {6}
            names.append([name for name, _ in headers])
        assert names[0] == names[1]
        assert files[0].content.etag != files[1].content.etag
    assert numbers
    assert all(len(of_sample) == 1 for of_sample in numbers.values())
