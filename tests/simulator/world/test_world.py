"""The world without HTTP."""

from __future__ import annotations

import subprocess
import sys

import pytest

from basespace_async import ConfigurationError
from basespace_async.simulator import World
from basespace_async.simulator.http.rate_limit import TokenBucket

FINGERPRINT = (
    "import hashlib; from basespace_async.simulator import World; w = World(biosamples=30, seed=5)\n"
    "text = repr([list(w.biosamples.values()), list(w.datasets.values()), list(w.appsessions.values())])\n"
    "content = b''.join(file.content.read(0, file.content.size) for file in list(w.files.values())[:5])\n"
    "print(hashlib.sha256(text.encode() + content).hexdigest())"
)


@pytest.mark.slow
def test_the_same_seed_gives_the_same_world_in_every_process() -> None:
    prints = [
        subprocess.run(
            [sys.executable, "-c", FINGERPRINT],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert prints[0] == prints[1]


def test_another_seed_gives_another_world() -> None:
    first, second = World(biosamples=30, seed=1), World(biosamples=30, seed=2)
    assert [b.name for b in first.biosamples.values()] != [b.name for b in second.biosamples.values()]


def test_ids_are_the_services_kinds_of_ids_and_name_one_thing_each() -> None:
    world = World(biosamples=300)
    assert len(world.biosamples) == 300
    assert all(each.isdigit() for each in [*world.biosamples, *world.files, *world.appsessions, *world.projects])
    assert all(each.startswith("ds.") and len(each) == 35 for each in world.datasets)
    found = [dataset.id for biosample in world.biosamples for dataset in world.datasets_of(biosample)]
    assert found == list(world.datasets)
    assert len(set(found)) == len(found) > 300
    files = list(world.files)
    assert len(files) == len(world.files) == len(set(files))
    assert all(world.files[each].id == each for each in files)


def test_datasets_come_from_complete_appsessions_only() -> None:
    world = World(biosamples=200)
    makers = {world.appsessions[dataset.appsession_id].execution_status for dataset in world.datasets.values()}
    assert makers == {"Complete"}
    outputs = [each.id for session in world.appsessions.values() for each in world.outputs_of(session)]
    assert sorted(outputs) == sorted(world.datasets)
    assert {session.execution_status for session in World(biosamples=2000).appsessions.values()} > {"Running"}


@pytest.mark.parametrize("seed", range(8))
def test_no_analysis_is_in_progress_for_a_biosample_that_is_canceled(seed: int) -> None:
    world = World(biosamples=60, seed=seed)
    active = [world.appsessions[each] for each in world.active_sessions()]
    assert active
    assert not {world.biosamples[each].status for session in active for each in session.biosample_ids} & {"Canceled"}


def test_relations_of_the_layout_are_each_others_inverse() -> None:
    topology = World(biosamples=77).topology
    for biosample in range(77):
        datasets = topology.datasets_of(range(biosample, biosample + 1))
        assert [topology.biosample_and_lane(each) for each in datasets] == [
            (biosample, lane) for lane in range(1, len(datasets) + 1)
        ]
        assert any(biosample in part for part in topology.biosamples_of_project(topology.project_of(biosample)))
    assert sorted(
        each
        for project in range(topology.projects)
        for part in topology.biosamples_of_project(project)
        for each in part
    ) == list(range(77))
    assert topology.biosamples_of_project(-1) == topology.biosamples_of_project(topology.projects) == []
    sessions = [topology.session_of_run(run) for run in range(topology.runs)]
    sessions += [topology.session_of_group(group) for group in range(topology.groups)]
    assert sorted(sessions) == list(range(topology.sessions))
    for run in range(topology.runs):
        assert topology.run_and_group(topology.session_of_run(run)) == (run, None)
    for group in range(topology.groups):
        assert topology.run_and_group(topology.session_of_group(group))[1] == group


def test_every_id_of_a_dataset_names_its_position_and_no_other_does() -> None:
    ids = World(biosamples=10).factory.dataset_ids
    for position in (-3, -1, 0, 1, 7, 1_499_999):
        assert ids.position(ids.of(position)) == position
    assert ids.position(ids.of(4)[:-1] + "g") is None
    assert ids.position("ds." + "0" * 32) is None
    assert ids.position("ds.1") is None


def test_an_empty_world_is_a_world() -> None:
    assert World(biosamples=0).biosamples == {}
    with pytest.raises(ConfigurationError, match="-3 biosamples"):
        World(biosamples=-3)


def test_a_token_bucket_admits_its_rate_and_says_how_long_to_wait() -> None:
    now = 0.0
    bucket = TokenBucket(10, clock=lambda: now)
    assert [bucket.take() for _ in range(10)] == [0.0] * 10
    assert bucket.take() == pytest.approx(0.1)
    now = 0.25
    assert [bucket.take() for _ in range(2)] == [0.0, 0.0]
    assert bucket.take() == pytest.approx(0.05)
    now = 100.0
    admitted = 0
    while bucket.take() == 0:
        admitted += 1
    assert admitted == 10, "an idle bucket holds a second's worth, not more"


def test_a_dataset_can_be_of_given_files_alone() -> None:
    world = World(biosamples=2, seed=1)
    biosample, project = world.biosamples["104000000"], world.add_project("Study / 7")
    files = {"a.csv": b"a,b\n", "logs/deep/out.txt": b"", "reads.fastq.gz": 200_000}
    dataset = world.add_dataset(biosample, name="mine", project=project.id, files=files)
    found = world.files.of_dataset(dataset)
    assert [file.path for file in found] == list(files)
    assert found[0].content.read(0, 9) == b"a,b\n"
    assert abs(found[2].content.size - 200_000) <= 32 * 1024
    assert [world.files[file.id] for file in found] == list(found)
    assert (dataset.name, world.projects[dataset.project_id].name) == ("mine", "Study / 7")
    assert world.datasets[dataset.id] == dataset
    assert len(world.files.of_dataset(world.add_dataset(biosample))) == 2
    assert world.files.of_dataset(world.add_dataset(biosample, files={})) == ()


def test_two_projects_may_have_one_name() -> None:
    world = World(biosamples=2, seed=1)
    before, version = set(world.projects), world.version
    first, second = world.add_project("Twice"), world.add_project("Twice")
    assert {first.id, second.id} == set(world.projects) - before
    assert world.version > version
