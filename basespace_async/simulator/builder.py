"""A world built by hand, with files of the user's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from attrs import evolve

from ..errors import ConfigurationError
from .world.factory import FASTQ, PLAIN
from .world.records import AppSessionRecord, BiosampleRecord, DatasetRecord, ProjectRecord
from .world.world import World

Files = str | Path | Iterable[str | Path] | Mapping[str, bytes | int | str | Path]
"""A file or folder; or files, each under its name; or by path: bytes, a file, or a size for generated FASTQ."""


class WorldBuilder:
    """A simulated account in which there is what a test puts there.

    Args:
        world: World of a simulator. If it has no biosamples, its projects are removed.

    Example:
        ```python
        world = WorldBuilder(Simulator(biosamples=0).world)
        world.biosample("NA12878", fastqs=["reads/NA12878_S1_L001_R1_001.fastq.gz"])
        ```

    Attributes:
        world: The world, for all that this class does not do.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        if not world.biosamples:
            world.projects.clear()

    def project(self, name: str = "Project") -> ProjectRecord:
        """Return the project of a name; create it if there is none.

        Args:
            name: Its name.

        Example:
            ```python
            world.project("Liver WGS")
            ```
        """
        projects = (project for project in self.world.projects.values() if project.name == name)
        return next(projects, None) or self.world.add_project(name)

    def biosample(self, name: str, *, fastqs: Files = (), project: str = "Project") -> BiosampleRecord:
        r"""Create a biosample, and a dataset of its FASTQ files if there are any.

        Args:
            name: Its name.
            fastqs: The files.
            project: Name of its project, which is created if there is none.

        Raises:
            ConfigurationError: If a content is nothing of what `files` can be.
            OSError: If a file cannot be read.

        Example:
            ```python
            world.biosample("NA12878", fastqs={"NA12878_S1_L001_R1_001.fastq.gz": gzip.compress(b"@r\\nA\\n+\\nF\\n")})
            ```
        """
        contents = _contents(fastqs)
        biosample = self.world.add_biosample(name, project=self.project(project).id)
        if contents:
            self._dataset(f"{name}_L001", contents, FASTQ, biosample, biosample.project_id)
        return biosample

    def dataset(
        self,
        name: str,
        files: Files,
        *,
        biosample: BiosampleRecord | str | None = None,
        project: str = "Project",
        type: str = PLAIN,
    ) -> DatasetRecord:
        r"""Create a dataset.

        Args:
            name: Its name.
            files: Its files.
            biosample: The biosample that it is of, or its name; it is created if there is none.
            project: Name of its project, which is created if there is none.
            type: Id of its type.

        Raises:
            ConfigurationError: If a content is nothing of what `files` can be.
            OSError: If a file cannot be read.

        Example:
            ```python
            world.dataset("Results", {"tables/counts.csv": b"a,b\\n"}, biosample="NA12878")
            ```
        """
        contents = _contents(files)
        if not isinstance(biosample, BiosampleRecord):
            wanted = biosample or name
            found = (each for each in self.world.biosamples.values() if each.name == wanted)
            biosample = next(found, None) or self.biosample(wanted, project=project)
        return self._dataset(name, contents, type, biosample, self.project(project).id)

    def _dataset(
        self, name: str, contents: Mapping[str, bytes | int], type_id: str, biosample: BiosampleRecord, project: str
    ) -> DatasetRecord:
        session = self._analysis(biosample)
        return self.world.add_dataset(
            biosample, session=session, type_id=type_id, name=name, project=project, files=contents
        )

    def _analysis(self, biosample: BiosampleRecord) -> AppSessionRecord:
        """Create an analysis that has ended, for the dataset to be its output."""
        session = self.world.launch([biosample.id])
        now = session.created
        return self.world.appsessions.put(
            evolve(session, execution_status="Complete", started=now, completed=now, modified=now)
        )


def _contents(files: Files) -> dict[str, bytes | int]:
    if isinstance(files, Mapping):
        return {str(path): _content(str(path), content) for path, content in files.items()}
    if isinstance(files, bytes):
        raise ConfigurationError("the files are bytes; give each a path: {path: bytes}")
    contents: dict[str, bytes | int] = {}
    for path in [files] if isinstance(files, str | Path) else files:
        root = Path(path)
        below = sorted(each for each in root.rglob("*") if each.is_file()) if root.is_dir() else [root]
        for file in below:
            contents[file.relative_to(root).as_posix() if root.is_dir() else root.name] = file.read_bytes()
    return contents


def _content(path: str, content: bytes | int | str | Path) -> bytes | int:
    if isinstance(content, bytes | int):
        return content
    if not isinstance(content, str | Path):
        raise ConfigurationError(f"the content of {path} is {content!r}; give bytes, a file on disk, or a size")
    return Path(content).read_bytes()
