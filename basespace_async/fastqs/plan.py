"""The plan of a fetch: which files of which samples, before anything is downloaded."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from attrs import asdict, field, frozen

from ..downloads.paths import safe_name
from ..errors import ConfigurationError, DownloadError

_VERSION = 1
_READ = re.compile("[RI][1-4]")


@frozen
class FastqCollection:
    """The project or run that FASTQ files are taken from.

    Attributes:
        kind: `project` or `run`.
        id: Its id.
        name: Its name.
    """

    kind: str
    id: str
    name: str


@frozen
class FastqFile:
    """A FASTQ file of a sample.

    Attributes:
        id: Id of the file.
        name: Its name.
        size: Size in bytes.
        etag: Its ETag, or "".
        read: `R1`, `R2`, `I1`, ...
        lane: Lane of the flow cell; None if the names do not say.
        part: Number of the part of a lane's reads, usually 1.
        dataset: Id of its dataset.
        record: The `File` from the list; None if the plan was loaded. Its link is a secret.
    """

    id: str
    name: str
    size: int
    etag: str
    read: str
    lane: int | None
    part: int
    dataset: str
    record: Any = field(default=None, repr=False, eq=False)


@frozen
class FastqSample:
    """A sample, and its FASTQ files.

    Attributes:
        name: Name of the sample.
        files: Its files, in the order in which their bytes follow each other: by read, lane and age of the dataset.
        datasets: Names of its datasets by id.
        warnings: What a person should know, such as that a lane is there twice.
    """

    name: str
    files: tuple[FastqFile, ...]
    datasets: dict[str, str]
    warnings: tuple[str, ...] = ()

    @property
    def reads(self) -> dict[str, tuple[FastqFile, ...]]:
        """Files by read, `R1` first."""
        names = sorted({file.read for file in self.files}, key=lambda read: (read[0] != "R", read))
        return {name: tuple(file for file in self.files if file.read == name) for name in names}

    @property
    def is_paired(self) -> bool:
        """Whether there are reads of both ends."""
        return "R2" in self.reads

    @property
    def lanes(self) -> tuple[int, ...]:
        """Lanes that the names say."""
        return tuple(sorted({file.lane for file in self.files if file.lane is not None}))

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)


@frozen
class MissingSample:
    """A sample that was asked for and cannot be fetched.

    Attributes:
        name: What was asked for.
        reason: Why it cannot be fetched.
        nearest: Names of samples that are like it.
    """

    name: str
    reason: str
    nearest: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.reason}; similar names: {', '.join(self.nearest)}" if self.nearest else self.reason


@frozen
class FastqOutput:
    """A file to write.

    Attributes:
        sample: Name of the sample.
        read: `R1`, `R2`, `I1`, ...
        path: Path below the target folder.
        files: Files whose bytes follow each other in it.
    """

    sample: str
    read: str
    path: str
    files: tuple[FastqFile, ...]

    @property
    def size(self) -> int:
        """Size in bytes."""
        return sum(file.size for file in self.files)


@frozen
class FastqPlan:
    """What a fetch will do. It can be looked at, saved, and fetched later.

    Attributes:
        collection: Where the files are.
        samples: The samples that can be fetched.
        missing: The samples that cannot, and why.

    Example:
        ```python
        plan = await basespace.fastqs.find(["NA12878"], collection="Batch 7")
        for sample in plan.samples:
            print(sample.name, sample.lanes, "paired" if sample.is_paired else "single", sample.size)
        plan.save("plan.json")
        ```
    """

    collection: FastqCollection
    samples: tuple[FastqSample, ...]
    missing: tuple[MissingSample, ...] = ()

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(sample.size for sample in self.samples)

    def outputs(self, *, keep_lanes: bool = False) -> Iterator[FastqOutput]:
        """Yield the files to write.

        Args:
            keep_lanes: Write a file for each lane instead of one for all.

        Yields:
            The file of each read of each sample: `{sample}_R1.fastq.gz`, or `{sample}_L001_R1_001.fastq.gz` of a lane;
            the last number tells files of the same lane apart.

        Example:
            ```python
            for output in plan.outputs():
                print(output.path, output.size)
            ```
        """
        for sample in self.samples:
            name = safe_name(sample.name)
            for read, files in sample.reads.items():
                if not keep_lanes:
                    yield FastqOutput(sample.name, read, f"{name}_{read}.fastq.gz", files)
                    continue
                counts: dict[int | None, int] = {}
                for file in files:
                    number = counts[file.lane] = counts.get(file.lane, 0) + 1
                    lane = "" if file.lane is None else f"_L{file.lane:03}"
                    yield FastqOutput(sample.name, read, f"{name}{lane}_{read}_{number:03}.fastq.gz", (file,))

    def save(self, path: str | Path) -> None:
        """Write the plan to a JSON file, without links. Blocking.

        Args:
            path: The file.

        Raises:
            DownloadError: If it cannot be written.

        Example:
            ```python
            plan.save("plan.json")
            ```
        """
        plan = asdict(self, filter=lambda attribute, _: attribute.name != "record")
        text = json.dumps({"version": _VERSION, **plan}, indent=1) + "\n"
        try:
            Path(path).write_text(text, encoding="utf-8")
        except OSError as error:
            raise DownloadError(f"cannot write {path}: {error.strerror or error}") from error

    @classmethod
    def load(cls, path: str | Path) -> FastqPlan:
        """Read a plan that was saved. Blocking.

        Args:
            path: The file.

        Raises:
            ConfigurationError: If the file is not a plan.

        Example:
            ```python
            plan = FastqPlan.load("plan.json")
            report = await basespace.fastqs.fetch(plan, to="fastq")
            ```
        """
        import cattrs

        try:
            plan: Any = json.loads(Path(path).read_text(encoding="utf-8"))
            if plan["version"] != _VERSION:
                raise ConfigurationError(f"{path} is a plan of another version of this package; make it again")
            converter = cattrs.Converter(prefer_attrib_converters=True, detailed_validation=False)
            loaded = converter.structure(plan, cls)
            loaded._check()
        except (ValueError, TypeError, KeyError, OSError) as error:
            raise ConfigurationError(f"{path} is not a plan of FASTQ files: {error}") from error
        else:
            return loaded

    def _check(self) -> None:
        """Refuse a plan that was edited to something that cannot be fetched, or would lose or double reads.

        Raises:
            ValueError: If it makes no sense.
        """
        if len({sample.name for sample in self.samples}) < len(self.samples):
            raise ValueError("two of its samples have the same name")
        for sample in self.samples:
            if not sample.files or len({file.id for file in sample.files}) < len(sample.files):
                raise ValueError(f"the sample {sample.name!r} has no file, or one twice")
            for file in sample.files:
                is_whole = file.size >= 0 and (file.lane or 0) >= 0 and file.record is None
                if not is_whole or not _READ.fullmatch(file.read):
                    raise ValueError(f"the size, lane or read of the file {file.id!r} makes no sense")
