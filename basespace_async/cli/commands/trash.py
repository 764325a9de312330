"""`basespace-async trash list`, `trash restore` and `trash empty`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ..identifiers import ids_from
from ..output.batch_output import print_outcomes
from ..output.output import Output
from ..prompts import on_a_terminal
from ..runner import run
from ..settings import CommandSettings, common_options, current
from .catalog import LISTS
from .listing import list_command

if TYPE_CHECKING:
    from ...models import TrashItem


class _Trash(click.Group):
    """Group whose `list` is that of `basespace-async list trash`, made when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands."""
        return ["list", *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command."""
        if cmd_name == "list":
            return list_command(next(entry for entry in LISTS if entry.name == "trash"))
        return super().get_command(ctx, cmd_name)


@click.group(cls=_Trash)
def trash() -> None:
    """List, restore and remove deleted items."""


@trash.command()
@click.argument("items", nargs=-1, metavar="ID...")
@click.option("--by-resource", is_flag=True, help="Ids are those of the deleted resources, not of the trash items.")
@common_options
def restore(items: tuple[str, ...], by_resource: bool) -> None:
    """Restore items from the trash. Ids are those of `trash list`; - reads them from standard input."""
    settings = current()
    ids = ids_from(items)
    run(lambda: _restore(settings, ids, by_resource=by_resource))


@trash.command()
@click.option("--yes", is_flag=True, help="Do not ask for confirmation.")
@common_options
def empty(yes: bool) -> None:
    """Remove everything in the trash for good. This cannot be undone."""
    settings = current()
    count = run(lambda: _count(settings))
    if not yes:
        if not on_a_terminal():
            raise click.UsageError("this removes data for good; without a terminal to ask on, give --yes")
        click.confirm(f"Remove {count} items for good, with all their files?", abort=True, err=True)
    run(lambda: _empty(settings, count))


async def _restore(settings: CommandSettings, ids: list[str], *, by_resource: bool) -> None:
    from ...resources._batch import for_each_id

    async with settings.client() as basespace:

        async def restore_one(identifier: str) -> TrashItem:
            if by_resource:
                return await basespace.trash.restore(resource=identifier)
            return await basespace.trash.restore(identifier)

        outcomes = await for_each_id(ids, restore_one, concurrency=4)
    await print_outcomes(settings, outcomes, done="restored", unit="item")


async def _count(settings: CommandSettings) -> int:
    async with settings.client() as basespace:
        return await basespace.trash.list().count()


async def _empty(settings: CommandSettings, count: int) -> None:
    async with settings.client() as basespace:
        await basespace.trash.empty()
    removed: dict[str, Any] = {"Removed": count}
    await Output(settings).one(removed)
