"""Samples that are easily mixed: by their names on the disk, by ids, by folders within a dataset, by lanes."""

from __future__ import annotations

from pathlib import Path

import pytest

from basespace_async import IncompleteDownloadError
from basespace_async.fastqs import FastqReport
from tests.fastqs.conftest import Lab, reads


async def test_a_pair_never_gets_a_mate_of_a_sample_with_the_same_name_on_the_disk(lab: Lab, tmp_path: Path) -> None:
    """The first has R1 alone: the R2 of the second would look like its mate."""
    lab.add("A/1", ["first_R1_001.fastq.gz"])
    lab.pair("A:1", "other")
    with pytest.raises(IncompleteDownloadError) as raised:
        await lab.basespace.fastqs.fetch(project=lab.project, to=tmp_path)
    assert isinstance(raised.value.report, FastqReport)
    assert [path.name for path in tmp_path.iterdir()] == ["A_1_R1.fastq.gz"]
    assert list(raised.value.failed) == ["A:1/"]
    assert [sample.name for sample in raised.value.report.samples] == ["A/1"]


async def test_lanes_that_are_kept_are_not_mixed_under_one_name_either(lab: Lab, tmp_path: Path) -> None:
    lab.pair("A/1", "first")
    lab.pair("A:1_L001", "other")
    with pytest.raises(IncompleteDownloadError) as raised:
        await lab.basespace.fastqs.fetch(project=lab.project, to=tmp_path, keep_lanes=True)
    assert list(raised.value.failed) == ["A:1/"]


async def test_the_dataset_of_an_id_stays_in_its_own_sample(lab: Lab) -> None:
    """An exact name makes each lane a sample of its own, also where the lane is named by its id."""
    lab.pair("X")
    lane = lab.pair("X_L001")
    plan = await lab.basespace.fastqs.find(["X", lane.id], project=lab.project)
    assert {sample.name: list(sample.datasets.values()) for sample in plan.samples} == {
        "X": ["X"],
        "X_L001": ["X_L001"],
    }


async def test_files_of_one_name_in_folders_pair_by_folder(lab: Lab, tmp_path: Path) -> None:
    world = lab.simulator.world
    content = {
        "b/A_R1_001.fastq.gz": reads("b"),
        "a/A_R1_001.fastq.gz": reads("a"),
        "a/A_R2_001.fastq.gz": reads("a"),
        "b/A_R2_001.fastq.gz": reads("b"),
    }
    world.add_dataset(world.add_biosample("A", project=lab.project), name="A", files=content)
    await lab.basespace.fastqs.fetch(project=lab.project, to=tmp_path)
    for read in ("R1", "R2"):
        assert (tmp_path / f"A_{read}.fastq.gz").read_bytes() == reads("a") + reads("b")


async def test_files_of_one_part_that_do_not_pair_are_not_guessed(lab: Lab) -> None:
    lab.add("A", ["x_R1_001.fastq.gz", "y_R1_001.fastq.gz", "x_R2_001.fastq.gz", "z_R2_001.fastq.gz"])
    plan = await lab.basespace.fastqs.find(project=lab.project)
    assert "do not pair" in str(plan.missing[0])


async def test_a_name_may_begin_or_end_with_a_space(lab: Lab) -> None:
    lab.pair(" A ", "A")
    lab.pair("B")
    plan = await lab.basespace.fastqs.find([" A ", " B "], project=lab.project)
    assert [sample.name for sample in plan.samples] == [" A ", "B"]


async def test_reads_without_a_lane_may_be_those_of_any_lane(lab: Lab) -> None:
    lab.pair("A", "A_S1_L001")
    newest = lab.pair("A", "A_S1")
    refused = await lab.basespace.fastqs.find(project=lab.project, top_ups="refuse")
    assert "say what becomes of top-ups" in str(refused.missing[0])
    joined = await lab.basespace.fastqs.find(project=lab.project)
    assert joined.samples[0].warnings
    chosen = await lab.basespace.fastqs.find(project=lab.project, top_ups="newest")
    assert {file.dataset for file in chosen.samples[0].files} == {newest.id}
