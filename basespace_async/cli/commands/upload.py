"""`basespace-async upload`: files into datasets, biosamples and runs, and logs into appsessions."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from ...progress.text import amount, duration
from ..exit_codes import raise_failures
from ..output.output import Output
from ..parameter_types import BYTES
from ..runner import run
from ..settings import CommandSettings, common_options, current
from .download import FILTERS, with_options
from .patterns import OrderedPatterns, PatternCommand

if TYPE_CHECKING:
    from ...client import BaseSpace
    from ...errors import BaseSpaceError
    from ...uploads import UploadReport

    Send = Callable[[BaseSpace, dict[str, Any]], Awaitable[UploadReport]]

METHODS = ("auto", "v2", "v1pre3", "presigned", "s3")
CHECKS = ("quick", "full", "names")
_COLUMNS = ("Path", "Size", "Sent", "Kept", "Verification", "Error")
_PATHS = (click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(path_type=Path)),)
_PROJECT = (
    click.option("-p", "--project", metavar="ID", help="Id of the project."),
    click.option("--project-name", metavar="TEXT", help="Name of the project, which is created if there is none."),
)
_state = click.option(
    "--state", type=click.Path(file_okay=False, path_type=Path), metavar="DIR", help="Folder of journals."
)
_HOW = (
    click.option("--concurrency", type=click.IntRange(1), metavar="NUMBER", help="Parallel requests. [default: 16]"),
    click.option("--part-size", type=BYTES, metavar="BYTES", help="Bytes in a part, 5 to 25 MiB. [default: 6 MiB]"),
    click.option("--bandwidth", type=BYTES, metavar="BYTES", help="Maximum bytes a second, such as 20M."),
    click.option(
        "--method",
        type=click.Choice(METHODS),
        help="v2, v1pre3 = through the API; presigned = to presigned addresses; s3 = with temporary credentials; auto "
        "= the first that the service takes (default).",
    ),
    click.option(
        "--resume/--no-resume", default=True, help="Go on from an earlier call, or abort that one and begin anew."
    ),
    _state,
    click.option("--dry-run", is_flag=True, help="Only show what would be sent."),
)


@click.group()
def upload() -> None:
    """Upload files, verified. The same command resumes an interrupted upload."""


@upload.command(cls=PatternCommand)
@with_options(_PATHS, _PROJECT)
@click.option("-n", "--name", required=True, metavar="TEXT", help="Name of the dataset.")
@click.option("--type", default="common.files", metavar="ID", help="Type of the dataset. [default: common.files]")
@click.option("--biosample", metavar="ID", help="Id of the biosample that the files are of.")
@with_options(_HOW, FILTERS)
@common_options
def dataset(paths: tuple[Path, ...], **options: Any) -> None:
    """Upload files as a new dataset of a project."""
    _check_project(options)
    _upload(options, lambda basespace, chosen: basespace.datasets.upload(paths, **chosen))


@upload.command(cls=PatternCommand)
@click.argument("dataset", metavar="DATASET")
@with_options(_PATHS, _HOW, FILTERS)
@common_options
def files(dataset: str, paths: tuple[Path, ...], **options: Any) -> None:
    """Upload files into a dataset that exists."""
    _upload(options, lambda basespace, chosen: basespace.datasets.add_files(dataset, paths, **chosen))


@upload.command()
@with_options(_PATHS, _PROJECT)
@click.option("--biosample-name", "biosample", metavar="TEXT", help="Name of the biosample of all files.")
@click.option("--library-name", "library", metavar="TEXT", help="Name of the library of all files.")
@click.option(
    "--validate",
    type=click.Choice(CHECKS),
    help="quick = read the first reads of each file (default); full = all of them; names = none.",
)
@click.option("--allow-invalid-readnames", is_flag=True, help="Take reads that are not named as Illumina names them.")
@with_options(_HOW)
@common_options
def fastq(paths: tuple[Path, ...], **options: Any) -> None:
    """Upload FASTQ files into biosamples, by the names of the files."""
    _check_project(options)
    if options["dry_run"]:
        run(lambda: _show_plan(current(), paths, options))
        return
    _upload(options, lambda basespace, chosen: basespace.biosamples.upload_fastqs(paths, **chosen))


@upload.command("run", cls=PatternCommand)
@click.argument("folder", metavar="FOLDER", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("-t", "--instrument-type", required=True, metavar="TYPE", help="Type of the instrument.")
@click.option("-n", "--name", metavar="TEXT", help="Name of the experiment. [default: the run's id in RunInfo.xml]")
@with_options(_HOW, FILTERS)
@common_options
def run_(folder: Path, **options: Any) -> None:
    """Upload a run folder as a new run."""
    _upload(options, lambda basespace, chosen: basespace.runs.upload(folder, **chosen))


@upload.command(cls=PatternCommand)
@click.argument("appsession", metavar="APPSESSION")
@with_options(_PATHS, _HOW, FILTERS)
@common_options
def logs(appsession: str, paths: tuple[Path, ...], **options: Any) -> None:
    """Upload log files of an appsession."""
    _upload(options, lambda basespace, chosen: basespace.appsessions.upload_logs(appsession, paths, **chosen))


@upload.command("list")
@_state
@common_options
def list_(state: Path | None) -> None:
    """List uploads that were begun and not ended."""
    settings = current()
    run(lambda: _list(settings, state))


@upload.command()
@click.argument("upload_id", metavar="UPLOAD")
@_state
@common_options
def abort(upload_id: str, state: Path | None) -> None:
    """Give an upload up; UPLOAD is its id in `upload list`."""
    settings = current()
    run(lambda: _abort(settings, upload_id, state))


async def _list(settings: CommandSettings, state: Path | None) -> None:
    async with settings.client() as basespace:
        pending = await basespace.uploads.pending(state=state)
    rows = [
        {
            "Id": upload.id,
            "Kind": upload.kind,
            "Files": len(upload.files),
            "Complete": upload.complete,
            "Changed": upload.changed,
        }
        for upload in pending
    ]
    await Output(settings).several(rows, columns=("Id", "Kind", "Files", "Complete", "Changed"))


async def _abort(settings: CommandSettings, upload_id: str, state: Path | None) -> None:
    async with settings.client() as basespace:
        await basespace.uploads.abort(upload_id, state=state)
    settings.echo_err(f"{upload_id} is given up")


def _check_project(options: dict[str, Any]) -> None:
    if (options["project"] is None) == (options["project_name"] is None):
        raise click.UsageError("give --project or --project-name")


def _upload(options: dict[str, Any], send: Send) -> None:
    settings = current()
    rules = OrderedPatterns.of(click.get_current_context(), options.pop("include", ()), options.pop("exclude", ()))
    chosen = {name: value for name, value in options.items() if value not in (None, ())}
    if rules.rules:
        chosen["select"] = rules
    run(lambda: _send(settings, chosen, send), resumable=True)


async def _send(settings: CommandSettings, chosen: dict[str, Any], send: Send) -> None:
    from ...errors import IncompleteUploadError

    started, failed = time.monotonic(), cast("dict[str, BaseSpaceError]", {})
    async with settings.client() as basespace, settings.progress() as progress:
        try:
            report = await send(basespace, {**chosen, "progress": progress})
        except IncompleteUploadError as error:
            report, failed = error.report, error.failed
    if chosen.get("dry_run"):
        await _show_planned(settings, report)
        return
    await _show(settings, report, failed)
    settings.echo_err(f"{amount(report.sent, 'B')} sent in {duration(time.monotonic() - started)}")
    raise_failures(failed, len(report.files), "file")


async def _show(settings: CommandSettings, report: UploadReport, failed: dict[str, BaseSpaceError]) -> None:
    if settings.as_json or settings.as_csv or settings.terse:
        await Output(settings).several(_rows(report, failed, terse=settings.terse), columns=_COLUMNS)
        return
    summary = {"Files": len(report.files), "Bytes": report.size, "Sent": report.sent, "Kept": report.kept}
    summary |= {"ComparedBySizeOnly": len(report.unverified), "Failed": len(failed)}
    await Output(settings).one({**summary, "Method": report.method, **report.ids})


def _rows(report: UploadReport, failed: dict[str, BaseSpaceError], *, terse: bool) -> Iterable[dict[str, Any]]:
    for file in report.files:
        row = {"Path": file.path, "Size": file.size, "Sent": file.sent, "Kept": file.kept}
        yield {**row, "Verification": file.verification.method, **report.ids}
    if not terse:
        yield from ({"Path": path, "Error": str(error)} for path, error in failed.items())


async def _show_planned(settings: CommandSettings, report: UploadReport) -> None:
    rows = [
        {"Path": file.path, "Size": file.size, "Parts": file.parts, "ToSend": file.to_send} for file in report.planned
    ]
    await Output(settings).several(rows, columns=("Path", "Size", "Parts", "ToSend"))
    to_send = sum(file.to_send for file in report.planned)
    settings.echo_err(f"{amount(len(rows), 'file')}, {amount(to_send, 'B')} to send; nothing was sent")


async def _show_plan(settings: CommandSettings, paths: tuple[Path, ...], options: dict[str, Any]) -> None:
    """Show the biosamples, libraries and lanes that FASTQ files make, once they are checked."""
    from ...resources._fastq_uploads import check_fastqs, plan_of

    plan = await plan_of(paths, options["biosample"], options["library"])
    await check_fastqs(
        plan,
        options["validate"] or "quick",
        allow_invalid_readnames=options["allow_invalid_readnames"],
        on_read=lambda _: None,
    )
    columns = ("biosample", "library", "lane", "dataset", "r1", "r2", "i1", "i2", "size")
    await Output(settings).several([*plan.rows()], columns=columns)
    settings.echo_err(f"{amount(len(plan.datasets), 'dataset')}, {amount(plan.size, 'B')}; nothing was sent")
