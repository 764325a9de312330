"""Demo on a simulated BaseSpace: harvest metadata concurrently, fetch samples by name and files, report the cost.

    python -m basespace_async.demo --results demo-results

Needs the extra `basespace-async[cli]`; tables are Parquet files if the extra `parquet` is installed too.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import sys
import time
from collections.abc import AsyncIterator, Sequence
from importlib.util import find_spec
from pathlib import Path

from attrs import frozen

try:
    from rich.console import Console
    from rich.table import Table
except ImportError:
    raise ImportError("the demo's display needs rich: pip install 'basespace-async[cli]'") from None

from . import BaseSpace, BaseSpaceError
from ._util.sample_names import split_lane
from .downloads import DownloadReport
from .fastqs import FastqReport
from .harvest import Format, HarvestReport, harvest
from .harvest.store.manifest import NAME as MANIFEST
from .models import DatasetCompact, File
from .progress import Progress
from .progress.terminal import terminal_progress
from .simulator import Simulator

HARVEST_CONCURRENCY = 64
PAGE_SIZE = 100
TABLES = "tables"
SAMPLES = 8
SEQUENTIAL_SAMPLE = 100


@frozen
class DemoReport:
    """Results of the demo.

    Attributes:
        harvested: report of the harvest.
        fetched: report of the samples that were fetched by name.
        downloaded: report of the downloads.
        download_seconds: seconds that the downloads took.
        sequential_seconds: seconds that the harvest would have taken, one request after the other.
        throttled: requests that were answered with 429.
        peak_in_flight: largest number of parallel requests.
    """

    harvested: HarvestReport
    fetched: FastqReport
    downloaded: DownloadReport
    download_seconds: float
    sequential_seconds: float
    throttled: int
    peak_in_flight: int


async def fastq_files(basespace: BaseSpace, count: int) -> AsyncIterator[File]:
    """Give the first FASTQ files, with links to their content."""
    for dataset in await basespace.datasets.list(dataset_types="common.fastq", limit=count).collect():
        files = basespace.datasets.files(dataset, extensions=".gz", resolve_links=True, limit=count)
        for file in await files.collect():
            count -= 1
            yield file
        if count == 0:
            return


async def fetch_samples(basespace: BaseSpace, folder: Path, count: int, progress: Progress) -> FastqReport:
    """Fetch the first samples of a project by their names, the lanes of each merged."""
    project = await basespace.projects.list().first()
    if project is None:
        return FastqReport()
    datasets = await basespace.datasets.list(project=project, dataset_types="common.fastq", limit=count).collect()
    names = dict.fromkeys(split_lane(dataset.name)[0] for dataset in datasets)
    return await basespace.fastqs.fetch(names, project=project, to=folder, progress=progress)


async def sequential_seconds(basespace: BaseSpace, requests: int, progress: Progress) -> float:
    """Estimate from a sample how many seconds requests take one after the other."""
    sample: list[DatasetCompact] = []
    async for dataset in basespace.datasets.list(page_size=SEQUENTIAL_SAMPLE, concurrency=1):
        sample.append(dataset)
        if len(sample) == SEQUENTIAL_SAMPLE:
            break
    meter = progress(desc="one after the other", total=len(sample), unit="request")
    started = time.perf_counter()
    for dataset in sample:
        await basespace.datasets.files(dataset, concurrency=1).collect()
        meter.update(1)
    seconds = time.perf_counter() - started
    meter.close()
    return seconds / max(1, len(sample)) * requests


async def main_job(basespace: BaseSpace, results: Path, files: int, progress: Progress) -> DemoReport:
    """Harvest, fetch, download, and estimate the sequential time."""
    tables: Format = "parquet" if find_spec("pyarrow") is not None else "jsonl"
    harvested = await harvest(
        basespace,
        results / TABLES,
        format=tables,
        concurrency=HARVEST_CONCURRENCY,
        page_size=PAGE_SIZE,
        progress=progress,
    )
    fetched = await fetch_samples(basespace, results / "fastq", SAMPLES, progress)
    started = time.perf_counter()
    downloaded = await basespace.files.download_many(
        fastq_files(basespace, files), results / "files", progress=progress
    )
    download_seconds = time.perf_counter() - started
    throttled, peak = basespace.stats.throttled, basespace.stats.peak_in_flight
    sequential = await sequential_seconds(basespace, harvested.requests, progress)
    return DemoReport(harvested, fetched, downloaded, download_seconds, sequential, throttled, peak)


def summary(outcome: DemoReport) -> Table:
    """Return the report as a table."""
    table = Table(title="What was done", show_header=False)
    table.add_column(style="bold")
    table.add_column(justify="right")
    harvested, downloaded = outcome.harvested, outcome.downloaded
    verified = len(downloaded.files) - len(downloaded.unverified)
    speed_up = outcome.sequential_seconds / harvested.seconds
    for name, value in (
        *((f"rows of {name}", f"{counts.total:,}") for name, counts in harvested.tables.items()),
        ("rows in all", f"{harvested.rows:,}"),
        ("requests", f"{harvested.requests:,}"),
        ("throttled", f"{outcome.throttled:,}"),
        ("most requests in flight", f"{outcome.peak_in_flight:,}"),
        ("samples fetched by name", f"{len(outcome.fetched.samples):,}"),
        ("files on disk", f"{len(downloaded.files):,}"),
        ("of them there before", f"{downloaded.kept:,}"),
        ("of them verified", f"{verified:,}"),
        ("bytes downloaded", f"{downloaded.fetched:,}"),
        ("seconds, harvest", f"{harvested.seconds:.2f}"),
        ("seconds, downloads", f"{outcome.download_seconds:.2f}"),
        (f"seconds, harvest in sequence (from {SEQUENTIAL_SAMPLE} requests)", f"{outcome.sequential_seconds:.1f}"),
        ("speed-up over sequential", f"{speed_up:.1f}x"),
    ):
        table.add_row(name, value)
    return table


async def run(arguments: argparse.Namespace, console: Console) -> None:
    """Run the demo in an event loop."""
    async with Simulator(
        biosamples=arguments.biosamples, seed=arguments.seed, latency=arguments.latency / 1000
    ) as simulator:
        console.print(
            f"A simulated BaseSpace with {arguments.biosamples:,} biosamples answers at {simulator.url}, "
            f"each request after {arguments.latency:g} ms.",
            soft_wrap=True,
        )
        async with BaseSpace(simulator.token, server=simulator.url) as basespace:
            with terminal_progress(console=console) as progress:
                outcome = await main_job(basespace, arguments.results, arguments.files, progress)
            console.print(summary(outcome))


def _clear(tables: Path) -> None:
    """Remove an earlier demo's tables: each simulator is another server, and a folder of tables is of one."""
    if (tables / MANIFEST).exists():
        shutil.rmtree(tables)


def main(arguments: Sequence[str] | None = None, *, program: str = "python -m basespace_async.demo") -> int:
    """Run the demo from the command line.

    Returns:
        Exit code: 0, 1 after an error, 130 if interrupted.
    """
    parser = argparse.ArgumentParser(prog=program, description="The main job, shown on a simulated BaseSpace.")
    parser.add_argument("--results", type=Path, default=Path("demo-results"), help="folder for what is harvested")
    parser.add_argument("--biosamples", type=int, default=2000, help="size of the simulated world")
    parser.add_argument("--files", type=int, default=24, help="files to download")
    parser.add_argument("--latency", type=float, default=20, help="milliseconds before each answer")
    parser.add_argument("--seed", type=int, default=1, help="another seed, another world")
    options = parser.parse_args(arguments)
    console = Console()
    try:
        options.results.mkdir(parents=True, exist_ok=True)
        _clear(options.results / TABLES)
        asyncio.run(run(options, console))
        console.print(f"The results are in {options.results.resolve()}", soft_wrap=True)
    except (BaseSpaceError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
