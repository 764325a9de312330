"""`watch`: events as lines, or as commands that run."""

from __future__ import annotations

import json
import os
import shlex
import signal
import sys
import time
from pathlib import Path

import click
import pytest

from basespace_async import BaseSpaceError, ConfigurationError
from basespace_async.cli.commands.watch_command import CommandTemplate
from basespace_async.simulator import Simulator
from tests.support.command_line import Invoke, start

APPEND = 'sh -c \'echo "$1" >> "$2"\' sh'


@pytest.fixture
def state(tmp_path: Path) -> list[str]:
    return ["--state", str(tmp_path / "watch.sqlite"), "--once"]


@pytest.fixture
def ids(ask: Invoke) -> list[str]:
    return ask("list", "biosamples", "--terse").stdout.split()


def test_events_are_printed_once(ask: Invoke, state: list[str], ids: list[str]) -> None:
    assert ask("watch", "biosamples", *state, "--existing", "--terse").stdout.split() == ids
    assert ask("watch", "biosample", *state, "--existing", "--terse").stdout == ""


def test_what_is_there_at_the_start_is_left_out(ask: Invoke, state: list[str]) -> None:
    assert ask("watch", "runs", *state, "--status", "Complete", "--json").stdout == ""


def test_filters_of_the_list_and_the_columns_of_the_list(ask: Invoke, state: list[str]) -> None:
    line = ask("list", "biosamples", "--limit", "1", "--no-header").stdout
    name = line.split("\t")[1]
    assert ask("watch", "biosamples", *state, "--existing", "--name", name, "--no-header").stdout == line


def test_a_command_runs_for_each_event_and_its_end_is_logged(
    invoke: Invoke, shared: Simulator, state: list[str], ids: list[str], tmp_path: Path
) -> None:
    out, log = tmp_path / "out file", tmp_path / "log"
    line = ["watch", "biosamples", *state, "--existing", "--jobs", "3", "--log", str(log)]
    line += ["--exec", f"{APPEND} {{id}}/{{bio_sample_name}} {shlex.quote(str(out))}"]
    first = invoke(*line, on=shared)
    assert first.exit_code == 0, first.stderr
    assert sorted(text.split("/")[0] for text in out.read_text().split("\n") if text) == sorted(ids)
    entries = [json.loads(text) for text in log.read_text().splitlines()]
    assert {entry["id"]: entry["exit_code"] for entry in entries} == dict.fromkeys(ids, 0)
    assert all(entry["attempt"] == 1 and entry["command"][0] == "sh" for entry in entries)
    assert invoke(*line, on=shared).exit_code == 0
    assert len(log.read_text().splitlines()) == len(ids)


def test_a_command_that_fails_runs_again_the_next_time_until_it_is_given_up(
    invoke: Invoke, shared: Simulator, state: list[str], ids: list[str], tmp_path: Path
) -> None:
    log = tmp_path / "log"
    line = ["watch", "biosamples", *state, "--existing", "--attempts", "2", "--log", str(log)]
    line += ["--exec", f"sh -c 'test \"$1\" != {ids[0]} || exit 3' sh {{Id}}"]
    first, second, third = (invoke(*line, on=shared) for _ in range(3))
    assert first.exit_code == 6
    assert f"biosamples {ids[0]}: the command ended with exit code 3" in first.stderr
    assert f"1 of {len(ids)} events failed" in first.stderr
    assert second.exit_code == 1
    assert "exit code 3; it is given up after 2 attempts" in second.stderr
    assert (third.exit_code, third.stderr) == (0, "")
    codes = [(entry["attempt"], entry["exit_code"]) for entry in map(json.loads, log.read_text().splitlines())]
    assert sorted(codes)[-2:] == [(1, 3), (2, 3)]


def test_the_death_of_a_command_has_the_code_that_a_shell_gives_it(
    invoke: Invoke, shared: Simulator, state: list[str], tmp_path: Path
) -> None:
    line = ["watch", "runs", *state, "--existing", "--log", str(tmp_path / "log"), "--exec", "sh -c 'kill -9 $$'"]
    assert invoke(*line, on=shared).exit_code == 1
    assert json.loads((tmp_path / "log").read_text().splitlines()[0])["exit_code"] == 137


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs sh")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_signal_ends_the_watch_and_its_commands_and_the_event_comes_again(
    shared: Simulator, tmp_path: Path, number: signal.Signals, code: int
) -> None:
    pids = tmp_path / "pids"
    line = ["watch", "runs", "--existing", "--state", str(tmp_path / "watch.sqlite")]
    child = shlex.join(["sh", "-c", f"echo $$ >> {shlex.quote(str(pids))}; sleep 600 & wait"])
    process = start(*line, "--exec", child, on=shared, home=tmp_path)
    while not pids.exists() or not pids.read_text().endswith("\n"):
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(number)
    _, messages = process.communicate(timeout=60)
    assert process.returncode == code
    assert "interrupted; " in messages
    assert not _is_alive(int(pids.read_text()))
    process = start(*line, "--once", "--exec", "true {id}", on=shared, home=tmp_path)
    _, messages = process.communicate(timeout=60)
    assert (process.returncode, messages.count(": true ")) == (0, len([*shared.world.runs]))


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_command_that_cannot_be_started_fails_its_own_event_only(
    invoke: Invoke, shared: Simulator, state: list[str], ids: list[str], tmp_path: Path
) -> None:
    program = tmp_path / ids[0]  # there is none of the other ids
    program.write_text("#!/bin/sh\n")
    program.chmod(0o700)
    result = invoke("watch", "biosamples", *state, "--existing", "--exec", f"{tmp_path}/{{id}}", on=shared)
    assert result.exit_code == 6
    assert f"biosamples {ids[1]}: the command cannot be started: [Errno 2]" in result.stderr
    assert f"{len(ids) - 1} of {len(ids)} events failed" in result.stderr


def test_a_log_that_cannot_be_written_is_said_before_a_command_runs(
    invoke: Invoke, shared: Simulator, state: list[str], tmp_path: Path
) -> None:
    line = ["watch", "runs", *state, "--existing", "--log", str(tmp_path / "none" / "log"), "--exec", "true"]
    result = invoke(*line, on=shared)
    assert result.exit_code == 3
    assert "error: --log cannot be written: [Errno 2]" in result.stderr
    assert "runs " not in result.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_log_that_fills_its_disk_undoes_no_event(invoke: Invoke, shared: Simulator, state: list[str]) -> None:
    line = ["watch", "runs", *state, "--existing", "--log", "/dev/full", "--exec", "true"]
    result = invoke(*line, on=shared)
    assert result.exit_code == 0
    assert "the log lacks its line: [Errno 28]" in result.stderr
    assert invoke(*line, on=shared).stderr == ""


@pytest.mark.parametrize(
    "text",
    ["sh -c 'echo {name}'", "/bin/bash -lc 'run --name=\"{Name}\"'", "nice -n 5 env A=1 dash -ec '{name}' x"],
)
def test_a_value_never_stands_in_the_script_of_a_shell(text: str) -> None:
    with pytest.raises(click.UsageError, match="in a shell's script"):
        CommandTemplate(text)


@pytest.mark.parametrize("text", ["sh -c 'echo $1 ${{HOME}}' sh -c {name}", "cut -c {id}", "sh {id} -x"])
def test_a_value_may_stand_beside_the_script_of_a_shell(text: str) -> None:
    assert CommandTemplate(text).filled({"Id": "1", "Name": "$(reboot)"})


def test_values_are_parts_of_one_argument_whatever_they_hold() -> None:
    record = {"Id": "1", "Name": 'a b\'; rm -rf "$HOME" {Id} *', "Project": {"Name": "p"}, "Size": 5, "Done": True}
    template = CommandTemplate("echo run={name} '{{{ID}}} {Project.Name}' {size}{done} '{\"a\": 1}' --x={Name}")
    filled = template.filled(record)
    name = record["Name"]
    assert filled == ["echo", f"run={name}", "{1} p", "5true", '{"a": 1}', f"--x={name}"]


@pytest.mark.parametrize(
    ("text", "record", "message"),
    [
        ("echo {name}", {"Name": "--delete"}, "begins with a dash: --delete"),
        ("echo {name}", {"Name": ""}, "no value for {name}"),
        ("echo {nmae}", {"Name": "x"}, "no value for {nmae}"),
        ("echo {project}", {"Project": {"Id": "1"}}, "no value for {project}"),
        ("echo {name}", {"Name": "a\0b"}, "NUL character"),
    ],
)
def test_a_value_that_is_unsafe_or_missing_is_an_error(text: str, record: dict[str, object], message: str) -> None:
    with pytest.raises(BaseSpaceError, match=message):
        CommandTemplate(text).filled(record)


def test_a_command_is_checked_before_anything_is_asked() -> None:
    with pytest.raises(click.UsageError, match="No closing quotation"):
        CommandTemplate("echo 'x")
    with pytest.raises(click.UsageError, match="--exec is empty"):
        CommandTemplate("  ")
    with pytest.raises(ConfigurationError, match="no program snakemaek"):
        CommandTemplate("snakemaek {id}")
