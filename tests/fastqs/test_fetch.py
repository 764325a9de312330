"""Samples are fetched whole, each lane at its place, and what is wrong with one holds up no other."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from basespace_async import ConfigurationError, IncompleteDownloadError
from basespace_async.downloads import DownloadError
from basespace_async.fastqs import FastqPlan, count_reads
from tests.fastqs.conftest import Lab, reads

LANES = [f"A_S1_L00{lane}_{read}_001.fastq.gz" for lane in (3, 1, 2) for read in ("R1", "R2")]


def joined(lab: Lab, read: str) -> bytes:
    return b"".join(lab.contents[name] for name in sorted(LANES) if f"_{read}_" in name)


async def test_lanes_are_merged_in_order(lab: Lab, tmp_path: Path) -> None:
    lab.add("A", LANES)
    report = await lab.basespace.fastqs.fetch("A", project=lab.project, to=tmp_path, count=True)
    for read in ("R1", "R2"):
        assert (tmp_path / f"A_{read}.fastq.gz").read_bytes() == joined(lab, read)
    assert gzip.decompress((tmp_path / "A_R1.fastq.gz").read_bytes()).count(b"\n") == 12
    (sample,) = report.samples
    assert (sample.name, sample.reads) == ("A", 3)
    assert sample.files == {read: (tmp_path / f"A_{read}.fastq.gz",) for read in ("R1", "R2")}
    assert {file.verification.method for file in report.files} == {"md5"}
    assert report.fetched == report.size == sum(map(len, lab.contents.values()))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["A_R1.fastq.gz", "A_R2.fastq.gz"]


async def test_lanes_are_kept_apart_where_that_is_asked_for(lab: Lab, tmp_path: Path) -> None:
    lab.add("A", LANES)
    lab.add("A", ["A_S1_L001_R1_001.fastq.gz", "A_S1_L001_R2_001.fastq.gz"])
    report = await lab.basespace.fastqs.fetch("A", project=lab.project, to=tmp_path, keep_lanes=True)
    assert [path.name for path in report.samples[0].files["R1"]] == [
        "A_L001_R1_001.fastq.gz",
        "A_L001_R1_002.fastq.gz",
        "A_L002_R1_001.fastq.gz",
        "A_L003_R1_001.fastq.gz",
    ]
    assert (tmp_path / "A_L003_R2_001.fastq.gz").read_bytes() == lab.contents["A_S1_L003_R2_001.fastq.gz"]


async def test_what_is_there_is_kept_and_what_changed_comes_again(lab: Lab, tmp_path: Path) -> None:
    lab.add("A", LANES)
    fastqs = lab.basespace.fastqs
    await fastqs.fetch("A", project=lab.project, to=tmp_path)
    again = await fastqs.fetch("A", project=lab.project, to=tmp_path)
    assert (again.kept, again.fetched) == (2, 0)
    content = bytearray((tmp_path / "A_R1.fastq.gz").read_bytes())
    content[-1] ^= 1
    (tmp_path / "A_R1.fastq.gz").write_bytes(content)
    again = await fastqs.fetch("A", project=lab.project, to=tmp_path)
    assert (again.kept, again.fetched) == (1, len(content))
    assert (tmp_path / "A_R1.fastq.gz").read_bytes() == joined(lab, "R1")


async def test_a_lane_that_cannot_be_had_holds_up_its_file_alone_and_the_others_lanes_stay(
    lab: Lab, tmp_path: Path
) -> None:
    big = {name: reads(*map(str, range(40_000))) + lab_bytes(name) for name in LANES}
    world = lab.simulator.world
    dataset = world.add_dataset(world.add_biosample("A", project=lab.project), name="A", files=big)
    lab.contents.update(big)
    lab.pair("B")
    files = lab.basespace.datasets.files(dataset.id)
    (bad,) = [file async for file in files if file.name == "A_S1_L002_R1_001.fastq.gz"]
    plan = await lab.basespace.fastqs.find(project=lab.project)
    plan.save(tmp_path / "plan.json")
    saved = FastqPlan.load(tmp_path / "plan.json")
    rule = lab.simulator.faults.add("status", path=f"/files/{bad.id}/content", status=503)
    quick = lab.basespace.with_options(max_retries=0)
    with pytest.raises(IncompleteDownloadError) as raised:
        await quick.fastqs.fetch(saved, to=tmp_path / "fastq", concurrency=1)
    assert list(raised.value.failed) == ["A_R1.fastq.gz"]
    assert [sample.name for sample in raised.value.report.samples] == ["B"]
    lab.simulator.faults.remove(rule)
    report = await lab.basespace.fastqs.fetch(saved, to=tmp_path / "fastq")
    assert (tmp_path / "fastq" / "A_R1.fastq.gz").read_bytes() == joined(lab, "R1")
    assert report.fetched == sum(len(big[name]) for name in LANES if "_R1_" in name and "L001" not in name)


def lab_bytes(name: str) -> bytes:
    return reads(name)


async def test_missing_samples_are_failures_beside_what_was_fetched(lab: Lab, tmp_path: Path) -> None:
    lab.pair("B")
    with pytest.raises(IncompleteDownloadError) as raised:
        await lab.basespace.fastqs.fetch(["B", "C"], project=lab.project, to=tmp_path)
    assert list(raised.value.failed) == ["C/"]
    assert "no FASTQ of it" in str(raised.value.failed["C/"])
    assert [sample.name for sample in raised.value.report.samples] == ["B"]


async def test_samples_that_would_be_one_file_are_not_mixed(lab: Lab, tmp_path: Path) -> None:
    lab.pair("A/1", "first")
    lab.pair("A:1", "other")
    with pytest.raises(IncompleteDownloadError) as raised:
        await lab.basespace.fastqs.fetch(project=lab.project, to=tmp_path, concurrency=1)
    assert "have the names of those of 'A/1'" in str(raised.value.failed["A:1/"])
    assert [sample.name for sample in raised.value.report.samples] == ["A/1"]
    assert (tmp_path / "A_1_R1.fastq.gz").read_bytes() == lab.contents["first_R1_001.fastq.gz"]


async def test_unequal_counts_are_told_and_the_files_stay(lab: Lab, tmp_path: Path) -> None:
    world = lab.simulator.world
    files = {"A_R1.fastq.gz": reads("1", "2"), "A_R2.fastq.gz": reads("1")}
    world.add_dataset(world.add_biosample("A", project=lab.project), name="A", files=files)
    await lab.basespace.fastqs.fetch("A", project=lab.project, to=tmp_path)
    with pytest.raises(IncompleteDownloadError, match="R1 has 2 reads and R2 has 1"):
        await lab.basespace.fastqs.fetch("A", project=lab.project, to=tmp_path, count=True)
    assert (tmp_path / "A_R2.fastq.gz").read_bytes() == reads("1")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (reads("1")[:-9], "cannot be counted"),
        (b"no gzip", "cannot be counted"),
        (gzip.compress(b"@1\nA\n+\n", mtime=0), "3 lines, and ends within a read"),
    ],
    ids=["cut", "no gzip", "within a read"],
)
async def test_what_is_no_whole_fastq_is_not_counted(tmp_path: Path, content: bytes, problem: str) -> None:
    (tmp_path / "reads").write_bytes(content)
    with pytest.raises(DownloadError, match=problem):
        await count_reads(tmp_path / "reads")


@pytest.mark.parametrize(("text", "number"), [(b"", 0), (b"@1\nA\n+\nF", 1), (b"@1\nA\n+\nF\n", 1)])
async def test_reads_are_counted(tmp_path: Path, text: bytes, number: int) -> None:
    (tmp_path / "reads").write_bytes(gzip.compress(text))
    assert await count_reads(tmp_path / "reads") == number


async def test_a_plan_comes_alone(lab: Lab, tmp_path: Path) -> None:
    lab.pair("B")
    plan = await lab.basespace.fastqs.find(project=lab.project)
    with pytest.raises(ConfigurationError, match="give it alone"):
        await lab.basespace.fastqs.fetch(plan, project=lab.project, to=tmp_path)
    assert (await lab.basespace.fastqs.fetch(plan, to=tmp_path)).samples[0].name == "B"
