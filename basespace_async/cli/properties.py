"""`basespace-async appsession properties`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from .output import Output
from .records import Record, record_of
from .running import run
from .settings import Settings, common_options, current

if TYPE_CHECKING:
    from ..resources.properties import Properties

_COLUMNS = ("Name", "Value")


@click.group(invoke_without_command=True)
@click.argument("identifier", metavar="ID")
@common_options
@click.pass_context
def properties(context: click.Context, identifier: str) -> None:
    """The properties of an analysis: all of them, or one that is read, written or deleted by its name."""
    context.meta[__name__] = identifier
    if context.invoked_subcommand is None:
        settings = current()
        run(lambda: _show_all(settings, identifier))


@properties.command()
@click.argument("name")
@common_options
def get(name: str) -> None:
    """Show the value of a property, with all of its items."""
    settings, identifier = current(), _appsession()
    run(lambda: _show(settings, identifier, name))


@properties.command("set")
@click.argument("name")
@click.argument("values", nargs=-1, required=True, metavar="VALUE...")
@click.option("--type", "kind", metavar="TEXT", help="Instead of string or string[], such as run[].")
@click.option("--description", metavar="TEXT", help="For people.")
@common_options
def set_(name: str, values: tuple[str, ...], kind: str | None, description: str | None) -> None:
    """Add a property, or give it another value. Several values make a list."""
    settings, identifier = current(), _appsession()
    several = len(values) > 1 or (kind or "").endswith("[]")
    value: object = [*values] if several else "".join(values)
    run(lambda: _set(settings, identifier, name, value, kind, description))


@properties.command()
@click.argument("name")
@common_options
def delete(name: str) -> None:
    """Remove a property."""
    settings, identifier = current(), _appsession()
    run(lambda: _delete(settings, identifier, name))


def _appsession() -> str:
    return str(click.get_current_context().meta[__name__])


async def _show_all(settings: Settings, identifier: str) -> None:
    async with settings.client() as basespace:
        values = await basespace.appsessions.properties(identifier).as_dict()
    records = [_record(settings, name, value) for name, value in values.items()]
    await Output(settings).several(records, columns=_COLUMNS)


async def _show(settings: Settings, identifier: str, name: str) -> None:
    async with settings.client() as basespace:
        value = await basespace.appsessions.properties(identifier).value(name)
    await Output(settings).one(_record(settings, name, value))


async def _set(
    settings: Settings, identifier: str, name: str, value: object, kind: str | None, description: str | None
) -> None:
    async with settings.client() as basespace:
        found: Properties = basespace.appsessions.properties(identifier)
        await found.set(name, value, type=kind, description=description)
        now = await found.value(name)
    await Output(settings).one(_record(settings, name, now))


async def _delete(settings: Settings, identifier: str, name: str) -> None:
    async with settings.client() as basespace:
        await basespace.appsessions.properties(identifier).delete(name)
    settings.say(f"{name} was deleted")


def _record(settings: Settings, name: str, value: Any) -> Record:
    """A property as a record; resources in its value are whole in JSON, and their ids elsewhere."""
    whole = record_of({"Value": value})["Value"]
    return {"Name": name, "Value": whole if settings.as_json else _short(whole)}


def _short(value: Any) -> Any:
    if isinstance(value, list):
        return [_short(one) for one in value]
    return value["Id"] if isinstance(value, dict) and isinstance(value.get("Id"), str) else value
