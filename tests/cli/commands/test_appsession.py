"""Analyses: stopped, waited for, their logs and properties."""

from __future__ import annotations

import asyncio
import io
import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from basespace_async import BaseSpace, PermissionDeniedError
from basespace_async.cli.commands.logs import print_logs
from basespace_async.cli.settings import CommandSettings
from basespace_async.models import File
from basespace_async.resources.files import Files
from basespace_async.simulator import Clock, Simulator
from tests.support.command_line import TOKEN, Invoke, environment

COMPLETE = "110000000"


def launch(simulator: Simulator, count: int = 1) -> list[str]:
    """Analyses that are under way."""
    biosample = simulator.world.biosamples.at(0).id
    return [simulator.world.launch([biosample]).id for _ in range(count)]


def test_analyses_are_stopped_and_their_status_told(invoke: Invoke, own: Simulator) -> None:
    one, two = launch(own, 2)
    result = invoke("appsession", "stop", one, "-", "--json", on=own, input=two)
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(row["Id"], row["Outcome"]) for row in rows] == [(one, "stopped"), (two, "stopped")]
    assert {row["ExecutionStatus"] for row in rows} <= {"Aborted", "Canceled"}
    assert (result.exit_code, result.stderr) == (0, "")


def test_some_that_cannot_be_stopped_keep_no_other_from_it(invoke: Invoke, own: Simulator) -> None:
    (one,) = launch(own)
    result = invoke("appsession", "stop", COMPLETE, one, on=own)
    assert result.exit_code == 6
    assert result.stderr.startswith("error: 1 of 2 appsessions failed; the same command tries again. The first is ")
    assert invoke("appsession", "stop", COMPLETE, on=own).exit_code == 8


class HurriedClock(Clock):
    """Time that passes as it is looked at."""

    def now(self) -> datetime:
        self.advance(seconds=20)
        return super().now()


def test_waiting_tells_each_change_and_ends_well_where_it_is_complete(invoke: Invoke) -> None:
    with Simulator(biosamples=12, seed=1, token=TOKEN, clock=HurriedClock(still=True)).in_thread() as simulator:
        (one,) = launch(simulator)
        line = ["appsession", "wait", one, "--poll", "0.001", "--deadline", "20", "--json"]
        result = invoke(*line, on=simulator)
    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout)["ExecutionStatus"] == "Complete"
    assert result.stderr.splitlines() == [f"{one}: Pending", f"{one}: Running", f"{one}: Complete"]


def test_waiting_is_quiet_where_that_is_wanted(invoke: Invoke, shared: Simulator) -> None:
    result = invoke("appsession", "wait", COMPLETE, "-q", "--fields", "Id", on=shared)
    assert (result.exit_code, result.stdout, result.stderr) == (0, f"Id\t{COMPLETE}\n", "")


def test_an_analysis_that_ended_otherwise_has_an_exit_code_of_its_own(invoke: Invoke, own: Simulator) -> None:
    (one,) = launch(own)
    invoke("appsession", "stop", one, on=own)
    result = invoke("appsession", "wait", one, "--poll", "0.01", "--fields", "Id", on=own)
    assert result.exit_code == 9
    assert result.stdout == f"Id\t{one}\n"
    assert result.stderr.splitlines()[-1].startswith(f"error: appsession {one} ended as ")


def test_the_deadline_ends_waiting(invoke: Invoke, own: Simulator) -> None:
    (one,) = launch(own)
    result = invoke("appsession", "wait", one, "--deadline", "0", on=own)
    assert result.exit_code == 7
    assert f"error: appsession {one} is still" in result.stderr
    assert invoke("appsession", "wait", one, "--poll", "0", on=own).exit_code == 3
    assert invoke("appsession", "wait", one, "--poll", "x", on=own).exit_code == 2


def test_logs_are_printed_with_their_names(ask: Invoke) -> None:
    shown = ask("appsession", "logs", COMPLETE).stdout
    assert shown.startswith("==> Logs/stdout.log <==\nFASTQ Generation")
    assert "==> Logs/stderr.log <==\n" in shown


def test_a_log_that_cannot_be_read_keeps_no_other_back(
    invoke: Invoke, shared: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = shared.world.files.of_session(shared.world.appsessions[COMPLETE])
    really_open = Files.open

    def refuse_the_first(self: Files, file: File, **options: Any) -> Any:
        if file.id == first.id:
            raise PermissionDeniedError(status=403, message="no")
        return really_open(self, file, **options)

    monkeypatch.setattr(Files, "open", refuse_the_first)
    result = invoke("appsession", "logs", COMPLETE, on=shared)
    assert result.exit_code == 6
    assert f"==> {second.path} <==\n{second.content.read(0, 10).decode()}" in result.stdout
    assert result.stderr.splitlines() == [
        f"warning: {first.path} could not be read: : 403: no",
        f"error: 1 of 2 files failed; the same command tries again. The first is {first.path}: : 403: no",
    ]


def test_a_single_log_is_printed_without_its_name(
    invoke: Invoke, own: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _ = own.world.files.of_session(own.world.appsessions[COMPLETE])
    monkeypatch.setattr(own.world.files, "of_session", lambda session: (first,))
    shown = invoke("appsession", "logs", COMPLETE, on=own)
    assert (shown.exit_code, shown.stderr) == (0, "")
    assert shown.stdout.startswith("FASTQ Generation")
    assert shown.stdout.endswith("\nended\n")


def test_an_analysis_without_logs_is_told_of(invoke: Invoke, own: Simulator) -> None:
    (one,) = launch(own)
    result = invoke("appsession", "logs", one, on=own)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "nothing found\n")
    assert invoke("appsession", "logs", "404", on=own).exit_code == 4


def test_logs_are_saved(ask: Invoke, tmp_path: Path) -> None:
    result = ask("appsession", "logs", COMPLETE, "--to", str(tmp_path / "logs"), "--json", "--quiet")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert sorted(row["Path"] for row in rows) == [
        str(tmp_path / "logs" / "Logs" / name) for name in ("stderr.log", "stdout.log")
    ]
    for row in rows:
        assert Path(row["Path"]).stat().st_size == row["Size"]


class Screen(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


def test_logs_cannot_move_the_cursor_of_a_terminal(own: Simulator, monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    session = own.world.appsessions[COMPLETE]
    own.world.appsessions.put(evolve(session, name="evil\x1b[2J\tü"))
    for name, value in environment(own).items():
        monkeypatch.setenv(name, value)
    for kind, shown in ((Screen, "evil\\x1b[2J\tü\nstarted\n"), (io.TextIOWrapper, "evil\x1b[2J\tü\nstarted\n")):
        written = io.BytesIO()
        monkeypatch.setattr(sys, "stdout", kind(written, encoding="utf-8"))
        asyncio.run(print_logs(CommandSettings(), COMPLETE))
        assert shown in written.getvalue().decode()


def test_properties_are_listed_read_written_and_deleted(invoke: Invoke, own: Simulator) -> None:
    def properties(*arguments: str) -> str:
        result = invoke("appsession", "properties", COMPLETE, *arguments, on=own)
        assert result.exit_code == 0, result.stderr
        return result.stdout

    assert properties().splitlines()[0] == "Name\tValue"
    assert "BaseSpace.Private.IsMultiNode\tFalse" in properties().splitlines()
    assert json.loads(properties("set", "Lab.Tube", "T-1", "--json")) == {"Name": "Lab.Tube", "Value": "T-1"}
    assert properties("get", "Lab.Tube") == "Name\tLab.Tube\nValue\tT-1\n"
    assert json.loads(properties("set", "Lab.Tubes", "T-1", "T-2", "--json"))["Value"] == ["T-1", "T-2"]
    one = properties("set", "Lab.More", "T-1", "--type", "string[]", "--description", "of the rack", "--json")
    assert json.loads(one)["Value"] == ["T-1"]
    assert "Lab.More" in properties()
    result = invoke("appsession", "properties", COMPLETE, "delete", "Lab.More", on=own)
    assert (result.exit_code, result.stderr) == (0, "Lab.More was deleted\n")
    assert "Lab.More" not in properties()
    assert invoke("appsession", "properties", COMPLETE, "get", "Lab.More", on=own).exit_code == 4


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["set", "Lab.More"], "set needs the name of a property and a value"),
        (["set"], "set needs the name of a property and a value"),
        (["get"], "get needs the name of a property only"),
        (["get", "A", "B"], "get needs the name of a property only"),
        (["delete", "A", "B"], "delete needs the name of a property only"),
        (["look", "A"], "'look' is not one of"),
    ],
)
def test_what_is_to_be_done_with_a_property_is_checked(
    arguments: list[str], message: str, invoke: Invoke, own: Simulator
) -> None:
    result = invoke("appsession", "properties", COMPLETE, *arguments, on=own)
    assert result.exit_code == 2
    assert message in result.stderr
    assert own.statistics.requests == 0


def test_resources_in_properties_are_whole_in_json_and_ids_elsewhere(ask: Invoke) -> None:
    rows = [json.loads(line) for line in ask("appsession", "properties", COMPLETE, "--json").stdout.splitlines()]
    whole = {row["Name"]: row["Value"] for row in rows}["Input.BioSamples"]
    assert {"Id", "BioSampleName"} <= set(whole[0])
    lines = ask("appsession", "properties", COMPLETE).stdout.splitlines()
    short = dict(line.split("\t") for line in lines)["Input.BioSamples"]
    assert json.loads(short) == [one["Id"] for one in whole]


def test_the_description_of_a_property_is_sent(invoke: Invoke, own: Simulator) -> None:
    invoke("appsession", "properties", COMPLETE, "set", "Lab.Tube", "x", "--description", "of the rack", on=own)

    async def described() -> object:
        async with BaseSpace(own.token, server=own.url) as basespace:
            return (await basespace.appsessions.properties(COMPLETE).get("Lab.Tube")).description

    assert asyncio.run(described()) == "of the rack"
