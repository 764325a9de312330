"""The main job, shown on a simulated BaseSpace: harvest metadata concurrently, download files, say what it cost.

    python -m basespace_async.demo --results demo-results

Needs the extra `basespace-async[cli]`.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from copy import copy
from pathlib import Path
from typing import TypeVar

from attrs import define

try:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
    from rich.table import Table
except ImportError:
    raise ImportError("the demo's display needs rich: pip install 'basespace-async[cli]'") from None

from basespace_openapi.types import Model

from . import BaseSpace, BaseSpaceError, Pager, converter
from .models import DatasetCompact, File
from .simulator import Simulator
from .transport import Statistics

T = TypeVar("T", bound=Model)

PAGE_SIZE = 100
CONCURRENT_PAGES = 8
CONCURRENT_LISTS = 64
CONCURRENT_DOWNLOADS = 8
SEQUENTIAL_SAMPLE = 100


@define
class Totals:
    """What the demo did."""

    biosamples: int = 0
    datasets: int = 0
    files: int = 0
    pages: int = 0
    downloaded: int = 0
    bytes: int = 0
    harvest_seconds: float = 0.0
    download_seconds: float = 0.0
    sequential_seconds: float = 0.0

    @property
    def items(self) -> int:
        return self.biosamples + self.datasets + self.files


class Display:
    """Progress: bars that move in a terminal, a line now and then elsewhere."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._plain = not console.is_terminal
        self._counts: dict[TaskID, tuple[str, int, int | None]] = {}
        self._printed = 0.0
        columns = (TextColumn("{task.description:<22}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self._progress = Progress(*columns, console=console, disable=self._plain)

    @contextmanager
    def shown(self) -> Iterator[None]:
        with self._progress:
            yield

    def start(self, name: str, total: int | None = None) -> TaskID:
        task = self._progress.add_task(name, total=total)
        self._counts[task] = (name, 0, total)
        return task

    def advance(self, task: TaskID, by: int, total: int | None = None) -> None:
        name, done, known = self._counts[task]
        done, known = done + by, total if total is not None else known
        self._counts[task] = (name, done, known)
        self._progress.update(task, completed=done, total=known)
        now = time.monotonic()
        if self._plain and (done == known or now - self._printed >= 1):
            self._printed = now
            self._console.print(f"{name}: {done} of {known if known is not None else 'an unknown number'}")


class Lines:
    """Models to a file of JSON lines, which appears under its name when all of them are written."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._part = path.with_name(path.name + ".part")
        self._stream = self._part.open("wb")

    async def write(self, models: list[T]) -> None:
        await asyncio.to_thread(self._stream.write, b"".join(converter.encode(model) + b"\n" for model in models))

    def close(self, *, complete: bool) -> None:
        self._stream.close()
        if complete:
            self._part.replace(self._path)
        else:
            self._part.unlink()


@contextmanager
def lines(path: Path) -> Iterator[Lines]:
    """A file of JSON lines; nothing is left of it where the block fails."""
    written = Lines(path)
    try:
        yield written
    except BaseException:
        written.close(complete=False)
        raise
    written.close(complete=True)


class Demo:
    """One run: `harvest`, then `download`, then `compare`."""

    def __init__(self, basespace: BaseSpace, results: Path, display: Display) -> None:
        self.totals = Totals()
        self._basespace = basespace
        self._results = results
        self._display = display
        self._datasets: list[DatasetCompact] = []
        self._files: list[File] = []

    async def harvest(self) -> None:
        """Biosamples and datasets at the same time, then the files of every dataset."""
        started = time.perf_counter()
        paging = {"page_size": PAGE_SIZE, "concurrency": CONCURRENT_PAGES}
        async with asyncio.TaskGroup() as group:
            group.create_task(self._harvest_biosamples(paging))
            group.create_task(self._harvest_datasets(paging))
        await self._harvest_files()
        self.totals.harvest_seconds = time.perf_counter() - started

    async def _harvest_biosamples(self, paging: dict[str, int]) -> None:
        pager = self._basespace.biosamples.list(**paging)  # type: ignore[arg-type]
        async for page in self._saved(pager, "biosamples"):
            self.totals.biosamples += len(page)

    async def _harvest_datasets(self, paging: dict[str, int]) -> None:
        pager = self._basespace.datasets.list(**paging)  # type: ignore[arg-type]
        async for page in self._saved(pager, "datasets"):
            self.totals.datasets += len(page)
            self._datasets += page

    async def _saved(self, pager: Pager[T], name: str) -> AsyncIterator[list[T]]:
        task = self._display.start(name)
        with lines(self._results / f"{name}.jsonl") as out:
            async for page in pager.pages():
                items = list(page)
                await out.write(items)
                self.totals.pages += 1
                self._display.advance(task, len(items), page.total_count)
                yield items

    async def _harvest_files(self) -> None:
        task = self._display.start("datasets' files", len(self._datasets))
        waiting = iter(self._datasets)
        with lines(self._results / "files.jsonl") as out:

            async def work() -> None:
                for dataset in waiting:
                    async for page in self._basespace.datasets.files(dataset).pages():
                        files = list(page)
                        await out.write(files)
                        self._files += files
                        self.totals.pages += 1
                        self.totals.files += len(files)
                    self._display.advance(task, 1)

            async with asyncio.TaskGroup() as group:
                for _ in range(CONCURRENT_LISTS):
                    group.create_task(work())

    async def download(self, count: int) -> None:
        """The first files, by path, each to its own folder."""
        started = time.perf_counter()
        chosen = sorted(self._files, key=lambda file: (str(file.path), str(file.id)))[:count]
        task = self._display.start("files downloaded", len(chosen))
        waiting = iter(chosen)

        async def work() -> None:
            for file in waiting:
                folder = self._results / "files" / str(file.id)
                downloaded = await self._basespace.files.download(file, folder)
                self.totals.bytes += downloaded.size
                self.totals.downloaded += 1
                self._display.advance(task, 1)

        async with asyncio.TaskGroup() as group:
            for _ in range(CONCURRENT_DOWNLOADS):
                group.create_task(work())
        self.totals.download_seconds = time.perf_counter() - started

    async def compare(self) -> None:
        """How long the harvest would have taken one request after the other, from a sample of its own requests."""
        sample = self._datasets[:SEQUENTIAL_SAMPLE]
        task = self._display.start("one after the other", len(sample))
        started = time.perf_counter()
        for dataset in sample:
            await self._basespace.datasets.files(dataset, concurrency=1).collect()
            self._display.advance(task, 1)
        seconds = time.perf_counter() - started
        self.totals.sequential_seconds = seconds / max(1, len(sample)) * self.totals.pages


def summary(totals: Totals, sent: Statistics) -> Table:
    """What was done, and what it cost."""
    table = Table(title="What was done", show_header=False)
    table.add_column(style="bold")
    table.add_column(justify="right")
    speed_up = totals.sequential_seconds / totals.harvest_seconds if totals.harvest_seconds else 0.0
    for name, value in (
        ("biosamples", f"{totals.biosamples:,}"),
        ("datasets", f"{totals.datasets:,}"),
        ("files listed", f"{totals.files:,}"),
        ("pages", f"{totals.pages:,}"),
        ("items", f"{totals.items:,}"),
        ("requests", f"{sent.requests:,}"),
        ("throttled", f"{sent.throttled:,}"),
        ("most requests in flight", f"{sent.peak_in_flight:,}"),
        ("files downloaded", f"{totals.downloaded:,}"),
        ("bytes downloaded", f"{totals.bytes:,}"),
        ("seconds, harvest", f"{totals.harvest_seconds:.2f}"),
        ("seconds, downloads", f"{totals.download_seconds:.2f}"),
        (f"seconds, harvest in sequence (from {SEQUENTIAL_SAMPLE} requests)", f"{totals.sequential_seconds:.1f}"),
        ("speed-up over sequential", f"{speed_up:.1f}x"),
    ):
        table.add_row(name, value)
    return table


async def run(arguments: argparse.Namespace, console: Console) -> None:
    """The whole demo."""
    results: Path = arguments.results
    async with Simulator(
        biosamples=arguments.biosamples, seed=arguments.seed, latency=arguments.latency / 1000
    ) as simulator:
        console.print(
            f"A simulated BaseSpace with {arguments.biosamples:,} biosamples answers at {simulator.url}, "
            f"each request after {arguments.latency:g} ms.",
            soft_wrap=True,
        )
        async with BaseSpace(simulator.token, server=simulator.url) as basespace:
            display = Display(console)
            demo = Demo(basespace, results, display)
            with display.shown():
                await demo.harvest()
                await demo.download(arguments.files)
                sent = copy(basespace.stats)
                await demo.compare()
            console.print(summary(demo.totals, sent))


def _first(error: BaseException) -> BaseException:
    """The first error of a group; those beside it came of it, or of the same."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


def main() -> int:
    """Run the demo from the command line; 0 where it went through, 1 after one line of error, 130 when interrupted."""
    parser = argparse.ArgumentParser(
        prog="python -m basespace_async.demo", description="The main job, shown on a simulated BaseSpace."
    )
    parser.add_argument("--results", type=Path, default=Path("demo-results"), help="folder for what is harvested")
    parser.add_argument("--biosamples", type=int, default=2000, help="size of the simulated world")
    parser.add_argument("--files", type=int, default=24, help="files to download")
    parser.add_argument("--latency", type=float, default=20, help="milliseconds before each answer")
    parser.add_argument("--seed", type=int, default=1, help="another seed, another world")
    arguments = parser.parse_args()
    console = Console()
    try:
        arguments.results.mkdir(parents=True, exist_ok=True)
        asyncio.run(run(arguments, console))
        console.print(f"The results are in {arguments.results.resolve()}", soft_wrap=True)
    except (BaseSpaceError, OSError, ExceptionGroup) as error:
        cause = _first(error)
        if not isinstance(cause, BaseSpaceError | OSError):
            raise
        print(f"error: {cause}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
