"""The example workflow, run by Snakemake."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from pathlib import Path

import pytest

from basespace_async.simulator import Simulator
from tests.support.paths import ROOT
from tests.support.simulated_files import place

EXAMPLE = ROOT / "examples" / "snakemake" / "Snakefile"
FOLDERS = """
rule all:
    input:
        storage.basespace("basespace://projects/My study/Tables/by [chromosome]"),
    output:
        "count",
    shell:
        "ls {input:q} > {output:q}"


rule tables:
    output:
        storage.basespace(directory("basespace://projects/My study/Tables/by [chromosome]")),
    shell:
        "mkdir -p {output:q} && touch {output:q}/1.tsv && echo x > {output:q}/2.tsv"
"""


def snakemake(simulator: Simulator, folder: Path, *arguments: str, snakefile: Path = EXAMPLE) -> str:
    environment = {
        **os.environ,
        "BASESPACE_ACCESS_TOKEN": simulator.token,
        "BASESPACE_API_SERVER": simulator.url,
        "HOME": str(folder),
        "XDG_CACHE_HOME": str(folder / "cache"),
    }
    command = [sys.executable, "-m", "snakemake", "--snakefile", str(snakefile), "--cores", "1", *arguments]
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert simulator.token not in done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.mark.slow
def test_the_example_counts_reads_and_stores_the_sum(tmp_path: Path) -> None:
    reads = {f"A_R{number}.fastq.gz": gzip.compress(b"@r\nACGT\n+\nFFFF\n" * number) for number in (1, 2)}
    with Simulator(biosamples=1, seed=1).in_thread() as simulator:
        placed = place(simulator, reads, project="My study")
        project = ("--config", f"project={placed.project.name}")
        snakemake(simulator, tmp_path, *project)
        (dataset,) = [each for each in simulator.world.datasets.values() if each.name == "Read counts"]
        (counts,) = simulator.world.files.of_dataset(dataset)
        assert counts.content.read(0, counts.content.size) == b"A_R1\t1\nA_R2\t2\n"
        assert "Nothing to be done" in snakemake(simulator, tmp_path, *project)


@pytest.mark.slow
def test_a_folder_is_an_output_that_is_made_once_and_an_input(tmp_path: Path) -> None:
    snakefile = tmp_path / "Snakefile"
    snakefile.write_text(FOLDERS, encoding="utf-8")
    with Simulator(biosamples=1, seed=1).in_thread() as simulator:
        snakemake(simulator, tmp_path, snakefile=snakefile)
        assert (tmp_path / "count").read_text() == "1.tsv\n2.tsv\n"
        assert "Nothing to be done" in snakemake(simulator, tmp_path, snakefile=snakefile)


def test_the_page_shows_the_example() -> None:
    example = EXAMPLE.read_text(encoding="utf-8")
    assert example in (ROOT / "docs" / "how-to" / "snakemake.md").read_text(encoding="utf-8")
