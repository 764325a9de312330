"""A seeded BaseSpace: the same seed and size give the same world, on any machine."""

from __future__ import annotations

import heapq
from datetime import datetime, timedelta

from attrs import evolve

from . import ids
from .additions import GrowingState
from .clock import Clock
from .factory import FASTQ, FASTQ_GENERATION, PLAIN
from .records import (
    AppSessionRecord,
    PropertyRecord,
)

QUEUED_FOR = timedelta(minutes=5)
"""How long an analysis is pending before it runs."""
STARTING = ("Pending", "PendingExecution", "Initializing")


class World(GrowingState):
    """Everything that the simulator knows, and how time changes it.

    Collections are mappings by id. Records do not change in place: a change puts another record.

    Args:
        biosamples: Number of biosamples, from 0 to 1,000,000; everything else follows from it. Records are generated
            when they are first used, so that a large world begins as fast as a small one.
        seed: Seed of all random choices.
        file_size: Approximate bytes of each FASTQ file, from 0 to many gigabytes; None gives small files of several
            sizes.
        clock: Time in the world; None follows the wall clock.

    Raises:
        ConfigurationError: If the size is out of range.

    Example:
        >>> World(biosamples=2, seed=1).biosamples["104000000"] == World(biosamples=2, seed=1).biosamples["104000000"]
        True
    """

    def __init__(
        self, *, biosamples: int = 2000, seed: int = 1, file_size: int | None = None, clock: Clock | None = None
    ) -> None:
        super().__init__(biosamples=biosamples, seed=seed, file_size=file_size, clock=clock or Clock())
        self._due: list[tuple[datetime, str]] = []
        for group in self.topology.active_groups:
            self.schedule(self.appsessions.at(self.topology.session_of_group(group)), self.clock.start)

    def schedule(self, session: AppSessionRecord, since: datetime) -> None:
        """Schedule the next change of an active analysis, counted from `since`."""
        wait = QUEUED_FOR if session.execution_status in STARTING else session.remaining
        heapq.heappush(self._due, (since + wait, session.id))

    def active_sessions(self) -> list[str]:
        """Return the ids of active analyses, those that change next first."""
        return list(dict.fromkeys(session_id for _, session_id in sorted(self._due)))

    def settle(self) -> None:
        """Apply every change that is due by now."""
        now = self.now()
        while self._due and self._due[0][0] <= now:
            when, session_id = heapq.heappop(self._due)
            if session_id in self.appsessions:
                self._go_on(self.appsessions[session_id], when)

    def _go_on(self, session: AppSessionRecord, when: datetime) -> None:
        if session.execution_status in STARTING:
            running = evolve(session, execution_status="Running", started=when, modified=when)
            self.schedule(self.appsessions.put(running), when)
        elif session.execution_status == "Running":
            self._complete(session, when)

    def _complete(self, session: AppSessionRecord, when: datetime) -> None:
        summary = "Application completed successfully"
        self.appsessions.put(
            evolve(session, execution_status="Complete", summary=summary, completed=when, modified=when)
        )
        type_id = FASTQ if session.application_id == FASTQ_GENERATION else PLAIN
        chosen = session.written.get("Input.project-id")  # of a launch, whose outputs are kept there
        project = chosen.values[0] if chosen is not None and chosen.type == "project" else None
        for biosample_id in session.biosample_ids:
            biosample = self.biosamples.get(biosample_id)
            if biosample is not None:
                self.add_dataset(biosample, session=session, type_id=type_id, created=when, project=project)

    def launch(
        self, biosamples: list[str], *, application: str = "3747400", duration: timedelta = timedelta(hours=1)
    ) -> AppSessionRecord:
        """Start an analysis of biosamples, as a person does in the browser; it is pending at first.

        Datasets of failed pools are not among its inputs (reference).

        Raises:
            KeyError: If there is no such biosample or application.

        Example:
            ```python
            session = simulator.world.launch([biosample.id], duration=timedelta(minutes=10))
            simulator.clock.advance(minutes=20)
            ```
        """
        chosen = [self.biosamples[biosample_id] for biosample_id in biosamples]
        app, now = self.applications[application], self.now()
        position = self.appsessions.next_position()
        inputs = self.inputs_of(tuple(biosample.id for biosample in chosen))
        taken = PropertyRecord("Input.Datasets", "dataset[]", values=tuple(dataset.id for dataset in inputs))
        session = AppSessionRecord(
            id=str(ids.SESSION + position),
            position=position,
            name=f"{app.name} {now:%Y-%m-%d %H:%M:%S}Z",
            application_id=app.id,
            run_id=inputs[0].run_id if inputs else next(iter(self.runs), ""),
            biosample_ids=tuple(biosample.id for biosample in chosen),
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
