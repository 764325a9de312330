"""FASTQ of samples by name on the command line."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from basespace_async.simulator import Simulator
from tests.support.command_line import TOKEN, Invoke


@pytest.fixture(scope="module")
def lab() -> Iterator[Simulator]:
    with Simulator(biosamples=4, seed=1, token=TOKEN, edge_cases=True).in_thread() as simulator:
        yield simulator


@pytest.fixture
def project(lab: Simulator) -> str:
    return next(project.id for project in lab.world.projects.values() if project.name == "Batch 7")


def test_samples_are_listed_and_fetched_by_name(lab: Simulator, project: str, invoke: Invoke, tmp_path: Path) -> None:
    listed = invoke("fastq", "list", project, "133-121308-G-086", "single-end", "--json", on=lab)
    assert (listed.exit_code, listed.stderr) == (0, "")
    rows = [json.loads(line) for line in listed.stdout.splitlines()]
    assert [(row["Sample"], row["Lanes"], row["Paired"]) for row in rows] == [
        ("133_121308_G_086", [1, 2, 3, 4], True),
        ("Single-end", [1, 2], False),
    ]
    to = tmp_path / "fastq"
    fetched = invoke("fastq", "fetch", project, "133-121308-G-086", "--to", str(to), "--count", "--json", on=lab)
    assert fetched.exit_code == 0, fetched.stderr
    assert sorted(path.name for path in to.iterdir()) == [f"133_121308_G_086_R{end}.fastq.gz" for end in (1, 2)]
    assert sum(path.stat().st_size for path in to.iterdir()) == rows[0]["Size"]
    assert gzip.decompress((to / "133_121308_G_086_R1.fastq.gz").read_bytes())[:1] == b"@"


def test_a_plan_is_saved_and_fetched_later(lab: Simulator, project: str, invoke: Invoke, tmp_path: Path) -> None:
    plan, to = str(tmp_path / "plan.json"), tmp_path / "fastq"
    assert invoke("fastq", "list", project, "Laneless", "--save", plan, "--terse", on=lab).stdout == "Laneless\n"
    shown = invoke("fastq", "fetch", "--plan", plan, "--to", str(to), "--dry-run", "--csv", on=lab)
    assert [line.split(",")[:2] for line in shown.stdout.splitlines()] == [
        ["Sample", "Path"],
        ["Laneless", "Laneless_R1.fastq.gz"],
        ["Laneless", "Laneless_R2.fastq.gz"],
    ]
    assert not to.exists()
    assert invoke("fastq", "fetch", "--plan", plan, "--to", str(to), on=lab).exit_code == 0
    again = invoke("fastq", "fetch", "--plan", plan, "--to", str(to), "--dry-run", "--json", on=lab)
    assert [json.loads(line)["Kept"] for line in again.stdout.splitlines()] == [True, True]
    assert ", of which 2 files would be kept; nothing was downloaded" in again.stderr
    both = invoke("fastq", "fetch", project, "--plan", plan, "--to", str(to), on=lab)
    assert (both.exit_code, "leave out the collection" in both.stderr) == (2, True)


def test_what_is_missing_is_told_and_the_rest_is_fetched(
    lab: Simulator, project: str, invoke: Invoke, tmp_path: Path
) -> None:
    table = tmp_path / "samples.csv"
    table.write_text("Number,Sample\n1,Laneles\n2,CA-001\n")
    options = ("--samples", str(table), "--to", str(tmp_path / "fastq"))
    result = invoke("fastq", "fetch", project, *options, on=lab)
    assert result.exit_code == 6
    assert (
        "warning: Laneles is missing: the project Batch 7 has no FASTQ of it; similar names: Laneless" in result.stderr
    )
    assert sorted(path.name for path in (tmp_path / "fastq").iterdir()) == ["CA-001_R1.fastq.gz", "CA-001_R2.fastq.gz"]
    assert invoke("fastq", "fetch", project, *options, "--dry-run", on=lab).exit_code == 6
    assert invoke("fastq", "list", project, "nobody", on=lab).exit_code != 0


def test_samples_of_one_file_name_fail_in_a_dry_run_as_in_a_fetch(
    own: Simulator, invoke: Invoke, tmp_path: Path
) -> None:
    project = own.world.add_project("Batch 9").id
    for name in ("a/b", "a:b"):
        biosample = own.world.add_biosample(name, project=project)
        own.world.add_dataset(biosample, name=name, files={"ab_R1_001.fastq.gz": gzip.compress(b"@r\nA\n+\nF\n")})
    for more in (["--dry-run"], []):
        result = invoke("fastq", "fetch", project, "--to", str(tmp_path / "fastq"), "--csv", *more, on=own)
        assert "1 of 2 " in result.stderr
        assert (result.exit_code, result.stdout.count("a_b_R1.fastq.gz")) == (6, 1), result.stderr
        assert "its files would have the names of those of 'a/b'" in result.stdout + result.stderr


def test_a_collection_of_several_is_refused_with_its_candidates(lab: Simulator, invoke: Invoke) -> None:
    result = invoke("fastq", "list", "Batch 7", on=lab)
    assert result.exit_code == 4
    assert "project 86" in result.stderr
    assert "run r." in result.stderr
    assert "(say --project or --run)" in result.stderr
    assert invoke("fastq", "list", "Batch 7", "--project", on=lab).stderr.count("run") == 0


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("fastq", "list"), "name a project or a run"),
        (("fastq", "list", "1", ""), "a name is empty"),
        (("fastq", "list", "1", "--project", "--run"), "exclude each other"),
        (("fastq", "fetch", "--plan", "{empty}", "--to", "{empty}s", "--run"), "a plan says what to fetch"),
        (
            ("fastq", "fetch", "--plan", "{empty}", "--to", "{empty}s", "--top-ups", "newest"),
            "a plan says what to fetch",
        ),
        (("fastq", "list", "1", "--samples", "{empty}"), "names no sample"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    lab: Simulator, invoke: Invoke, tmp_path: Path, arguments: tuple[str, ...], problem: str
) -> None:
    (tmp_path / "empty").write_text("")
    result = invoke(*(argument.format(empty=tmp_path / "empty") for argument in arguments), on=lab)
    assert (result.exit_code, problem in result.stderr) == (2, True)


def test_a_command_can_be_tried_on_a_simulated_account(invoke: Invoke, tmp_path: Path) -> None:
    result = invoke("fastq", "fetch", "86000012", "Twin", "--simulator", "--to", str(tmp_path / "fastq"))
    assert result.exit_code == 0, result.stderr
    assert len(list((tmp_path / "fastq").iterdir())) == 2


def test_a_sample_sheet_has_what_was_fetched(lab: Simulator, project: str, invoke: Invoke, tmp_path: Path) -> None:
    to = tmp_path / "fastq"
    options = ("--to", str(to), "--samplesheet", "nfcore-rnaseq", "--set", "strandedness=auto")
    result = invoke("fastq", "fetch", project, "Laneless", "Twin", "nobody", *options, on=lab)
    assert result.exit_code == 6
    assert (to / "samplesheet.csv").read_text() == (
        "sample,fastq_1,fastq_2,strandedness\n"
        f"Laneless,{to}/Laneless_R1.fastq.gz,{to}/Laneless_R2.fastq.gz,auto\n"
        f"Twin,{to}/Twin_R1.fastq.gz,{to}/Twin_R2.fastq.gz,auto\n"
    )


def test_a_sheet_that_the_format_cannot_have_is_refused_before_anything_is_fetched(
    lab: Simulator, project: str, invoke: Invoke, tmp_path: Path
) -> None:
    options = ("--to", str(tmp_path / "fastq"), "--samplesheet", "nfcore-sarek")
    result = invoke("fastq", "fetch", project, "Single-end", *options, on=lab)
    assert result.exit_code == 3, result.stderr
    assert not (tmp_path / "fastq").exists()
    alone = invoke("fastq", "fetch", project, "--to", "fastq", "--set", "a=b", on=lab)
    assert (alone.exit_code, "columns of a --samplesheet" in alone.stderr) == (2, True)
