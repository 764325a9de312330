"""Datasets and runs that are archived and brought back."""

from __future__ import annotations

import json

from basespace_async.simulator import Simulator
from tests.support.command_line import Invoke


def test_datasets_are_archived_and_restored_and_one_that_is_unknown_holds_up_itself_only(
    invoke: Invoke, own: Simulator
) -> None:
    first, second = [*own.world.datasets.values()][:2]
    result = invoke("archive", "dataset", first.id, "ds.00", second.id, "--json", on=own)
    rows = {row["Id"]: row for row in map(json.loads, result.stdout.splitlines())}
    assert result.exit_code == 6
    assert rows[f"datasets/{first.id}"]["Outcome"] == rows[f"datasets/{second.id}"]["Outcome"] == "requested"
    assert rows["datasets/ds.00"]["Outcome"] == "failed"
    assert own.world.is_archived(first)
    archived = invoke("list", "datasets", "--is-archived", "--json", "-q", on=own).stdout.splitlines()
    assert {json.loads(line)["Id"] for line in archived} == {first.id, second.id}
    assert invoke("restore", "dataset", "-", on=own, input=f"{first.id}\n").exit_code == 0
    assert not own.world.is_archived(first)
    assert own.world.is_archived(second)


def test_runs_too_and_nothing_else(invoke: Invoke, own: Simulator) -> None:
    run = next(iter(own.world.runs.values()))
    assert invoke("archive", "run", run.id, on=own).exit_code == 0
    assert own.world.is_archived(run)
    assert invoke("archive", "project", "1", on=own).exit_code == 2
    assert invoke("restore", "run", on=own).exit_code == 2
