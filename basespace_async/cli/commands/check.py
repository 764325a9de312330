"""`basespace-async check`: whether the service answers as the OpenAPI document says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from attrs import asdict

from ...progress.text import amount
from ..exit_codes import Different, Partial
from ..output.output import Output
from ..runner import run
from ..settings import CommandSettings, common_options, current

if TYPE_CHECKING:
    from ...conformance import ConformanceReport

_COLUMNS = ("Operation", "Place", "Expected", "Seen")


@click.command()
@click.option(
    "--report", "report_file", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Report as JSON."
)
@click.option(
    "--record",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Requests and answers, with ids, names, links and tokens replaced.",
)
@common_options
def check(report_file: Path | None, folder: Path | None) -> None:
    """Compare what the service answers with the OpenAPI document, and print what differs.

    Some hundred requests list, sort, filter and page through what the token can read. Nothing is written: all of them
    are GET. Nothing of the account is in what is printed, reported or recorded.
    """
    settings = current()
    run(lambda: _check(settings, report_file, folder))


async def _check(settings: CommandSettings, report_file: Path | None, folder: Path | None) -> None:
    from ...conformance import ExchangeLog, check_conformance, write_recordings

    log = ExchangeLog()
    async with settings.client(middleware=(log.wrap,)) as basespace:
        report = await check_conformance(basespace, log)
    if report_file is not None:
        report.write(report_file, log)
    if folder is not None:
        files = write_recordings(log, folder)
        settings.echo_err(f"{amount(len(files), 'file')} in {folder}; look at them before you send them")
    await _print(report, settings)


async def _print(report: ConformanceReport, settings: CommandSettings) -> None:
    rows = [
        {name.capitalize(): value for name, value in asdict(difference).items()} for difference in report.differences
    ]
    if rows or settings.as_json or settings.as_csv:
        await Output(settings).several(rows, columns=_COLUMNS)
    for skipped in report.unprobed:
        settings.echo_err(f"not seen: {skipped.operation}: {skipped.reason}")
    for note in report.notes:
        settings.echo_err(f"note: {note}")
    answered = f"{amount(report.requests, 'answer')} of {amount(len(report.operations), 'operation')}"
    settings.echo_err(f"{answered}; {amount(len(rows), 'difference')} from version {report.document_version}")
    if rows:
        raise Different(f"the service differs from the OpenAPI document in {amount(len(rows), 'place')}")
    failed = [skipped for skipped in report.unprobed if skipped.failed]
    if failed:
        raise Partial(f"{amount(len(failed), 'operation')} could not be probed: {failed[0].operation}")
