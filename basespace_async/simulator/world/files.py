"""The files of a world: of datasets, of analyses (their logs) and of runs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import TYPE_CHECKING

from attrs import evolve

from . import ids
from .content import TAILS, FileBytes, Text, shared_content
from .factory import INSTRUMENTS
from .records import AppSession, Dataset, File, Run

if TYPE_CHECKING:
    from .state import State

_FIRST_ADDED = 14_000_000_000


class WorldFiles(Mapping[str, File]):
    """All files by id, made when they are asked for."""

    def __init__(self, world: State) -> None:
        self._world = world
        self._added: dict[str, str] = {}
        self._beside_made_up: dict[str, list[File]] = defaultdict(list)
        self._without_made_up: set[str] = set()

    def of_dataset(self, dataset: Dataset) -> tuple[File, ...]:
        """The files of a dataset; none where they were deleted and only its record was kept."""
        if dataset.files_deleted:
            return ()
        made = () if dataset.id in self._without_made_up else self._world.population.files(dataset)
        return (*made, *self._beside_made_up.get(dataset.id, ()))

    def of_session(self, session: AppSession) -> tuple[File, ...]:
        """The logs of an analysis: none before it has started."""
        if session.started is None or session.files_deleted:
            return ()
        base = ids.LOG_FILE + ids.FILES_EACH * session.position
        out = Text(f"{session.name}\nstarted\n{'ended' if session.completed else 'working'}\n".encode())
        return (
            File(str(base), "stdout.log", "Logs", session.started, out),
            File(str(base + 1), "stderr.log", "Logs", session.started, Text(b"")),
        )

    def of_run(self, run: Run) -> tuple[File, ...]:
        """The files that an instrument uploaded."""
        base = ids.RUN_FILE + ids.FILES_EACH * run.position
        serial = INSTRUMENTS[run.instrument][0]
        made: tuple[tuple[str, str, FileBytes | Text], ...] = (
            ("RunInfo.xml", "", Text(f'<RunInfo><Run Id="{run.name}" Number="{run.number}"/></RunInfo>\n'.encode())),
            ("RunParameters.xml", "", Text(f"<RunParameters><Serial>{serial}</Serial></RunParameters>\n".encode())),
            ("SampleSheet.csv", "", Text(f"[Header]\nExperiment Name,{run.experiment}\n".encode())),
            ("RTAComplete.txt", "", Text(b"")),
            ("QMetricsOut.bin", "InterOp", Text(run.name.encode() * 40)),
            ("TileMetricsOut.bin", "InterOp", Text(run.flowcell.encode() * 60)),
            ("s.locs", "Data/Intensities", shared_content(run.position % TAILS)),
        )
        return tuple(
            File(str(base + number), name, directory, run.created, content)
            for number, (name, directory, content) in enumerate(made)
        )

    def add(self, dataset: Dataset, name: str, content: FileBytes | Text, directory: str) -> File:
        """Put one more file into a dataset."""
        file = File(str(_FIRST_ADDED + len(self._added)), name, directory, self._world.now(), content)
        self._added[file.id] = dataset.id
        self._beside_made_up[dataset.id].append(file)
        self._world.datasets.put(evolve(dataset, modified=file.created))
        return file

    def replace_all(self, dataset: Dataset) -> None:
        """Leave a dataset with the files only that are put into it from now on."""
        self._without_made_up.add(dataset.id)
        self._beside_made_up.pop(dataset.id, None)

    def __getitem__(self, file_id: str) -> File:
        for file in self._beside(file_id):
            if file.id == file_id:
                return file
        raise KeyError(file_id)

    def _beside(self, file_id: str) -> tuple[File, ...]:
        """The files that a file of this id would be among."""
        world = self._world
        if file_id in self._added:
            owner = self._added[file_id]
            return self.of_dataset(world.datasets[owner]) if owner in world.datasets else ()
        number = ids.file(file_id)
        if number is None:
            return ()
        kind, position = ids.owner(number)
        if kind == "dataset":
            found = world.population.dataset_ids.of(position)
            return self.of_dataset(world.datasets[found]) if found in world.datasets else ()
        if kind == "session":
            found = str(ids.SESSION + position)
            return self.of_session(world.appsessions[found]) if found in world.appsessions else ()
        found = str(ids.RUN + position)
        return self.of_run(world.runs[found]) if found in world.runs else ()

    def __iter__(self) -> Iterator[str]:
        world = self._world
        of_datasets = (self.of_dataset(dataset) for dataset in world.datasets.values())
        of_sessions = (self.of_session(session) for session in world.appsessions.values())
        of_runs = (self.of_run(run) for run in world.runs.values())
        return (file.id for files in chain(of_datasets, of_sessions, of_runs) for file in files)

    def __len__(self) -> int:
        return sum(1 for _ in self)
