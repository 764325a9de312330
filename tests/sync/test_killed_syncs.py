"""A sync that is killed (SIGKILL) at each change of the disk, and gone on with."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from basespace_async.simulator import Simulator
from basespace_async.sync.journal import FOLDER
from tests.support import killed_sync
from tests.support.synced_world import SyncedWorld


def there(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file() and FOLDER not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")
def test_a_killed_sync_loses_nothing(tmp_path: Path) -> None:
    with Simulator(biosamples=1, seed=3).in_thread() as simulator:
        world = SyncedWorld(simulator)
        line = [sys.executable, "-m", killed_sync.__name__, simulator.url, simulator.token, world.project]

        def run() -> tuple[int, int]:
            done = subprocess.run([*line, str(tmp_path)], capture_output=True, text=True, timeout=500, check=True)
            kills, code = done.stdout.split()
            return int(kills), int(code)

        for name in ("1", "deep/2", "3"):
            world.put("a", name, name.encode() * 100)
        kills, code = run()
        assert kills > 5
        assert (code, there(tmp_path)) == (0, world.expected())
        (tmp_path / "mine").write_bytes(b"mine")
        (tmp_path / world.path("a", "3")).write_bytes(b"changed by somebody")
        world.put("a", "1", b"one")
        world.put("b", "new", b"new")
        world.remove("a", "deep/2")
        world.remove("a", "3")
        kills, code = run()
        assert kills > 5
        left = {"mine": b"mine", world.path("a", "3"): b"changed by somebody"}
        assert (code, there(tmp_path)) == (0, {**world.expected(), **left})
