"""What joins a world after it was made: biosamples, projects, datasets, files and runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from attrs import evolve

from . import ids, topology
from .blobs import UploadedContent
from .content import Text
from .factory import FASTQ
from .lanes import evaluate_lane, lane_metrics
from .records import (
    AppSessionRecord,
    BiosampleRecord,
    DatasetRecord,
    FileOwner,
    FileRecord,
    LaneRecord,
    ProjectRecord,
    RunRecord,
    UploadRecord,
)
from .state import State


class GrowingState(State):
    """A state that records are added to, as a base of `World`."""

    def add_biosample(self, name: str, *, project: str | None = None, front: bool = False) -> BiosampleRecord:
        """Register one more biosample; `front` lists it before all others."""
        position, now = self.biosamples.next_position(front=front), self.now()
        return self.biosamples.join(
            BiosampleRecord(
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
            KeyError: If there is none.
        """
        biosample = self.biosamples.remove(biosample_id)
        for dataset in self.datasets_of(biosample_id):
            self.datasets.remove(dataset.id)
        library = str(ids.LIBRARY + biosample.position)
        if library in self.libraries:
            self.libraries.remove(library)

    def add_project(self, name: str, *, description: str = "") -> ProjectRecord:
        """Make a project of the user's; several may have one name."""
        now = self.now()
        project = ProjectRecord(str(ids.PROJECT + len(self.projects)), name, description, self.user.id, now, now)
        self.projects[project.id] = project
        self._changed()
        return project

    def add_dataset(
        self,
        biosample: BiosampleRecord,
        *,
        session: AppSessionRecord | None = None,
        type_id: str = FASTQ,
        created: datetime | None = None,
        front: bool = False,
        name: str | None = None,
        project: str | None = None,
        files: Mapping[str, bytes | int] | None = None,
    ) -> DatasetRecord:
        r"""Add a dataset of a biosample.

        Args:
            biosample: Biosample that the dataset belongs to.
            session: Analysis that made it; None takes the world's first one.
            type_id: Id of its dataset type.
            created: Time of creation; None for now.
            front: Whether it is listed before all others.
            name: Name; None makes one from the biosample's. Several datasets may have the same name.
            project: Id of its project; None takes the biosample's default project (reference).
            files: All of its files by path, each with its bytes, or with a size in bytes for generated FASTQ. None
                generates files.

        Example:
            ```python
            dataset = simulator.world.add_dataset(biosample, files={"table.csv": b"a,b\n", "logs/out.txt": b""})
            ```
        """
        position, when = self.datasets.next_position(front=front), created or self.now()
        if session is None:
            session = self.appsessions[next(iter(self.appsessions))]
        if front:
            when = min(when, self.datasets.at(self.datasets.slice(0, 1)[0]).created - timedelta(hours=1))
        dataset = DatasetRecord(
            id=self.factory.dataset_ids.of(position),
            position=position,
            name=name or f"{biosample.name}_{'L001' if type_id == FASTQ else f'result-{session.id}'}",
            biosample_id=biosample.id,
            appsession_id=session.id,
            project_id=project or biosample.project_id,
            run_id=session.run_id,
            lane=1,
            type_id=type_id,
            qc_status="Undefined",
            qc_summary="No thresholds were evaluated",
            upload_status="Completed",
            upload_summary="",
            created=when,
            modified=when,
        )
        if files is None:
            self._joined_datasets[biosample.id].append(position)
            return self.datasets.join(dataset)
        self._joined(dataset, ())
        for path, content in files.items():
            directory, _, last = path.rpartition("/")
            self.add_file(dataset, last, content, directory=directory)
        return self.datasets[dataset.id]

    def create_dataset(
        self,
        name: str,
        type_id: str,
        *,
        project: str,
        session: AppSessionRecord | None,
        attributes: Mapping[str, dict[str, object]],
    ) -> DatasetRecord:
        """Create a dataset of no biosample, which waits for its files; in no project if that is empty."""
        position, now = self.datasets.next_position(), self.now()
        session = session or self.appsessions[next(iter(self.appsessions))]
        dataset = DatasetRecord(
            id=self.factory.dataset_ids.of(position),
            position=position,
            name=name,
            biosample_id="",
            appsession_id=session.id,
            project_id=project,
            run_id="",
            lane=1,
            type_id=type_id,
            qc_status="Undefined",
            qc_summary="",
            upload_status="Pending",
            upload_summary="",
            created=now,
            modified=now,
            attributes=attributes,
        )
        return self._joined(dataset, ())

    def copy_dataset(
        self, source: DatasetRecord, name: str | None, project: str, session: AppSessionRecord
    ) -> DatasetRecord:
        """Copy a dataset with its files to a project, as an output of an analysis."""
        position, now = self.datasets.next_position(), self.now()
        copy = evolve(
            source,
            id=self.factory.dataset_ids.of(position),
            position=position,
            name=name or source.name,
            appsession_id=session.id,
            project_id=project,
            created=now,
            modified=now,
        )
        return self._joined(copy, self.files.of_dataset(source))

    def _joined(self, dataset: DatasetRecord, files: Iterable[FileRecord]) -> DatasetRecord:
        self._joined_datasets[dataset.biosample_id].append(dataset.position)
        self.datasets.join(dataset)
        self.files.replace_all(dataset)
        for file in files:
            self.files.add(dataset, file.name, file.content, file.directory)
        return self.datasets[dataset.id]

    def add_file(self, dataset: DatasetRecord, name: str, content: bytes | int, *, directory: str = "") -> FileRecord:
        """Put a file into a dataset: of these bytes, or FASTQ of about so many bytes.

        Example:
            ```python
            file = simulator.world.add_file(dataset, "large.fastq.gz", 5_000_000_000)
            ```
        """
        if isinstance(content, bytes):
            return self.files.add(dataset, name, Text(content), directory)
        return self.files.add(dataset, name, self.files.factory.added_content(dataset, name, content), directory)

    def start_upload(self, owner: FileOwner, path: str, media_type: str) -> UploadRecord:
        """Begin the upload of a file."""
        directory, _, name = path.rpartition("/")
        file = evolve(self.files.new(name, UploadedContent(), directory), media_type=media_type)
        upload = UploadRecord(file, owner)
        self.uploads[file.id] = upload
        dataset = self.datasets.get(owner.id)
        if dataset is not None and dataset.upload_status == "Pending":
            self.datasets.put(evolve(dataset, upload_status="Uploading", modified=self.now()))
        return upload

    def link_dataset(self, dataset: DatasetRecord) -> DatasetRecord:
        """Keep a dataset that has a biosample now, as one of the biosample's."""
        self._joined_datasets[dataset.biosample_id].append(dataset.position)
        return self.datasets.put(dataset)

    def add_uploaded(self, upload: UploadRecord) -> None:
        """Put the file of a completed upload into what it belongs to."""
        self.files.join(upload.owner, upload.file)
        self._changed()

    def upload_run(self, name: str, *, lanes: list[dict[str, float]] | None = None) -> RunRecord:
        """Upload a run, as an instrument does; its lanes are judged by the thresholds of the account (reference).

        Args:
            name: Name of the run.
            lanes: Metrics to override, one dict for each lane, by the names of its fields.
        """
        position, now = self.runs.next_position(), self.now()
        run = evolve(self.factory.run(position), name=name, created=now)
        self.runs.join(run)
        for number in range(topology.LANES_PER_RUN):
            place = self.lanes.next_position()
            given = lanes[number] if lanes and number < len(lanes) else {}
            metrics = {**lane_metrics(self.factory.random("lane", place)), **given}
            lane = LaneRecord(str(ids.LANE + place), place, run.id, number + 1, "QcPassed", metrics, now)
            self.lanes.join(evolve(lane, status=evaluate_lane(lane, self.lane_thresholds.values())))
        return run
