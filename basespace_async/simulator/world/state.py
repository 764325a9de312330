"""The records of a world, and how they belong together."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from ...errors import ConfigurationError
from . import catalog, ids, topology
from .blobs import BlobStore
from .clock import Clock
from .factory import FASTQ_TYPES, RecordFactory
from .file_factory import FileFactory
from .files import WorldFiles
from .objects import StoredObjects
from .records import (
    AppSessionRecord,
    BiosampleRecord,
    CommentRecord,
    DatasetRecord,
    LabRequeueRecord,
    LaneRecord,
    LibraryRecord,
    PoolRecord,
    PrepRequestRecord,
    ProjectRecord,
    PropertyRecord,
    RunRecord,
    SettingRecord,
    ThresholdRecord,
    TrashItemRecord,
    UploadRecord,
)
from .table import RecordTable
from .topology import Topology

MAX_BIOSAMPLES = 1_000_000


class State:
    """Collections of records, and how the records belong together; `World` is what a program sees of it."""

    def __init__(self, *, biosamples: int, seed: int, file_size: int | None, clock: Clock) -> None:
        if not 0 <= biosamples <= MAX_BIOSAMPLES:
            raise ConfigurationError(f"a world of {biosamples} biosamples cannot be; give 0 to {MAX_BIOSAMPLES:,}")
        if file_size is not None and file_size < 0:
            raise ConfigurationError(f"file_size is {file_size} bytes; give 0 or more, or None for small files")
        self.clock = clock
        self.version = 0
        self.topology = topology = Topology(biosamples)
        self.user, self.colleague = catalog.ME, catalog.COLLEAGUE
        self.users = {user.id: user for user in (self.user, self.colleague)}
        self.workgroups = {group.id: group for group in catalog.WORKGROUPS}
        self.factory = factory = RecordFactory(topology, seed, (self.user.id, self.colleague.id))
        self.projects: dict[str, ProjectRecord] = {
            project.id: project for project in map(factory.project, range(topology.projects))
        }
        size, changed = biosamples, self._changed
        self.biosamples: RecordTable[BiosampleRecord] = RecordTable(size, factory.biosample, ids.biosample, changed)
        self.libraries: RecordTable[LibraryRecord] = RecordTable(size, factory.library, ids.library, changed)
        self.pools: RecordTable[PoolRecord] = RecordTable(topology.pools, factory.pool, ids.pool, changed)
        self.runs: RecordTable[RunRecord] = RecordTable(topology.runs, factory.run, ids.run, changed)
        self.lanes: RecordTable[LaneRecord] = RecordTable(topology.lanes, factory.lane, ids.lane, changed)
        self.appsessions: RecordTable[AppSessionRecord] = RecordTable(
            topology.sessions, factory.session, ids.session, changed
        )
        self.datasets: RecordTable[DatasetRecord] = RecordTable(
            topology.datasets, factory.dataset, factory.dataset_ids.position, changed
        )
        files = FileFactory(factory, file_size)
        self.files = WorldFiles(files, factory.dataset_ids, self.datasets, self.appsessions, self.runs, clock)
        self.blobs = BlobStore()
        self.objects = StoredObjects(self.blobs)
        self.uploads: dict[str, UploadRecord] = {}  # by their files' ids
        self.applications = {application.id: application for application in catalog.APPLICATIONS}
        self.types = {dataset_type.id: dataset_type for dataset_type in catalog.DATASET_TYPES}
        self.settings: dict[str, SettingRecord] = {setting.name: setting for setting in catalog.SETTINGS}
        self.requeues: dict[str, LabRequeueRecord] = {}
        self.trash: dict[str, TrashItemRecord] = {}
        self.comments: dict[str, list[CommentRecord]] = defaultdict(list)
        self.lane_thresholds: dict[tuple[str, str], ThresholdRecord] = {}
        self.thresholds: dict[str, dict[tuple[str, str], ThresholdRecord]] = defaultdict(dict)
        self.dependencies: dict[str, tuple[str, list[Any]]] = {}
        self._joined_datasets: dict[str, list[int]] = defaultdict(list)
        self._numbers: dict[str, int] = defaultdict(int)
        self._archived: set[str] = set()  # ids of datasets and runs, which are distinct
        self.locked: set[str] = set()  # ids of biosamples
        self.signed: dict[str, datetime] = {}  # agreements, and when
        self.properties: dict[str, dict[str, PropertyRecord]] = defaultdict(dict)  # by links

    def _changed(self) -> None:
        self.version += 1

    def is_archived(self, record: DatasetRecord | RunRecord) -> bool:
        """Return whether a dataset or a run is in archival storage."""
        return record.id in self._archived

    def archive(self, *records: DatasetRecord | RunRecord) -> None:
        """Move datasets and runs to archival storage."""
        self._archived.update(record.id for record in records)
        self._changed()

    def restore_archived(self, *records: DatasetRecord | RunRecord) -> None:
        """Bring datasets and runs back from archival storage."""
        self._archived.difference_update(record.id for record in records)
        self._changed()

    def now(self) -> datetime:
        """Return the present in the world."""
        return self.clock.now()

    def number(self, record_type: str) -> int:
        """Return the next number of a kind, from 1."""
        self._numbers[record_type] += 1
        return self._numbers[record_type]

    def prep_request(self, prep_request_id: str) -> PrepRequestRecord | None:
        """Return a prep request; each biosample that the world begins with has one."""
        position = ids.prep_request(prep_request_id)
        if position is None or not 0 <= position < self.topology.biosamples:
            return None
        return self.factory.prep_request(position)

    def owner_of(self, dataset: DatasetRecord) -> str:
        """Return the id of a dataset's owner; one that is in no project is the user's."""
        return self.projects[dataset.project_id].owner_id if dataset.project_id else self.user.id

    def pool_of(self, dataset: DatasetRecord) -> PoolRecord | None:
        """Return the pool of a dataset's library, by the biosample's place in the run."""
        position = ids.biosample(dataset.biosample_id)
        if position is None or not 0 <= position < self.topology.biosamples:
            return None
        return self.pools.at(position // topology.BIOSAMPLES_PER_POOL)

    def datasets_of(self, biosample_id: str) -> list[DatasetRecord]:
        """Return the datasets of a biosample, oldest first."""
        position = ids.biosample(biosample_id)
        known = range(0)
        if position is not None and 0 <= position < self.topology.biosamples:
            known = self.topology.datasets_of(range(position, position + 1))
        joined = self._joined_datasets.get(biosample_id, [])
        return [self.datasets.at(position) for position in self.datasets.positions([*known, *joined])]

    def is_excluded(self, dataset: DatasetRecord) -> bool:
        """Return whether analyses leave a FASTQ dataset out, because its pool failed (reference)."""
        pool = self.pool_of(dataset)
        return pool is not None and pool.status in ("Failed", "QCFailed")

    def datasets_of_run(self, run: RunRecord) -> list[DatasetRecord]:
        """Return the datasets whose reads are of a run, oldest first."""
        known = self.topology.datasets_of(self.topology.biosamples_of_run(run.position))
        positions = sorted({*known, *self.datasets.joined_or_changed()})
        return [
            dataset for dataset in map(self.datasets.at, self.datasets.positions(positions)) if dataset.run_id == run.id
        ]

    def inputs_of(self, biosample_ids: tuple[str, ...]) -> list[DatasetRecord]:
        """Return the FASTQ datasets that an analysis of these biosamples takes."""
        datasets = (dataset for biosample_id in biosample_ids for dataset in self.datasets_of(biosample_id))
        return [dataset for dataset in datasets if dataset.type_id in FASTQ_TYPES and not self.is_excluded(dataset)]

    def biosamples_with_joined_datasets(self) -> list[str]:
        """Return the ids of biosamples that have datasets which the world did not begin with."""
        return [biosample_id for biosample_id in self._joined_datasets if biosample_id]

    def lane_of(self, run: RunRecord, number: int) -> LaneRecord:
        """Return a lane of a run, by its number, from 1."""
        return self.lanes.at(run.position * topology.LANES_PER_RUN + number - 1)

    def lanes_of(self, run: RunRecord) -> list[LaneRecord]:
        """Return the lanes of a run."""
        return [self.lane_of(run, number) for number in range(1, topology.LANES_PER_RUN + 1)]

    def run_named(self, run_id: str) -> RunRecord | None:
        """Return the run of an id, or of a token."""
        position = self.factory.run_tokens.position(run_id)
        return self.runs.get(run_id if position is None else str(ids.RUN + position))

    def session_named(self, session_id: str) -> AppSessionRecord:
        """Return an analysis, even if it is in the trash.

        Raises:
            KeyError: If it is gone for good, or never was.
        """
        session = self.appsessions.get(session_id)
        if session is not None:
            return session
        deleted = {item.appsession.id: item.appsession for item in self.trash.values()}
        return deleted[session_id]

    def sessions_with(self, biosample_id: str) -> list[AppSessionRecord]:
        """Return the analyses that have a biosample among their inputs, oldest first."""
        known = self.sessions_of_biosample(biosample_id)
        sessions = map(self.appsessions.at, self.appsessions.positions(known))
        return [session for session in sessions if biosample_id in session.biosample_ids]

    def sessions_of_biosample(self, biosample_id: str) -> list[int]:
        """Return the positions of analyses that may have a biosample among their inputs, in order."""
        position = ids.biosample(biosample_id)
        known: list[int] = []
        if position is not None and 0 <= position < self.topology.biosamples:
            run, group = position // topology.BIOSAMPLES_PER_RUN, position // topology.BIOSAMPLES_PER_GROUP
            known = [self.topology.session_of_run(run), self.topology.session_of_group(group)]
        return sorted({*known, *self.appsessions.joined_or_changed()})

    def children_of(self, session: AppSessionRecord) -> list[AppSessionRecord]:
        """Return the analyses that a workflow's analysis started; their positions are near its own."""
        near = self.appsessions.positions(range(session.position - topology.SESSIONS_PER_RUN, session.position))
        return [child for child in map(self.appsessions.at, near) if child.parent_id == session.id]

    def outputs_of(self, session: AppSessionRecord) -> list[DatasetRecord]:
        """Return the datasets that an analysis made, oldest first."""
        run, group = self.topology.run_and_group(session.position)
        inputs = self.topology.biosamples_of_run(run) if group is None else self.topology.biosamples_of_group(group)
        known = self.topology.datasets_of(inputs) if 0 <= session.position < self.topology.sessions else range(0)
        joined = (
            position
            for biosample_id in (*session.biosample_ids, "")
            for position in self._joined_datasets.get(biosample_id, ())
        )
        outputs = map(self.datasets.at, self.datasets.positions(sorted({*known, *joined})))
        return [dataset for dataset in outputs if dataset.appsession_id == session.id]
