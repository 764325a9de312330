"""Fetch what a plan says: a file for each read of each sample."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import AsyncGenerator, Iterable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import Factory, define, frozen

from basespace_openapi import models as generated

from .._util.tasks import in_thread
from ..downloads.job import DownloadItem, FailedListing, download
from ..downloads.options import DownloadSettings
from ..downloads.paths import safe_name
from ..downloads.report import DownloadedFile, DownloadReport
from ..errors import BaseSpaceError, DownloadError, IncompleteDownloadError, shown
from ..resources._batch import for_each_id
from .plan import FastqFile, FastqOutput, FastqPlan

if TYPE_CHECKING:
    from .._core.requester import Requester

_SLICE = 1 << 24  # bytes of text that are counted in one call
_LINES_OF_A_READ = 4
_COUNTED = 4  # files in parallel


@frozen
class FetchedSample:
    """A sample whose files are all on disk.

    Attributes:
        name: Name of the sample.
        files: Its files by read, in order.
        reads: Reads in each of R1 and R2, if they were counted.
    """

    name: str
    files: dict[str, tuple[Path, ...]]
    reads: int | None = None


@define
class FastqReport(DownloadReport):
    """The result of fetching the FASTQ files of samples.

    Attributes:
        samples: Samples whose files are all on disk.

    Example:
        ```python
        report = await basespace.fastqs.fetch(["NA12878"], collection="Batch 7", to="fastq")
        for sample in report.samples:
            print(sample.name, *sample.files["R1"])
        ```
    """

    samples: list[FetchedSample] = Factory(list)


async def fetch_plan(
    client: Requester, plan: FastqPlan, folder: Path, settings: DownloadSettings, *, keep_lanes: bool, count: bool
) -> FastqReport:
    """Download the files of a plan; see `Fastqs.fetch`."""
    outputs, failed = outputs_of(plan, keep_lanes=keep_lanes)
    report = FastqReport()
    if outputs:
        try:
            report.files = (await download(client, _items(outputs), folder, settings)).files
        except IncompleteDownloadError as error:
            report.files = error.report.files
            failed.update(error.failed)
    report.samples, unequal = await _samples(outputs, folder, report.files, count=count)
    failed.update(unequal)
    if failed:
        raise IncompleteDownloadError(report, failed)
    return report


def outputs_of(plan: FastqPlan, *, keep_lanes: bool) -> tuple[list[FastqOutput], dict[str, BaseSpaceError]]:
    """Return the files to write, and an error for each sample that none can be written of."""
    failed = failures_of(plan)
    return list(_distinct(plan.outputs(keep_lanes=keep_lanes), failed)), failed


def _distinct(outputs: Iterable[FastqOutput], failed: dict[str, BaseSpaceError]) -> Iterator[FastqOutput]:
    """Yield the files to write; a sample fails as a whole if one of its files has the path of another sample's."""
    owners: dict[str, str] = {}
    for sample, group in groupby(outputs, key=lambda output: output.sample):
        theirs = list(group)
        names = {safe_name(sample), *(output.path for output in theirs)}
        other = next((owners[name] for name in names if name in owners), None)
        if other is None:
            owners.update(dict.fromkeys(names, sample))
            yield from theirs
        else:
            problem = f"its files would have the names of those of {shown(other)}: fetch it into another folder"
            failed[f"{sample}/"] = DownloadError(problem)


def failures_of(plan: FastqPlan) -> dict[str, BaseSpaceError]:
    """Return an error for each sample that cannot be fetched, by its name and a slash."""
    return {f"{missing.name}/": DownloadError(str(missing)) for missing in plan.missing}


async def _items(outputs: Iterable[FastqOutput]) -> AsyncGenerator[DownloadItem | FailedListing, None]:
    for output in outputs:
        yield item_of(output)


def item_of(output: FastqOutput) -> DownloadItem:
    """Return what to download for a file of a plan."""
    first, *following = [file.record or _record_of(file) for file in output.files]
    return DownloadItem(first, output.path, tuple(following))


def _record_of(file: FastqFile) -> generated.File:
    """Return the record of a file of a plan that was loaded: it has no link."""
    return generated.File(
        id=file.id,
        href="",
        name=file.name,
        path=file.name,
        size=file.size,
        etag=file.etag or None,
        date_created=datetime.fromtimestamp(0, UTC),
    )


async def _samples(
    outputs: list[FastqOutput], folder: Path, files: list[DownloadedFile], *, count: bool
) -> tuple[list[FetchedSample], dict[str, BaseSpaceError]]:
    """Return the samples whose files are all on disk, and what is wrong with others."""
    on_disk = {file.path for file in files}
    samples: dict[str, dict[str, tuple[Path, ...]]] = {}
    incomplete: set[str] = set()
    for output in outputs:
        path = folder / output.path
        if path not in on_disk:
            incomplete.add(output.sample)
        reads = samples.setdefault(output.sample, {})
        reads[output.read] = (*reads.get(output.read, ()), path)
    whole = {name: reads for name, reads in samples.items() if name not in incomplete}
    if not count:
        return [FetchedSample(name, reads) for name, reads in whole.items()], {}
    counted = await for_each_id(list(whole), lambda name: _count_pair(whole[name]), concurrency=_COUNTED)
    failed: dict[str, BaseSpaceError] = {f"{name}/": error for name, error in counted.failed.items()}
    return [FetchedSample(name, whole[name], reads) for name, reads in counted.succeeded.items()], failed


async def _count_pair(files: dict[str, tuple[Path, ...]]) -> int:
    """Count the reads of a sample.

    Raises:
        DownloadError: If R1 and R2 have different numbers of reads, or a file is damaged.
    """
    counts = {}
    for read in ("R1", "R2"):
        if read in files:
            counts[read] = sum([await count_reads(path) for path in files[read]])
    if len(set(counts.values())) > 1:
        raise DownloadError(f"R1 has {counts['R1']} reads and R2 has {counts['R2']}; the files are on disk")
    return next(iter(counts.values()), 0)


async def count_reads(path: Path) -> int:
    """Count the reads of a gzipped FASTQ file.

    Raises:
        DownloadError: If it is damaged, cut, or ends within a read.

    Example:
        ```python
        reads = await count_reads(Path("fastq/Liver-1_R1.fastq.gz"))
        ```
    """
    lines, last = 0, b""
    with ExitStack() as stack:
        try:
            stream = stack.enter_context(gzip.open(path))
            while text := await in_thread(stream.read, _SLICE):
                lines += text.count(b"\n")
                last = text
        except (OSError, EOFError, zlib.error) as error:
            raise DownloadError(f"{path} cannot be counted: {error}") from error
    if lines and not last.endswith(b"\n"):
        lines += 1
    if lines % _LINES_OF_A_READ:
        raise DownloadError(f"{path} has {lines} lines, and ends within a read")
    return lines // _LINES_OF_A_READ
