"""The plan of an upload of FASTQ files: which files make which datasets of which biosamples."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from attrs import evolve, frozen

from .._util.sample_names import without_read
from ..errors import shown
from .fastq_names import ENDING, READS, FastqProblem, FastqSource, problem_of_biosample, source_of

_UNDETERMINED = "Undetermined"  # what Illumina's programs name the reads of no sample


@frozen
class FastqUploadDataset:
    """A FASTQ dataset to make: the files of a library in a lane.

    Attributes:
        biosample: Name of the biosample.
        library: Name of the library.
        lane: Lane of the flow cell.
        name: Name of the dataset, which ends in the lane.
        files: Its files, in the order of their names.
    """

    biosample: str
    library: str
    lane: int
    name: str
    files: tuple[FastqSource, ...]

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)

    @property
    def is_paired(self) -> bool:
        """Whether there are reads of both ends."""
        return any(file.parsed.read == "R2" for file in self.files)

    def mates(self) -> list[dict[str, FastqSource]]:
        """Return the files by read, `R1` first, those together whose names differ only in the read."""
        together: dict[str, dict[str, FastqSource]] = {}
        for file in sorted(self.files, key=lambda file: READS.index(file.parsed.read)):
            together.setdefault(without_read(file.name), {})[file.parsed.read] = file
        return list(together.values())


@frozen
class FastqUploadPlan:
    """What an upload of FASTQ files will make. Nothing may be sent while it has problems.

    Attributes:
        datasets: The datasets, by biosample, library and lane.
        problems: The rules that files break, each with what to do.
        skipped: Files of folders that are left out, because they hold the reads of no sample (`Undetermined`).

    Example:
        ```python
        plan = plan_fastqs([Path("fastq")])
        for problem in plan.problems:
            print(problem)
        for dataset in plan.datasets:
            print(dataset.biosample, dataset.name, len(dataset.files), dataset.size)
        ```
    """

    datasets: tuple[FastqUploadDataset, ...]
    problems: tuple[FastqProblem, ...] = ()
    skipped: tuple[Path, ...] = ()

    @property
    def biosamples(self) -> tuple[str, ...]:
        """Names of the biosamples."""
        return tuple(dict.fromkeys(dataset.biosample for dataset in self.datasets))

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(dataset.size for dataset in self.datasets)

    def rows(self) -> Iterator[dict[str, str | int | None]]:
        """Yield a row for a table or JSON for each set of files whose names differ only in the read.

        Yields:
            `biosample`, `library`, `lane`, `dataset`, the paths `r1`, `r2`, `i1` and `i2` (None for no file), and
            `size`: the bytes of these files.

        Example:
            ```python
            table = pandas.DataFrame(plan.rows())
            ```
        """
        for dataset in self.datasets:
            for files in dataset.mates():
                paths = {read.lower(): str(files[read].path) if read in files else None for read in READS}
                yield {
                    "biosample": dataset.biosample,
                    "library": dataset.library,
                    "lane": dataset.lane,
                    "dataset": dataset.name,
                    **paths,
                    "size": sum(file.size for file in files.values()),
                }


def plan_fastqs(
    paths: Iterable[str | Path], *, sample: str | None = None, library: str | None = None
) -> FastqUploadPlan:
    """Group FASTQ files into biosamples, libraries and lanes, by their names. Blocking; opens no file.

    A dataset holds the files of one library in one lane, and its name ends in `_L001` (client). The library is called
    like the sample in the names of the files, if `library` does not say otherwise. The dataset is called like that
    sample, too; with a `library`, like the biosample.

    A sample name with an underscore, as in `A_B_S1_L001_R1_001.fastq.gz`, is refused, because BaseSpace parts the
    fields of the name there (client); it is taken if `sample` says the biosample's name.

    Args:
        paths: Files, and folders that are searched for `*.fastq.gz`, also in their subfolders, but not in
            links. Hidden files, and `Undetermined_*` in folders, are left out.
        sample: Name of the biosample of all files. [default: the sample in the name of each file]
        library: Name of the library of all files. [default: the sample in the name of each file]

    Returns:
        A `FastqUploadPlan`, with all that is wrong in `problems`.

    Example:
        ```python
        plan = plan_fastqs([Path("run12/fastq")], library="LP-7")
        for row in plan.rows():
            print(row["biosample"], row["lane"], row["r1"], row["r2"])
        ```
    """
    problems = list(_problems_of_names(sample, library))
    skipped: list[Path] = []
    sources: list[FastqSource] = []
    for path in _distinct(_files_of(map(Path, paths), skipped, problems)):
        source = source_of(path, sample)
        if isinstance(source, FastqSource):
            sources.append(source)
        else:
            problems.append(source)
    datasets = list(_datasets_of(sources, sample, library))
    problems += [*_problems_of_letter_case(datasets), *_problems_of_files(datasets)]
    if not datasets and not problems:
        problems.append(FastqProblem(None, None, "file", "there is no FASTQ file to upload; name files or folders"))
    return FastqUploadPlan(tuple(datasets), tuple(problems), tuple(skipped))


def _problems_of_names(sample: str | None, library: str | None) -> Iterator[FastqProblem]:
    if sample is not None and (message := problem_of_biosample(sample)):
        yield FastqProblem(None, None, "sample-name", message)
    if library is not None and not (library.strip() and library.isprintable()):
        message = f"the name of the library, {shown(library)}, is empty or has control characters; give another"
        yield FastqProblem(None, None, "library-name", message)


def _files_of(paths: Iterable[Path], skipped: list[Path], problems: list[FastqProblem]) -> Iterator[Path]:
    """Yield files, those of folders included."""
    for path in paths:
        if not os.path.isdir(path):
            yield path
            continue
        has_files = False
        for file in _search(path, problems):
            has_files = True
            if file.name.startswith(f"{_UNDETERMINED}_"):
                skipped.append(file)
            else:
                yield file
        if not has_files:
            problems.append(FastqProblem(path, None, "file", f"the folder has no file that ends in {ENDING}"))


def _search(folder: Path, problems: list[FastqProblem]) -> Iterator[Path]:
    def note(error: OSError) -> None:
        message = f"cannot be searched: {error.strerror or error}"
        problems.append(FastqProblem(Path(error.filename or folder), None, "file", message))

    for parent, folders, names in os.walk(folder, onerror=note):
        folders.sort()
        for name in sorted(names):
            if name.endswith(ENDING) and not name.startswith("."):
                yield Path(parent, name)


def _distinct(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield each path once, however it is written."""
    seen: set[str] = set()
    for path in paths:
        absolute = os.path.abspath(path)
        if absolute not in seen:
            seen.add(absolute)
            yield path


def _datasets_of(
    sources: Iterable[FastqSource], sample: str | None, library: str | None
) -> Iterator[FastqUploadDataset]:
    groups: dict[tuple[str, str, int], list[FastqSource]] = {}
    for source in sorted(sources, key=lambda source: (source.name, source.path)):
        parsed = source.parsed
        key = (sample or parsed.sample, library or parsed.sample, parsed.lane or 0)
        groups.setdefault(key, []).append(source)
    for (biosample, name, lane), files in sorted(groups.items()):
        label = name if library is None else biosample
        yield FastqUploadDataset(biosample, name, lane, f"{label}_L{lane:03}", tuple(files))


def _problems_of_letter_case(datasets: list[FastqUploadDataset]) -> Iterator[FastqProblem]:
    """Yield biosamples whose names differ only in upper and lower case: BaseSpace takes them for one (reference)."""
    firsts: dict[str, FastqUploadDataset] = {}
    for dataset in {dataset.biosample: dataset for dataset in reversed(datasets)}.values():
        other = firsts.setdefault(dataset.biosample.casefold(), dataset).biosample
        if other != dataset.biosample:
            message = f"its sample, {dataset.biosample}, is the same as {other} to BaseSpace; rename one of them"
            yield FastqProblem(dataset.files[0].path, None, "sample-name", message)


def _problems_of_files(datasets: list[FastqUploadDataset]) -> Iterator[FastqProblem]:
    paired = {(dataset.biosample, dataset.library) for dataset in datasets if dataset.is_paired}
    for dataset in datasets:
        yield from _duplicates_of(dataset)
        for files in dataset.mates():
            yield from _missing_of(files, is_paired=(dataset.biosample, dataset.library) in paired)


def _duplicates_of(dataset: FastqUploadDataset) -> Iterator[FastqProblem]:
    paths: dict[str, Path] = {}
    for file in dataset.files:
        other = paths.setdefault(file.name, file.path)
        if other is not file.path:
            message = f"has the name of {other}, and one dataset cannot hold both; upload them one after the other"
            yield FastqProblem(file.path, None, "duplicate-name", message)


def _missing_of(files: dict[str, FastqSource], *, is_paired: bool) -> Iterator[FastqProblem]:
    """Yield the files that a file of one set lacks."""
    needed = [read for read in ("R1", "R2") if read == "R1" or is_paired]
    for read in needed:
        if read in files:
            continue
        source = next(iter(files.values()))
        reason = " (other files of its library are paired)" if read == "R2" and "R1" in files else ""
        message = (
            f"comes without {evolve(source.parsed, read=read).standard}, which belongs to it{reason}; give it, too"
        )
        yield FastqProblem(source.path, None, "missing-mate", message)
