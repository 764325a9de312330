"""`basespace-async harvest`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ...progress.text import amount, duration
from ..method_options import given_options
from ..output.output import Output
from ..output.records import Record
from ..parameter_types import OpenChoice
from ..runner import run
from ..settings import CommandSettings, common_options, current

if TYPE_CHECKING:
    from ...harvest import HarvestReport

TABLES = (
    *("projects", "biosamples", "libraries", "datasets", "files", "appsessions", "properties", "runs", "usage"),
    *("run_stats", "biosample_yields", "run_files", "appsession_files"),
)
"""As `basespace_async.harvest.TABLES`, which the help does not import."""
_COLUMNS = ("Table", "Rows", "New", "Changed", "Removed", "Counted")


@click.command()
@click.option(
    "--to", required=True, type=click.Path(file_okay=False, path_type=Path), metavar="DIR", help="Folder of the tables."
)
@click.option(
    "--table",
    "tables",
    type=OpenChoice(TABLES),
    multiple=True,
    metavar="NAME,...",
    help=f"Only these tables, and those that they depend on: {', '.join(TABLES)}.",
)
@click.option("--format", type=click.Choice(("parquet", "jsonl")), help="parquet or jsonl. [default: parquet]")
@click.option("--full", is_flag=True, help="List everything again, which also finds deleted records.")
@click.option("--concurrency", type=click.IntRange(1), metavar="NUMBER", help="Parallel requests. [default: 16]")
@click.option("--page-size", type=int, metavar="NUMBER", help="Records in one request, 1 to 1,024. [default: 500]")
@common_options
def harvest(to: Path, full: bool, **options: Any) -> None:
    """Harvest everything that the token can read into tables: Parquet or JSON Lines.

    The next harvest into the same folder only fetches changes, resumes an interrupted one, and tries again what failed.
    """
    settings = current()
    run(lambda: _harvest(settings, to, {**given_options(options), "full": full}), resumable=True)


async def _harvest(settings: CommandSettings, to: Path, options: dict[str, Any]) -> None:
    from ...harvest import IncompleteHarvestError
    from ...harvest import harvest as harvest_into

    async with settings.client() as basespace, settings.progress() as progress:
        try:
            report = await harvest_into(basespace, to, progress=progress, **options)
        except IncompleteHarvestError as error:
            if _is_nothing_done(error.report):
                raise error.report.failures[0].error from None
            await _print(error.report, settings)
            raise
    await _print(report, settings)


def _is_nothing_done(report: HarvestReport) -> bool:
    from ...harvest.schema.tables import LISTS

    failed = {failure.table for failure in report.failures if failure.record is None}
    has_changes = any(table.new or table.changed for table in report.tables.values())
    return not has_changes and failed >= {*LISTS, "usage"} & set(report.tables)


async def _print(report: HarvestReport, settings: CommandSettings) -> None:
    columns = _COLUMNS if report.complete else (*_COLUMNS, "Failed", "Error")
    await Output(settings).several(_rows(report), columns=columns)
    settings.echo_err(f"{amount(report.requests, 'request')} in {duration(report.seconds)}")
    for note in report.notes:
        settings.echo_err(f"note: {note}")


def _rows(report: HarvestReport) -> list[Record]:
    first = {failure.table: f"{failure.name}: {failure.error}" for failure in reversed(report.failures)}
    return [
        {
            "Table": name,
            "Rows": table.total,
            "New": table.new,
            "Changed": table.changed,
            "Removed": table.removed,
            "Counted": table.counted,
            **({"Failed": table.failed, "Error": first.get(name)} if first else {}),
        }
        for name, table in report.tables.items()
    ]
