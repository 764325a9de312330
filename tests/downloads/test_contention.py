"""Processes that download one file to one place: what gets the final name is what was verified, whatever the locks."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from basespace_async.simulator import Simulator
from tests.support.paths import SUPPORT

pytestmark = pytest.mark.slow
SEEDS = int(os.environ.get("CONTENTION_SEEDS", "12"))  # 50 take two minutes


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not show who has a file open")
@pytest.mark.parametrize("kind", ["working", "missing", "of one node"])
def test_processes_in_one_place_leave_the_file_that_was_verified(tmp_path: Path, kind: str) -> None:
    with Simulator(biosamples=4).in_thread() as simulator:
        dataset = next(iter(simulator.world.datasets.values()))
        file = simulator.world.add_file(dataset, "0.fastq.gz", 30 * 65536 + 1000)
        content = file.content.read(0, file.content.size)
        program = [sys.executable, str(SUPPORT / "contending_downloads.py"), simulator.url, simulator.token, file.id]
        ended = subprocess.run(
            [*program, hashlib.sha256(content).hexdigest(), str(tmp_path / "results"), kind, str(SEEDS)],
            capture_output=True,
            text=True,
            check=False,
        )
    found = re.fullmatch(r"(\d+) downloads, (\d+) complete, (\d+) refused\n", ended.stdout)
    assert found, ended.stdout + ended.stderr
    downloads, complete, refused = map(int, found.groups())
    assert downloads >= 2 * SEEDS
    assert complete > 0
    assert complete + refused <= downloads
