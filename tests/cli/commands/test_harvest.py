"""Harvests from the command line."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import time
from pathlib import Path

import pytest

from basespace_async.harvest import TABLES
from basespace_async.simulator import Simulator
from tests.support.command_line import Invoke, module, start


def lines(folder: Path) -> list[dict[str, object]]:
    """Rows of a table of JSON lines."""
    return [json.loads(line) for path in sorted(folder.glob("*.jsonl")) for line in path.read_text().splitlines()]


def test_tables_are_written_and_counted(invoke: Invoke, shared: Simulator, tmp_path: Path) -> None:
    to = tmp_path / "lab"
    line = ["harvest", "--to", str(to), "--table", "Biosamples,projects", "--format", "jsonl"]
    result = invoke(*line, "--json", on=shared)
    assert result.exit_code == 0, result.stderr
    rows = {row["Table"]: row for row in map(json.loads, result.stdout.splitlines())}
    assert {"biosamples", "projects"} <= set(rows)
    assert "files" not in rows
    assert rows["biosamples"]["Rows"] == rows["biosamples"]["New"] == rows["biosamples"]["Counted"] == 12
    assert len(lines(to / "biosamples")) == 12
    said = result.stderr.splitlines()
    assert any(text.startswith("biosamples: 12 ") for text in said)
    assert any(re.fullmatch(r"\d+ requests in 0:00:\d\d", text) for text in said)
    again = invoke(*line, "--quiet", on=shared)
    assert (again.exit_code, again.stderr) == (0, "")
    assert again.stdout.splitlines()[0] == "Table\tRows\tNew\tChanged\tRemoved\tCounted"
    assert "biosamples\t12\t0\t0\t" in again.stdout


def test_its_tables_are_those_of_the_harvest(invoke: Invoke) -> None:
    assert module("commands.harvest").TABLES == TABLES
    assert ", ".join(TABLES) in " ".join(invoke("harvest", "--help").stdout.split())


def test_options_reach_the_harvest_and_notes_are_told(
    invoke: Invoke, shared: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from basespace_async import harvest as package
    from basespace_async.harvest import HarvestReport, TableReport

    taken: dict[str, object] = {}

    async def harvest(basespace: object, to: Path, **options: object) -> HarvestReport:
        taken.update(options, to=to)
        return HarvestReport({"runs": TableReport(5, 1, 2, None, None)}, 1, 3661.0, ("one was refused",))

    monkeypatch.setattr(package, "harvest", harvest)
    options = [
        "--table",
        "runs",
        "--table",
        "usage",
        "--format",
        "parquet",
        "--full",
        "--concurrency",
        "3",
        "--page-size",
        "20",
    ]
    result = invoke("harvest", "--to", str(tmp_path), *options, on=shared)
    assert callable(taken.pop("progress"))
    assert taken == {
        "to": tmp_path,
        "tables": ["runs", "usage"],
        "format": "parquet",
        "full": True,
        "concurrency": 3,
        "page_size": 20,
    }
    assert result.stdout.splitlines()[1] == "runs\t5\t1\t2\t\t"
    assert result.stderr == "1 request in 1:01:01\nnote: one was refused\n"
    invoke("harvest", "--to", str(tmp_path), on=shared)
    assert taken["full"] is False


def test_a_table_that_there_is_not_is_refused_with_those_there_are(
    invoke: Invoke, own: Simulator, tmp_path: Path
) -> None:
    result = invoke("harvest", "--to", str(tmp_path), "--table", "colours", on=own)
    assert result.exit_code == 3
    assert "colours" in result.stderr
    assert "biosamples" in result.stderr
    assert own.statistics.requests == 0
    assert invoke("harvest", on=own).exit_code == 2


def test_an_interrupted_harvest_says_how_to_go_on_and_does(
    invoke: Invoke, own: Simulator, home: Path, tmp_path: Path
) -> None:
    to = tmp_path / "lab"
    line = ["harvest", "--to", str(to), "--format", "jsonl", "--table", "files", "--page-size", "2"]
    own.faults.add("latency", path="/datasets/*/files", seconds=60)
    process = start(*line, on=own, home=home)
    try:
        ends_at = time.monotonic() + 120
        while not own.statistics.faults:
            assert time.monotonic() < ends_at, "nothing was asked for"
            time.sleep(0.02)
        os.kill(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=120)
    finally:
        process.kill()
        process.wait()
    assert (process.returncode, out) == (130, "")
    last = err.splitlines()[-1]
    assert last == f"interrupted; what is done is kept. To go on: {shlex.join(['basespace-async', *line])}"
    assert "Traceback" not in err
    own.faults.clear()
    again = invoke(*shlex.split(last.partition("basespace-async ")[2]), on=own)
    assert again.exit_code == 0, again.stderr
    expected = sum(len(own.world.files.of_dataset(one)) for one in own.world.datasets.values())
    assert len(lines(to / "files")) == expected


def test_a_harvest_that_is_incomplete_says_what_failed_and_has_an_exit_code_of_its_own(
    invoke: Invoke, own: Simulator, tmp_path: Path
) -> None:
    own.faults.add("malformed", path="/users/current/usage")
    line = ["harvest", "--to", str(tmp_path / "lab"), "--table", "biosamples,usage", "--format", "jsonl", "--json"]
    result = invoke(*line, on=own)
    assert result.exit_code == 6
    rows = {row["Table"]: row for row in map(json.loads, result.stdout.splitlines())}
    assert (rows["biosamples"]["Failed"], rows["biosamples"]["Error"]) == (0, None)
    assert rows["usage"]["Failed"] == 1
    assert rows["usage"]["Error"].startswith("usage: listCurrentUserUsage: ")
    assert "warning: 'usage' was not harvested: listCurrentUserUsage: " in result.stderr
    last = result.stderr.splitlines()[-1]
    assert last.startswith("error: 1 table or record could not be harvested; the same call tries again. The first is ")
    assert lines(tmp_path / "lab" / "biosamples")
    own.faults.clear()
    again = invoke(*line, on=own)
    assert again.exit_code == 0, again.stderr
    assert "Failed" not in json.loads(again.stdout.splitlines()[0])
    assert lines(tmp_path / "lab" / "usage")


def test_a_harvest_of_nothing_at_all_fails_as_its_first_error(invoke: Invoke, own: Simulator, tmp_path: Path) -> None:
    own.faults.add("malformed", path="/users/current/usage")
    result = invoke("harvest", "--to", str(tmp_path / "lab"), "--table", "usage", "--format", "jsonl", on=own)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.splitlines()[-1].startswith("error: listCurrentUserUsage: ")
    own.faults.clear()
    line = ["harvest", "--to", str(tmp_path / "lab"), "--table", "biosamples,usage", "--format", "jsonl"]
    assert invoke(*line, on=own).exit_code == 0
    for path in ("/users/current/usage", "/biosamples"):
        own.faults.add("malformed", path=path)
    assert invoke(*line, on=own).exit_code == 1  # there are rows, but of another day
