"""The factory of the initial records, each made from the seed and its position alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from . import ids, topology
from .lanes import lane_metrics
from .records import (
    AppSessionRecord,
    BiosampleRecord,
    DatasetRecord,
    LaneRecord,
    LibraryRecord,
    PoolRecord,
    PrepRequestRecord,
    ProjectRecord,
    RunRecord,
)
from .seeded_random import SeededRandom
from .topology import Topology

EPOCH = datetime(2024, 1, 8, 9, 0, tzinfo=UTC)
SPAN = timedelta(days=700)
BETWEEN_RUNS = timedelta(hours=12)
TISSUES = ("Liver", "Lung", "Brain", "Blood", "Colon", "Kidney", "Skin", "Heart")
ASSAYS = ("WGS", "Exome", "RNA", "Panel", "Methyl")
INSTRUMENTS = (("A00123", "NovaSeq6000"), ("A00456", "NovaSeq6000"), ("M04074", "MiSeq"), ("VH00789", "NextSeq2000"))
FASTQ, PLAIN = "illumina.fastq.v1.8", "common.files"
FASTQ_TYPES = (FASTQ, "common.fastq")
FASTQ_GENERATION, GERMLINE, RNA, WORKFLOW = "2313311", "3747400", "4216212", "5001001"
INDEXES = 96
"""Libraries whose indexes differ; then they repeat."""
_ENDED = ("Complete",) * 12 + ("Aborted", "Canceled", "NeedsAttention", "TimedOut")
_ACTIVE = ("Running", "Pending", "Running", "Initializing")


class RecordFactory:
    """Records by position.

    Args:
        topology: Numbers of records, and their relations.
        seed: Seed of all random choices.
        owners: Ids of the users that own projects; the first one owns most.
    """

    def __init__(self, topology: Topology, seed: int, owners: tuple[str, str]) -> None:
        self.topology = topology
        self.seed = seed
        self.dataset_ids = ids.DatasetIds(seed)
        self.run_tokens = ids.RunTokens(seed)
        self._owners = owners
        self._step = min(BETWEEN_RUNS, SPAN / max(1, topology.runs))

    def random(self, record_type: str, position: int) -> SeededRandom:
        """Return the seeded choices for the record of a position."""
        return SeededRandom(self.seed, record_type, position)

    def _when(self, part: int, parts: int) -> datetime:
        """Return when a record joined of which there are `parts` to a run; never earlier than those before it."""
        return EPOCH + timedelta(seconds=int(self._step.total_seconds() * part / parts))

    def project(self, position: int) -> ProjectRecord:
        """Make the project of a position."""
        created = EPOCH - timedelta(days=60) + timedelta(days=position % 60)
        tissue, assay = TISSUES[position % len(TISSUES)], ASSAYS[position % len(ASSAYS)]
        shared = position % 5 == 4
        return ProjectRecord(
            id=str(ids.PROJECT + position),
            name=f"{tissue} {assay} study {position + 1}",
            description=f"{assay} of {tissue.lower()} samples",
            owner_id=self._owners[shared],
            created=created,
            modified=created + timedelta(days=30),
            shared=shared,
        )

    def biosample(self, position: int) -> BiosampleRecord:
        """Make the biosample of a position."""
        random = self.random("biosample", position)
        created = self._when(position, topology.BIOSAMPLES_PER_RUN)
        tissue, assay = random.one_of(TISSUES), random.one_of(ASSAYS)
        status = random.one_of(("New", "Active", "Active", "Active", "Done", "Canceled"))
        active = position // topology.BIOSAMPLES_PER_GROUP in self.topology.active_groups
        return BiosampleRecord(
            id=str(ids.BIOSAMPLE + position),
            position=position,
            name=f"{tissue}-{assay}-{position:06d}-Rep{random.between(1, 4)}",
            project_id=str(ids.PROJECT + self.topology.project_of(position)),
            status="Active" if active else status,  # of one that is canceled no analysis is in progress
            lab_status=random.one_of(("Sequencing", "Sequencing", "SampleMissing", "Complete")),
            created=created,
            modified=created + timedelta(minutes=random.between(1, 50_000)),
            container=f"PLATE-{position // 96:05d}",
            container_position=f"{'ABCDEFGH'[position % 8]}{position // 8 % 12 + 1:02d}",
        )

    def library(self, position: int) -> LibraryRecord:
        """Make the library of a position."""
        created = self._when(position, topology.BIOSAMPLES_PER_RUN)
        random = self.random("library", position)
        return LibraryRecord(
            id=str(ids.LIBRARY + position),
            position=position,
            biosample_id=str(ids.BIOSAMPLE + position),
            name=f"LIB-{position:06d}",
            index=position % INDEXES,
            status=random.one_of(("Active", "Active", "Active", "Failed")),
            created=created,
            modified=created + timedelta(hours=random.between(1, 72)),
        )

    def prep_request(self, position: int) -> PrepRequestRecord:
        """Make the prep request of a position."""
        random = self.random("prep request", position)
        return PrepRequestRecord(
            id=str(ids.PREP_REQUEST + position),
            biosample_id=str(ids.BIOSAMPLE + position),
            status=random.one_of(("Fulfilled", "Fulfilled", "InProgress")),
            required_yield=random.between(1, 9) * 100_000,
            created=self._when(position, topology.BIOSAMPLES_PER_RUN),
        )

    def pool(self, position: int) -> PoolRecord:
        """Make the library pool of a position."""
        created = self._when(position, topology.POOLS_PER_RUN)
        status = self.random("pool", position).one_of(("Active", "Active", "Consumed"))
        modified = created + timedelta(hours=5)
        return PoolRecord(str(ids.POOL + position), position, f"POOL-{position:05d}", "", status, created, modified)

    def run(self, position: int) -> RunRecord:
        """Make the run of a position."""
        random = self.random("run", position)
        created = self._when(position, 1)
        instrument = position % len(INSTRUMENTS)
        flowcell = f"H{random.hex(7).upper()}X2"
        return RunRecord(
            id=str(ids.RUN + position),
            position=position,
            name=f"{created:%y%m%d}_{INSTRUMENTS[instrument][0]}_{position + 1:04d}_{flowcell}",
            number=position + 1,
            experiment=f"Experiment_{position + 1}",
            instrument=instrument,
            flowcell=flowcell,
            workflow="Generate FASTQ",
            created=created,
            duration=timedelta(minutes=random.between(600, 2600)),
            quality=random.decimal(80, 96),
        )

    def lane(self, position: int) -> LaneRecord:
        """Make the lane of a position."""
        run, number = divmod(position, topology.LANES_PER_RUN)
        random = self.random("lane", position)
        return LaneRecord(
            id=str(ids.LANE + position),
            position=position,
            run_id=str(ids.RUN + run),
            number=number + 1,
            status=random.one_of(("QcPassed", "QcPassed", "QcPassed", "QcFailed")),
            metrics=lane_metrics(random),
            modified=self._when(run, 1) + timedelta(days=1),
        )

    def session(self, position: int) -> AppSessionRecord:
        """Make the analysis of a position."""
        run, group = self.topology.run_and_group(position)
        created = self._when(position, topology.SESSIONS_PER_RUN)
        random = self.random("appsession", position)
        if group is None:
            return self._fastq_generation(position, run, created, random)
        status = self.status_of(group)
        pending = status in ("Pending", "Initializing")
        active = pending or status == "Running"
        biosamples = self.topology.biosamples_of_group(group)
        within = group % topology.GROUPS_PER_RUN
        application, name = ((GERMLINE, "Germline"), (RNA, "RNA Amplicon"), (WORKFLOW, "Germline workflow"))[within % 3]
        child = within % 3 == 0 and within + 2 < topology.GROUPS_PER_RUN and group + 2 < self.topology.groups
        ended = created + timedelta(minutes=random.between(30, 600))
        judged = random.one_of(("Undefined", "QcPassed", "QcPassed", "QcFailed"))
        return AppSessionRecord(
            id=str(ids.SESSION + position),
            position=position,
            name=f"{name} {created:%Y-%m-%d %H:%M:%S}Z",
            application_id=application,
            run_id=str(ids.RUN + run),
            biosample_ids=tuple(str(ids.BIOSAMPLE + number) for number in biosamples),
            project_id=str(ids.PROJECT + self.topology.project_of(biosamples.start)),
            parent_id=str(ids.SESSION + position + 2) if child else None,
            execution_status=status,
            qc_status=judged if status == "Complete" else "Undefined",
            delivery_status="None",
            summary="" if active else f"Application ended: {status}",
            created=created,
            modified=created if active else ended,
            started=None if pending else created + timedelta(minutes=2),
            completed=None if active else ended,
            remaining=timedelta(minutes=random.between(20, 300)) if active else timedelta(),
        )

    def _fastq_generation(self, position: int, run: int, created: datetime, random: SeededRandom) -> AppSessionRecord:
        ended = created + timedelta(minutes=random.between(20, 90))
        biosamples = self.topology.biosamples_of_run(run)
        return AppSessionRecord(
            id=str(ids.SESSION + position),
            position=position,
            name=f"FASTQ Generation {created:%Y-%m-%d %H:%M:%S}Z",
            application_id=FASTQ_GENERATION,
            run_id=str(ids.RUN + run),
            biosample_ids=tuple(str(ids.BIOSAMPLE + number) for number in biosamples),
            project_id=str(ids.PROJECT + self.topology.project_of(biosamples.start)),
            parent_id=None,
            execution_status="Complete",
            qc_status="Undefined",
            delivery_status="None",
            summary="Application completed successfully",
            created=created,
            modified=ended,
            started=created + timedelta(minutes=2),
            completed=ended,
        )

    def status_of(self, group: int) -> str:
        """Return the execution status of a group's analysis when the world begins."""
        active = self.topology.active_groups
        if group in active:
            return _ACTIVE[(group - active.start) % len(_ACTIVE)]
        return "Complete" if group == 0 else self.random("execution status", group).one_of(_ENDED)

    def dataset(self, position: int) -> DatasetRecord:
        """Make the dataset of a position."""
        biosample, lane = self.topology.biosample_and_lane(position)
        random = self.random("dataset", position)
        run = biosample // topology.BIOSAMPLES_PER_RUN
        pool = biosample // topology.BIOSAMPLES_PER_POOL
        group = biosample // topology.BIOSAMPLES_PER_GROUP
        result = random.below(8) == 0 and self.status_of(group) == "Complete"
        session = self.topology.session_of_group(group) if result else self.topology.session_of_run(run)
        sample = self.biosample(biosample)
        created = self._when(position, topology.DATASETS_PER_RUN) + timedelta(days=2)
        lane_of_run = pool % topology.POOLS_PER_RUN * topology.LANES_PER_POOL + lane
        qc = random.one_of(("Undefined", "Undefined", "QcPassed", "QcFailed"))
        return DatasetRecord(
            id=self.dataset_ids.of(position),
            position=position,
            name=f"{sample.name}_result{lane}" if result else f"{sample.name}_L{lane_of_run:03d}",
            biosample_id=sample.id,
            appsession_id=str(ids.SESSION + session),
            project_id=sample.project_id,
            run_id=str(ids.RUN + run),
            lane=lane_of_run,
            type_id=PLAIN if result else FASTQ,
            qc_status=qc,
            qc_summary="No thresholds were evaluated" if qc == "Undefined" else "",
            # "Complete" is what the reference names; recorded answers say "Completed".
            upload_status="Completed",
            upload_summary="",
            created=created,
            modified=created + timedelta(minutes=5),
        )
