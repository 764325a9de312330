"""`basespace-async launch application` and `await appsession`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ..output.output import Output
from ..output.records import record_of
from ..runner import run
from ..settings import CommandSettings, common_options, current, simulator_option
from .appsession import wait

if TYPE_CHECKING:
    from collections.abc import Sequence

_COLUMNS = ("Name", "Type", "Required", "Label", "Choices")


@click.group(name="launch")
def launch_group() -> None:
    """Launch applications."""


@click.group(name="await")
def await_group() -> None:
    """Wait for analyses, as appsession wait does."""


await_group.add_command(wait, "appsession")


def _inputs(_context: click.Context, _parameter: click.Parameter, pairs: Sequence[str]) -> dict[str, str | list[str]]:
    """Read `key:value` pairs; a key that is repeated has a list of values."""
    inputs: dict[str, str | list[str]] = {}
    for pair in pairs:
        name, colon, value = pair.partition(":")
        if not colon or not name.strip():
            raise click.BadParameter(f"{pair!r} is not of the form key:value")
        earlier = inputs.get(name)
        inputs[name] = value if earlier is None else [*([earlier] if isinstance(earlier, str) else earlier), value]
    return inputs


def _store_format(context: click.Context, _parameter: click.Parameter, value: str | None) -> None:
    if value is not None:
        setattr(context.ensure_object(CommandSettings), f"as_{value}", True)


@launch_group.command()
@click.option("-i", "--id", "application_id", metavar="ID", help="Id of the version of the application.")
@click.option("-n", "--name", "application_name", metavar="TEXT", help="Name of the application, in place of the id.")
@click.option("--app-version", metavar="TEXT", help="Number of the version, such as 2.4.0; the newest by default.")
@click.option(
    "-o",
    "--option",
    "inputs",
    multiple=True,
    callback=_inputs,
    metavar="KEY:VALUE",
    help="Input, such as project-id:123 or input_list.sample-id:1,2; repeated for each one.",
)
@click.option("-l", "--label", metavar="TEXT", help="Name of the analysis; that of the application and the time else.")
@click.option("--list", "list_inputs", is_flag=True, help="Print the inputs that there are, and launch nothing.")
@click.option("--dry-run", is_flag=True, help="Print the body of the request, and launch nothing.")
@click.option("--no-check", is_flag=True, help="Do not look at inputs and agreements before the launch.")
@click.option(
    "-f",
    "--format",
    type=click.Choice(("json", "csv")),
    callback=_store_format,
    expose_value=False,
    help="As --json and --csv.",
)
@simulator_option
@common_options
def application(
    application_id: str | None, application_name: str | None, list_inputs: bool, dry_run: bool, **options: Any
) -> None:
    """Launch an application, named by --id or by --name, and print the new appsession.

    Ids become references: a biosample gets the library preparation of its first library.
    """
    if (application_id is None) == (application_name is None):
        raise click.UsageError("give the application by --id or by --name")
    if application_id is not None and not application_id.isdigit():
        raise click.UsageError(f"{application_id!r} cannot be the id of an application; give a name with --name")
    settings, application = current(), application_id or application_name or ""
    if list_inputs:
        run(lambda: _list(settings, application, options["app_version"]))
    else:
        run(lambda: _launch(settings, application, dry_run, **options))


async def _list(settings: CommandSettings, application: str, version: str | None) -> None:
    async with settings.client() as basespace:
        inputs = await basespace.applications.inputs(application, version=version)
    records = [
        {
            "Name": application_input.name,
            "Type": application_input.type,
            "Required": application_input.required,
            "Label": application_input.label,
            "Choices": [*application_input.choices],
            "Source": application_input.source,
        }
        for application_input in inputs
    ]
    await Output(settings).several(records, columns=_COLUMNS)
    if not inputs:
        settings.echo_err("neither a form nor an earlier analysis tells the inputs of this application")


async def _launch(
    settings: CommandSettings,
    application: str,
    dry_run: bool,
    *,
    app_version: str | None,
    inputs: dict[str, str | list[str]],
    label: str | None,
    no_check: bool,
) -> None:
    async with settings.client() as basespace:
        plan = await basespace.applications.plan_launch(
            application, label, inputs=inputs, version=app_version, check=not no_check
        )
        if dry_run:
            await Output(settings).json(plan.body)
            settings.echo_err(f"application {plan.application_id} was not launched")
            return
        appsession = await basespace.applications.launch_plan(plan)
    await Output(settings).one(record_of(appsession))
