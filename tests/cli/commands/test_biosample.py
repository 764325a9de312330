"""Changing many biosamples."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from basespace_async.resources import biosamples
from basespace_async.simulator import Simulator
from tests.support.command_line import Invoke, module

PROJECT = "86000003"
ONE, TWO, THREE = "104000000", "104000001", "104000002"


def rows(stdout: str) -> dict[str, str]:
    return {row["Id"]: row["Outcome"] for row in map(json.loads, stdout.splitlines())}


def state(simulator: Simulator, biosample: str) -> tuple[str, str]:
    found = simulator.world.biosamples[biosample]
    return found.status, found.project_id


def test_ids_come_from_arguments_input_and_a_table_at_once(invoke: Invoke, own: Simulator, tmp_path: Path) -> None:
    table = tmp_path / "samples.csv"
    table.write_text(f"Sample,Name\n{THREE},x\n{ONE},y\n", encoding="utf-8")
    line = ["biosample", "bulk-update", ONE, "-", "--from-csv", str(table), "--column", "Sample", "--json"]
    result = invoke(*line, "--default-project", PROJECT, on=own, input=f"{TWO}\n")
    assert (result.exit_code, result.stderr) == (0, "")
    assert rows(result.stdout) == {ONE: "changed", TWO: "changed", THREE: "changed"}
    assert {state(own, one)[1] for one in (ONE, TWO, THREE)} == {PROJECT}
    assert own.statistics.by_operation["POST /biosamples/bulkupdate"] == 1


def test_batches_are_as_large_as_was_said(invoke: Invoke, own: Simulator) -> None:
    line = ["biosample", "bulk-update", ONE, TWO, THREE, "--default-project", PROJECT, "--batch-size", "1"]
    assert invoke(*line, "--concurrency", "1", on=own).exit_code == 0
    assert own.statistics.by_operation["POST /biosamples/bulkupdate"] == 3


def test_the_status_is_changed_of_each(invoke: Invoke, own: Simulator) -> None:
    result = invoke("biosample", "bulk-update", ONE, TWO, "--status", "Done", on=own)
    assert (result.exit_code, result.stdout) == (0, f"Id\tOutcome\n{ONE}\tchanged\n{TWO}\tchanged\n")
    assert [state(own, one)[0] for one in (ONE, TWO)] == ["Done", "Done"]


def test_both_are_changed_and_what_was_refused_once_is_not_changed_further(invoke: Invoke, own: Simulator) -> None:
    line = ["biosample", "bulk-update", "404", ONE, TWO, "--default-project", PROJECT, "--status", "Done", "--json"]
    result = invoke(*line, on=own)
    assert result.exit_code == 6
    assert result.stderr.startswith("error: 1 of 3 biosamples failed; the same command tries again. The first is 404: ")
    assert rows(result.stdout) == {ONE: "changed", TWO: "changed", "404": "failed"}
    assert [state(own, one) for one in (ONE, TWO)] == [("Done", PROJECT)] * 2
    assert own.statistics.by_operation["POST /biosamples/{id}"] == 2


def test_a_status_that_there_is_not_is_refused_once(invoke: Invoke, own: Simulator) -> None:
    line = ["biosample", "bulk-update", ONE, TWO, "--default-project", PROJECT, "--status", "Lost"]
    result = invoke(*line, on=own)
    assert result.exit_code == 2
    assert result.stderr.count("Lost") == 1
    assert "'new', 'active', 'done', 'qcfailed', 'canceled'" in result.stderr.lower()
    assert own.statistics.requests == 0


def test_statuses_are_those_of_the_resource_in_any_case(invoke: Invoke, own: Simulator) -> None:
    assert module("commands.biosample").STATUSES == biosamples.STATUSES
    assert invoke("biosample", "bulk-update", ONE, "--status", "qcfailed", on=own).exit_code == 0
    assert state(own, ONE)[0] == "QcFailed"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([ONE], "nothing would change; give --default-project or --status"),
        (["--status", "Done"], "no id was given"),
        ([ONE, "--status", "Done", "--batch-size", "0"], "--batch-size"),
        ([ONE, "--status", "Done", "--from-csv", "nowhere.csv"], "nowhere.csv"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_sent(
    arguments: list[str], message: str, invoke: Invoke, own: Simulator
) -> None:
    result = invoke("biosample", "bulk-update", *arguments, on=own)
    assert result.exit_code == 2
    assert message in result.stderr
    assert own.statistics.requests == 0
