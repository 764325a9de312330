"""`basespace-async appsession stop`, `wait` and `logs`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..exit_codes import Unsuccessful
from ..identifiers import ids_from
from ..output.batch_output import print_outcomes
from ..output.output import Output
from ..output.records import record_of
from ..parameter_types import DURATION
from ..runner import run
from ..settings import CommandSettings, common_options, current
from .logs import print_logs, save_logs
from .properties import properties

if TYPE_CHECKING:
    from ...models import AppSession


@click.group()
def appsession() -> None:
    """Stop analyses, wait for them, read their logs and properties. To see them: list appsessions, get appsession."""


appsession.add_command(properties)


@appsession.command()
@click.argument("ids", nargs=-1, metavar="ID...")
@click.option("--concurrency", type=click.IntRange(1), default=8, show_default=True, help="Parallel requests.")
@common_options
def stop(ids: tuple[str, ...], concurrency: int) -> None:
    """End analyses early: Running becomes Aborted, Pending becomes Canceled. - reads ids from standard input."""
    settings = current()
    selected = ids_from(ids)
    run(lambda: _stop(settings, selected, concurrency))


@appsession.command()
@click.argument("identifier", metavar="ID")
@click.option("--deadline", type=DURATION, metavar="TIME", help="Longest wait, such as 90, 10m or 6h.")
@click.option(
    "--poll", type=DURATION, default="30", show_default=True, metavar="TIME", help="Interval between two requests."
)
@common_options
def wait(identifier: str, deadline: float | None, poll: float) -> None:
    """Wait until an analysis has ended. Exit code 0 is for Complete only; see the exit codes in the program's help."""
    settings = current()
    run(lambda: _wait(settings, identifier, deadline, poll), resumable=True)


@appsession.command()
@click.argument("identifier", metavar="ID")
@click.option("--to", type=click.Path(file_okay=False, path_type=Path), metavar="DIR", help="Save them there instead.")
@common_options
def logs(identifier: str, to: Path | None) -> None:
    """Print the log files of an analysis, or save them."""
    settings = current()
    if to is None:
        run(lambda: print_logs(settings, identifier))
    else:
        run(lambda: save_logs(settings, identifier, to), resumable=True)


async def _stop(settings: CommandSettings, ids: list[str], concurrency: int) -> None:
    async with settings.client() as basespace:
        outcomes = await basespace.appsessions.stop_many(ids, concurrency=concurrency)
    await print_outcomes(settings, outcomes, done="stopped", unit="appsession", shown=_status)


async def _wait(settings: CommandSettings, identifier: str, deadline: float | None, poll: float) -> None:
    last: list[object] = [None]

    def print_change(analysis: AppSession) -> None:
        if analysis.execution_status != last[0]:
            last[0] = analysis.execution_status
            settings.echo_err(f"{identifier}: {analysis.execution_status}")

    async with settings.client() as basespace:
        ended = await basespace.appsessions.wait(
            identifier, poll_interval=poll, deadline=deadline, on_poll=print_change
        )
    await Output(settings).one(record_of(ended))
    if ended.execution_status != "Complete":
        raise Unsuccessful(f"appsession {identifier} ended as {ended.execution_status}")


def _status(appsession: AppSession) -> dict[str, Any]:
    status = appsession.execution_status
    return {"ExecutionStatus": status} if isinstance(status, str) else {}
