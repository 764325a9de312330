"""The command line where POSIX's modules, calls and signal handlers are missing, as on Windows."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.paths import ROOT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        sys.platform != "linux", reason="what is taken away, and signals between processes, are POSIX's"
    ),
]
COMMAND = [sys.executable, "-W", "error", "-m", "tests.support.system_without_posix"]


def run(*arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "HOME": str(home)}
    return subprocess.run(
        [*COMMAND, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def test_the_demo_harvests_fetches_and_downloads_and_keeps_what_is_there(tmp_path: Path) -> None:
    options = ("--results", str(tmp_path / "results"), "--biosamples", "8", "--files", "3", "--latency", "0")
    for kept in (0, 3):
        demo = run("demo", *options, home=tmp_path)
        assert demo.returncode == 0, demo.stderr
        assert f"{kept}" in next(line for line in demo.stdout.splitlines() if "of them there before" in line)
    assert not list(tmp_path.rglob("*.part*"))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_simulator_well(number: signal.Signals, tmp_path: Path) -> None:
    command = [*COMMAND, "simulate", "--port", "0", "--size", "tiny"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for _ in range(2):
            assert process.stdout.readline().startswith("export ")
        process.send_signal(number)
        _, errors = process.communicate()
    assert process.returncode == 0, errors


def test_a_simulator_in_the_background_needs_another_terminal(tmp_path: Path) -> None:
    process = run("simulate", "--background", "--port", "0", home=tmp_path)
    assert process.returncode == 2
    assert "needs a system that can fork; use another terminal" in process.stderr
