"""`basespace-async archive` and `basespace-async restore`."""

from __future__ import annotations

from typing import Literal

import click

from ..identifiers import ids_from
from ..output.batch_output import print_outcomes
from ..runner import run
from ..settings import CommandSettings, common_options, current

_what = click.argument("resource", type=click.Choice(["dataset", "run"]))
_ids = click.argument("ids", nargs=-1, metavar="ID...")


@click.command()
@_what
@_ids
@common_options
def archive(resource: str, ids: tuple[str, ...]) -> None:
    """Move datasets or runs to archival storage; - reads ids from standard input."""
    settings, chosen = current(), ids_from(ids)
    run(lambda: _change(settings, "archive", resource, chosen), resumable=True)


@click.command()
@_what
@_ids
@common_options
def restore(resource: str, ids: tuple[str, ...]) -> None:
    """Bring datasets or runs back from archival storage, which can take 48 hours; - reads ids from standard input."""
    settings, chosen = current(), ids_from(ids)
    run(lambda: _change(settings, "restore", resource, chosen), resumable=True)


async def _change(
    settings: CommandSettings, verb: Literal["archive", "restore"], resource: str, ids: list[str]
) -> None:
    async with settings.client() as basespace:
        change = getattr(basespace.storage, verb)
        outcomes = await change(**{f"{resource}s": ids})
    await print_outcomes(settings, outcomes, done="requested", unit=resource)
