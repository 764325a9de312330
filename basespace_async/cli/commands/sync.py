"""`basespace-async sync`: a folder like a project, a run, a biosample, an appsession or a dataset."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ...progress.text import amount, duration
from ..exit_codes import NothingMatched, raise_failures
from ..identifiers import ids_from
from ..output.output import Output
from ..output.records import Record
from ..runner import run
from ..settings import CommandSettings, common_options, current
from .download import FILTERS, TRANSFER
from .patterns import OrderedPatterns, PatternCommand, has_filters

if TYPE_CHECKING:
    from ...errors import BaseSpaceError
    from ...sync import SyncReport

F = TypeVar("F", bound=Callable[..., Any])

_COLUMNS = ("Action", "Path", "Size", "Fetched", "Verification", "Error")
_OPTIONS = (
    click.argument("id", metavar="ID"),
    click.option(
        "--to", required=True, metavar="TARGET", help="Folder to make like it, or a URL such as s3://bucket/prefix."
    ),
    click.option(
        "--delete",
        is_flag=True,
        help="Delete what an earlier sync made and the service no longer has, unless somebody changed it since.",
    ),
    click.option(
        "--check-content", is_flag=True, help="Read what is there, in place of a look at size and time of change."
    ),
    click.option("--dry-run", is_flag=True, help="Only list what would be done with each file."),
    click.option(
        "--layout",
        metavar="LAYOUT",
        help="service = paths of the service (default); flat = names alone; by-sample = a folder for each sample; or a "
        "template such as '{project}/{biosample}/{file}'.",
    ),
    click.option(
        "--on-collision",
        type=click.Choice(("refuse", "number")),
        help="For files of one path: refuse = fail (default); number = all but that with the lowest id get a number.",
    ),
    *TRANSFER,
    *FILTERS,
    common_options,
)


@click.group()
def sync() -> None:
    """Make a folder like a resource: fetch what is new or changed. The same command goes on with an interrupted one."""


def _add(name: str, resource: str, what: str) -> None:
    def command(id: str, **options: Any) -> None:
        _sync(resource, id, options)

    command.__doc__ = f"Make a folder like {what}."
    for option in reversed(_OPTIONS):
        command = option(command)
    sync.command(name, cls=PatternCommand)(command)


_add("dataset", "datasets", "a dataset")
_add("run", "runs", "a run")
_add("biosample", "biosamples", "the datasets that come from a biosample, each in a folder of its name and id")
_add("project", "projects", "a project, each dataset in a folder of its name and id")
_add("appsession", "appsessions", "the datasets that an appsession made, each in a folder of its name and id")


def _sync(resource: str, given: str, options: dict[str, Any]) -> None:
    settings, (identity,) = current(), ids_from((given,))
    to = options.pop("to")
    patterns = OrderedPatterns.of(click.get_current_context(), options.pop("include", ()), options.pop("exclude", ()))
    wanted = {name: value for name, value in options.items() if value not in (None, (), False)}
    if patterns.rules:
        wanted["select"] = patterns
    run(lambda: _run(settings, resource, identity, to, wanted), resumable=True)


async def _run(settings: CommandSettings, resource: str, identity: str, to: str, options: dict[str, Any]) -> None:
    from ...errors import IncompleteDownloadError

    started = time.monotonic()
    failed: dict[str, BaseSpaceError] = {}
    async with settings.client() as basespace, settings.progress() as progress:
        try:
            report: SyncReport = await getattr(basespace, resource).sync(identity, to, **options, progress=progress)
        except IncompleteDownloadError as error:
            report, failed = error.report, error.failed
    await _print(settings, report, failed, to, dry_run="dry_run" in options)
    if not options.get("dry_run") and not settings.as_json:
        settings.echo_err(f"{amount(report.fetched, 'B')} fetched in {duration(time.monotonic() - started)}")
    raise_failures(failed, len(report.steps) if options.get("dry_run") else len(report.files), "file")
    if has_filters(options) and not any(step.action in ("keep", "fetch") for step in report.steps):
        raise NothingMatched


async def _print(
    settings: CommandSettings, report: SyncReport, failed: dict[str, BaseSpaceError], to: str, *, dry_run: bool
) -> None:
    for path in report.left:
        settings.echo_err(f"warning: {path} is gone from the service and stays: no sync made it as it is")
    if dry_run or settings.as_json or settings.as_csv or settings.terse:
        rows = _planned(report) if dry_run else _done(report, to)
        errors: list[Record] = [{"Path": path, "Error": str(error)} for path, error in failed.items()]
        await Output(settings).several(rows if settings.terse else rows + errors, columns=_COLUMNS)
        return
    await Output(settings).one(
        {
            "Folder": to,
            "Files": len(report.files),
            "Bytes": report.size,
            "Fetched": report.fetched,
            "Kept": report.kept,
            "Deleted": len(report.deleted),
            "Left": len(report.left),
            "ComparedBySizeOnly": len(report.unverified),
            "Failed": len(failed),
        }
    )


def _planned(report: SyncReport) -> list[Record]:
    return [{"Action": step.action, "Path": step.path, "Size": step.size} for step in report.steps]


def _done(report: SyncReport, to: str) -> list[Record]:
    root, is_folder = f"{to.rstrip('/')}/", "://" not in to or to.startswith("file://")
    files: list[Record] = [
        {
            "Action": "keep" if file.kept else "fetch",
            "Path": str(file.path) if is_folder else f"{root}{file.path.as_posix()}",
            "Size": file.size,
            "Fetched": file.fetched,
            "Verification": file.verification.method,
        }
        for file in report.files
    ]
    gone = [("delete", path) for path in report.deleted] + [("leave", path) for path in report.left]
    return files + [{"Action": action, "Path": f"{root}{path}"} for action, path in gone]
