"""The files of a world: of datasets, of analyses (their logs) and of runs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import chain

from attrs import evolve

from . import ids
from .blobs import UploadedContent
from .clock import Clock
from .content import TAILS, FileBytes, Text, shared_content
from .factory import INSTRUMENTS
from .file_factory import FileFactory
from .records import AppSessionRecord, DatasetRecord, FileOwner, FileRecord, RunRecord
from .table import RecordTable

_FIRST_ADDED = 14_000_000_000


class WorldFiles(Mapping[str, FileRecord]):
    """All files by id, made when they are asked for."""

    def __init__(
        self,
        factory: FileFactory,
        dataset_ids: ids.DatasetIds,
        datasets: RecordTable[DatasetRecord],
        appsessions: RecordTable[AppSessionRecord],
        runs: RecordTable[RunRecord],
        clock: Clock,
    ) -> None:
        self.factory = factory
        self._dataset_ids = dataset_ids
        self._datasets = datasets
        self._appsessions = appsessions
        self._runs = runs
        self._clock = clock
        self._added: dict[str, FileOwner] = {}
        self._reserved = 0
        self._added_files: dict[str, list[FileRecord]] = defaultdict(list)
        self._replaced: set[str] = set()

    def of_dataset(self, dataset: DatasetRecord) -> tuple[FileRecord, ...]:
        """Return the files of a dataset; none if they were deleted and only its record was kept."""
        if dataset.files_deleted:
            return ()
        generated = () if dataset.id in self._replaced else self.factory.of_dataset(dataset)
        return (*generated, *self._added_files.get(dataset.id, ()))

    def of_session(self, session: AppSessionRecord) -> tuple[FileRecord, ...]:
        """Return the logs of an analysis; none before it has started."""
        if session.started is None or session.files_deleted:
            return ()
        added = self._added_files.get(session.id, ())
        base = ids.LOG_FILE + ids.FILES_EACH * session.position
        out = Text(f"{session.name}\nstarted\n{'ended' if session.completed else 'working'}\n".encode())
        return (
            FileRecord(str(base), "stdout.log", "Logs", session.started, out),
            FileRecord(str(base + 1), "stderr.log", "Logs", session.started, Text(b"")),
            *added,
        )

    def of_run(self, run: RunRecord) -> tuple[FileRecord, ...]:
        """Return the files that an instrument uploaded; of a run that a program uploads, what that has sent."""
        added = self._added_files.get(run.id, ())
        if run.id in self._replaced:
            return tuple(added)
        base = ids.RUN_FILE + ids.FILES_EACH * run.position
        serial = INSTRUMENTS[run.instrument][0]
        contents: tuple[tuple[str, str, FileBytes | Text], ...] = (
            ("RunInfo.xml", "", Text(f'<RunInfo><Run Id="{run.name}" Number="{run.number}"/></RunInfo>\n'.encode())),
            ("RunParameters.xml", "", Text(f"<RunParameters><Serial>{serial}</Serial></RunParameters>\n".encode())),
            ("SampleSheet.csv", "", Text(f"[Header]\nExperiment Name,{run.experiment}\n".encode())),
            ("RTAComplete.txt", "", Text(b"")),
            ("QMetricsOut.bin", "InterOp", Text(run.name.encode() * 40)),
            ("TileMetricsOut.bin", "InterOp", Text(run.flowcell.encode() * 60)),
            ("s.locs", "Data/Intensities", shared_content(run.position % TAILS)),
        )
        generated = (
            FileRecord(str(base + number), name, directory, run.created, content)
            for number, (name, directory, content) in enumerate(contents)
        )
        return (*generated, *added)

    def new(self, name: str, content: FileBytes | Text | UploadedContent, directory: str) -> FileRecord:
        """Make a file that is in nothing yet."""
        self._reserved += 1
        return FileRecord(str(_FIRST_ADDED + self._reserved - 1), name, directory, self._clock.now(), content)

    def add(
        self, dataset: DatasetRecord, name: str, content: FileBytes | Text | UploadedContent, directory: str
    ) -> FileRecord:
        """Put one more file into a dataset."""
        return self.join(dataset, self.new(name, content, directory))

    def join(self, owner: FileOwner, file: FileRecord) -> FileRecord:
        """Put a file into a dataset, an analysis or a run."""
        self._added[file.id] = owner
        self._added_files[owner.id].append(file)
        if isinstance(owner, DatasetRecord):
            self._datasets.put(evolve(self._datasets[owner.id], modified=self._clock.now()))
        return file

    def of(self, owner: FileOwner) -> tuple[FileRecord, ...]:
        """Return the files of a dataset, an analysis or a run."""
        current = self._current(owner)
        if isinstance(current, DatasetRecord):
            return self.of_dataset(current)
        if isinstance(current, AppSessionRecord):
            return self.of_session(current)
        return () if current is None else self.of_run(current)

    def leave(self, owner: FileOwner, file: FileRecord) -> None:
        """Take a file out that was put into a dataset, an analysis or a run."""
        if self._added.pop(file.id, None) is not None:
            self._added_files[owner.id].remove(file)

    def replace_all(self, owner: DatasetRecord | RunRecord) -> None:
        """Leave a dataset or a run with the files only that are put into it from now on."""
        self._replaced.add(owner.id)
        self._added_files.pop(owner.id, None)

    def __getitem__(self, file_id: str) -> FileRecord:
        for file in self._siblings(file_id):
            if file.id == file_id:
                return file
        raise KeyError(file_id)

    def _siblings(self, file_id: str) -> tuple[FileRecord, ...]:
        """Return all files of what the file would belong to."""
        parent = self.parent_of(file_id)
        return () if parent is None else self.of(parent)

    def parent_of(self, file_id: str) -> FileOwner | None:
        """Return what a file is in, or None if that is gone."""
        added = self._added.get(file_id)
        if added is not None:
            return self._current(added)
        number = ids.file(file_id)
        if number is None:
            return None
        owner, position = ids.owner(number)
        if owner == "dataset":
            return self._datasets.get(self._dataset_ids.of(position))
        if owner == "session":
            return self._appsessions.get(str(ids.SESSION + position))
        return self._runs.get(str(ids.RUN + position))

    def _current(self, owner: FileOwner) -> FileOwner | None:
        if isinstance(owner, DatasetRecord):
            return self._datasets.get(owner.id)
        return self._appsessions.get(owner.id) if isinstance(owner, AppSessionRecord) else self._runs.get(owner.id)

    def __iter__(self) -> Iterator[str]:
        of_datasets = map(self.of_dataset, self._datasets.values())
        of_sessions = map(self.of_session, self._appsessions.values())
        of_runs = map(self.of_run, self._runs.values())
        return (file.id for files in chain(of_datasets, of_sessions, of_runs) for file in files)

    def __len__(self) -> int:
        return sum(1 for _ in self)
