"""Samples of generated projects arrive whole, once, in their own files and in pairs, or are said to be missing."""

from __future__ import annotations

import asyncio
import gzip
import os
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

import pytest
from attrs import field, frozen
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from basespace_async import BaseSpace, IncompleteDownloadError
from basespace_async.fastqs import FastqPlan, FastqReport
from basespace_async.simulator import Simulator

MORE = os.environ.get("FASTQ_WORLDS", "")
generated = settings(
    max_examples=int(MORE or 40),
    derandomize=not MORE,
    phases=(Phase.explicit, Phase.generate),  # to make a failing world smaller takes minutes
    suppress_health_check=list(HealthCheck),
)
BEGIN = datetime(2024, 1, 1, tzinfo=UTC)
NAMES = st.one_of(
    st.sampled_from(["A", "a", "A_1", "A-1", "A_1-2", "A/1", "A:1", "A_L001", "A-L1", "A_L1_x", "AL001", "Ä_1", "A 1"]),
    st.text(st.sampled_from("aA1_-/.ß 試L0"), min_size=1, max_size=6).filter(str.strip),
)
numbers = count(1)


@frozen
class Piece:
    """The files of one part of a lane: by read, the bytes and the names of the reads."""

    lane: int | None
    part: int
    folder: str
    reads: dict[str, tuple[bytes, tuple[str, ...]]]


@frozen
class Dataset:
    """A dataset: its name, the pieces in it, and how its files are called."""

    name: str
    pieces: tuple[Piece, ...]
    prefix: str
    lanes_in_files: bool
    order: Any = field(repr=False)

    def files(self) -> dict[str, bytes]:
        files = {}
        for piece in self.pieces:
            lane = f"_L{piece.lane:03}" if self.lanes_in_files and piece.lane is not None else ""
            for read, (content, _) in piece.reads.items():
                files[f"{piece.folder}{self.prefix}_S1{lane}_{read}_{piece.part:03}.fastq.gz"] = content
        paths = list(files)
        self.order.shuffle(paths)
        return {path: files[path] for path in paths} | {"summary.csv": b"x"}


@frozen
class Expected:
    """What becomes of a sample: its pieces in order, or nothing if it cannot be fetched."""

    pieces: tuple[Piece, ...] | None


def piece_of(draw: Any, label: str, lane: int | None, part: int, ends: tuple[str, ...], folder: str = "") -> Piece:
    reads = {}
    amount = draw(st.sampled_from([0, 1, 2, 3]))
    for read in ends:
        names = tuple(f"{label}:{number}" for number in range(amount))
        text = "".join(f"@{name} {read}\nACGT\n+\nFFFF\n" for name in names).encode()
        is_bare = not text and draw(st.booleans())  # a file of no bytes at all
        reads[read] = (b"" if is_bare else gzip.compress(text, mtime=next(numbers)), names)
    return Piece(lane, part, folder, reads)


@st.composite
def sample_datasets(draw: Any, name: str) -> list[Dataset]:
    """The datasets of what a person calls one sample."""
    order = draw(st.randoms(use_true_random=False))
    ends = draw(st.sampled_from([("R1", "R2")] * 4 + [("R1",), ("R1", "R2", "I1", "I2"), ("I1", "R1", "R2", "R3")]))
    lanes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=3, unique=True))
    layout = draw(st.sampled_from(["a dataset each", "a dataset each", "in files", "none"]))
    plain = re.sub(r"[/:]", "-", name)
    prefix = draw(st.sampled_from([plain, plain.replace("_", "-")]))
    parts = draw(st.sampled_from([1, 1, 2]))
    folders = draw(st.sampled_from([("",), ("",), ("b/", "a/")]))
    names_lanes = draw(st.booleans())

    def pieces(lane: int | None) -> tuple[Piece, ...]:
        return tuple(
            piece_of(draw, f"M1:{next(numbers)}", lane, part, ends, folder)
            for part in range(1, parts + 1)
            for folder in folders
        )

    def datasets() -> list[Dataset]:
        if layout == "a dataset each":
            ending = draw(st.sampled_from(["_L{:03}", "_L{}", "-L{:03}", "_l{:02}"]))
            return [Dataset(name + ending.format(n), pieces(n), prefix, names_lanes, order) for n in lanes]
        found = tuple(piece for n in lanes for piece in pieces(n)) if layout == "in files" else pieces(None)
        return [Dataset(name, found, prefix, layout == "in files", order)]

    found = datasets()
    for extra in draw(st.lists(st.sampled_from(["top-up", "copy", "damage"]), max_size=2)):
        if extra == "top-up":
            found += datasets()
        elif extra == "copy":
            found.append(draw(st.sampled_from(found)))
        elif len(ends) > 1:
            found = [without_a_file(found[0]), *found[1:]]
    return found


def without_a_file(dataset: Dataset) -> Dataset:
    first, *others = dataset.pieces
    reads = {read: content for read, content in first.reads.items() if read != "R2"}
    return Dataset(
        dataset.name,
        (Piece(first.lane, first.part, first.folder, reads), *others),
        dataset.prefix,
        dataset.lanes_in_files,
        dataset.order,
    )


@st.composite
def projects(draw: Any) -> list[Dataset]:
    """The datasets of a project, in the order in which they were made."""
    names = draw(st.lists(NAMES, min_size=1, max_size=4, unique=True))
    found = [dataset for name in names for dataset in draw(sample_datasets(name))]
    return draw(st.permutations(found)) if draw(st.booleans()) else found  # type: ignore[no-any-return]


def expected_of(project: list[Dataset], *, index_reads: bool) -> dict[str, Expected]:
    """The plain model: what the samples of a project are, and which pieces each has, in order."""
    names = {dataset.name for dataset in project}
    samples: dict[str, list[tuple[int, Dataset]]] = {}
    for age, dataset in enumerate(project):
        bare = re.sub(r"[-_][lL]\d\d?\d?$", "", dataset.name, flags=re.ASCII)
        is_lane = bare and bare != dataset.name and bare not in names
        samples.setdefault(bare if is_lane else dataset.name, []).append((age, dataset))
    return {name: Expected(pieces_of(datasets, index_reads)) for name, datasets in samples.items()}


def pieces_of(datasets: list[tuple[int, Dataset]], index_reads: bool) -> tuple[Piece, ...] | None:
    found: list[tuple[Any, Piece]] = []
    seen: set[Any] = set()
    for age, dataset in datasets:
        of_name = re.search(r"[-_][lL](\d\d?\d?)$", dataset.name, flags=re.ASCII)
        for piece in dataset.pieces:
            lane = piece.lane if dataset.lanes_in_files and piece.lane is not None else None
            lane = lane or (int(of_name[1]) if of_name and len(dataset.name) > len(of_name[0]) else None)
            reads = {read: content for read, content in piece.reads.items() if index_reads or read[0] == "R"}
            called = (dataset.prefix, dataset.lanes_in_files and piece.lane, piece.part)
            theirs = {(called, read, content) for read, (content, _) in reads.items()}
            if theirs <= seen:
                continue  # a copy
            seen |= theirs
            place = (lane or 0, age, piece.part, piece.folder)
            found.append((place, Piece(lane, piece.part, piece.folder, reads)))
    ordered = tuple(piece for _, piece in sorted(found, key=lambda one: one[0]))
    has_one_shape = len({tuple(sorted(piece.reads)) for piece in ordered}) == 1
    return ordered if has_one_shape else None


def on_disk(name: str) -> str:
    """The name of a sample's files, as far as the file system of these tests can tell."""
    return re.sub(r"[/:\\*?\"<>|]", "_", name).strip(". ")


@pytest.fixture(scope="module")
def service() -> Iterator[Simulator]:
    with Simulator(biosamples=1).in_thread() as simulator:
        yield simulator


def build(service: Simulator, project: list[Dataset]) -> str:
    world = service.world
    where = world.add_project(f"Project {next(numbers)}")
    for age, dataset in enumerate(project):
        made = BEGIN + timedelta(hours=age)
        biosample = next(iter(world.biosamples.values()))
        world.add_dataset(biosample, name=dataset.name, project=where.id, created=made, files=dataset.files())
    return where.id


async def fetched(
    service: Simulator, samples: Any, folder: Path, **options: Any
) -> tuple[FastqReport, dict[str, BaseException]]:
    async with BaseSpace(service.token, server=service.url) as basespace:
        try:
            return await basespace.fastqs.fetch(samples, to=folder, **options), {}
        except IncompleteDownloadError as error:
            return cast("FastqReport", error.report), dict(error.failed)


def names_in(paths: tuple[Path, ...]) -> list[str]:
    text = b"".join(gzip.decompress(path.read_bytes()) for path in paths).decode()
    return [line.split()[0].removeprefix("@") for line in text.splitlines()[::4]]


def check(
    report: FastqReport, failed: dict[str, BaseException], folder: Path, expected: dict[str, Expected], keep_lanes: bool
) -> None:
    whole = {name: sample.pieces for name, sample in expected.items() if sample.pieces is not None}
    reported = {sample.name for sample in report.samples}
    # Of those that would have the same files one is fetched, and the others are refused.
    assert Counter(map(on_disk, reported)) == Counter({on_disk(name) for name in whole})
    assert reported <= set(whole)
    written = [path for sample in report.samples for paths in sample.files.values() for path in paths]
    assert sorted(written) == sorted(path for path in folder.rglob("*") if path.is_file())
    for sample in report.samples:
        pieces = whole[sample.name] or ()
        for read, paths in sample.files.items():
            truth = [piece.reads[read] for piece in pieces]
            assert [path.read_bytes() for path in paths] == (
                [content for content, _ in truth] if keep_lanes else [b"".join(content for content, _ in truth)]
            )
            # No read is lost, doubled or another sample's, and mates have one order.
            assert names_in(paths) == [name for _, names in truth for name in names]
            assert names_in(paths) == names_in(sample.files["R1"])
        assert set(sample.files) == set(pieces[0].reads)
    said = {name for name in expected if any(key.startswith((name, on_disk(name))) for key in failed)}
    assert set(expected) - reported <= said


@pytest.mark.slow
@generated
@given(project=projects(), keep_lanes=st.booleans(), index_reads=st.booleans(), count=st.booleans())
def test_all_samples_of_a_project(
    service: Simulator, project: list[Dataset], keep_lanes: bool, index_reads: bool, count: bool
) -> None:
    where = build(service, project)
    expected = expected_of(project, index_reads=index_reads)
    with TemporaryDirectory() as name:
        folder = Path(name)
        options = {"keep_lanes": keep_lanes, "count": count}
        report, failed = asyncio.run(fetched(service, None, folder, project=where, index_reads=index_reads, **options))
        check(report, failed, folder, expected, keep_lanes)


@pytest.mark.slow
@generated
@given(project=projects(), data=st.data())
def test_samples_that_are_asked_for(service: Simulator, project: list[Dataset], data: st.DataObject) -> None:
    """A name gives its sample alone, and the plan that was saved gives the same."""
    where = build(service, project)
    everything = expected_of(project, index_reads=False)
    wanted = data.draw(st.lists(st.sampled_from(sorted(everything)), min_size=1, unique=True))
    prefix = data.draw(st.sampled_from([name[:-1] for name in everything]))
    alike = {name.replace("_", "-").casefold() for name in {*everything, *(dataset.name for dataset in project)}}
    is_absent = prefix.strip() == prefix != "" and prefix.replace("_", "-").casefold() not in alike

    async def plan() -> FastqPlan:
        async with BaseSpace(service.token, server=service.url) as basespace:
            return await basespace.fastqs.find([*wanted, *([prefix] if is_absent else [])], project=where)

    with TemporaryDirectory() as name:
        folder, saved = Path(name) / "fastq", Path(name) / "plan.json"
        found = asyncio.run(plan())
        assert is_absent == (prefix in {missing.name for missing in found.missing})
        found.save(saved)
        report, failed = asyncio.run(fetched(service, FastqPlan.load(saved), folder))
        check(report, failed, folder, {name: everything[name] for name in wanted}, keep_lanes=False)
