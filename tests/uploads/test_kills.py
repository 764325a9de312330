"""Uploads that are killed at every change of the journal."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from basespace_async.simulator import Fault, Simulator
from tests.uploads.conftest import content_of, content_on_disk

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("method", "step"), [("v2", 3), pytest.param("v2", 1, marks=pytest.mark.exhaustive), ("s3", 8)]
)
def test_killed_at_any_change_of_the_journal_it_ends_exact_with_nothing_twice(
    folder: Path, tmp_path: Path, method: str, step: int
) -> None:
    with Simulator(biosamples=2).in_thread() as simulator:
        world = simulator.world
        before = set(world.datasets)
        projects, sessions = len(world.projects), len(world.appsessions)
        command = [sys.executable, "-m", "tests.support.killed_upload", simulator.url, simulator.token]
        arguments = [str(folder), str(tmp_path / "journals"), method, str(step)]
        ended = subprocess.run([*command, *arguments], capture_output=True, text=True, check=True)
        kills = int(ended.stdout)
        assert kills * step >= 15
        datasets = set(world.datasets) - before
        assert len(datasets) == kills + 1
        assert (len(world.projects), len(world.appsessions)) == (projects + 1, sessions + kills + 1)
        for dataset in datasets:
            assert len(world.files.of_dataset(world.datasets[dataset])) == 3
            assert content_of(simulator, dataset) == content_on_disk(folder)


def test_two_processes_on_one_source_upload_it_once(folder: Path, tmp_path: Path) -> None:
    with Simulator(biosamples=2).in_thread() as simulator:
        world = simulator.world
        simulator.faults.add(Fault("latency", method="PUT", seconds=0.5))
        before = set(world.datasets)
        command = [sys.executable, "-m", "basespace_async.cli", "--server", simulator.url, "upload", "dataset"]
        arguments = [str(folder), "--name", "Twice", "--project-name", "Twice", "--state", str(tmp_path / "state")]
        environment = {**os.environ, "BASESPACE_ACCESS_TOKEN": simulator.token}
        both = [
            subprocess.Popen([*command, *arguments], stderr=subprocess.PIPE, text=True, env=environment)
            for _ in range(2)
        ]
        errors = [process.communicate()[1] for process in both]
        codes = [process.returncode for process in both]
        assert 0 in codes
        for code, error in zip(codes, errors, strict=True):
            assert code == 0 or "is being uploaded already" in error
        (dataset,) = set(world.datasets) - before
        assert content_of(simulator, dataset) == content_on_disk(folder)
