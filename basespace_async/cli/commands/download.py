"""`basespace-async download`: files of datasets, runs, biosamples and projects, or single files."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ...errors import ConfigurationError
from ...progress.text import amount, duration
from ..exit_codes import Partial
from ..output.output import Output
from ..output.records import Record
from ..parameter_types import BYTES, ids_from
from ..runner import run
from ..settings import CommandSettings, common_options, current
from .dry_run import list_files

if TYPE_CHECKING:
    from ...client import BaseSpace
    from ...downloads import DownloadedFile, DownloadReport
    from ...errors import BaseSpaceError

F = TypeVar("F", bound=Callable[..., Any])

EXISTING = ("verify", "size", "replace", "error")
CHECKSUM = ("check", "require", "skip")


def _renamed_to(name: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    def check(context: click.Context, parameter: click.Parameter, value: Any) -> None:
        if value is not None:
            raise click.UsageError(f"{parameter.opts[0]} is called {name} now")

    return check


_COLUMNS = ("Path", "Size", "Fetched", "Kept", "Verification", "Error")

_HOW = (
    click.option(
        "--to",
        required=True,
        type=click.Path(file_okay=False, path_type=Path),
        metavar="DIR",
        help="Folder to download into.",
    ),
    click.option(
        "--concurrency",
        type=click.IntRange(1),
        metavar="NUMBER",
        help="Parallel downloads of files and parts. [default: 16]",
    ),
    click.option("--part-size", type=BYTES, metavar="BYTES", help="Bytes in a part of a large file. [default: 16 MiB]"),
    click.option("--bandwidth", type=BYTES, metavar="BYTES", help="Maximum bytes a second, such as 20M."),
    click.option(
        "--if-exists",
        type=click.Choice(EXISTING),
        help="For existing files: verify = keep if the checksum matches (default); size = keep if the size matches; "
        "replace = download again; error = fail.",
    ),
    click.option("--existing", hidden=True, expose_value=False, callback=_renamed_to("--if-exists")),
    click.option(
        "--checksum",
        type=click.Choice(CHECKSUM),
        help="check = compare checksums where there are any (default); require = fail where there is none; "
        "skip = do not compare.",
    ),
    click.option("--dry-run", is_flag=True, help="Only list the files, and which of them would be kept as they are."),
)
_WHICH = (
    click.option(
        "--extension",
        "extensions",
        multiple=True,
        metavar="TEXT",
        help="Only files with this extension, such as .fastq.gz.",
    ),
    click.option("--include", multiple=True, metavar="PATTERN", help="Only files that match, such as '*_R1_*'."),
    click.option("--exclude", multiple=True, metavar="PATTERN", help="No files that match."),
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


def _with(*groups: tuple[Callable[[F], F], ...]) -> Callable[[F], F]:
    def decorate(command: F) -> F:
        for option in reversed([option for group in groups for option in group]):
            command = option(command)
        return click.argument("ids", nargs=-1, metavar="ID...")(command)

    return decorate


@click.group()
def download() -> None:
    """Download files, verified. The same command resumes an interrupted download."""


@download.command()
@_with(_HOW, _WHICH)
@common_options
def dataset(ids: tuple[str, ...], **options: Any) -> None:
    """Download the files of datasets by their paths; several datasets each into a folder of its id."""
    _download("datasets", ids, options)


@download.command("run")
@_with(_HOW, _WHICH)
@common_options
def run_(ids: tuple[str, ...], **options: Any) -> None:
    """Download the files of runs by their paths; several runs each into a folder of its id."""
    _download("runs", ids, options)


@download.command()
@_with(_HOW, _WHICH, _TYPES)
@common_options
def biosample(ids: tuple[str, ...], **options: Any) -> None:
    """Download the datasets that come from biosamples, each into a folder of its name and id."""
    _download("biosamples", ids, options)


@download.command()
@_with(_HOW, _WHICH)
@common_options
def project(ids: tuple[str, ...], **options: Any) -> None:
    """Download the datasets in projects, each into a folder of its name and id."""
    _download("projects", ids, options)


@download.command()
@_with(_HOW)
@common_options
def file(ids: tuple[str, ...], **options: Any) -> None:
    """Download single files by their paths."""
    _download("files", ids, options)


def _download(kind: str, given: tuple[str, ...], options: dict[str, Any]) -> None:
    settings, ids = current(), ids_from(given)
    to, dry_run = options.pop("to"), options.pop("dry_run")
    wanted = {name: value for name, value in options.items() if value not in (None, ())}
    if dry_run:
        run(lambda: list_files(settings, kind, ids, to, wanted))
    else:
        run(lambda: _all(settings, kind, ids, to, wanted), resumable=True)


async def _all(settings: CommandSettings, kind: str, ids: list[str], to: Path, options: dict[str, Any]) -> None:
    done = Done()
    started = time.monotonic()
    async with settings.client() as basespace, settings.progress() as progress:
        options["progress"] = progress
        if kind == "files":
            await done.note("", _files(basespace, ids, to, options))
        else:
            for identifier in ids:
                folder = to / identifier if len(ids) > 1 and kind in ("datasets", "runs") else to
                await done.note(identifier, getattr(basespace, kind).download(identifier, folder, **options))
    await done.print_report(settings, to, time.monotonic() - started)


async def _files(basespace: BaseSpace, ids: list[str], to: Path, options: dict[str, Any]) -> DownloadReport:
    from ...resources._batch import each

    records = await each(ids, basespace.files.get, concurrency=8)
    for error in records.failed.values():
        raise error
    return await basespace.files.download_many(records.succeeded.values(), to, **options)


class Done:
    """Files that were downloaded so far, and errors."""

    def __init__(self) -> None:
        self._files: list[DownloadedFile] = []
        self._failed: dict[str, BaseSpaceError] = {}

    async def note(self, name: str, downloading: Awaitable[DownloadReport]) -> None:
        """Wait for a download. Its failure does not stop the others, unless they would fail in the same way."""
        from ...errors import AuthenticationError, BaseSpaceError, DownloadError, IncompleteDownloadError

        try:
            self._files += (await downloading).files
        except IncompleteDownloadError as error:
            self._files += error.report.files
            self._failed.update({f"{name}/{path}".lstrip("/"): cause for path, cause in error.failed.items()})
        except (AuthenticationError, ConfigurationError, DownloadError):
            raise
        except BaseSpaceError as error:
            self._failed[name] = error

    async def print_report(self, settings: CommandSettings, to: Path, seconds: float) -> None:
        """Print the outcome of each file, or a summary, and fail if anything failed.

        Raises:
            Partial: If some files were downloaded and some were not.
            BaseSpaceError: If nothing was downloaded; the first error.
        """
        if self._failed and not self._files:
            raise next(iter(self._failed.values()))
        if settings.as_json or settings.as_csv:
            await Output(settings).several(self._rows(), columns=_COLUMNS)
        else:
            await Output(settings).one(self._summary(to))
            settings.echo_err(
                f"{amount(sum(file.fetched for file in self._files), 'B')} fetched in {duration(seconds)}"
            )
        if self._failed:
            path, error = next(iter(self._failed.items()))
            count = f"{len(self._failed)} of {len(self._failed) + len(self._files)}"
            raise Partial(f"{count} failed; the same command goes on with them. The first is {path}: {error}")

    def _rows(self) -> list[Record]:
        rows: list[Record] = [
            {
                "Path": str(file.path),
                "Size": file.size,
                "Fetched": file.fetched,
                "Kept": file.kept,
                "Verification": file.verification.method,
            }
            for file in self._files
        ]
        return rows + [{"Path": path, "Error": str(error)} for path, error in self._failed.items()]

    def _summary(self, to: Path) -> Record:
        return {
            "Folder": str(to),
            "Files": len(self._files),
            "Bytes": sum(file.size for file in self._files),
            "Fetched": sum(file.fetched for file in self._files),
            "Kept": sum(file.kept for file in self._files),
            "ComparedBySizeOnly": sum(not file.verification.complete for file in self._files),
            "Failed": len(self._failed),
        }
