"""A simulated account to which a test adds samples with FASTQ of its own."""

from __future__ import annotations

import gzip
from collections.abc import AsyncIterator, Iterable

import pytest_asyncio
from attrs import define, field

from basespace_async import BaseSpace
from basespace_async.simulator import Simulator
from basespace_async.simulator.world.records import DatasetRecord


def reads(*names: str) -> bytes:
    """Gzipped FASTQ with a read of each name."""
    return gzip.compress("".join(f"@{name}\nACGT\n+\nFFFF\n" for name in names).encode(), mtime=0)


@define
class Lab:
    """A project of a simulated account.

    Attributes:
        simulator: The account.
        basespace: A client of it.
        project: Id of the project.
        contents: Bytes of each file by its name.
    """

    simulator: Simulator
    basespace: BaseSpace
    project: str
    contents: dict[str, bytes] = field(factory=dict)

    def add(self, name: str, files: Iterable[str], *, project: str | None = None) -> DatasetRecord:
        """Add a FASTQ dataset; each file has two reads that no other has."""
        world = self.simulator.world
        number = len(world.datasets)
        content = {file: reads(f"{number}:{file.split('_R')[0]}:{end}") for file in files for end in (1,)}
        self.contents.update(content)
        biosample = world.add_biosample(f"biosample of {name} {number}", project=project or self.project)
        return world.add_dataset(biosample, name=name, files=content)

    def pair(self, name: str, stem: str | None = None) -> DatasetRecord:
        """Add a dataset of one R1 and one R2."""
        return self.add(name, [f"{stem or name}_{read}_001.fastq.gz" for read in ("R1", "R2")])


@pytest_asyncio.fixture
async def lab() -> AsyncIterator[Lab]:
    async with Simulator(biosamples=4, seed=1) as simulator:
        project = simulator.world.add_project("Batch 8").id
        async with BaseSpace(simulator.token, server=simulator.url) as basespace:
            yield Lab(simulator, basespace, project)
