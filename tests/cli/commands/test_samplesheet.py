"""Sample sheets on the command line, end to end."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from basespace_async import samplesheets
from basespace_async.cli.commands.samplesheet import FORMAT_NAMES
from basespace_async.fastqs import FastqPlan
from basespace_async.simulator import Simulator
from tests.support.command_line import TOKEN, Invoke

PAIRED = ("133-121308-G-086", "Top-up", "Laneless")


@pytest.fixture(scope="module")
def world() -> Iterator[Simulator]:
    with Simulator(edge_cases=True, biosamples=4, seed=1, token=TOKEN).in_thread() as simulator:
        yield simulator


@pytest.fixture(scope="module")
def project(world: Simulator) -> str:
    """The first of two projects of one name, with all edge cases."""
    return next(str(project.id) for project in world.world.projects.values() if project.name == "Batch 7")


def rows(text: str, delimiter: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text), delimiter=delimiter))


def test_the_formats_of_the_help_are_those_of_the_package() -> None:
    assert tuple(samplesheets.FORMATS) == FORMAT_NAMES


@pytest.mark.parametrize("format", FORMAT_NAMES)
def test_each_format_describes_what_a_fetch_writes(
    format: str, invoke: Invoke, world: Simulator, project: str, tmp_path: Path
) -> None:
    form = samplesheets.FORMATS[format]
    to = str(tmp_path / "fq")
    lanes = ["--keep-lanes"] if form.keep_lanes else []
    fetched = invoke("fastq", "fetch", project, *PAIRED, "--to", to, *lanes, "--quiet", on=world)
    assert fetched.exit_code == 0, fetched.stderr
    result = invoke("samplesheet", format, project, *PAIRED, "--to", to, on=world)
    assert result.exit_code == 0, result.stderr
    table = rows(result.stdout, form.delimiter)
    locations = [row[column] for row in table for column in (form.read1, form.read2)]
    assert sorted(locations) == sorted(str(path) for path in Path(to).iterdir() if not path.name.startswith("."))
    assert len({row[form.sample] for row in table}) == len(PAIRED)


def test_a_saved_plan_needs_no_account(invoke: Invoke, world: Simulator, project: str, tmp_path: Path) -> None:
    plan = tmp_path / "plan.json"
    assert invoke("fastq", "list", project, *PAIRED, "--save", str(plan), on=world).exit_code == 0
    requests = world.statistics.requests
    result = invoke("samplesheet", "nfcore-rnaseq", "--plan", str(plan), "--output", str(tmp_path / "sheet.csv"))
    assert (result.exit_code, result.output) == (0, "")
    assert world.statistics.requests == requests
    made = samplesheets.build(FastqPlan.load(plan), "nfcore-rnaseq")
    assert (tmp_path / "sheet.csv").read_text() == made.to_text()
    tsv = invoke("samplesheet", "nfcore-rnaseq", "--plan", str(plan), "--tsv")
    assert rows(tsv.stdout, "\t") == list(made.rows)
    assert (
        invoke("samplesheet", "nfcore-rnaseq", "--plan", str(plan), "--output", str(tmp_path / "s.tsv")).exit_code == 0
    )
    assert (tmp_path / "s.tsv").read_text() == tsv.stdout
    lines = invoke("samplesheet", "nfcore-rnaseq", "--plan", str(plan), "--json").stdout.splitlines()
    assert [json.loads(line) for line in lines] == list(made.rows)
    assert rows(invoke("samplesheet", "bactopia", "--plan", str(plan), "--csv").stdout)[0]["genome_size"] == "0"


def test_further_columns_come_from_options_a_table_and_properties(
    invoke: Invoke, world: Simulator, project: str, tmp_path: Path
) -> None:
    (biosample,) = [one for one in world.world.biosamples.values() if one.name == "Laneless"]
    invoke("property", "set", "biosample", str(biosample.id), "Lab.Sex", "XX", on=world)
    table = tmp_path / "samples.csv"
    table.write_text("Sample,patient,status\nLaneless,P1,1\nTop_up,P1,0\n")
    result = invoke(
        *("samplesheet", "nfcore-sarek", project, "Laneless", "Top-up", "--metadata", str(table)),
        *("--property", "Lab.Sex=sex", "--set", "status=0", "--set", "note=a=b"),
        on=world,
    )
    assert (result.exit_code, result.stderr) == (0, "")
    found = {(row["sample"], row["patient"], row["status"], row["sex"], row["note"]) for row in rows(result.stdout)}
    assert found == {("Laneless", "P1", "1", "XX", "a=b"), ("Top-up", "P1", "0", "NA", "a=b")}


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("nfcore-sarek", "Single-end"), 3, "sample 'Single-end' is single-end, and the format needs pairs"),
        (("nfcore-rnaseq", "Laneless", "--set", "strandedness"), 2, "'strandedness' is not COLUMN=VALUE"),
        (("nfcore-rnaseq", "Laneless", "--urls", "presigned"), 3, "must be a path without spaces that ends in"),
        (("nfcore", "Laneless"), 2, "'nfcore' is not one of 'nfcore-rnaseq'"),
        (("generic", "Laneless", "--plan", __file__), 2, "a plan says what to fetch"),
    ],
)
def test_what_cannot_be_is_refused(
    arguments: tuple[str, ...], code: int, message: str, invoke: Invoke, world: Simulator, project: str
) -> None:
    format, *others = arguments
    result = invoke("samplesheet", format, project, *others, on=world)
    assert (result.exit_code, result.stdout) == (code, "")
    assert message in result.stderr
    assert "Signature" not in result.stderr


def test_a_missing_sample_is_told_and_the_others_are_in_the_sheet(
    invoke: Invoke, world: Simulator, project: str
) -> None:
    result = invoke("samplesheet", "generic", project, "Laneless", "Lanless", on=world)
    assert [row["sample"] for row in rows(result.stdout)] == ["Laneless"]
    assert result.exit_code == 6
    assert "Lanless is missing" in result.stderr


def test_links_are_in_the_output_and_nowhere_else(invoke: Invoke, world: Simulator, project: str) -> None:
    result = invoke("samplesheet", "generic", project, "Top-up", "--urls", "presigned", "--debug", on=world)
    table = rows(result.stdout)
    assert len(table) == 3
    assert all("Signature=" in row[column] for row in table for column in ("fastq_1", "fastq_2"))
    assert "Signature=" not in result.stderr
    assert (
        len(
            invoke(
                "samplesheet", "generic", project, "Top-up", "--urls", "presigned", "--json", on=world
            ).stdout.splitlines()
        )
        == 3
    )
