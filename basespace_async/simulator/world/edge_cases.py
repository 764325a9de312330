"""Samples as laboratories have them: names that are not unique, lanes or none, single reads, index reads, top-ups."""

from __future__ import annotations

from attrs import evolve, frozen

from ...errors import ConfigurationError
from . import ids
from .content import BLOCK
from .file_factory import file_stem, sample_number
from .records import AppSessionRecord, BiosampleRecord, ProjectRecord, RunRecord
from .topology import LANES_PER_RUN
from .world import World

COLLECTION = "Batch 7"
"""Name of two runs' experiments and of two projects."""


@frozen
class EdgeCase:
    """A biosample and its FASTQ datasets.

    Attributes:
        name: Name of the biosample.
        lanes: For each run, the lanes of its datasets; 0 for one that has no lane in its name.
        reads: Reads that each dataset has files of.
        project: Which of the two projects it is in, 0 or 1.
    """

    name: str
    lanes: tuple[tuple[int, ...], ...]
    reads: tuple[str, ...] = ("R1", "R2")
    project: int = 0


EDGE_CASES = (
    EdgeCase("133_121308_G_086", ((1, 2, 3, 4),)),
    EdgeCase("NA1200-3_4", ((0, 1),)),
    EdgeCase("CA-001", ((1,),)),
    EdgeCase("CA-0012", ((1,),)),
    EdgeCase("CA-001_L1_extra", ((0,),)),
    EdgeCase("Laneless", ((0,),)),
    EdgeCase("Single-end", ((1, 2),), reads=("R1",)),
    EdgeCase("Indexed", ((1,),), reads=("I1", "I2", "R1", "R2")),
    EdgeCase("Top-up", ((1, 2), (1,))),
    EdgeCase("Twin", ((1,),)),
    EdgeCase("Twin", ((1,),), project=1),
)


def add_edge_cases(world: World) -> None:
    """Add the edge cases to a world: two projects and two runs of one name, and biosamples in them.

    Raises:
        ConfigurationError: If the world has no biosamples, and so no analysis to begin with.
    """
    if not len(world.appsessions):
        raise ConfigurationError("edge cases join a world of 1 biosample or more")
    projects = [world.add_project(COLLECTION) for _ in range(2)]
    samples = [world.add_biosample(case.name, project=projects[case.project].id) for case in EDGE_CASES]
    for number in range(2):
        run = world.upload_run(f"240115_A00123_{901 + number:04d}_HEDGECASE{number + 1}")
        run = world.runs.put(evolve(run, experiment=COLLECTION))
        session = _fastq_generation(world, run, samples, projects[0])
        for case, sample in zip(EDGE_CASES, samples, strict=True):
            for lane in case.lanes[number] if number < len(case.lanes) else ():
                _add_dataset(world, case, sample, session, lane)


def _fastq_generation(
    world: World, run: RunRecord, samples: list[BiosampleRecord], project: ProjectRecord
) -> AppSessionRecord:
    position, now = world.appsessions.next_position(), world.now()
    session = evolve(
        world.appsessions.at(world.topology.session_of_run(0)),
        id=str(ids.SESSION + position),
        position=position,
        name=f"FASTQ Generation {now:%Y-%m-%d %H:%M:%S}Z",
        run_id=run.id,
        biosample_ids=tuple(sample.id for sample in samples),
        project_id=project.id,
        created=now,
        modified=now,
        started=now,
        completed=now,
    )
    return world.appsessions.join(session)


def _add_dataset(world: World, case: EdgeCase, sample: BiosampleRecord, session: AppSessionRecord, lane: int) -> None:
    in_name = f"_L{lane:03d}" if lane else ""
    dataset = world.add_dataset(sample, session=session, name=f"{case.name}{in_name}", files={})
    dataset = world.datasets.put(evolve(dataset, lane=lane or LANES_PER_RUN))
    for read in case.reads:
        name = f"{file_stem(case.name)}_S{sample_number(dataset)}{in_name}_{read}_001.fastq.gz"
        world.add_file(dataset, name, BLOCK * max(lane, 1))
        dataset = world.datasets[dataset.id]
