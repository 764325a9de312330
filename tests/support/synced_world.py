"""A project of a simulated service whose files a test adds, changes and removes; and what a sync should make of it."""

from __future__ import annotations

from basespace_async.downloads.paths import folder_name
from basespace_async.simulator import Simulator
from basespace_async.simulator.world.records import DatasetRecord


class SyncedWorld:
    """A project with datasets."""

    def __init__(self, simulator: Simulator, names: tuple[str, ...] = ("a", "b")) -> None:
        self.simulator = simulator
        world = simulator.world
        self.project = world.add_project("Synced").id
        biosample = next(iter(world.biosamples.values()))
        self.files: dict[str, dict[str, bytes]] = {name: {} for name in names}
        self.datasets: dict[str, DatasetRecord] = {
            name: world.add_dataset(biosample, name=name, project=self.project) for name in self.files
        }
        for name in self.files:
            self._write(name)

    def put(self, dataset: str, path: str, content: bytes) -> None:
        self.files[dataset][path] = content
        self._write(dataset)

    def remove(self, dataset: str, path: str) -> None:
        del self.files[dataset][path]
        self._write(dataset)

    def path(self, dataset: str, path: str) -> str:
        """Path of a file below the target in the layout of the service."""
        record = self.datasets[dataset]
        return f"{folder_name(record.name, record.id)}/{path}"

    def expected(self) -> dict[str, bytes]:
        return {
            self.path(dataset, path): content
            for dataset, files in self.files.items()
            for path, content in files.items()
        }

    def _write(self, dataset: str) -> None:
        """Give the dataset its files anew, each with another id."""
        world = self.simulator.world
        world.files.replace_all(self.datasets[dataset])
        for path, content in self.files[dataset].items():
            folder, _, name = path.rpartition("/")
            world.add_file(world.datasets[self.datasets[dataset].id], name, content, directory=folder)
