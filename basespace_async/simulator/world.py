"""A seeded BaseSpace in memory: the same seed and size give the same world, on any machine."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from random import Random

from ..errors import ConfigurationError
from .content import PAYLOADS
from .records import AppSession, Biosample, Dataset, DatasetType, File, Project, Run, User

EPOCH = datetime(2024, 1, 8, 9, 0, tzinfo=UTC)
TISSUES = ("Liver", "Lung", "Brain", "Blood", "Colon", "Kidney", "Skin", "Heart")
ASSAYS = ("WGS", "Exome", "RNA", "Panel", "Methyl")
FASTQ = DatasetType("illumina.fastq.v1.8", "Illumina Fastq", ("common.files", "common.fastq"))
PLAIN = DatasetType("common.files", "Common Files", ("common.files",))


class World:
    """Everything that the simulator knows.

    Args:
        biosamples: how many; projects, datasets, files and appsessions follow from it.
        seed: another seed, another world.

    Raises:
        ConfigurationError: the size is negative.

    Example:
        >>> World(biosamples=2, seed=1).biosamples["104000000"].name == World(biosamples=2, seed=1).biosamples[
        ...     "104000000"
        ... ].name
        True
    """

    def __init__(self, *, biosamples: int = 2000, seed: int = 1) -> None:
        if biosamples < 0:
            raise ConfigurationError(f"a world of {biosamples} biosamples cannot be; give 0 or more")
        self._random = Random(f"basespace {seed}")
        self.user = User("10000001", "Simulated User", "user@example.org", EPOCH - timedelta(days=400))
        self.types = {kind.id: kind for kind in (FASTQ, PLAIN)}
        self.projects = {project.id: project for project in self._make_projects()}
        self.runs = {run.id: run for run in self._make_runs(max(1, biosamples // 96))}
        self.appsessions = {session.id: session for session in self._make_appsessions(max(2, biosamples // 24))}
        self.biosamples: dict[str, Biosample] = {}
        self.datasets: dict[str, Dataset] = {}
        self.files: dict[str, File] = {}
        self.datasets_of: dict[str, list[Dataset]] = defaultdict(list)
        for index in range(biosamples):
            self._add_biosample(index)

    def _make_projects(self) -> list[Project]:
        made: list[Project] = []
        for index in range(10):
            created = EPOCH + timedelta(days=index)
            name = f"{TISSUES[index % len(TISSUES)]} {ASSAYS[index % len(ASSAYS)]} study {index + 1}"
            made.append(Project(str(86000000 + index), name, self.user, created, created + timedelta(days=30)))
        return made

    def _make_runs(self, count: int) -> list[Run]:
        made: list[Run] = []
        for index in range(count):
            created = EPOCH + timedelta(hours=12 * index)
            name = f"{created:%y%m%d}_SIM{index % 4:05d}_{index:04d}_FC{index:07d}"
            made.append(Run(str(105000000 + index), name, index + 1, f"Experiment_{index + 1}", created))
        return made

    def _make_appsessions(self, count: int) -> list[AppSession]:
        projects = list(self.projects.values())
        made: list[AppSession] = []
        for index in range(count):
            created = EPOCH + timedelta(hours=6 * index)
            # The first is complete, so that there is one that datasets can come from.
            status = "Complete" if index == 0 else self._random.choice(("Complete",) * 8 + ("Running", "Aborted"))
            made.append(
                AppSession(
                    id=str(110000000 + index),
                    name=f"FASTQ Generation {created:%Y-%m-%d %H:%M:%S}Z",
                    project=projects[index % len(projects)],
                    execution_status=status,
                    qc_status="QcPassed" if status == "Complete" and index % 3 else "Undefined",
                    delivery_status="None",
                    created=created,
                    modified=created + timedelta(hours=3),
                )
            )
        return made

    def _add_biosample(self, index: int) -> None:
        random = self._random
        project = random.choice(list(self.projects.values()))
        created = EPOCH + timedelta(minutes=17 * index)
        biosample = Biosample(
            id=str(104000000 + index),
            name=f"{random.choice(TISSUES)}-{random.choice(ASSAYS)}-{index:06d}-Rep{random.randint(1, 4)}",
            project=project,
            status=random.choice(("New", "Active", "Active", "Active", "Done", "Canceled")),
            lab_status=random.choice(("Sequencing", "Sequencing", "SampleMissing", "Complete")),
            created=created,
            modified=created + timedelta(minutes=random.randint(1, 50_000)),
            library_id=str(58000000 + index),
        )
        self.biosamples[biosample.id] = biosample
        for lane in range(1, 1 + random.choice((0, 1, 1, 2, 2, 3))):
            self._add_dataset(biosample, lane)

    def _add_dataset(self, biosample: Biosample, lane: int) -> None:
        random = self._random
        complete = [session for session in self.appsessions.values() if session.execution_status == "Complete"]
        created = biosample.modified + timedelta(hours=lane)
        kind = PLAIN if random.random() < 0.1 else FASTQ
        stem = f"{biosample.name}_S{1 + int(biosample.id) % 96}_L{lane:03d}"
        names = [f"{stem}_R{read}_001.fastq.gz" for read in (1, 2)] if kind is FASTQ else [f"{stem}.reads.fastq.gz"]
        directory = "Data/Intensities/BaseCalls" if random.random() < 0.2 else ""
        files = tuple(
            File(str(11000000000 + len(self.files) + at), name, directory, created, random.randrange(PAYLOADS))
            for at, name in enumerate(names)
        )
        dataset = Dataset(
            id=f"ds.{random.getrandbits(128):032x}",
            name=f"{biosample.name}_L{lane:03d}",
            biosample=biosample,
            appsession=complete[len(self.datasets) % len(complete)],
            run=list(self.runs.values())[len(self.datasets) % len(self.runs)],
            type=kind,
            qc_status=random.choice(("Undefined", "Undefined", "QcPassed", "QcFailed")),
            upload_status="Completed",
            created=created,
            modified=created + timedelta(minutes=5),
            files=files,
        )
        self.datasets[dataset.id] = dataset
        self.datasets_of[biosample.id].append(dataset)
        self.files.update({file.id: file for file in files})
