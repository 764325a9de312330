"""Wait for an analysis, download its FASTQ files, verify them, and list them in a manifest.

    python examples/pipeline.py 110000001 fastq --deadline 12
    python examples/pipeline.py 110000001 fastq --profile lab --deliver

The FASTQ datasets are those that the analysis wrote; where it wrote none, those of the biosamples that went into it.
Each dataset has a folder of its name and id. A file is good when its checksum is the service's, when it decompresses to
its end, and when the reads of its dataset's files come to what the service says of the dataset. `manifest.tsv` is
written when all of them are good, so that its presence says that the folder is whole.

It can be run again, also after a kill: what is there and whole is kept, and downloads go on where they stopped. In
BaseSpace it changes nothing, unless `--deliver` asks for the analysis to be marked as ready for delivery.

Server and token come from `BASESPACE_ACCESS_TOKEN` and `BASESPACE_API_SERVER`, or from a profile of the `bs` tool.
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import gzip
import re
import sys
import zlib
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from typing import Any

from basespace_async import BaseSpace, BaseSpaceError, NotFoundError, PermissionDeniedError, WaitTimeoutError
from basespace_async.downloads import DownloadedFile, IncompleteDownloadError
from basespace_async.models import AppSession, DatasetCompact
from basespace_async.progress import Meter, Progress, terminal_progress

DATASETS_AT_A_TIME = 4
COLUMNS = ("dataset", "dataset_id", "path", "bytes", "reads", "verified_by")


class ExitCode(IntEnum):
    """What the program says by its exit code; 2 is a wrong command line."""

    GOOD = 0
    NOT_GOOD = 1  # a file is missing or broken, or there is none
    FAILED = 3  # BaseSpace refused or could not be reached, or the disk is full
    NOT_COMPLETE = 4  # the analysis ended otherwise
    DEADLINE = 5  # the analysis had not ended by the deadline


@dataclass
class Fetched:
    """A dataset on disk: its files, the reads that were counted in each, and what is wrong with it."""

    dataset: DatasetCompact
    files: list[DownloadedFile] = field(default_factory=list)
    reads: dict[Path, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


async def property_items(basespace: BaseSpace, appsession: str, name: str) -> list[Any]:
    """Return the items of a property of an analysis; none where it has no such property."""
    try:
        return await basespace.appsessions.properties(appsession).value(name) or []
    except (NotFoundError, PermissionDeniedError):
        return []


def is_fastq(dataset: DatasetCompact) -> bool:
    return bool(dataset.dataset_type and "common.fastq" in (dataset.dataset_type.conforms_to_ids or []))


async def fastq_datasets(basespace: BaseSpace, appsession: str) -> list[DatasetCompact]:
    """Return the FASTQ datasets that an analysis wrote, or else those of the biosamples that went into it."""
    written = await property_items(basespace, appsession, "Output.Datasets")
    found = {dataset.id: dataset for dataset in written if is_fastq(dataset)}
    if not found:
        for biosample in await property_items(basespace, appsession, "Input.BioSamples"):
            async for dataset in basespace.datasets.list(input_biosamples=biosample, dataset_types="common.fastq"):
                found[dataset.id] = dataset
    return [*found.values()]


def count_reads(path: Path) -> int:
    """Count the reads in a gzipped FASTQ file; reading to its end checks all of its CRCs. Blocking.

    Raises:
        ValueError: If it is no whole gzip file, or ends within a read.
    """
    lines, end = 0, b"\n"
    try:
        with gzip.open(path) as text:
            while piece := text.read(1 << 20):
                lines, end = lines + piece.count(b"\n"), piece[-1:]
    except (OSError, EOFError, zlib.error) as error:
        raise ValueError(f"does not decompress: {error}") from error
    if end != b"\n" or lines % 4:
        raise ValueError(f"ends within a read, after {lines} lines")
    return lines // 4


async def fetch(basespace: BaseSpace, dataset: DatasetCompact, folder: Path, progress: Progress) -> Fetched:
    """Download a dataset, as far as it can be, and verify it."""

    def named(*, desc: str, total: float | None, unit: str) -> Meter:
        return progress(desc=f"{dataset.name} {desc}", total=total, unit=unit)

    fetched = Fetched(dataset)
    to = folder / re.sub(r"[^\w.-]", "_", f"{dataset.name}_{dataset.id}")
    try:
        report = await basespace.datasets.download(dataset, to, extensions=".fastq.gz", progress=named)
    except IncompleteDownloadError as error:
        report = error.report
        fetched.problems += [f"{to / path} was not downloaded: {reason}" for path, reason in error.failed.items()]
    for file in report.unverified:
        say(f"warning: {file.path}: only its size was compared ({file.verification.reason})")
    fetched.files = sorted(report.files, key=lambda file: file.path)
    await verify(fetched)
    return fetched


async def verify(fetched: Fetched) -> None:
    """Read every file of a dataset, and compare the reads with what the service says of them."""
    for file in fetched.files:
        try:
            fetched.reads[file.path] = await asyncio.to_thread(count_reads, file.path)
        except ValueError as error:
            fetched.problems.append(f"{file.path} {error}")
    if fetched.problems:
        return
    facts = (fetched.dataset.attributes or {}).get("common_fastq", {})
    expected, counted = facts.get("TotalReadsPF"), sum(fetched.reads.values())
    if not fetched.files:
        fetched.problems.append(f"dataset {fetched.dataset.name} has no .fastq.gz files")
    elif expected not in (None, counted):
        fetched.problems.append(f"dataset {fetched.dataset.name} has {counted} reads, and {expected} were expected")


async def fetch_all(basespace: BaseSpace, datasets: list[DatasetCompact], folder: Path) -> list[Fetched]:
    """Download and verify datasets, several at a time."""
    turns = asyncio.Semaphore(DATASETS_AT_A_TIME)

    async def work(dataset: DatasetCompact, progress: Progress) -> Fetched:
        async with turns:
            return await fetch(basespace, dataset, folder, progress)

    with terminal_progress() as progress:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(work(dataset, progress)) for dataset in datasets]
    return [task.result() for task in tasks]


def write_manifest(manifest: Path, everything: list[Fetched]) -> None:
    """Write a line for each file; the manifest appears whole. Blocking."""
    unfinished = manifest.with_suffix(".part")
    with unfinished.open("w", newline="") as stream:
        rows = csv.writer(stream, dialect="excel-tab", lineterminator="\n")
        rows.writerow(COLUMNS)
        for fetched in everything:
            for file in fetched.files:
                path = file.path.relative_to(manifest.parent).as_posix()
                facts = (path, file.size, fetched.reads[file.path], file.verification.method)
                rows.writerow((fetched.dataset.name, fetched.dataset.id, *facts))
    unfinished.replace(manifest)


async def run(basespace: BaseSpace, arguments: argparse.Namespace) -> ExitCode:
    """Run the pipeline, from the wait to the delivery."""
    appsession, manifest = arguments.appsession, arguments.folder / "manifest.tsv"

    def show(seen: AppSession) -> None:
        say(f"{seen.name}: {seen.execution_status}")

    hours = arguments.deadline
    ended = await basespace.appsessions.wait(
        appsession, poll_interval=arguments.poll_interval, deadline=hours and hours * 3600, on_poll=show
    )
    if ended.execution_status != "Complete":
        say(f"error: the analysis ended as {ended.execution_status}: {ended.status_summary or 'no reason given'}")
        return ExitCode.NOT_COMPLETE
    await asyncio.to_thread(manifest.unlink, missing_ok=True)  # what an earlier run found is looked at again
    everything = await fetch_all(basespace, await fastq_datasets(basespace, appsession), arguments.folder)
    problems = [problem for fetched in everything for problem in fetched.problems]
    for problem in problems if everything else ["the analysis has no FASTQ datasets"]:
        say(f"error: {problem}")
    if problems or not everything:
        return ExitCode.NOT_GOOD
    await asyncio.to_thread(write_manifest, manifest, everything)
    print(manifest)
    if arguments.deliver and ended.delivery_status != "ReadyForDelivery":
        await basespace.appsessions.set_delivery(appsession, "ReadyForDelivery", comment="FASTQ files verified")
    return ExitCode.GOOD


async def main(arguments: argparse.Namespace) -> ExitCode:
    code, profile = ExitCode.FAILED, arguments.profile
    try:
        async with BaseSpace.from_profile(profile) if profile else BaseSpace.from_env() as basespace:
            code = await run(basespace, arguments)
    except* WaitTimeoutError as errors:
        say(f"error: {errors.exceptions[0]}")
        code = ExitCode.DEADLINE
    except* BaseSpaceError as errors:
        say(f"error: {errors.exceptions[0]}")
    return code


def parse(words: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("appsession", help="id of the analysis")
    parser.add_argument("folder", type=Path, help="where the files go")
    parser.add_argument("--deadline", type=float, metavar="HOURS", help="wait no longer; for ever by default")
    parser.add_argument("--poll-interval", type=float, default=30, metavar="SECONDS", help="between two looks (30)")
    parser.add_argument("--profile", help="a profile of the bs tool, in place of the environment")
    parser.add_argument("--deliver", action="store_true", help="mark the analysis as ready for delivery")
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(asyncio.run(main(parse())))
