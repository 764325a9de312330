"""`basespace-async create`: projects and biosamples."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ..output.output import Output
from ..output.records import record_of
from ..runner import run
from ..settings import CommandSettings, common_options, current

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from ...client import BaseSpace
    from ...models import Biosample, BiosampleCompact, Project

    Created = Project | Biosample | BiosampleCompact

_exist_ok = click.option("--exist-ok", is_flag=True, help="Show what has this name, instead of an error.")


@click.group()
def create() -> None:
    """Create projects and biosamples."""


@create.command()
@click.argument("name")
@click.option("--description", metavar="TEXT", help="Description for people.")
@_exist_ok
@common_options
def project(name: str, description: str | None, exist_ok: bool) -> None:
    """Create a project."""
    settings = current()

    async def created(basespace: BaseSpace) -> Created:
        return await basespace.projects.create(name, description=description, exist_ok=exist_ok)

    run(lambda: _show(settings, created))


@create.command()
@click.argument("name")
@click.option("--project", metavar="ID", help="Id of its default project.")
@click.option("--project-name", metavar="TEXT", help="Name of its default project, in place of the id.")
@_exist_ok
@common_options
def biosample(name: str, project: str | None, project_name: str | None, exist_ok: bool) -> None:
    """Create a biosample in its default project."""
    if (project is None) == (project_name is None):
        raise click.UsageError("a biosample has one default project: give --project or --project-name")
    settings = current()

    async def created(basespace: BaseSpace) -> Created:
        default = project if project is not None else await basespace.projects.get(name=project_name)
        return await basespace.biosamples.create(name, default_project=default, exist_ok=exist_ok)

    run(lambda: _show(settings, created))


async def _show(settings: CommandSettings, created: Callable[[BaseSpace], Awaitable[Created]]) -> None:
    async with settings.client() as basespace:
        resource = await created(basespace)
    await Output(settings).one(record_of(resource))
