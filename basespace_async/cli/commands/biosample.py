"""`basespace-async biosample bulk-update`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..identifiers import ids_from
from ..output.batch_output import print_outcomes
from ..runner import run
from ..settings import CommandSettings, common_options, current

if TYPE_CHECKING:
    from ...resources._batch import Outcomes
    from ...resources.biosamples import Biosamples

STATUSES = ("New", "Active", "Done", "QcFailed", "Canceled")  # those of the resource, which help does not import


@click.group()
def biosample() -> None:
    """Change biosamples. To see them: list biosamples, get biosample."""


@biosample.command("bulk-update")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--default-project", metavar="ID", help="Project that receives new datasets from now on.")
@click.option(
    "--status", type=click.Choice(STATUSES, case_sensitive=False), help="New status; Canceled cancels analyses too."
)
@click.option(
    "--from-csv",
    "table",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Take the ids from a CSV file with a header.",
)
@click.option("--column", default="Id", show_default=True, help="Its column with the ids.")
@click.option("--batch-size", type=click.IntRange(1), default=100, show_default=True, help="Ids in one request.")
@click.option("--concurrency", type=click.IntRange(1), default=4, show_default=True, help="Parallel requests.")
@common_options
def bulk_update(ids: tuple[str, ...], table: Path | None, column: str, **changes: Any) -> None:
    """Change any number of biosamples, and show the outcome of each.

    Ids are arguments, come from standard input with -, or from a CSV file. One failure does not stop the others.
    """
    if changes["default_project"] is None and changes["status"] is None:
        raise click.UsageError("nothing would change; give --default-project or --status")
    settings = current()
    selected = ids_from(ids, table, column)
    run(lambda: _update(settings, selected, **changes), resumable=True)


async def _update(settings: CommandSettings, ids: list[str], **changes: Any) -> None:
    async with settings.client() as basespace:
        outcomes = await _changed(basespace.biosamples, ids, **changes)
    await print_outcomes(settings, outcomes, done="changed", unit="biosample")


async def _changed(
    biosamples: Biosamples,
    ids: list[str],
    *,
    default_project: str | None,
    status: str | None,
    batch_size: int,
    concurrency: int,
) -> Outcomes[Any]:
    """Make the changes; the second one only where the first succeeded."""
    from ...resources._batch import Outcomes, for_each_id, in_order

    outcomes: Outcomes[Any] = Outcomes(dict.fromkeys(ids), {})
    if default_project is not None:
        outcomes = await biosamples.bulk_update(
            ids, default_project=default_project, batch_size=batch_size, concurrency=concurrency
        )
    if status is None:
        return outcomes
    remaining = [*outcomes.succeeded]
    then = await for_each_id(
        remaining, lambda biosample: biosamples.set_status(biosample, status), concurrency=concurrency
    )
    return in_order(ids, then.succeeded, {**outcomes.failed, **then.failed})
