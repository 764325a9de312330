"""What an installed package must do, tried with nothing but the package: python -I tests/smoke/smoke.py

`make smoke` runs it with the built wheel and the built sdist in bare environments. It needs no test's dependency, and
takes the command line and the demo along where their extras are installed.
"""

from __future__ import annotations

import asyncio
import importlib.metadata
import subprocess
import sys
import sysconfig
import tempfile
from importlib.util import find_spec
from pathlib import Path

import basespace_async
from basespace_async import BaseSpace
from basespace_async.simulator import Simulator

COMMAND = Path(sysconfig.get_path("scripts"), "basespace-async")


def check(is_true: bool, what: str) -> None:
    """Say what holds, or end."""
    if not is_true:
        sys.exit(f"smoke test failed: {what}")
    print(f"ok: {what}")


def output_of(*arguments: str | Path) -> str:
    """Run a program and return what it printed; end if it fails."""
    process = subprocess.run(arguments, capture_output=True, text=True, encoding="utf-8", check=False)
    if process.returncode:
        sys.exit(f"smoke test failed: {arguments} ended with {process.returncode}\n{process.stdout}{process.stderr}")
    return process.stdout


async def use_the_client(folder: Path) -> None:
    """List biosamples, and download a file of a dataset."""
    async with Simulator(biosamples=10) as simulator, BaseSpace(simulator.token, server=simulator.url) as basespace:
        biosamples = await basespace.biosamples.list().collect()
        check(len(biosamples) == 10, "the client lists what the simulator has")
        dataset = await basespace.datasets.list(dataset_types="common.fastq").first()
        assert dataset is not None
        file = await basespace.datasets.files(dataset).first()
        assert file is not None
        downloaded = await basespace.files.download(file, folder)
        check(downloaded.path.stat().st_size == file.size, "a file is downloaded whole")


def main() -> None:
    """Try the package."""
    installed = Path(basespace_async.__file__)
    check(installed.is_relative_to(sysconfig.get_path("purelib")), "the installed package is imported, not a checkout")
    version = importlib.metadata.version("basespace-async")
    check((installed.parent / "py.typed").is_file(), "its types come along")
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(use_the_client(Path(folder)))
        if find_spec("click") is None:
            print("left out: the command line, without the extra cli")
            return
        check(output_of(COMMAND, "--version").strip().endswith(version), f"the command line says {version}")
        results = Path(folder, "results")
        small = ("--results", str(results), "--biosamples", "10", "--files", "2", "--latency", "0")
        check("rows in all" in output_of(COMMAND, "demo", *small), "the demo runs")
        check(any(results.glob("tables/biosamples/*")), "the demo leaves its tables")


if __name__ == "__main__":
    main()
