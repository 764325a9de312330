"""Uploads from the command line, on a simulated service."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from basespace_async.simulator import Fault, Simulator
from tests.support.command_line import Invoke
from tests.uploads.conftest import content_of, content_on_disk

USAGE, REFUSED, INCOMPLETE = 2, 8, 6


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    folder = tmp_path / "results"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.txt").write_bytes(b"a")
    (folder / "deep" / "b.log").write_bytes(b"bb")
    return folder


def test_a_dataset_is_uploaded_and_the_same_command_sends_nothing_more(
    invoke: Invoke, own: Simulator, folder: Path
) -> None:
    line = ["upload", "dataset", str(folder), "-n", "Results", "--project-name", "CLI"]
    result = invoke(*line, "--json", on=own)
    rows = [json.loads(row) for row in result.stdout.splitlines()]
    assert (result.exit_code, len(rows)) == (0, 2), result.stderr
    assert content_of(own, rows[0]["dataset"]) == content_on_disk(folder)
    assert {row["Verification"] for row in rows} == {"md5"}
    again = invoke(*line, on=own)
    assert "0 B sent" in again.stderr
    assert rows[0]["dataset"] in again.stdout


def test_filters_choose_the_files_and_a_dry_run_sends_nothing(invoke: Invoke, own: Simulator, folder: Path) -> None:
    line = ["upload", "dataset", str(folder), "-n", "R", "--project-name", "CLI", "--exclude", "*.log", "--dry-run"]
    result = invoke(*line, "--json", on=own)
    assert [json.loads(row)["Path"] for row in result.stdout.splitlines()] == ["a.txt"]
    assert "nothing was sent" in result.stderr
    assert not own.statistics.changes


@pytest.mark.parametrize("project", [[], ["--project", "1", "--project-name", "x"]])
def test_the_project_is_given_in_one_way(invoke: Invoke, own: Simulator, folder: Path, project: list[str]) -> None:
    result = invoke("upload", "dataset", str(folder), "-n", "R", *project, on=own)
    assert result.exit_code == USAGE
    assert "--project or --project-name" in result.stderr


def test_what_fails_is_a_partial_failure_that_can_be_listed_and_aborted(
    invoke: Invoke, own: Simulator, folder: Path
) -> None:
    own.faults.add(Fault("malformed", method="POST", path="/datasets/*/files", nth=(2,)))
    line = ["upload", "dataset", str(folder), "-n", "R", "--project-name", "CLI", "--concurrency", "1"]
    result = invoke(*line, on=own)
    assert result.exit_code == INCOMPLETE, result.stderr
    own.faults.clear()
    (pending,) = map(json.loads, invoke("upload", "list", "--json", on=own).stdout.splitlines())
    assert (pending["Kind"], pending["Files"]) == ("datasets", 2)
    assert invoke("upload", "abort", pending["Id"], on=own).exit_code == 0
    assert not invoke("upload", "list", "--json", on=own).stdout.strip()


def test_fastqs_that_break_a_rule_are_refused_with_file_and_rule(invoke: Invoke, own: Simulator, folder: Path) -> None:
    (folder / "A_S1_L001_R1_001.fastq.gz").write_bytes(b"no gzip")
    line = ["upload", "fastq", str(folder / "A_S1_L001_R1_001.fastq.gz"), "--project-name", "CLI"]
    for more in ([], ["--dry-run"]):
        result = invoke(*line, *more, on=own)
        assert result.exit_code == REFUSED, result.stderr
        assert "A_S1_L001_R1_001.fastq.gz" in result.stderr
        assert "(gzip)" in result.stderr
    assert not own.statistics.changes


def test_runs_and_logs_and_files_are_uploaded(invoke: Invoke, own: Simulator, folder: Path) -> None:
    run = folder / "run"
    run.mkdir()
    (run / "RunInfo.xml").write_text('<RunInfo><Run Id="R1" Number="1"/></RunInfo>')
    result = invoke("upload", "run", str(run), "-t", "MiSeq", "--json", on=own)
    (row,) = map(json.loads, result.stdout.splitlines())
    assert row["run"].startswith("r.")
    session = next(iter(own.world.appsessions))
    assert invoke("upload", "logs", session, str(folder / "a.txt"), on=own).exit_code == 0
    dataset = next(iter(own.world.datasets))
    assert invoke("upload", "files", dataset, str(folder / "a.txt"), on=own).exit_code == 0
    assert content_of(own, dataset)["a.txt"] == b"a"
