"""The sample sheet of a plan, as the options of a command ask for it."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from attrs import evolve, frozen

from ..settings import CommandSettings

if TYPE_CHECKING:
    from ...client import BaseSpace
    from ...fastqs import FastqPlan, FastqReport
    from ...samplesheets import SampleSheet

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


@frozen
class Sheet:
    """The sample sheet that is written beside fetched files.

    Attributes:
        format: Name of the format.
        to: Folder of the files.
        options: Further arguments of `sheet_of`.
    """

    format: str
    to: Path
    options: dict[str, Any]

    async def build(self, settings: CommandSettings, basespace: BaseSpace, plan: FastqPlan) -> SampleSheet:
        """Build the sheet of a plan.

        Raises:
            ConfigurationError: If the format cannot have a sample.
        """
        return await sheet_of(settings, basespace, plan, self.format, to=self.to, **self.options)

    async def write_after(
        self, fetching: Awaitable[FastqReport], settings: CommandSettings, basespace: BaseSpace, plan: FastqPlan
    ) -> FastqReport:
        """Wait for the fetch of a plan, and write the sheet of the samples that are there, also if others are not."""
        from ...errors import IncompleteDownloadError

        async def write(report: FastqReport) -> None:
            fetched = {sample.name for sample in report.samples}
            samples = tuple(sample for sample in plan.samples if sample.name in fetched)
            if samples:
                sheet = await self.build(settings, basespace, evolve(plan, samples=samples))
                sheet.write(self.to / f"samplesheet.{sheet.format.extension}")

        try:
            report = await fetching
        except IncompleteDownloadError as error:
            await write(error.report)
            raise
        await write(report)
        return report


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
