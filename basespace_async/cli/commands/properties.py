"""`basespace-async appsession properties`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ..output.output import Output
from ..output.records import Record, record_of
from ..runner import run
from ..settings import CommandSettings, common_options, current

if TYPE_CHECKING:
    from ...resources.properties import Properties

_COLUMNS = ("Name", "Value")


@click.command(
    epilog="\b\nproperties 110000001\nproperties 110000001 get Input.Runs\n"
    "properties 110000001 set Lab.Tubes T-17 T-18\nproperties 110000001 delete Lab.Tubes"
)
@click.argument("identifier", metavar="ID")
@click.argument("action", type=click.Choice(("get", "set", "delete")), required=False)
@click.argument("name", required=False)
@click.argument("values", nargs=-1, metavar="[VALUE]...")
@click.option(
    "--type", "property_type", metavar="TEXT", help="With set: type instead of string or string[], such as run[]."
)
@click.option("--description", metavar="TEXT", help="With set: description for people.")
@common_options
def properties(
    identifier: str, action: str | None, name: str | None, values: tuple[str, ...], **options: str | None
) -> None:
    """Show the properties of an analysis, or get, set or delete one by its name. Several values make a list."""
    settings = current()
    if action is None:
        run(lambda: _show_all(settings, identifier))
        return
    if name is None or bool(values) != (action == "set"):
        raise click.UsageError(f"{action} needs the name of a property{' and a value' if action == 'set' else ' only'}")
    if action == "get":
        run(lambda: _show(settings, identifier, name))
    elif action == "delete":
        run(lambda: _delete(settings, identifier, name))
    else:
        is_list = len(values) > 1 or (options["property_type"] or "").endswith("[]")
        value: object = [*values] if is_list else "".join(values)
        run(lambda: _set(settings, identifier, name, value, **options))


async def _show_all(settings: CommandSettings, identifier: str) -> None:
    async with settings.client() as basespace:
        values = await basespace.appsessions.properties(identifier).as_dict()
    records = [_record(settings, name, value) for name, value in values.items()]
    await Output(settings).several(records, columns=_COLUMNS)


async def _show(settings: CommandSettings, identifier: str, name: str) -> None:
    async with settings.client() as basespace:
        value = await basespace.appsessions.properties(identifier).value(name)
    await Output(settings).one(_record(settings, name, value))


async def _set(
    settings: CommandSettings,
    identifier: str,
    name: str,
    value: object,
    property_type: str | None,
    description: str | None,
) -> None:
    async with settings.client() as basespace:
        props: Properties = basespace.appsessions.properties(identifier)
        await props.set(name, value, type=property_type, description=description)
        now = await props.value(name)
    await Output(settings).one(_record(settings, name, now))


async def _delete(settings: CommandSettings, identifier: str, name: str) -> None:
    async with settings.client() as basespace:
        await basespace.appsessions.properties(identifier).delete(name)
    settings.echo_err(f"{name} was deleted")


def _record(settings: CommandSettings, name: str, value: Any) -> Record:
    """Return a property as a record; resources in its value are whole in JSON, and ids elsewhere."""
    whole = record_of({"Value": value})["Value"]
    return {"Name": name, "Value": whole if settings.as_json else _short(whole)}


def _short(value: Any) -> Any:
    if isinstance(value, list):
        return [_short(item) for item in value]
    return value["Id"] if isinstance(value, dict) and isinstance(value.get("Id"), str) else value
