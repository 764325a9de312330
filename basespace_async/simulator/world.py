"""A seeded BaseSpace: the same seed and size give the same world, on any machine."""

from __future__ import annotations

import heapq
from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from attrs import evolve

from ..errors import ConfigurationError
from . import catalogue, ids, layout
from .clock import Clock
from .content import Content, Text
from .files import Files
from .lane_qc import judged
from .layout import Layout
from .population import FASTQ, FASTQ_GENERATION, PLAIN, Population, lane_metrics
from .records import (
    AppSession,
    Biosample,
    Comment,
    Dataset,
    File,
    LabRequeue,
    Lane,
    Library,
    Pool,
    PrepRequest,
    Project,
    Property,
    Run,
    Setting,
    Threshold,
    TrashItem,
)
from .table import Table

MOST_BIOSAMPLES = 1_000_000
QUEUED_FOR = timedelta(minutes=5)
"""How long an analysis is pending before it runs."""
STARTING = ("Pending", "PendingExecution", "Initializing")


class World:
    """Everything that the simulator knows, and how time changes it.

    Collections are mappings by id. Records do not change in place: a change puts another record.

    Args:
        biosamples: how many, from 0 to 1,000,000; everything else follows from it. Records are made when they are
            asked for, so that a large world begins as fast as a small one.
        seed: another seed, another world.
        file_size: bytes of each FASTQ file, about, from none to many gigabytes; None gives small files of several
            sizes.
        clock: the time in the world; goes with the wall clock where it is not given.

    Raises:
        ConfigurationError: the size is out of range.

    Example:
        >>> World(biosamples=2, seed=1).biosamples["104000000"] == World(biosamples=2, seed=1).biosamples["104000000"]
        True
    """

    def __init__(
        self, *, biosamples: int = 2000, seed: int = 1, file_size: int | None = None, clock: Clock | None = None
    ) -> None:
        if not 0 <= biosamples <= MOST_BIOSAMPLES:
            raise ConfigurationError(f"a world of {biosamples} biosamples cannot be; give 0 to {MOST_BIOSAMPLES:,}")
        if file_size is not None and file_size < 0:
            raise ConfigurationError(f"file_size is {file_size} bytes; give 0 or more, or None for small files")
        self.clock = clock or Clock()
        self.version = 0
        self.layout = arrangement = Layout(biosamples)
        self.user, self.colleague = catalogue.ME, catalogue.COLLEAGUE
        self.users = {user.id: user for user in (self.user, self.colleague)}
        self.workgroups = {group.id: group for group in catalogue.WORKGROUPS}
        self.population = made = Population(arrangement, seed, file_size, (self.user.id, self.colleague.id))
        self.projects: dict[str, Project] = {each.id: each for each in map(made.project, range(arrangement.projects))}
        size, changed = biosamples, self._changed
        self.biosamples: Table[Biosample] = Table(size, made.biosample, ids.biosample, changed)
        self.libraries: Table[Library] = Table(size, made.library, ids.library, changed)
        self.pools: Table[Pool] = Table(arrangement.pools, made.pool, ids.pool, changed)
        self.runs: Table[Run] = Table(arrangement.runs, made.run, ids.run, changed)
        self.lanes: Table[Lane] = Table(arrangement.lanes, made.lane, ids.lane, changed)
        self.appsessions: Table[AppSession] = Table(arrangement.sessions, made.session, ids.session, changed)
        self.datasets: Table[Dataset] = Table(arrangement.datasets, made.dataset, made.dataset_ids.position, changed)
        self.files = Files(self)
        self.applications = {each.id: each for each in catalogue.APPLICATIONS}
        self.types = {kind.id: kind for kind in catalogue.DATASET_TYPES}
        self.settings: dict[str, Setting] = {setting.name: setting for setting in catalogue.SETTINGS}
        self.requeues: dict[str, LabRequeue] = {}
        self.trash: dict[str, TrashItem] = {}
        self.comments: dict[str, list[Comment]] = defaultdict(list)
        self.lane_thresholds: dict[tuple[str, str], Threshold] = {}
        self.thresholds: dict[str, dict[tuple[str, str], Threshold]] = defaultdict(dict)
        self.dependencies: dict[str, tuple[str, list[Any]]] = {}
        self._joined_datasets: dict[str, list[int]] = defaultdict(list)
        self._due: list[tuple[datetime, str]] = []
        self._numbers: dict[str, int] = defaultdict(int)
        for group in arrangement.active_groups:
            self.schedule(self.appsessions.at(arrangement.session_of_group(group)), self.clock.start)

    def _changed(self) -> None:
        self.version += 1

    def now(self) -> datetime:
        """The present in the world."""
        return self.clock.now()

    def number(self, kind: str) -> int:
        """The next number for something of a kind, from 1."""
        self._numbers[kind] += 1
        return self._numbers[kind]

    # What belongs to what.

    def prep_request(self, prep_request_id: str) -> PrepRequest | None:
        """A prep request, of which each biosample that the world begins with has one."""
        position = ids.prep_request(prep_request_id)
        if position is None or not 0 <= position < self.layout.biosamples:
            return None
        return self.population.prep_request(position)

    def pool_of(self, dataset: Dataset) -> Pool | None:
        """The pool that a dataset's library was sequenced in, by the biosample's place in the run."""
        position = ids.biosample(dataset.biosample_id)
        if position is None or not 0 <= position < self.layout.biosamples:
            return None
        return self.pools.at(position // layout.BIOSAMPLES_PER_POOL)

    def datasets_of(self, biosample_id: str) -> list[Dataset]:
        """The datasets of a biosample, oldest first."""
        position = ids.biosample(biosample_id)
        known = range(0)
        if position is not None and 0 <= position < self.layout.biosamples:
            known = self.layout.datasets_of(range(position, position + 1))
        joined = self._joined_datasets.get(biosample_id, [])
        return [self.datasets.at(each) for each in self.datasets.positions([*known, *joined])]

    def is_excluded(self, dataset: Dataset) -> bool:
        """Whether an analysis leaves a dataset out: its pool failed, or its own QC did."""
        if dataset.type_id != FASTQ:
            return False
        pool = self.pool_of(dataset)
        return dataset.qc_status == "QcFailed" or (pool is not None and pool.status in ("Failed", "QCFailed"))

    def inputs_of(self, biosample_ids: tuple[str, ...]) -> list[Dataset]:
        """The FASTQ datasets that an analysis of these biosamples takes."""
        datasets = (dataset for each in biosample_ids for dataset in self.datasets_of(each))
        return [each for each in datasets if each.type_id == FASTQ and not self.is_excluded(each)]

    def biosamples_with_joined_datasets(self) -> list[str]:
        """Ids of biosamples that have datasets which the world did not begin with."""
        return list(self._joined_datasets)

    def lane_of(self, run: Run, number: int) -> Lane:
        """A lane of a run, by its number, from 1."""
        return self.lanes.at(run.position * layout.LANES_PER_RUN + number - 1)

    def session_named(self, session_id: str) -> AppSession:
        """An analysis, also where it is in the trash.

        Raises:
            KeyError: it is gone for good, or never was.
        """
        found = self.appsessions.get(session_id)
        if found is not None:
            return found
        deleted = {item.appsession.id: item.appsession for item in self.trash.values()}
        return deleted[session_id]

    def sessions_with(self, biosample_id: str) -> list[AppSession]:
        """The analyses that have a biosample among their inputs, oldest first."""
        known = self.sessions_of_biosample(biosample_id)
        found = map(self.appsessions.at, self.appsessions.positions(known))
        return [session for session in found if biosample_id in session.biosample_ids]

    def sessions_of_biosample(self, biosample_id: str) -> list[int]:
        """Positions of analyses that may have a biosample among their inputs, in order."""
        position = ids.biosample(biosample_id)
        known: list[int] = []
        if position is not None and 0 <= position < self.layout.biosamples:
            run, group = position // layout.BIOSAMPLES_PER_RUN, position // layout.BIOSAMPLES_PER_GROUP
            known = [self.layout.session_of_run(run), self.layout.session_of_group(group)]
        return sorted({*known, *self.appsessions.joined_or_changed()})

    def children_of(self, session: AppSession) -> list[AppSession]:
        """The analyses that an analysis of a workflow started; they are near it."""
        near = self.appsessions.positions(range(session.position - layout.SESSIONS_PER_RUN, session.position))
        return [each for each in map(self.appsessions.at, near) if each.parent_id == session.id]

    def outputs_of(self, session: AppSession) -> list[Dataset]:
        """The datasets that an analysis made, oldest first."""
        run, group = self.layout.run_and_group(session.position)
        inputs = self.layout.biosamples_of_run(run) if group is None else self.layout.biosamples_of_group(group)
        known = self.layout.datasets_of(inputs) if 0 <= session.position < self.layout.sessions else range(0)
        joined = (position for each in session.biosample_ids for position in self._joined_datasets.get(each, ()))
        made = map(self.datasets.at, self.datasets.positions(sorted({*known, *joined})))
        return [dataset for dataset in made if dataset.appsession_id == session.id]

    # What happens without a request, or is done by other parts of the service.

    def schedule(self, session: AppSession, since: datetime) -> None:
        """Let an analysis that is active go on by itself from `since`."""
        wait = QUEUED_FOR if session.execution_status in STARTING else session.remaining
        heapq.heappush(self._due, (since + wait, session.id))

    def active_sessions(self) -> list[str]:
        """Ids of analyses that go on by themselves, those that go on next first."""
        return list(dict.fromkeys(session_id for _, session_id in sorted(self._due)))

    def settle(self) -> None:
        """Let everything happen that is due by now."""
        now = self.now()
        while self._due and self._due[0][0] <= now:
            when, session_id = heapq.heappop(self._due)
            if session_id in self.appsessions:
                self._go_on(self.appsessions[session_id], when)

    def _go_on(self, session: AppSession, when: datetime) -> None:
        if session.execution_status in STARTING:
            running = evolve(session, execution_status="Running", started=when, modified=when)
            self.schedule(self.appsessions.put(running), when)
        elif session.execution_status == "Running":
            self._complete(session, when)

    def _complete(self, session: AppSession, when: datetime) -> None:
        summary = "Application completed successfully"
        self.appsessions.put(
            evolve(session, execution_status="Complete", summary=summary, completed=when, modified=when)
        )
        type_id = FASTQ if session.application_id == FASTQ_GENERATION else PLAIN
        for biosample_id in session.biosample_ids:
            biosample = self.biosamples.get(biosample_id)
            if biosample is not None and biosample.status != "Canceled":
                self.add_dataset(biosample, session=session, type_id=type_id, created=when)

    def launch(
        self, biosamples: list[str], *, application: str = "3747400", duration: timedelta = timedelta(hours=1)
    ) -> AppSession:
        """Start an analysis of biosamples, as a person does in the browser; it is pending at first.

        Datasets of failed pools are not among its inputs (reference).

        Raises:
            KeyError: there is no such biosample or application.
        """
        chosen = [self.biosamples[each] for each in biosamples]
        app, now = self.applications[application], self.now()
        position = self.appsessions.next_position()
        inputs = self.inputs_of(tuple(each.id for each in chosen))
        taken = Property("Input.Datasets", "dataset[]", values=tuple(each.id for each in inputs))
        session = AppSession(
            id=str(ids.SESSION + position),
            position=position,
            name=f"{app.name} {now:%Y-%m-%d %H:%M:%S}Z",
            application_id=app.id,
            run_id=inputs[0].run_id if inputs else next(iter(self.runs), ""),
            biosample_ids=tuple(each.id for each in chosen),
            project_id=chosen[0].project_id if chosen else next(iter(self.projects)),
            parent_id=None,
            execution_status="Pending",
            qc_status="Undefined",
            delivery_status="None",
            summary="",
            created=now,
            modified=now,
            started=None,
            completed=None,
            remaining=duration,
            written={taken.name: taken},
        )
        self.schedule(self.appsessions.join(session), now)
        return session

    def add_biosample(self, name: str, *, project: str | None = None, front: bool = False) -> Biosample:
        """Register one more biosample; `front` lists it before all others."""
        position, now = self.biosamples.next_position(front=front), self.now()
        return self.biosamples.join(
            Biosample(
                id=str(ids.BIOSAMPLE + position),
                position=position,
                name=name,
                project_id=project or next(iter(self.projects)),
                status="New",
                lab_status="SampleMissing",
                created=now,
                modified=now,
                container="",
                container_position="",
            )
        )

    def remove_biosample(self, biosample_id: str) -> None:
        """Remove a biosample with its library and its datasets, for good.

        Raises:
            KeyError: there is none.
        """
        biosample = self.biosamples.remove(biosample_id)
        for dataset in self.datasets_of(biosample_id):
            self.datasets.remove(dataset.id)
        library = str(ids.LIBRARY + biosample.position)
        if library in self.libraries:
            self.libraries.remove(library)

    def add_dataset(
        self,
        biosample: Biosample,
        *,
        session: AppSession | None = None,
        type_id: str = FASTQ,
        created: datetime | None = None,
        front: bool = False,
    ) -> Dataset:
        """Add a dataset of a biosample to the biosample's default project (reference), where new ones go."""
        position, when = self.datasets.next_position(front=front), created or self.now()
        if session is None:
            session = self.appsessions[next(iter(self.appsessions))]
        if front:
            when = min(when, self.datasets.at(self.datasets.slice(0, 1)[0]).created - timedelta(hours=1))
        dataset = Dataset(
            id=self.population.dataset_ids.of(position),
            position=position,
            name=f"{biosample.name}_{'L001' if type_id == FASTQ else f'result-{session.id}'}",
            biosample_id=biosample.id,
            appsession_id=session.id,
            project_id=biosample.project_id,
            run_id=session.run_id,
            lane=1,
            type_id=type_id,
            qc_status="Undefined",
            qc_summary="No thresholds were evaluated",
            upload_status="Complete",
            upload_summary="",
            created=when,
            modified=when,
        )
        self._joined_datasets[biosample.id].append(position)
        return self.datasets.join(dataset)

    def add_file(self, dataset: Dataset, name: str, content: bytes | int, *, directory: str = "") -> File:
        """Put a file into a dataset: of these bytes, or FASTQ of about so many bytes.

        Example:
            file = simulator.world.add_file(dataset, "large.fastq.gz", 5_000_000_000)
        """
        made = Text(content) if isinstance(content, bytes) else Content.of_size(len(self.applications), content)
        return self.files.add(dataset, name, made, directory)

    def upload_run(self, name: str, *, lanes: list[dict[str, float]] | None = None) -> Run:
        """Upload a run, as an instrument does; its lanes are judged by the thresholds of the account (reference).

        Args:
            name: of the run.
            lanes: metrics to overrule, by the names of the lane's fields, one dict a lane.
        """
        position, now = self.runs.next_position(), self.now()
        run = evolve(self.population.run(position), name=name, created=now)
        self.runs.join(run)
        for number in range(layout.LANES_PER_RUN):
            place = self.lanes.next_position()
            given = lanes[number] if lanes and number < len(lanes) else {}
            metrics = {**lane_metrics(self.population.draws("lane", place)), **given}
            lane = Lane(str(ids.LANE + place), place, run.id, number + 1, "QcPassed", metrics, now)
            self.lanes.join(evolve(lane, status=judged(lane, self.lane_thresholds.values())))
        return run
