"""The command line against a simulated service."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from basespace_async.cli import cli
from basespace_async.simulator import Simulator
from tests.support.command_line import TOKEN, Invoke, environment


@pytest.fixture(scope="module")
def shared() -> Iterator[Simulator]:
    """A service that the tests of a module only read."""
    with Simulator(biosamples=12, seed=1, token=TOKEN).in_thread() as simulator:
        yield simulator


@pytest.fixture
def own() -> Iterator[Simulator]:
    """A service for one test, which may change it."""
    with Simulator(biosamples=12, seed=1, token=TOKEN).in_thread() as simulator:
        yield simulator


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of the test's own, without profiles."""
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("BASESPACE_CLIENT_ID", "BASESPACE_CLIENT_SECRET", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def invoke(home: Path) -> Invoke:
    """Runs a command line in this process."""

    def run(*arguments: str, on: Simulator | None = None, input: str | None = None) -> Result:
        env = environment(on) if on is not None else {}
        result = CliRunner().invoke(cli, arguments, env=env, input=input, catch_exceptions=True)
        assert TOKEN not in result.output
        if result.exception is not None:
            assert isinstance(result.exception, SystemExit), result.exception
        return result

    return run


@pytest.fixture
def ask(invoke: Invoke, shared: Simulator) -> Invoke:
    """Runs a command line on the shared service; it must go well."""

    def run(*arguments: str, input: str | None = None) -> Result:
        result = invoke(*arguments, on=shared, input=input)
        assert (result.exit_code, result.stderr) == (0, ""), result.stderr
        return result

    return run
