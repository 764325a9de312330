"""Launch an application on biosamples, wait for the analysis, and download what it made.

    python examples/launch_an_app.py Germline 'Batch 7' results 104000000 104000001 --input genome-id:hg38
    python examples/launch_an_app.py Germline 'Batch 7' results 104000000 --app-version 4.2.1 --dry-run

The application is named, and its newest version is launched where `--app-version` names no other. 'Batch 7' is the name
of the project of the results, which is created, and of the analysis. Run again, the program launches nothing twice: it
goes on with the analysis of that name, unless it failed.

Server and token come from `BASESPACE_ACCESS_TOKEN` and `BASESPACE_API_SERVER`, or from a profile of the `bs` tool.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from basespace_async import BaseSpace, BaseSpaceError, WaitTimeoutError
from basespace_async.models import AppSession, AppSessionCompact, Project

FAILED = ("Aborted", "Canceled", "TimedOut")


class ExitCode(IntEnum):
    """What the program says by its exit code; 2 is a wrong command line."""

    GOOD = 0
    NO_OUTPUT = 1  # the analysis made nothing
    FAILED = 3  # BaseSpace refused or could not be reached, or the disk is full
    NOT_COMPLETE = 4  # the analysis ended otherwise
    DEADLINE = 5  # the analysis had not ended by the deadline


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


async def earlier(basespace: BaseSpace, name: str, application: str) -> AppSessionCompact | None:
    """Return the analysis of this name that an earlier run of the program launched, unless it failed."""
    async for one in basespace.appsessions.list(name=name):
        is_ours = one.application is not None and one.application.name == application
        if is_ours and one.execution_status not in FAILED:
            return one
    return None


async def launched(
    basespace: BaseSpace, options: argparse.Namespace, project: Project
) -> AppSession | AppSessionCompact:
    """Return the analysis, launched now or before."""
    known = await earlier(basespace, options.name, options.application)
    if known is not None:
        say(f"{known.name} is appsession {known.id}, which is {known.execution_status}")
        return known
    appsession = await basespace.applications.launch(
        options.application, options.name, version=options.app_version, inputs=inputs_of(options), project=project
    )
    say(f"launched appsession {appsession.id}")
    return appsession


def inputs_of(options: argparse.Namespace) -> dict[str, Any]:
    return {options.sample_input: options.biosamples, **dict(options.input)}


async def carry_out(basespace: BaseSpace, options: argparse.Namespace) -> ExitCode:
    if options.dry_run:
        plan = await basespace.applications.plan_launch(
            options.application, options.name, version=options.app_version, inputs=inputs_of(options), project="0"
        )
        print(json.dumps(plan.body, indent=2))
        return ExitCode.GOOD
    project = await basespace.projects.create(options.name, exist_ok=True)
    appsession = await launched(basespace, options, project)
    ended = await basespace.appsessions.wait(appsession, poll_interval=options.poll, deadline=options.deadline * 3600)
    if ended.execution_status != "Complete":
        say(f"it ended as {ended.execution_status}: {ended.status_summary}")
        return ExitCode.NOT_COMPLETE
    for dataset in await basespace.appsessions.outputs(ended):
        print(dataset.id, dataset.name, sep="\t")
    report = await basespace.appsessions.download(ended, options.to)
    say(f"{len(report.files)} files in {options.to}")
    return ExitCode.GOOD if report.files else ExitCode.NO_OUTPUT


def pair(text: str) -> tuple[str, str]:
    name, colon, value = text.partition(":")
    if not colon:
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form name:value")
    return name, value


def parse(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Launch an application, wait for it, and download its results.")
    parser.add_argument("application", help="name of the application")
    parser.add_argument("name", help="name of the analysis, and of the project of its results")
    parser.add_argument("to", help="folder for the results")
    parser.add_argument("biosamples", nargs="+", help="ids of biosamples")
    parser.add_argument("--app-version", help="number of the version; the newest by default")
    parser.add_argument("--input", type=pair, action="append", default=[], metavar="NAME:VALUE", help="further input")
    parser.add_argument("--sample-input", default="sample-id", help="name of the input that takes the biosamples")
    parser.add_argument("--deadline", type=float, default=24, help="hours to wait at most")
    parser.add_argument("--poll", type=float, default=60, help="seconds between two looks at the analysis")
    parser.add_argument("--dry-run", action="store_true", help="print the request, and launch nothing")
    return parser.parse_args(arguments)


async def run(options: argparse.Namespace) -> ExitCode:
    async with BaseSpace() as basespace:
        try:
            return await carry_out(basespace, options)
        except WaitTimeoutError as error:
            say(f"error: {error}")
            return ExitCode.DEADLINE
        except BaseSpaceError as error:
            say(f"error: {error}")
            return ExitCode.FAILED


def main(arguments: Sequence[str] | None = None) -> int:
    return asyncio.run(run(parse(arguments)))


if __name__ == "__main__":
    sys.exit(main())
