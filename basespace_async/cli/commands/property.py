"""`basespace-async property`: properties of any resource."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ..output.output import Output
from ..output.records import record_of
from ..runner import run
from ..settings import CommandSettings, common_options, current
from .catalog import CatalogEntry
from .listing import show_list

if TYPE_CHECKING:
    from ...client import BaseSpace
    from ...resources.properties import Properties

OWNERS = ("appsession", "biosample", "dataset", "library", "library-pool", "project", "run", "subject")
_LIST = CatalogEntry("properties", "properties", "list", ("Name", "Type", "Content", "ItemsTotalCount"))

_owner = click.argument("resource", type=click.Choice(OWNERS))
_id = click.argument("id")


@click.group(name="property")
def property_group() -> None:
    """Read and write properties. RESOURCE is the kind of what has them, and ID its id."""


@property_group.command("list")
@_owner
@_id
@click.option("--limit", type=click.IntRange(0), metavar="NUMBER", help="Maximum number of items.")
@common_options
def list_properties(resource: str, id: str, limit: int | None) -> None:
    """List the properties of a resource."""
    settings = current()
    run(lambda: show_list(_LIST, settings, lambda basespace: _view(basespace, resource, id).list(limit=limit), limit))


@property_group.command("get")
@_owner
@_id
@click.argument("name")
@common_options
def get_property(resource: str, id: str, name: str) -> None:
    """Get one property with its first items."""
    settings = current()
    run(lambda: _get(settings, resource, id, name))


@property_group.command("set")
@_owner
@_id
@click.argument("name")
@click.argument("value", nargs=-1, required=True)
@click.option("--type", "property_type", metavar="TEXT", help="Type of the value, such as string, string[] or run[].")
@click.option("--description", metavar="TEXT", help="Description for people.")
@common_options
def set_property(resource: str, id: str, name: str, value: tuple[str, ...], **options: Any) -> None:
    """Add a property, or change its value. Several values make a list of texts."""
    settings = current()
    run(lambda: _set(settings, resource, id, name, value[0] if len(value) == 1 else [*value], **options))


async def _get(settings: CommandSettings, resource: str, id: str, name: str) -> None:
    async with settings.client() as basespace:
        item = await _view(basespace, resource, id).get(name)
    await Output(settings).one(record_of(item))


async def _set(
    settings: CommandSettings,
    resource: str,
    id: str,
    name: str,
    value: str | list[str],
    *,
    property_type: str | None,
    description: str | None,
) -> None:
    async with settings.client() as basespace:
        written = await _view(basespace, resource, id).set(name, value, type=property_type, description=description)
    await Output(settings).one(record_of(written))


def _view(basespace: BaseSpace, resource: str, id: str) -> Properties:
    from ...resources.properties import Properties

    return Properties(basespace, resource.replace("-", " "), id)  # type: ignore[arg-type]
