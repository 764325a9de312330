"""Content of files: of any size, at any offset, never held as a whole."""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import subprocess
import tracemalloc
import zlib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import aiohttp
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from basespace_async.simulator import Clock, Simulator, World
from basespace_async.simulator.world.checksums import difference, joined, repeated
from basespace_async.simulator.world.content import BLOCK, PART, FileBytes, Text
from basespace_async.simulator.world.factory import FASTQ
from basespace_async.simulator.world.fastq import I5, I7, ReadNames, index_sequence
from basespace_async.simulator.world.records import DatasetRecord, FileRecord
from tests.support.plain_client import Reader

pytestmark = pytest.mark.usefixtures("no_task_left")


def md5(data: bytes) -> bytes:
    return hashlib.md5(data).digest()


@pytest.mark.slow
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


@pytest.mark.slow
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


def pairs(world: World) -> Iterator[tuple[DatasetRecord, list[FileRecord]]]:
    """The FASTQ datasets of a world, with both of their files."""
    for dataset in world.datasets.values():
        if dataset.type_id == FASTQ:
            yield dataset, list(world.files.of_dataset(dataset))


def read_names(content: FileBytes | Text) -> list[str]:
    lines = gzip.decompress(content.read(0, content.size)).decode().splitlines()
    return [line.removeprefix("@") for line in lines[::4]]


@pytest.mark.slow
@pytest.mark.parametrize("file_size", [None, 200_000])
def test_both_mates_of_a_sample_have_the_same_reads(file_size: int | None) -> None:
    world = Simulator(biosamples=24, file_size=file_size).world
    sample_numbers: dict[str, set[str]] = {}
    seen: set[str] = set()
    for dataset, files in pairs(world):
        run, names = world.runs[dataset.run_id], []
        for mate, file in enumerate(files, 1):
            stem, sample_number, lane, read, _ = file.name.rsplit("_", 4)
            assert (f"{stem}_{lane}", read) == (dataset.name, f"R{mate}")
            sample_numbers.setdefault(dataset.biosample_id, set()).add(sample_number)
            parts = [name.split(" ") for name in read_names(file.content)]
            library = world.libraries[str(58_000_000 + world.biosamples[dataset.biosample_id].position)]
            index = f"{index_sequence(library.index, I7)}+{index_sequence(library.index, I5)}"
            assert {comment for _, comment in parts} == {f"{mate}:N:0:{index}"}
            for name, _ in parts:
                instrument, number, flowcell, lane_number, tile, x, y = name.split(":")
                assert (instrument, int(number), flowcell) == (run.name.split("_")[1], run.number, run.flowcell)
                assert f"L{int(lane_number):03d}" == lane
                assert all(map(str.isdigit, (tile, x, y)))
            names.append([name for name, _ in parts])
        assert names[0] == names[1]
        assert len(names[0]) == files[0].content.reads == files[1].content.reads
        assert seen.isdisjoint(names[0]), "no read of a run is in two samples or lanes"
        assert len(set(names[0])) == len(names[0])
        seen.update(names[0])
        assert files[0].content.etag != files[1].content.etag
    assert sample_numbers
    assert all(len(of_sample) == 1 for of_sample in sample_numbers.values())


@pytest.mark.slow
@pytest.mark.parametrize("size", [PART - BLOCK, PART, 2 * PART + 3 * BLOCK])
def test_no_read_of_a_large_file_has_the_name_of_another(size: int) -> None:
    first, second = (FileBytes.of_size(5, size, mate) for mate in (1, 2))
    names = read_names(first)
    assert len(set(names)) == len(names) == first.reads
    assert [name.split(" ")[0] for name in names] == [name.split(" ")[0] for name in read_names(second)]
    assert first.size < 3 * PART


def test_files_that_are_added_to_a_dataset_pair_by_their_names() -> None:
    world = Simulator(biosamples=1).world
    dataset = next(iter(world.datasets.values()))
    first, second = (world.add_file(dataset, f"extra_S1_L001_R{mate}_001.fastq.gz", 90_000) for mate in (1, 2))
    assert [name.replace(" 1:", " 2:") for name in read_names(first.content)] == read_names(second.content)


def test_a_compressed_text_is_of_its_names_whatever_they_are() -> None:
    names = [ReadNames.of("A00123", 7, "HABCDEFGX2", 3, 4, 5), ReadNames.of("VH00789", 41_667, "H0000000X2", 8, 24, 95)]
    texts = [read_names(FileBytes(3, 2, 1, each)) for each in names]
    for each, text in zip(names, texts, strict=True):
        assert {name[: len(each.origin)].encode() for name in text} == {each.origin}
        assert {name.rpartition(":")[2].encode() for name in text} == {each.index}
    assert names[1].origin.startswith(b"VH00789:1667:")
    tails = [[name[len(names[0].origin) :].split(" ")[0] for name in text] for text in texts]
    assert tails[0] == tails[1]


@given(st.binary(max_size=50), st.binary(max_size=50), st.integers(1, 9))
def test_checksums_of_long_texts_follow_from_those_of_their_parts(first: bytes, second: bytes, count: int) -> None:
    assert joined(zlib.crc32(first), zlib.crc32(second * count), len(second), count) == zlib.crc32(
        first + second * count
    )
    size = min(len(first), len(second))
    own, other = first[:size], second[:size]
    change = repeated(difference(own, other), size, count)
    assert zlib.crc32(own * count) == zlib.crc32(other * count) ^ change


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("seqkit") is None, reason="seqkit is not installed")
def test_seqkit_counts_the_reads_of_a_pair(tmp_path: Path) -> None:
    paths, files = written_pair(tmp_path)
    stats = subprocess.run(["seqkit", "stats", "-T", *paths], capture_output=True, text=True, check=True).stdout
    rows = [line.split("\t") for line in stats.splitlines()[1:]]
    assert [(row[1], int(row[3])) for row in rows] == [("FASTQ", file.content.reads) for file in files]
    subprocess.run(["seqkit", "pair", "-1", paths[0], "-2", paths[1], "-O", tmp_path / "paired"], check=True)
    paired = [gzip.decompress((tmp_path / "paired" / file.name).read_bytes()) for file in files]
    assert [text.count(b"\n") // 4 for text in paired] == [file.content.reads for file in files]


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("fastp") is None, reason="fastp is not installed")
def test_fastp_takes_a_pair(tmp_path: Path) -> None:
    paths, files = written_pair(tmp_path)
    report = tmp_path / "report.json"
    arguments = ["-i", paths[0], "-I", paths[1], "-j", report, "-h", tmp_path / "report.html"]
    subprocess.run(["fastp", "-w", "1", *arguments], capture_output=True, check=True)
    before = json.loads(report.read_bytes())["summary"]["before_filtering"]
    assert before["total_reads"] == sum(file.content.reads for file in files)


def written_pair(folder: Path) -> tuple[list[Path], list[FileRecord]]:
    """Both files of a dataset, of several members each, and their paths."""
    world = Simulator(biosamples=1, file_size=PART + 3 * BLOCK).world
    _, files = next(pairs(world))
    paths = [folder / file.name for file in files]
    for path, file in zip(paths, files, strict=True):
        path.write_bytes(file.content.read(0, file.content.size))
    return paths, files
