"""Upload FASTQ files, launch an application on their biosamples, wait for it, and download what it made.

    python examples/round_trip.py fastq 'Batch 7' Germline results --input genome-id:hg38

'fastq' is a folder of FASTQ files, and 'Batch 7' the name of the project of the biosamples and of the results. The same
command goes on with an upload that was interrupted. The launch is the last step that is not repeated: for one that goes
on after it, see launch_an_app.py.

Server and token come from `BASESPACE_ACCESS_TOKEN` and `BASESPACE_API_SERVER`, or from a profile of the `bs` tool.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence

from basespace_async import BaseSpace, BaseSpaceError


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


async def uploaded(basespace: BaseSpace, options: argparse.Namespace) -> tuple[str, list[str]]:
    """Upload the files, and return the ids of the project and of the biosamples."""
    report = await basespace.biosamples.upload_fastqs(options.fastq, project_name=options.project)
    say(f"{report.sent} bytes sent, {report.kept} of {len(report.files)} files were there already")
    for file in report.unverified:
        say(f"{file.path} was compared by its size only: {file.verification.reason}")
    biosamples = [created for what, created in report.ids.items() if what.startswith("biosample ")]
    return report.ids["project"], biosamples


async def carry_out(basespace: BaseSpace, options: argparse.Namespace) -> int:
    project, biosamples = await uploaded(basespace, options)
    inputs = {options.sample_input: biosamples, **dict(options.input)}
    launched = await basespace.applications.launch(options.application, options.project, inputs=inputs, project=project)
    say(f"launched appsession {launched.id}")
    ended = await basespace.appsessions.wait(launched, poll_interval=options.poll)
    if ended.execution_status != "Complete":
        say(f"it ended as {ended.execution_status}: {ended.status_summary}")
        return 4
    report = await basespace.appsessions.download(ended, options.to)
    for file in report.files:
        print(file.path, file.size, file.verification.method, sep="\t")
    return 0


def parse(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Upload FASTQ files, launch an application, download its results.")
    parser.add_argument("fastq", help="folder of FASTQ files")
    parser.add_argument("project", help="name of the project and of the analysis")
    parser.add_argument("application", help="name of the application")
    parser.add_argument("to", help="folder for the results")
    parser.add_argument("--input", type=pair, action="append", default=[], metavar="NAME:VALUE", help="further input")
    parser.add_argument("--sample-input", default="sample-id", help="name of the input that takes the biosamples")
    parser.add_argument("--poll", type=float, default=60, help="seconds between two looks at the analysis")
    return parser.parse_args(arguments)


def pair(text: str) -> tuple[str, str]:
    name, colon, value = text.partition(":")
    if not colon:
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form name:value")
    return name, value


async def run(options: argparse.Namespace) -> int:
    async with BaseSpace() as basespace:
        try:
            return await carry_out(basespace, options)
        except BaseSpaceError as error:
            say(f"error: {error}")
            return 3


def main(arguments: Sequence[str] | None = None) -> int:
    return asyncio.run(run(parse(arguments)))


if __name__ == "__main__":
    sys.exit(main())
