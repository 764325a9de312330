"""`basespace-async list` and `basespace-async get`."""

from __future__ import annotations

import inspect
import re
from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

import attrs
import click

from ..output.output import Output
from ..output.records import Record, record_of
from ..runner import run
from ..settings import CommandSettings, common_options, current
from .catalog import GETS, LISTS, CatalogEntry
from .date_filter import DateFilter, date_options

if TYPE_CHECKING:
    from ...client import BaseSpace
    from ...pagination.pager import Pager


PARENT = "of_appsession"


class CatalogGroup(click.Group):
    """Group with a command for each entry of the catalogue, made when it is used; singular and plural both work."""

    def __init__(self, name: str, entries: Iterable[CatalogEntry], **settings: Any) -> None:
        super().__init__(name, **settings)
        self._entries = {entry.name: entry for entry in entries}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the entries."""
        return list(self._entries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of an entry, by its name in singular or plural."""
        entry = self._entries.get(cmd_name) or self._otherwise_numbered(cmd_name)
        return None if entry is None else self.command_of(entry)

    def command_of(self, entry: CatalogEntry) -> click.Command:
        """Make the command of an entry."""
        return list_command(entry) if entry.columns else get_command(entry)

    def _otherwise_numbered(self, name: str) -> CatalogEntry | None:
        wanted = _singular(name.replace("_", "-"))
        return next((entry for known, entry in self._entries.items() if _singular(known) == wanted), None)


def _singular(name: str) -> str:
    return re.sub(r"(ies|y)$", "Y", name).removesuffix("s")


def list_command(entry: CatalogEntry) -> click.Command:
    """Make the command that lists an entry of the catalogue."""

    @click.command(entry.name, help=_help(entry), short_help=_short_help(entry), params=_parameters(entry))
    @click.option("--limit", type=click.IntRange(0), metavar="NUMBER", help="Maximum number of items.")
    @date_options
    @common_options
    def command(limit: int | None, **values: Any) -> None:
        settings = current()
        run(lambda: _list(entry, settings, values, limit))

    return command


def get_command(entry: CatalogEntry) -> click.Command:
    """Make the command that gets an entry of the catalogue."""

    @click.command(entry.name, help=_help(entry), short_help=_short_help(entry), params=_parameters(entry))
    @common_options
    def command(**values: Any) -> None:
        settings = current()
        run(lambda: _get(entry, settings, values))

    return command


def _parameters(entry: CatalogEntry) -> list[click.Parameter]:
    from ..method_options import click_parameters

    first = [click.Argument([PARENT], metavar="APPSESSION")] if entry.of_appsession else []
    # `--limit` is an option of the command itself, which refuses what the list would.
    return [*first, *(parameter for parameter in click_parameters(entry.function()) if parameter.name != "limit")]


def _help(entry: CatalogEntry) -> str:
    """Return the first paragraph of the method's docstring, without the marks of code."""
    text = (inspect.getdoc(entry.function()) or "").split("\n\n")[0]
    return " ".join(text.replace("`", "").split())


def _short_help(entry: CatalogEntry) -> str:
    return re.sub(r" \(\w+\)", "", _help(entry))


async def _list(entry: CatalogEntry, settings: CommandSettings, values: dict[str, Any], limit: int | None) -> None:
    from ..method_options import given_options

    parent = values.pop(PARENT, None)
    dates = DateFilter.of(values, _field_names(entry), entry.parts)
    arguments = given_options(values)
    if dates is None:
        arguments["limit"] = limit
    await show_list(entry, settings, lambda basespace: entry.bound(basespace, parent)(**arguments), limit, dates)


async def show_list(
    entry: CatalogEntry,
    settings: CommandSettings,
    listed: Callable[[BaseSpace], Pager[Any]],
    limit: int | None,
    dates: DateFilter | None = None,
) -> None:
    """Write the items of a list, and say so where there is none."""
    async with settings.client() as basespace, aclosing(_batches(listed(basespace))) as batches:
        shown = batches if dates is None else dates.kept(batches, limit)
        count = await Output(settings).many(shown, columns=entry.columns, everything=_field_names(entry))
    if not count and limit != 0:
        settings.echo_err("nothing found")


async def _get(entry: CatalogEntry, settings: CommandSettings, values: dict[str, Any]) -> None:
    from ..method_options import given_options

    parent, arguments = values.pop(PARENT, None), given_options(values)
    async with settings.client() as basespace:
        resource = await entry.bound(basespace, parent)(**arguments)
    await Output(settings).one(record_of(resource))


async def _batches(pager: Pager[Any]) -> AsyncGenerator[Sequence[Record], None]:
    """Give the items, a page at a time."""
    async with aclosing(pager.pages()) as pages:
        async for page in pages:
            yield [record_of(item) for item in page]


def _field_names(entry: CatalogEntry) -> list[str]:
    """Return the API's names of the fields of a list's items."""
    from ..method_options import item_type_of

    return [
        field.metadata["wire"] for field in attrs.fields(item_type_of(entry.function())) if "wire" in field.metadata
    ]


list_group = CatalogGroup("list", LISTS, help="List resources, with the API's filters as options.")
get_group = CatalogGroup("get", GETS, help="Get one resource in full.")
run_group = CatalogGroup(
    "run",
    [CatalogEntry("sample-sheet", "runs", "sample_sheet"), CatalogEntry("stats", "runs", "sequencing_stats")],
    help="Show the sample sheet or the statistics of a run.",
)
