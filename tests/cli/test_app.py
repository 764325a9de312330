"""The program around the commands: errors, signals, pipes, start."""

from __future__ import annotations

import asyncio
import io
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NoReturn

import click
import pytest
from click.testing import CliRunner

from basespace_async import __version__, errors
from basespace_async.cli import cli, main
from basespace_async.cli.app import Program
from basespace_async.cli.exit_codes import Interrupted
from basespace_async.cli.runner import run
from basespace_async.simulator import Simulator
from tests.support.command_line import TOKEN, Invoke, environment, start, walk
from tests.support.paths import DOCS


def program_that(error: BaseException) -> Program:
    """A program with one command, which fails so."""
    program = Program("program", params=cli.params)

    @program.command()
    def fail() -> NoReturn:
        raise error

    return program


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (errors.ConfigurationError("give\nmore"), 3, "error: give\\nmore"),
        (OSError(28, "No space left on device", "x"), 1, "error: [Errno 28] No space left on device: 'x'"),
        (OSError(), 1, "error: OSError"),
        (ImportError("it needs pyarrow: pip install"), 1, "error: it needs pyarrow: pip install"),
        (ValueError("odd"), 1, "error: unexpected ValueError: odd; with --debug it says where"),
        (ExceptionGroup("g", [errors.PreconditionError("no"), ValueError()]), 8, "error: no (and 1 more error)"),
        (
            ExceptionGroup("g", [ExceptionGroup("h", [errors.PreconditionError("no"), ValueError()]), ValueError()]),
            8,
            "error: no (and 2 more errors)",
        ),
        (errors.DecodeError("evil\x1b[2J"), 1, "error: response: evil\\x1b[2J at $"),
        (Interrupted(signal.SIGINT, resumable=False), 130, "interrupted"),
        (
            Interrupted(signal.SIGTERM, resumable=True),
            143,
            "interrupted; what is done is kept. To go on: basespace-async fail",
        ),
        (BaseExceptionGroup("g", [Interrupted(signal.SIGINT, resumable=False)]), 130, "interrupted"),
        (click.FileError("x.csv", "gone"), 1, "error: Could not open file 'x.csv': gone"),
    ],
)
def test_an_error_is_one_line_and_a_code(error: BaseException, code: int, line: str) -> None:
    result = CliRunner().invoke(program_that(error), ["fail"])
    assert (result.exit_code, result.stdout, result.stderr) == (code, "", f"{line}\n")


def test_ctrl_c_outside_of_the_loop_is_an_interruption() -> None:
    result = CliRunner().invoke(program_that(KeyboardInterrupt()), ["fail"])
    assert (result.exit_code, result.stderr.strip()) == (130, "interrupted")
    group = BaseExceptionGroup("g", [KeyboardInterrupt()])
    assert CliRunner().invoke(program_that(group), ["fail"]).exit_code == 130


def test_what_ends_python_ends_it() -> None:
    result = CliRunner().invoke(program_that(SystemExit(42)), ["fail"])
    assert (result.exit_code, result.stderr) == (42, "")


def test_debug_shows_where_an_error_comes_from_and_its_requests(invoke: Invoke, own: Simulator) -> None:
    plain = invoke("get", "biosample", "404", on=own)
    assert len(plain.stderr.splitlines()) == 1
    for line in (["--debug", "get", "biosample", "404"], ["get", "biosample", "404", "--debug"]):
        result = invoke(*line, on=own)
        assert result.exit_code == 4
        assert "Traceback (most recent call last)" in result.stderr
        assert f"GET {own.url}/biosamples/404: 403 after" in result.stderr
        assert "basespace_async.transport" in result.stderr
        assert result.stderr.splitlines()[-1] == plain.stderr.splitlines()[-1] or "request" in result.stderr
        assert TOKEN not in result.stderr
    assert len(invoke("get", "biosample", "404", on=own).stderr.splitlines()) == 1


def test_usage_errors_say_where_the_help_is(invoke: Invoke) -> None:
    for line, words in (
        (["list", "biosamples", "--colour"], "No such option.* ?'?--colour'?"),
        (["lsit"], "No such command 'lsit'"),
        (["get", "dataset"], "Missing argument 'DATASET'"),
    ):
        result = invoke(*line)
        assert (result.exit_code, result.stdout) == (2, "")
        (text,) = result.stderr.splitlines()
        assert re.match(f"error: {words}", text)
        assert text.endswith(" --help)")


@pytest.mark.parametrize("line", [[], ["list"], ["trash"], ["download"]])
def test_without_a_command_there_is_the_help(line: list[str], invoke: Invoke) -> None:
    result = invoke(*line)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == invoke(*line, "--help").stdout


def test_the_version_is_the_package_s(invoke: Invoke) -> None:
    assert invoke("--version").stdout == f"basespace-async, version {__version__}\n"


def test_every_command_takes_the_common_options() -> None:
    wanted = {"profile", "server", "region", "as_json", "as_csv", "fields", "terse", "no_header", "quiet", "debug"}
    without = {("simulate",), ("demo",), ("completion",)}
    for path, command in walk(cli):
        if path in without or (path and isinstance(command, click.Group)):
            continue
        assert wanted <= {parameter.name for parameter in command.params}, path


def test_no_two_options_of_a_command_share_a_name() -> None:
    for path, command in walk(cli):
        names = [parameter.name for parameter in command.params]
        assert len(names) == len(set(names)), path


def test_every_command_has_a_help_text() -> None:
    for path, command in walk(cli):
        assert command.help, path
        assert command.help[0].isupper(), path


def test_the_page_has_every_command() -> None:
    page = (DOCS / "command-line.md").read_text(encoding="utf-8")
    for path, command in walk(cli):
        if path and path[0] not in ("list", "get") and not isinstance(command, click.Group):
            assert all(word in page for word in path), path


def test_nothing_of_the_client_is_imported_for_help() -> None:
    program = (
        "import sys\nfrom basespace_async.cli import cli\n"
        "try:\n    cli.main(sys.argv[1:])\n"
        "finally:\n    print([m for m in ('aiohttp', 'rich', 'pyarrow', 'cattrs', 'orjson') if m in sys.modules])\n"
    )
    for line in (["--help"], ["--version"], ["download", "dataset", "--help"], ["completion", "fish"]):
        done = subprocess.run(
            [sys.executable, "-c", program, *line], capture_output=True, text=True, timeout=60, check=True
        )
        assert done.stdout.splitlines()[-1] == "[]", line


def test_a_command_imports_no_other_and_help_and_version_no_event_loop() -> None:
    program = (
        "import sys\nfrom basespace_async.cli import cli\n"
        "try:\n    cli.main(sys.argv[1:])\n"
        "finally:\n    print([m for m in ('asyncio', *map('basespace_async.cli.commands.'.__add__, "
        "('auth', 'download', 'harvest', 'listing', 'simulate'))) if m in sys.modules])\n"
    )
    for line, imported in ((["--version"], []), (["whoami", "--help"], ["basespace_async.cli.commands.auth"])):
        done = subprocess.run(
            [sys.executable, "-c", program, *line], capture_output=True, text=True, timeout=60, check=True
        )
        assert done.stdout.splitlines()[-1] == str(imported), line


def test_every_command_has_the_name_that_it_is_found_by() -> None:
    context = click.Context(cli)
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        assert command is not None
        assert command.name == name
    assert cli.list_commands(context) == sorted(cli.list_commands(context))
    assert cli.get_command(context, "exit_codes") is None


def test_lists_need_neither_the_http_library_nor_rich_for_their_help() -> None:
    program = (
        "import sys\nfrom basespace_async.cli import cli\n"
        "try:\n    cli.main(['list', 'biosamples', '--help'])\n"
        "finally:\n    print([m for m in ('aiohttp', 'rich') if m in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.slow
def test_a_reader_who_goes_away_ends_it_quietly(own: Simulator, home: Path) -> None:
    for number in range(3000):
        own.world.add_biosample(f"many-{number}")
    process = start("list", "biosamples", "--json", "--page-size", "100", on=own, home=home)
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        assert process.stdout.readline().startswith("{")
        process.stdout.close()
        assert process.wait(timeout=120) == 141
        assert process.stderr.read() == ""
    finally:
        process.kill()
        process.wait()
        process.stderr.close()


@pytest.mark.slow
def test_short_output_to_nobody_is_quiet_too(shared: Simulator, home: Path) -> None:
    for line in (["whoami"], ["--help"], ["ls", "projects"], ["du", "projects"], ["tree", "projects"]):
        reading, writing = os.pipe()
        os.close(reading)
        process = start(*line, on=shared, home=home, stdout=writing)
        os.close(writing)
        _, err = process.communicate(timeout=120)
        assert (process.returncode, err) == (141, "")


@pytest.mark.slow
def test_remarks_to_nobody_are_quiet_too(shared: Simulator, home: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    process = start("list", "biosamples", "--name", "nobody", "--json", on=shared, home=home, stderr=writing)
    os.close(writing)
    out, _ = process.communicate(timeout=120)
    assert (process.returncode, out) == (141, "")
    reading, writing = os.pipe()
    os.close(reading)
    process = start("list", "nothing", on=shared, home=home, stderr=writing)
    os.close(writing)
    out, _ = process.communicate(timeout=120)
    assert (process.returncode, out) == (2, "")


@pytest.mark.slow
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_a_command_with_one_line(number: signal.Signals, code: int, own: Simulator, home: Path) -> None:
    own.faults.add("latency", seconds=60, path="/users*")
    process = start("whoami", on=own, home=home)
    try:
        until_asked(own)
        process.send_signal(number)
        out, err = process.communicate(timeout=120)
    finally:
        process.kill()
        process.wait()
    assert (process.returncode, out, err) == (code, "", "interrupted\n")


def until_asked(simulator: Simulator) -> None:
    ends_at = time.monotonic() + 120
    while not simulator.statistics.requests and not simulator.statistics.faults:
        assert time.monotonic() < ends_at, "nothing was asked for"
        time.sleep(0.02)


@pytest.mark.slow
def test_output_that_a_terminal_s_encoding_lacks_is_escaped(own: Simulator, home: Path) -> None:
    own.world.add_biosample("Leber-Ü", front=True)
    env = {**os.environ, **environment(own), "HOME": str(home), "PYTHONIOENCODING": "ascii"}
    command = [
        sys.executable,
        "-m",
        "basespace_async.cli",
        "list",
        "biosamples",
        "--name",
        "Leber-Ü",
        "--fields",
        "BioSampleName",
    ]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "BioSampleName\nLeber-\\xdc\n"


@pytest.mark.slow
def test_a_terminal_has_a_table_and_bars(own: Simulator, home: Path, tmp_path: Path) -> None:
    dataset = next(one.id for one in own.world.datasets.values() if one.type_id.startswith("illumina.fastq"))
    shown = on_a_terminal(["list", "biosamples", "--limit", "2"], own, home)
    assert "\x1b[1mId" in shown
    assert "\t" not in shown
    shown = on_a_terminal(["download", "dataset", dataset, "--to", str(tmp_path / "to")], own, home)
    assert "files (100%)" in shown
    assert shown.rindex("\x1b[?25h") > shown.rindex("\x1b[?25l")
    own.faults.add("status", status=503, path="/users*", nth={1}, seconds=1)
    shown = on_a_terminal(["whoami"], own, home)
    assert "waiting 1 s: 127.0.0.1 answered 503\r\n" in shown
    own.faults.add("status", status=503, path="/datasets/*/files", nth={1}, seconds=1)
    shown = on_a_terminal(["download", "dataset", dataset, "--to", str(tmp_path / "again")], own, home)
    # Above the bars: rich erases them before.
    assert re.search(r"\x1b\[2K(?:\x1b\[[0-9;]*m)*waiting 1 s: 127\.0\.0\.1 answered 503", shown)


def on_a_terminal(line: list[str], simulator: Simulator, home: Path) -> str:
    """What a person sees."""
    ours, theirs = pytest.importorskip("pty").openpty()
    env = {**os.environ, **environment(simulator), "HOME": str(home), "TERM": "xterm", "COLUMNS": "120"}
    env.pop("NO_COLOR", None)
    command = [sys.executable, "-m", "basespace_async.cli", *line]
    process = subprocess.Popen(command, env=env, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    seen = b""
    try:
        while piece := _read(ours):
            seen += piece
        assert process.wait(timeout=120) == 0, seen.decode()
    finally:
        process.kill()
        process.wait()
        os.close(ours)
    return seen.decode()


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65536)
    except OSError:  # Linux says so where the other end was closed
        return b""


# --- completion and the demo ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_the_shell_s_script(shell: str, invoke: Invoke) -> None:
    result = invoke("completion", shell)
    assert result.exit_code == 0
    assert f"_BASESPACE_ASYNC_COMPLETE={shell}_complete" in result.stdout
    assert "basespace-async" in result.stdout
    assert invoke("completion", "tcsh").exit_code == 2


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("basespace-async ", {"plain,list", "plain,get", "plain,download"}),
        ("basespace-async list bios", {"plain,biosamples", "plain,biosample-libraries"}),
        ("basespace-async list biosamples --lab", {"plain,--lab-status"}),
        ("basespace-async list biosamples --status qc", {"plain,QcFailed"}),
        ("basespace-async list biosamples --sort-by no", {"plain,none"}),
    ],
)
def test_commands_options_and_values_are_completed(words: str, expected: set[str]) -> None:
    env = {
        **os.environ,
        "_BASESPACE_ASYNC_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split(" ")) - 1),
    }
    command = [sys.executable, "-c", "from basespace_async.cli import main; main()"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert expected <= set(done.stdout.splitlines()), done.stderr


def test_the_demo_has_its_own_options(invoke: Invoke, tmp_path: Path) -> None:
    before = [*sys.argv]
    result = invoke("demo", "--results", str(tmp_path / "r"), "--biosamples", "5", "--files", "1", "--latency", "0")
    assert result.exit_code == 0, result.output
    assert (tmp_path / "r").is_dir()
    assert sys.argv == before
    shown = invoke("demo", "--help")
    assert shown.exit_code == 0
    assert "--biosamples" in shown.stdout
    assert invoke("demo", "--nonsense").exit_code == 2
    assert sys.argv == before


def test_without_click_the_error_names_the_extra() -> None:
    program = "import sys; sys.modules['click'] = None; import basespace_async.cli"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert done.stderr.splitlines()[-1].endswith("needs click: pip install 'basespace-async[cli]'")


def test_output_that_is_no_file_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.StringIO()
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "argv", ["basespace-async", "--version"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 0
    assert out.getvalue().startswith("basespace-async, version")


class Gone(io.StringIO):
    """Output whose reader has gone, and which is no file of the system's."""

    def write(self, text: str) -> int:
        raise BrokenPipeError


def test_a_reader_of_something_else_than_a_file_can_go_away_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", Gone())
    with pytest.raises(SystemExit) as ended:
        cli.main(["--version"])
    assert ended.value.code == 141


# --- running ----------------------------------------------------------------------------------------------------------


def test_work_gives_its_result_and_its_errors() -> None:
    async def work() -> int:
        return 7

    async def fail() -> int:
        raise errors.PreconditionError("no")

    assert run(work) == 7
    with pytest.raises(errors.PreconditionError):
        run(fail)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_cancels_work_and_waits_for_its_cleaning_up(number: signal.Signals) -> None:
    before, cleaned = signal.getsignal(number), []

    async def work() -> None:
        asyncio.get_running_loop().call_soon(os.kill, os.getpid(), number)
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            cleaned.append(True)

    with pytest.raises(Interrupted) as caught:
        run(work, resumable=True)
    assert (caught.value.number, caught.value.resumable, cleaned) == (number, True, [True])
    assert signal.getsignal(number) == before


def test_what_fails_while_it_is_cleaned_up_is_still_an_interruption() -> None:
    async def work() -> None:
        asyncio.get_running_loop().call_soon(os.kill, os.getpid(), signal.SIGINT)
        try:
            await asyncio.Event().wait()
        finally:
            raise errors.PreconditionError("too late")

    with pytest.raises(Interrupted) as caught:
        run(work)
    assert not caught.value.resumable


def test_ctrl_c_before_the_loop_watches_for_it_is_an_interruption() -> None:
    async def work() -> None:
        raise KeyboardInterrupt

    with pytest.raises(Interrupted) as caught:
        run(work, resumable=True)
    assert (caught.value.number, caught.value.resumable) == (signal.SIGINT, True)


async def test_it_runs_in_another_thread_where_signals_cannot_be_watched() -> None:
    async def work() -> int:
        return 7

    assert await asyncio.to_thread(run, work) == 7


async def test_cancelling_from_within_is_no_interruption() -> None:
    async def work() -> None:
        task = asyncio.current_task()
        assert task is not None
        task.cancel()
        await asyncio.sleep(0)

    with pytest.raises(asyncio.CancelledError):
        await asyncio.to_thread(run, work)
