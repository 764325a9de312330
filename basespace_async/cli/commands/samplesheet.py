"""`basespace-async samplesheet`: sample sheets for pipelines."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from ..output.output import Output
from ..runner import run
from ..settings import CommandSettings, common_options, current
from .download import with_options
from .fastq import CHOSEN, choosing_samples, plan_of, plan_option, raise_missing, warn_missing
from .sheet import FORMAT_NAMES, SHEET_OPTIONS, sheet_of

if TYPE_CHECKING:
    from ...client import BaseSpace


@click.command()
@click.argument("format", metavar="FORMAT", type=click.Choice(FORMAT_NAMES))
@choosing_samples
@plan_option("Take")
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
    warn_missing(settings, plan)
    raise_missing(plan)
