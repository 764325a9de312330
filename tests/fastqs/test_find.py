"""FASTQ files are found by the names of their samples, and what cannot be fetched is listed with its reason."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from attrs import evolve

from basespace_async import AuthenticationError, BaseSpace, ConfigurationError, DownloadError, NameLookupError
from basespace_async.fastqs import FastqPlan
from basespace_async.simulator import Fault
from tests.fastqs.conftest import Lab

LANES = [f"A-1_S1_L00{lane}_{read}_001.fastq.gz" for lane in (2, 1) for read in ("R2", "R1")]


def names(plan: FastqPlan) -> list[str]:
    return [sample.name for sample in plan.samples]


async def test_lanes_of_one_dataset_come_in_their_order(lab: Lab) -> None:
    lab.add("A_1", LANES)
    plan = await lab.basespace.fastqs.find("A-1", collection="Batch 8")
    (sample,) = plan.samples
    assert (sample.name, sample.is_paired, sample.lanes) == ("A_1", True, (1, 2))
    assert {read: [file.name for file in files] for read, files in sample.reads.items()} == {
        "R1": ["A-1_S1_L001_R1_001.fastq.gz", "A-1_S1_L002_R1_001.fastq.gz"],
        "R2": ["A-1_S1_L001_R2_001.fastq.gz", "A-1_S1_L002_R2_001.fastq.gz"],
    }
    assert plan.collection.kind == "project"
    assert plan.size == sample.size == sum(map(len, lab.contents.values()))


async def test_datasets_of_lanes_are_one_sample(lab: Lab) -> None:
    lab.pair("A_L002", "A_S1")
    lab.pair("A_L001", "A_S1")
    (sample,) = (await lab.basespace.fastqs.find(project=lab.project)).samples
    assert (sample.name, sample.lanes, len(sample.datasets)) == ("A", (1, 2), 2)


async def test_a_sample_is_found_once_by_its_names_and_ids(lab: Lab) -> None:
    dataset = lab.pair("A_L001")
    lab.pair("B")
    wanted = ["A", "a", dataset.id, dataset.biosample_id, await lab.basespace.biosamples.get(dataset.biosample_id)]
    plan = await lab.basespace.fastqs.find(wanted, project=lab.project)
    assert (names(plan), plan.missing) == (["A"], ())


async def test_a_sample_beside_one_of_its_lanes_comes_with_a_warning(lab: Lab) -> None:
    lab.pair("A_L001", "A_S1")
    lab.pair("A_L002", "A_S1")
    whole, lane = (await lab.basespace.fastqs.find(["A", "A_L001"], project=lab.project)).samples
    assert (whole.name, whole.warnings) == ("A", ())
    assert (lane.name, lane.warnings) == ("A_L001", ("it has reads that 'A' has, too",))
    (alone,) = (await lab.basespace.fastqs.find(["A_L001"], project=lab.project)).samples
    assert alone.warnings == ()


async def test_what_is_not_there_has_a_reason_and_similar_names(lab: Lab) -> None:
    lab.pair("NA12878")
    plan = await lab.basespace.fastqs.find(["NA12879", "17", "NA12878"], project=lab.project)
    assert names(plan) == ["NA12878"]
    assert [str(missing) for missing in plan.missing] == [
        "the project Batch 8 has no FASTQ of it; similar names: NA12878",
        "the project Batch 8 has no FASTQ of it",
    ]


async def test_a_name_that_two_samples_fit_is_refused_with_both(lab: Lab) -> None:
    lab.pair("ab_1")
    lab.pair("aB_1")
    plan = await lab.basespace.fastqs.find(["AB_1", "AB-1", "ab_1"], project=lab.project)
    assert names(plan) == ["ab_1"]
    assert ["'ab_1', 'aB_1'" in str(missing) for missing in plan.missing] == [True, True]


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        (["A_R2_001.fastq.gz"], "no R1"),
        (["A_L001_R1_001.fastq.gz", "A_L002_R1_001.fastq.gz", "A_L001_R2_001.fastq.gz"], "2 files of R1 and 1 of R2"),
        (["A_L001_R1_001.fastq.gz", "A_L002_R2_001.fastq.gz"], "do not pair"),
        (["A.bam"], "no R1"),
    ],
)
async def test_reads_that_do_not_fit_together_are_refused(lab: Lab, files: list[str], reason: str) -> None:
    lab.add("A", files)
    lab.pair("B")
    plan = await lab.basespace.fastqs.find(project=lab.project)
    assert names(plan) == ["B"]
    assert reason in str(plan.missing[0])


async def test_single_reads_are_no_pairs(lab: Lab) -> None:
    lab.add("A", ["A_S1_L001_R1_001.fastq.gz"])
    (sample,) = (await lab.basespace.fastqs.find(project=lab.project)).samples
    assert not sample.is_paired


async def test_index_reads_come_where_they_are_asked_for(lab: Lab) -> None:
    lab.add("A", [f"A_S1_L001_{read}_001.fastq.gz" for read in ("I1", "I2", "R1", "R2")])
    (plain,) = (await lab.basespace.fastqs.find(project=lab.project)).samples
    (whole,) = (await lab.basespace.fastqs.find(project=lab.project, index_reads=True)).samples
    assert (list(plain.reads), list(whole.reads)) == (["R1", "R2"], ["R1", "R2", "I1", "I2"])


async def test_top_ups_are_joined_oldest_first_or_the_newest_is_taken_or_the_sample_refused(lab: Lab) -> None:
    newer, older = lab.pair("A", "new"), lab.pair("A", "old")
    table = lab.simulator.world.datasets
    table.put(evolve(older, created=newer.created - timedelta(days=1)))
    fastqs = lab.basespace.fastqs
    (joined,) = (await fastqs.find("A", project=lab.project)).samples
    assert [file.name[:3] for file in joined.reads["R1"]] == ["old", "new"]
    assert "several datasets have reads without a lane" in joined.warnings[0]
    (newest,) = (await fastqs.find("A", project=lab.project, top_ups="newest")).samples
    assert [file.name[:3] for file in newest.files] == ["new", "new"]
    (missing,) = (await fastqs.find("A", project=lab.project, top_ups="refuse")).missing
    assert "same lane" in str(missing)
    with pytest.raises(ConfigurationError, match="top_ups is 'all'"):
        await fastqs.find("A", project=lab.project, top_ups="all")  # type: ignore[arg-type]


async def test_a_copy_of_a_dataset_gives_its_reads_once(lab: Lab) -> None:
    dataset = lab.pair("A")
    world = lab.simulator.world
    biosample = world.add_biosample("copied", project=lab.project)
    world.add_dataset(biosample, name="A", files=dict(lab.contents))
    (sample,) = (await lab.basespace.fastqs.find(project=lab.project)).samples
    assert {file.dataset for file in sample.files} == {dataset.id}
    assert sample.warnings == ()


@pytest.mark.parametrize(
    ("change", "reason"),
    [({"upload_status": "Pending"}, "not complete"), ({"files_deleted": True}, "was deleted")],
)
async def test_a_dataset_that_is_not_there_yet_or_any_more_is_no_sample(
    lab: Lab, change: dict[str, object], reason: str
) -> None:
    dataset = lab.pair("A")
    lab.simulator.world.datasets.put(evolve(dataset, **change))
    plan = await lab.basespace.fastqs.find("A", project=lab.project)
    assert not plan.samples
    assert reason in str(plan.missing[0])


async def test_a_list_of_files_that_fails_holds_up_its_sample_alone(lab: Lab) -> None:
    bad = lab.pair("A")
    lab.pair("B")
    lab.simulator.faults.add(Fault("status", path=f"/datasets/{bad.id}/files", status=500))
    plan = await lab.basespace.with_options(max_retries=0).fastqs.find(project=lab.project)
    assert names(plan) == ["B"]
    assert "cannot be listed" in str(plan.missing[0])


async def test_a_refused_token_ends_it(lab: Lab) -> None:
    async with BaseSpace("refused", server=lab.simulator.url) as stranger:
        with pytest.raises(AuthenticationError):
            await stranger.fastqs.find(collection="Batch 8")


async def test_a_collection_is_a_project_or_a_run_by_name_id_or_object(lab: Lab) -> None:
    basespace = lab.basespace
    run = await basespace.runs.list().first()
    assert run is not None
    for found in (run, run.id, run.experiment_name):
        assert (await basespace.fastqs.find("nobody", run=found)).collection.id == run.id
    assert (await basespace.fastqs.find("nobody", collection=run)).collection.kind == "run"
    project = await basespace.projects.get(lab.project)
    for found in (project, project.id, project.name):
        assert (await basespace.fastqs.find("nobody", collection=found)).collection.id == lab.project


async def test_a_collection_that_is_none_or_several_is_refused_with_the_candidates(lab: Lab) -> None:
    other = lab.simulator.world.add_project("Batch 8").id
    for given in ({"collection": "Batch 8"}, {"project": "Batch 8"}):
        with pytest.raises(NameLookupError) as raised:
            await lab.basespace.fastqs.find(**given)
        assert raised.value.ids == (f"project {lab.project}", f"project {other}")
    with pytest.raises(NameLookupError, match="no project or run is called 'Batch 9'"):
        await lab.basespace.fastqs.find(collection="Batch 9")
    for given in ({}, {"collection": "a", "run": "b"}):
        with pytest.raises(ConfigurationError, match="where the samples are"):
            await lab.basespace.fastqs.find(**given)
    with pytest.raises(ConfigurationError, match="empty"):
        await lab.basespace.fastqs.find(collection=" ")


async def test_an_id_that_is_the_name_of_another_is_chosen_by_saying_what_it_is_of(lab: Lab) -> None:
    other = lab.simulator.world.add_project(lab.project).id
    with pytest.raises(NameLookupError, match=f"project {lab.project}, project {other}"):
        await lab.basespace.fastqs.find(collection=lab.project)
    for project in (lab.project, other):
        assert (await lab.basespace.fastqs.find(project=project)).collection.id == project


async def test_the_lists_are_asked_where_the_search_is_refused(lab: Lab) -> None:
    lab.simulator.faults.add(Fault("status", path="/search", status=500))
    quick = lab.basespace.with_options(max_retries=0)
    assert (await quick.fastqs.find("nobody", collection="Batch 8")).collection.id == lab.project


async def test_samples_of_one_name_in_several_projects_of_a_run_are_not_mixed(lab: Lab) -> None:
    first = lab.pair("A")
    other = lab.simulator.world.add_project("Batch 9").id
    lab.add("A", ["A_R1.fastq.gz"], project=other)
    plan = await lab.basespace.fastqs.find("A", run=str(first.run_id))
    assert not plan.samples
    assert "several projects have a sample of this name" in str(plan.missing[0])


async def test_a_plan_is_saved_without_links_and_loaded(lab: Lab, tmp_path: Path) -> None:
    lab.add("A_1", LANES)
    plan = await lab.basespace.fastqs.find(["A_1", "B"], project=lab.project)
    assert all(file.record and file.record.href_content for file in plan.samples[0].files)
    plan.save(tmp_path / "plan.json")
    assert "://" not in (tmp_path / "plan.json").read_text()
    assert "://" not in repr(plan)
    assert FastqPlan.load(tmp_path / "plan.json") == plan
    with pytest.raises(DownloadError, match="cannot write"):
        plan.save(tmp_path / "absent" / "plan.json")


@pytest.mark.parametrize("text", ["", "[]", '{"version": 2}', '{"version": 1}', '{"version": 1, "samples": [{}]}'])
def test_what_is_no_plan_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "plan.json").write_text(text)
    with pytest.raises(ConfigurationError, match="plan"):
        FastqPlan.load(tmp_path / "plan.json")
    with pytest.raises(ConfigurationError, match="absent"):
        FastqPlan.load(tmp_path / "absent.json")
