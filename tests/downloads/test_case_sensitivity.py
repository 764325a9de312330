"""Whether a file system tells `a` from `A` is seen without a trace, whoever looks and whoever is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from basespace_async.downloads import case_sensitivity
from basespace_async.downloads.case_sensitivity import ignores_case

KILLED = """
import os, signal, sys
from pathlib import Path
from basespace_async.downloads.case_sensitivity import ignores_case
Path.exists = lambda path: os.kill(os.getpid(), signal.SIGKILL)
ignores_case(Path(sys.argv[1]))
"""


def test_whether_case_is_ignored_is_found_by_trying(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "new" / "folder"
    assert ignores_case(folder) is False
    assert list(folder.iterdir()) == []

    def exists(path: Path) -> bool:
        return any(each.name.casefold() == path.name.casefold() for each in path.parent.iterdir())

    monkeypatch.setattr(Path, "exists", exists)
    assert ignores_case(folder) is True
    assert list(folder.iterdir()) == []


def test_a_probe_that_a_killed_process_left_is_removed_by_the_next_one(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    killed = subprocess.run([sys.executable, "-c", KILLED, str(folder)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert len(list(folder.iterdir())) == 1
    assert ignores_case(folder) is False
    assert list(folder.iterdir()) == []


def test_many_look_at_one_folder_and_none_is_in_the_way_of_another(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(ignores_case, [tmp_path] * 400)) == {False}
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("held", [False, True], ids=["alone", "beside another"])
def test_a_file_system_that_ignores_case_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, held: bool
) -> None:
    real = Path.exists
    monkeypatch.setattr(Path, "exists", lambda path: real(path.with_name(path.name.lower())))
    other = os.open(tmp_path / ".basespace-async.case-probe", os.O_RDWR | os.O_CREAT) if held else None
    if other is not None:
        assert case_sensitivity.try_lock(other)
    assert ignores_case(tmp_path) is True
    assert [path.name for path in tmp_path.iterdir()] == ([".basespace-async.case-probe"] if held else [])
    if other is not None:
        os.close(other)


def test_a_probe_that_is_removed_meanwhile_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    removed: list[Path] = []

    def remove_once(path: Path) -> bool:
        if not removed:
            removed.append(path)
            (tmp_path / ".basespace-async.case-probe").unlink()
            return False
        return True

    monkeypatch.setattr(case_sensitivity, "_is_there_in_capitals", remove_once)
    assert ignores_case(tmp_path) is True
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", [".case-probe", ".basespace-async.case-probe"])
def test_a_file_of_somebody_else_stays(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"precious")
    assert ignores_case(tmp_path) is False
    assert (tmp_path / name).read_bytes() == b"precious"
