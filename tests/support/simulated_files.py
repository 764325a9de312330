"""Files of a test's own in a simulated service, and what was asked of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from attrs import frozen

from basespace_async.simulator import Simulator
from basespace_async.simulator.world.records import DatasetRecord, FileRecord, ProjectRecord

BIOSAMPLE = "104000000"


@frozen
class Placed:
    """A dataset, and where it is."""

    project: ProjectRecord
    dataset: DatasetRecord
    files: dict[str, FileRecord]

    @property
    def path(self) -> str:
        return f"projects/{self.project.name}/{self.dataset.name}"

    def at(self, file: str) -> str:
        return f"{self.path}/{file}"


def place(
    simulator: Simulator,
    files: Mapping[str, bytes | int],
    *,
    project: str | ProjectRecord = "My study",
    dataset: str = "Liver-1_L001",
) -> Placed:
    """Put a dataset of these files into a project."""
    world = simulator.world
    where = world.add_project(project) if isinstance(project, str) else project
    made = world.add_dataset(world.biosamples[BIOSAMPLE], name=dataset, project=where.id, files=files)
    return Placed(where, made, {file.path: file for file in world.files.of_dataset(made)})


def asked(simulator: Simulator) -> dict[str, int]:
    """How often each operation was asked for, `content` for links, and `store` for requests to the object store."""
    counted = {name: count for name, count in simulator.statistics.by_operation.items() if count}
    links = sum(counted.pop(name, 0) for name in list(counted) if name.endswith("/content"))
    stores = sum(served.origin == "store" for served in simulator.statistics.recent)
    return {**counted, **({"content": links} if links else {}), **({"store": stores} if stores else {})}


def forget(simulator: Simulator) -> None:
    """Count from now on."""
    simulator.statistics.by_operation.clear()
    simulator.statistics.recent.clear()


def there(folder: Path) -> dict[str, bytes]:
    """Return the files below a folder, by their paths."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
