"""`basespace-async download`: files of datasets, runs, biosamples and projects, or single files."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ..identifiers import ids_from
from ..parameter_types import BYTES
from ..runner import run
from ..settings import CommandSettings, common_options, current
from .download_outcome import DownloadOutcome
from .dry_run import list_files
from .patterns import OrderedPatterns, PatternCommand, has_filters
from .stream import STDOUT, stream_file

if TYPE_CHECKING:
    from ...client import BaseSpace
    from ...resources._downloads import Downloadable

F = TypeVar("F", bound=Callable[..., Any])

EXISTING = ("verify", "size", "replace", "error")
CHECKSUM = ("check", "require", "skip")


def _renamed_to(name: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    def check(context: click.Context, parameter: click.Parameter, value: Any) -> None:
        if value is not None:
            raise click.UsageError(f"{parameter.opts[0]} is called {name} now")

    return check


_TO = (
    click.option(
        "--to",
        required=True,
        type=click.Path(file_okay=False, path_type=Path),
        metavar="DIR",
        help="Folder to download into; - writes one file to standard output.",
    ),
)
TRANSFER = (
    click.option(
        "--concurrency",
        type=click.IntRange(1),
        metavar="NUMBER",
        help="Parallel downloads of files and parts at most; as many as make it faster. [default: 64]",
    ),
    click.option("--part-size", type=BYTES, metavar="BYTES", help="Bytes in a part of a large file. [default: 8 MiB]"),
    click.option("--bandwidth", type=BYTES, metavar="BYTES", help="Maximum bytes a second, such as 20M."),
    click.option(
        "--checksum",
        type=click.Choice(CHECKSUM),
        help="check = compare checksums where there are any (default); require = fail where there is none; "
        "skip = do not compare.",
    ),
    click.option(
        "--dask",
        metavar="ADDRESS",
        help="Download on the workers of Dask, into a folder that all see: the scheduler's address, tcp://HOST:8786.",
    ),
)
HOW = (
    *_TO,
    *TRANSFER,
    click.option(
        "--if-exists",
        type=click.Choice(EXISTING),
        help="For existing files: verify = keep if the checksum matches (default); size = keep if the size matches; "
        "replace = download again; error = fail.",
    ),
    click.option("--existing", hidden=True, expose_value=False, callback=_renamed_to("--if-exists")),
    click.option("--dry-run", is_flag=True, help="Only list the files, and which of them would be kept as they are."),
)
FILTERS = (
    click.option(
        "--extension",
        "extensions",
        multiple=True,
        metavar="TEXT",
        help="Only files with this extension, such as .fastq.gz.",
    ),
    click.option(
        "--include",
        multiple=True,
        metavar="PATTERN",
        help="Only files that match, such as '*_R1_*'. Of several patterns the last that matches a file decides.",
    ),
    click.option(
        "--exclude", multiple=True, metavar="PATTERN", help="No files that match, except of a later --include."
    ),
    click.option("--min-size", type=BYTES, metavar="BYTES", help="Minimum size of a file."),
    click.option("--max-size", type=BYTES, metavar="BYTES", help="Maximum size of a file."),
)
_TYPES = (
    click.option(
        "--dataset-type",
        "dataset_types",
        multiple=True,
        metavar="TEXT",
        help="Only datasets of this type, such as common.fastq; ~ excludes it.",
    ),
)


def with_options(*groups: tuple[Callable[[F], F], ...]) -> Callable[[F], F]:
    """Return a decorator that adds groups of options to a command."""

    def decorate(command: F) -> F:
        for option in reversed([option for group in groups for option in group]):
            command = option(command)
        return command

    return decorate


def _with(*groups: tuple[Callable[[F], F], ...]) -> Callable[[F], F]:
    return lambda command: click.argument("ids", nargs=-1, metavar="ID...")(with_options(*groups)(command))


@click.group()
def download() -> None:
    """Download files, verified. The same command resumes an interrupted download."""


@download.command(cls=PatternCommand)
@_with(HOW, FILTERS)
@common_options
def dataset(ids: tuple[str, ...], **options: Any) -> None:
    """Download the files of datasets by their paths; several datasets each into a folder of its id."""
    _download("datasets", ids, options)


@download.command("run", cls=PatternCommand)
@_with(HOW, FILTERS)
@common_options
def run_(ids: tuple[str, ...], **options: Any) -> None:
    """Download the files of runs by their paths; several runs each into a folder of its id."""
    _download("runs", ids, options)


@download.command(cls=PatternCommand)
@_with(HOW, FILTERS, _TYPES)
@common_options
def biosample(ids: tuple[str, ...], **options: Any) -> None:
    """Download the datasets that come from biosamples, each into a folder of its name and id."""
    _download("biosamples", ids, options)


@download.command(cls=PatternCommand)
@_with(HOW, FILTERS)
@common_options
def project(ids: tuple[str, ...], **options: Any) -> None:
    """Download the datasets in projects, each into a folder of its name and id."""
    _download("projects", ids, options)


@download.command(cls=PatternCommand)
@_with(HOW, FILTERS)
@common_options
def appsession(ids: tuple[str, ...], **options: Any) -> None:
    """Download the datasets that appsessions made, each into a folder of its name and id."""
    _download("appsessions", ids, options)


@download.command()
@_with(HOW)
@common_options
def file(ids: tuple[str, ...], **options: Any) -> None:
    """Download single files by their paths."""
    _download("files", ids, options)


def _download(resource: Downloadable, given: tuple[str, ...], options: dict[str, Any]) -> None:
    settings, ids = current(), ids_from(given)
    to, dry_run = options.pop("to"), options.pop("dry_run")
    patterns = OrderedPatterns.of(click.get_current_context(), options.pop("include", ()), options.pop("exclude", ()))
    wanted = {name: value for name, value in options.items() if value not in (None, ())}
    if patterns.rules:
        wanted["select"] = patterns
    if to == STDOUT and not dry_run:
        run(lambda: stream_file(settings, resource, ids, wanted))
    elif dry_run:
        run(lambda: list_files(settings, resource, ids, to, wanted))
    else:
        run(lambda: _all(settings, resource, ids, to, wanted), resumable=True)


async def _all(settings: CommandSettings, resource: str, ids: list[str], to: Path, options: dict[str, Any]) -> None:
    outcome = DownloadOutcome(settings)
    started = time.monotonic()
    async with settings.client() as basespace, settings.progress() as progress:
        options["progress"] = progress
        if resource == "files":
            await _files(outcome, basespace, ids, to, options)
        else:
            await _resources(outcome, basespace, resource, ids, to, options)
    await outcome.print_report(to, time.monotonic() - started)
    if has_filters(options):
        outcome.check_matched()


async def _resources(
    outcome: DownloadOutcome, basespace: BaseSpace, resource: str, ids: list[str], to: Path, options: dict[str, Any]
) -> None:
    apart = len(ids) > 1 and resource in ("datasets", "runs")
    patterns = options.get("select")
    for identifier in ids:
        folder, own = to, options
        if apart:
            folder = to / identifier
            own = {**options, "select": patterns.below(identifier)} if patterns else options
        await outcome.add(identifier, getattr(basespace, resource).download(identifier, folder, **own))


async def _files(
    outcome: DownloadOutcome, basespace: BaseSpace, ids: list[str], to: Path, options: dict[str, Any]
) -> None:
    from ...resources._batch import for_each_id

    records = await for_each_id(ids, basespace.files.get, concurrency=8)
    for identifier, error in records.failed.items():
        outcome.fail(identifier, error)
    if records.succeeded:
        await outcome.add("", basespace.files.download_many(records.succeeded.values(), to, **options))
