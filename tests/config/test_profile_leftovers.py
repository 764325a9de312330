"""A process that is killed while it saves a profile leaves a file with a token, which the next one removes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from basespace_async import Configuration, ConfigurationError
from basespace_async.config import profiles, save_profile

TOKEN = "0123456789abcdef-secret"

# Kills itself at one of the steps of a save.
KILLED = """
import os, signal, sys
from pathlib import Path
from basespace_async import Configuration
from basespace_async.config import save_profile

step, folder = sys.argv[1:]
def kill(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)
setattr(os, step, kill)
save_profile(Configuration.create(token=%r), "lab", directory=Path(folder))
"""


def save(folder: Path) -> None:
    save_profile(Configuration.create(token=TOKEN), "lab", directory=folder)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_the_next_save_removes_what_a_killed_one_left(step: str, tmp_path: Path) -> None:
    (tmp_path / ".lab.cfg.bak").write_text("kept")
    (tmp_path / ".other.cfg.0123456789abcdef").write_text("of another profile")
    subprocess.run([sys.executable, "-c", KILLED % TOKEN, step, str(tmp_path)], check=False)
    assert len(list(tmp_path.glob(".lab.cfg.*"))) == 2
    save(tmp_path)
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {"lab.cfg", ".lab.cfg.bak", ".other.cfg.0123456789abcdef"}


def test_what_another_process_is_writing_stays(tmp_path: Path) -> None:
    fcntl = pytest.importorskip("fcntl")
    part = tmp_path / ".lab.cfg.0123456789abcdef"
    part.write_text("under way")
    with part.open() as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        save(tmp_path)
        assert part.exists()
    save(tmp_path)
    assert not part.exists()


def test_a_part_that_another_process_took_for_a_leftover_is_written_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked: Callable[[int], bool] = profiles._locked
    taken: list[Path] = []

    def take_first(descriptor: int) -> bool:
        if not taken:
            taken.extend(tmp_path.glob(".lab.cfg.*"))
            taken[0].unlink()
        return locked(descriptor)

    monkeypatch.setattr(profiles, "_locked", take_first)
    save(tmp_path)
    assert len(taken) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["lab.cfg"]


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="a file system without locks is made by way of fcntl")
def test_without_locks_a_profile_is_saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fcntl = pytest.importorskip("fcntl")

    def refuse(*_: object) -> None:
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr(fcntl, "flock", refuse)
    save(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["lab.cfg"]


def test_a_save_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(ConfigurationError, match="No space left"):
        save(tmp_path)
    assert list(tmp_path.iterdir()) == []
