"""A watch that is killed (SIGKILL), and gone on with by another process."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from basespace_async.simulator import Simulator
from tests.support import killed_watch


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_killed_watch_misses_nothing_and_repeats_only_what_was_being_handled(tmp_path: Path) -> None:
    with Simulator(biosamples=8, seed=3).in_thread() as simulator:
        line = [sys.executable, "-m", killed_watch.__name__, simulator.url, simulator.token, str(tmp_path)]
        kills = 0
        for step in range(3, 100, 3):
            done = subprocess.run([*line, str(step)], timeout=60)
            if done.returncode == 0:
                break
            assert done.returncode == -signal.SIGKILL
            kills += 1
        biosamples = {*simulator.world.biosamples}
    handled = Counter((tmp_path / "handled").read_text().split())
    acknowledged = Counter((tmp_path / "acknowledged").read_text().split())
    assert kills >= 3
    assert set(handled) == biosamples
    assert max(acknowledged.values()) == 1
    assert handled.total() <= len(biosamples) + kills
