"""`basespace-async samplesheet`: sample sheets for pipelines."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from ..exit_codes import raise_failures
from ..output.output import Output
from ..runner import run
from ..settings import CommandSettings, common_options, current
from .download import with_options
from .fastq import CHOSEN, choosing_samples, plan_of

if TYPE_CHECKING:
    from ...client import BaseSpace
    from ...fastqs import FastqPlan
    from ...samplesheets import SampleSheet

F = TypeVar("F", bound=Callable[..., Any])

# samplesheets.FORMATS, which the help does not import.
FORMAT_NAMES = (
    "nfcore-rnaseq",
    "nfcore-sarek",
    "nfcore-ampliseq",
    "nfcore-viralrecon",
    "nfcore-taxprofiler",
    "bactopia",
    "theiagen",
    "generic",
)


def _pairs(_context: click.Context, parameter: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for text in given:
        name, separator, value = text.partition("=")
        if not separator or not name.strip() or name in pairs:
            raise click.BadParameter(f"{text!r} is not {parameter.metavar}, or the second for its name")
        pairs[name.strip()] = value.strip()
    return pairs


# Further columns of a sheet; `sheet_of` takes what they give.
SHEET_OPTIONS = (
    click.option(
        "--set",
        "values",
        multiple=True,
        callback=_pairs,
        metavar="COLUMN=VALUE",
        help="Value of a column for all samples, such as strandedness=auto.",
    ),
    click.option(
        "--metadata",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        metavar="FILE",
        help="CSV or TSV with further columns; `sample`, or the first column, names the sample.",
    ),
    click.option(
        "--property",
        "properties",
        multiple=True,
        callback=_pairs,
        metavar="NAME=COLUMN",
        help="Column with a property of the biosamples of the samples' names.",
    ),
)


@click.command()
@click.argument("format", metavar="FORMAT", type=click.Choice(FORMAT_NAMES))
@choosing_samples
@click.option(
    "--plan",
    "plan_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Take a plan that `fastq list --save` wrote; without COLLECTION.",
)
@click.option(
    "--to", default=".", metavar="DIR", help="Folder that the files are fetched to, or a URL such as gs://bucket/fastq."
)
@click.option("--relative", is_flag=True, help="Paths from the working directory instead of absolute ones.")
@click.option(
    "--keep-lanes/--merge-lanes",
    default=None,
    help="Whether the files are fetched with --keep-lanes. [default: only for nfcore-sarek]",
)
@click.option(
    "--urls",
    type=click.Choice(("basespace", "presigned")),
    help="URLs in place of paths, one for each lane: basespace:// for fsspec, or links that are a secret and expire.",
)
@with_options(SHEET_OPTIONS)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="File to write.")
@click.option("--tsv", is_flag=True, help="Tabs between the cells. [default: as FORMAT wants]")
@common_options
def samplesheet(format: str, plan_file: Path | None, output: Path | None, tsv: bool, **options: Any) -> None:
    """Write the sample sheet of samples of a project or a run, for FORMAT.

    FORMAT is nfcore-rnaseq, nfcore-sarek, nfcore-ampliseq, nfcore-viralrecon, nfcore-taxprofiler, bactopia, theiagen or
    generic. Nothing is downloaded; `fastq fetch` gets the files.
    """
    settings = current()
    chosen = {name: options.pop(name) for name in CHOSEN}
    run(lambda: _samplesheet(settings, format, plan_file, chosen, output, tsv, options))


async def _samplesheet(
    settings: CommandSettings,
    format: str,
    plan_file: Path | None,
    chosen: dict[str, Any],
    output: Path | None,
    tsv: bool,
    options: dict[str, Any],
) -> None:
    from ...fastqs.fetch import failures_of

    # A saved plan needs no account unless the service is asked for something.
    online = plan_file is None or options["urls"] == "presigned" or options["properties"]
    async with settings.client() if online else nullcontext() as client:
        basespace = cast("BaseSpace", client)
        plan = await plan_of(basespace, plan_file, chosen)
        sheet = await sheet_of(settings, basespace, plan, format, **options)
    if output is not None:
        sheet.write(output, tsv=tsv or None)
    elif settings.as_json:
        await Output(settings).several(sheet.rows, columns=sheet.columns)
    else:
        await Output(settings).write(sheet.to_text(tsv=tsv or (False if settings.as_csv else None)))
    for missing in plan.missing:
        settings.echo_err(f"warning: {missing.name} is missing: {missing}")
    raise_failures(failures_of(plan), len(plan.samples), "sample")


async def sheet_of(
    settings: CommandSettings,
    basespace: BaseSpace,
    plan: FastqPlan,
    format: str,
    *,
    to: str | Path = ".",
    relative: bool = False,
    keep_lanes: bool | None = None,
    urls: str | None = None,
    values: Mapping[str, str] | None = None,
    metadata: Path | None = None,
    properties: Mapping[str, str] | None = None,
) -> SampleSheet:
    """Build the sheet of a plan as the options of a command say, and print its warnings.

    Args:
        settings: Settings of the command.
        basespace: The client; used for properties and presigned links only.
        plan: The plan.
        format: Name of the format.
        to: Folder of the files.
        relative: Give paths from the working directory.
        keep_lanes: Whether there is a file for each lane; None stands for what the format wants.
        urls: `basespace` or `presigned` for URLs in place of paths.
        values: Values of columns.
        metadata: Table with further columns.
        properties: Columns by the names of properties.

    Raises:
        ConfigurationError: If the format cannot have a sample, or the table cannot be read.
        BaseSpaceError: If a request failed.
    """
    from ... import samplesheets

    tables: list[Mapping[str, Mapping[str, object]]] = []
    if properties:
        tables.append(await samplesheets.read_properties(basespace, plan, properties))
    if metadata is not None:
        tables.append(samplesheets.read_metadata(metadata))
    addresses = samplesheets.basespace_urls(plan) if urls == "basespace" else None
    if urls == "presigned":
        addresses = await samplesheets.presigned_urls(basespace, plan)
    sheet = samplesheets.build(
        plan,
        format,
        to=to,
        relative=relative,
        keep_lanes=keep_lanes,
        urls=addresses,
        values=values,
        metadata=tables,
    )
    for warning in sheet.warnings:
        settings.echo_err(f"warning: {warning}")
    return sheet
