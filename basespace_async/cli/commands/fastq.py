"""`basespace-async fastq`: the FASTQ files of samples, by name."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ..exit_codes import raise_failures
from ..identifiers import names_from
from ..output.output import Output
from ..output.records import Record
from ..runner import run
from ..settings import CommandSettings, common_options, current, simulator_option
from .download import HOW, with_options
from .download_outcome import DownloadOutcome
from .dry_run import row_of, say_total
from .sheet import FORMAT_NAMES, SHEET_OPTIONS, Sheet

if TYPE_CHECKING:
    from ...client import BaseSpace
    from ...fastqs import FastqPlan, FastqSample

F = TypeVar("F", bound=Callable[..., Any])

CHOSEN = ("collection", "samples", "is_project", "is_run", "table", "column", "index_reads", "top_ups")
_COLUMNS = ("Sample", "Datasets", "Lanes", "Reads", "Paired", "Files", "Size")
_WHICH = (
    click.option("--project", "is_project", is_flag=True, help="COLLECTION is a project, if a run has its name, too."),
    click.option("--run", "is_run", is_flag=True, help="COLLECTION is a run, if a project has its name, too."),
    click.option(
        "--samples",
        "table",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        metavar="FILE",
        help="Also the samples in this file: one a line, CSV, TSV or JSON.",
    ),
    click.option("--column", default="Sample", metavar="NAME", help="Column of FILE. [default: Sample]"),
    click.option("--index-reads", is_flag=True, help="Also index reads, I1 and I2."),
    click.option(
        "--top-ups",
        type=click.Choice(("join", "newest", "refuse")),
        default="join",
        help="For datasets of a sample that have the same lane: join = all, the oldest first (default); "
        "newest = only the newest; refuse = leave the sample out.",
    ),
)


def choosing_samples(command: F) -> F:
    """Add the arguments and options that choose a collection and its samples."""
    command = click.argument("samples", nargs=-1, metavar="[SAMPLE]...")(with_options(_WHICH)(command))
    return click.argument("collection", required=False)(simulator_option(command))


def plan_option(verb: str) -> Callable[[F], F]:
    """Return the option that takes a saved plan in place of a collection.

    Args:
        verb: What the command does with it, for the help.
    """
    return click.option(
        "--plan",
        "plan_file",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        metavar="FILE",
        help=f"{verb} a plan that `fastq list --save` wrote; without COLLECTION.",
    )


@click.group()
def fastq() -> None:
    """FASTQ files by the names of their samples, in a project or a run."""


@fastq.command("list")
@choosing_samples
@click.option("--save", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Save the plan to fetch.")
@common_options
def list_(save: Path | None, **chosen: Any) -> None:
    """List samples of a project or a run, and what there is of each: all, or those that are named."""
    settings = current()
    run(lambda: _list(settings, save, chosen))


@fastq.command()
@choosing_samples
@plan_option("Fetch")
@with_options(HOW)
@click.option("--keep-lanes", is_flag=True, help="A file for each lane instead of one for all.")
@click.option("--count", is_flag=True, help="Count the reads of R1 and R2, which must be equal.")
@click.option(
    "--samplesheet",
    type=click.Choice(FORMAT_NAMES),
    metavar="FORMAT",
    help="Also write DIR/samplesheet.csv (.tsv) with what was fetched; see `samplesheet` for the formats.",
)
@with_options(SHEET_OPTIONS)
@common_options
def fetch(plan_file: Path | None, keep_lanes: bool, count: bool, samplesheet: str | None, **options: Any) -> None:
    """Download samples of a project or a run as SAMPLE_R1.fastq.gz and SAMPLE_R2.fastq.gz, lanes merged and verified.

    The same command resumes an interrupted one.
    """
    settings = current()
    chosen = {name: options.pop(name) for name in CHOSEN}
    columns = {name: options.pop(name) for name in ("values", "metadata", "properties")}
    if any(columns.values()) and samplesheet is None:
        raise click.UsageError("--set, --metadata and --property are columns of a --samplesheet")
    to, dry_run = options.pop("to"), options.pop("dry_run")
    how = {name: value for name, value in options.items() if value is not None}
    how["keep_lanes"] = keep_lanes
    if dry_run:
        run(lambda: _dry_run(settings, plan_file, chosen, to, how))
    else:
        sheet = Sheet(samplesheet, to, {**columns, "keep_lanes": keep_lanes}) if samplesheet else None
        run(lambda: _fetch(settings, plan_file, chosen, to, {**how, "count": count}, sheet), resumable=True)


async def plan_of(basespace: BaseSpace, plan_file: Path | None, chosen: dict[str, Any]) -> FastqPlan:
    """Return the plan that the arguments of a command ask for: a saved one, or one that is made now.

    Raises:
        UsageError: If there is neither a collection nor a plan, or there are both.
    """
    collection, samples = chosen["collection"], chosen["samples"]
    if plan_file is not None:
        from ...fastqs import FastqPlan

        others = ("collection", "table", "is_project", "is_run", "index_reads")
        if chosen["top_ups"] != "join" or any(chosen[name] for name in others):
            raise click.UsageError(
                "a plan says what to fetch; leave out the collection, the samples and how to find them"
            )
        return FastqPlan.load(plan_file)
    if collection is None:
        raise click.UsageError("name a project or a run, such as: fastq list 'Batch 7'")
    if chosen["is_project"] and chosen["is_run"]:
        raise click.UsageError("--project and --run exclude each other")
    parameter = "project" if chosen["is_project"] else "run" if chosen["is_run"] else "collection"
    names = names_from(samples, chosen["table"], chosen["column"])
    if chosen["table"] is not None and not names:
        raise click.UsageError(f"{chosen['table']} names no sample")
    return await basespace.fastqs.find(
        names or None,
        **{parameter: collection},
        index_reads=chosen["index_reads"],
        top_ups=chosen["top_ups"],
    )


async def _list(settings: CommandSettings, save: Path | None, chosen: dict[str, Any]) -> None:
    async with settings.client() as basespace:
        plan = await plan_of(basespace, None, chosen)
    if save is not None:
        plan.save(save)
    await Output(settings).several(map(_row, plan.samples), columns=_COLUMNS)
    _warn(settings, plan)
    raise_missing(plan)


def _row(sample: FastqSample) -> Record:
    return {
        "Sample": sample.name,
        "Datasets": len(sample.datasets),
        "Lanes": list(sample.lanes),
        "Reads": list(sample.reads),
        "Paired": sample.is_paired,
        "Files": len(sample.files),
        "Size": sample.size,
    }


def _warn(settings: CommandSettings, plan: FastqPlan) -> None:
    for sample in plan.samples:
        for warning in sample.warnings:
            settings.echo_err(f"warning: {sample.name}: {warning}")
    warn_missing(settings, plan)


def warn_missing(settings: CommandSettings, plan: FastqPlan) -> None:
    """Say which samples of a plan are missing, and why."""
    for missing in plan.missing:
        settings.echo_err(f"warning: {missing.name} is missing: {missing}")


def raise_missing(plan: FastqPlan) -> None:
    """Fail if samples of a plan are missing."""
    from ...fastqs.fetch import failures_of

    raise_failures(failures_of(plan), len(plan.samples), "sample")


async def _dry_run(
    settings: CommandSettings, plan_file: Path | None, chosen: dict[str, Any], to: Path, how: dict[str, Any]
) -> None:
    from ...downloads.options import DownloadSettings
    from ...fastqs.fetch import item_of, outputs_of

    keep_lanes = how.pop("keep_lanes")
    download = DownloadSettings.of(how)  # type: ignore[arg-type]
    async with settings.client() as basespace:
        plan = await plan_of(basespace, plan_file, chosen)
    outputs, failed = outputs_of(plan, keep_lanes=keep_lanes)
    rows = [{"Sample": output.sample, **await row_of(item_of(output), to, download)} for output in outputs]
    await Output(settings).several(rows, columns=("Sample", "Path", "Size", "Kept"))
    _warn(settings, plan)
    say_total(settings, len(rows), sum(row["Size"] for row in rows), sum(row["Kept"] for row in rows))
    raise_failures(failed, len({output.sample for output in outputs}), "sample")


async def _fetch(
    settings: CommandSettings,
    plan_file: Path | None,
    chosen: dict[str, Any],
    to: Path,
    how: dict[str, Any],
    sheet: Sheet | None,
) -> None:
    outcome = DownloadOutcome(settings)
    started = time.monotonic()
    async with settings.client() as basespace, settings.progress() as progress:
        plan = await plan_of(basespace, plan_file, chosen)
        _warn(settings, plan)
        if sheet is not None:  # what the format cannot have is refused before anything is fetched
            await sheet.build(settings, basespace, plan)
        fetching = basespace.fastqs.fetch(plan, to=to, progress=progress, **how)
        await outcome.add("", fetching if sheet is None else sheet.write_after(fetching, settings, basespace, plan))
    await outcome.print_report(to, time.monotonic() - started)
