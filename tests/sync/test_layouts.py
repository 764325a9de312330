"""Where files go: layouts, templates and collisions."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from basespace_async import BaseSpace, ConfigurationError, IncompleteDownloadError
from basespace_async.simulator import Simulator
from basespace_async.sync.journal import FOLDER
from basespace_async.sync.layouts import numbered
from tests.support.synced_world import SyncedWorld


@pytest.fixture
async def simulator(no_task_left: None) -> AsyncIterator[Simulator]:
    async with Simulator(biosamples=2, seed=5) as simulator:
        yield simulator


@pytest.fixture
async def basespace(simulator: Simulator) -> AsyncIterator[BaseSpace]:
    async with BaseSpace(simulator.token, server=simulator.url) as basespace:
        yield basespace


@pytest.fixture
def world(simulator: Simulator) -> SyncedWorld:
    world = SyncedWorld(simulator, ("S1_L001", "S1_L002"))
    world.put("S1_L001", "deep/one.gz", b"one")
    world.put("S1_L002", "two.gz", b"two")
    return world


def there(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file() and FOLDER not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


@pytest.mark.parametrize(
    ("layout", "paths"),
    [
        ("flat", {"one.gz": b"one", "two.gz": b"two"}),
        ("by-sample", {"S1/one.gz": b"one", "S1/two.gz": b"two"}),
        (
            "{project}/{biosample}/{dataset}/{path}",
            {"Synced/S1/S1_L001/deep/one.gz": b"one", "Synced/S1/S1_L002/two.gz": b"two"},
        ),
    ],
)
async def test_a_layout_places_the_files(
    layout: str, paths: dict[str, bytes], world: SyncedWorld, basespace: BaseSpace, tmp_path: Path
) -> None:
    await basespace.projects.sync(world.project, tmp_path, layout=layout)
    assert there(tmp_path) == paths
    assert (await basespace.projects.sync(world.project, tmp_path, layout=layout, delete=True)).kept == 2


async def test_another_layout_moves_the_files(world: SyncedWorld, basespace: BaseSpace, tmp_path: Path) -> None:
    await basespace.projects.sync(world.project, tmp_path)
    await basespace.projects.sync(world.project, tmp_path, layout="flat", delete=True)
    assert there(tmp_path) == {"one.gz": b"one", "two.gz": b"two"}
    assert sorted(path.name for path in tmp_path.iterdir()) == [FOLDER, "one.gz", "two.gz"]


async def test_collisions_are_refused_before_anything_is_fetched(
    world: SyncedWorld, basespace: BaseSpace, tmp_path: Path
) -> None:
    world.put("S1_L002", "one.gz", b"other")
    with pytest.raises(ConfigurationError, match="on_collision"):
        await basespace.projects.sync(world.project, tmp_path, layout="flat")
    assert there(tmp_path) == {}


async def test_collisions_are_numbered_by_the_ids_of_the_files(
    world: SyncedWorld, basespace: BaseSpace, tmp_path: Path
) -> None:
    world.put("S1_L002", "one.gz", b"other")
    for _ in range(2):
        report = await basespace.projects.sync(world.project, tmp_path, layout="flat", on_collision="number")
        assert there(tmp_path) == {"one.gz": b"one", "one-2.gz": b"other", "two.gz": b"two"}
    assert report.kept == 3
    report = await basespace.projects.sync(
        world.project, tmp_path, layout="flat", on_collision="number", delete=True, select=lambda path: "L002" in path
    )
    assert len(there(tmp_path)) == 3


async def test_collisions_in_the_layout_of_the_service_are_partial_failures(
    world: SyncedWorld, basespace: BaseSpace, tmp_path: Path
) -> None:
    dataset = world.datasets["S1_L001"]
    world.simulator.world.add_file(dataset, "deep", b"a file where a folder is")
    with pytest.raises(IncompleteDownloadError) as caught:
        await basespace.projects.sync(world.project, tmp_path)
    assert list(caught.value.failed) == [world.path("S1_L001", "deep")]


async def test_runs_and_datasets_have_their_own_fields(
    world: SyncedWorld, basespace: BaseSpace, tmp_path: Path
) -> None:
    run = await basespace.runs.get(next(iter(world.simulator.world.runs)))
    await basespace.runs.sync(run, tmp_path / "run", layout="{run_id}/{file}")
    assert (tmp_path / "run" / run.id / "RunInfo.xml").exists()
    with pytest.raises(ConfigurationError, match="no biosample here"):
        await basespace.runs.sync(run, tmp_path, layout="by-sample")
    dataset = world.datasets["S1_L001"]
    await basespace.datasets.sync(dataset.id, tmp_path / "dataset", layout="{dataset}/{dataset_id}/{file}")
    assert there(tmp_path / "dataset") == {f"S1_L001/{dataset.id}/one.gz": b"one"}
    biosample = world.simulator.world.biosamples[dataset.biosample_id]
    await basespace.biosamples.sync(
        biosample.id, tmp_path / "biosample", layout="{biosample}/{dataset_id}/{file}", include="two.gz"
    )
    assert there(tmp_path / "biosample") == {f"{biosample.name}/{world.datasets['S1_L002'].id}/two.gz": b"two"}


@pytest.mark.parametrize(
    ("path", "second"),
    [
        ("a/reads.fastq.gz", "a/reads-2.fastq.gz"),
        ("v1.2_R1.fastq.gz", "v1.2_R1-2.fastq.gz"),
        ("noextension", "noextension-2"),
        (".hidden", ".hidden-2"),
        ("a.b/c", "a.b/c-2"),
    ],
)
def test_a_number_goes_before_the_extension(path: str, second: str) -> None:
    assert next(numbered(path)) == second
