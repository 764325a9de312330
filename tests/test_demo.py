"""The demo: the main job against the simulator, end to end."""

from __future__ import annotations

import gzip
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, NoReturn

import pyarrow.parquet
import pytest

from basespace_async import ConnectionLostError
from basespace_async import demo as demo_module
from basespace_async.demo import main
from basespace_async.resources.files import Files


def demo(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "error", "-m", "basespace_async.demo", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def rows_of(results: Path, name: str) -> list[dict[str, Any]]:
    return pyarrow.parquet.read_table(results / "tables" / name).to_pylist()


def test_the_demo_harvests_a_world_downloads_files_and_says_what_it_cost(tmp_path: Path) -> None:
    results = tmp_path / "results"
    run = demo("--results", str(results), "--biosamples", "60", "--files", "6", "--latency", "5")
    assert run.returncode == 0, run.stderr
    assert run.stderr == ""
    for name in ("projects", "biosamples", "libraries", "datasets", "files", "appsessions", "properties", "runs"):
        rows = rows_of(results, name)
        assert rows
        assert re.search(rf"rows of {name}\W+{len(rows):,}\b", run.stdout), name
    biosamples = {row["id"] for row in rows_of(results, "biosamples")}
    assert len(biosamples) == len(rows_of(results, "biosamples")) == 60
    known = {row["name"]: row for row in rows_of(results, "files")}
    downloaded = [path for path in (results / "files").rglob("*") if path.is_file()]
    assert len(downloaded) == 6
    for path in downloaded:
        assert path.stat().st_size == known[path.name]["size"]
        assert gzip.decompress(path.read_bytes())
    assert str(results) in run.stdout
    for row in ("rows in all", "requests", "throttled", "bytes downloaded", "speed-up over sequential"):
        assert re.search(rf"{row}\W+[\d,.]+", run.stdout), row
    assert re.search(r"of them verified\W+6\b", run.stdout)
    assert "biosamples: 60 rows" in run.stdout, "plain progress lines where there is no terminal"
    assert not list(results.rglob("*.part"))


@pytest.mark.slow
def test_the_demo_can_be_run_again(tmp_path: Path) -> None:
    for kept in (0, 3):
        run = demo("--results", str(tmp_path), "--biosamples", "8", "--files", "3", "--latency", "0")
        assert run.returncode == 0, run.stderr
        assert re.search(rf"of them there before\W+{kept}\b", run.stdout)
    assert len(rows_of(tmp_path, "biosamples")) == 8


@pytest.mark.slow
def test_the_demo_removes_no_folder_of_somebody_elses(tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "precious.txt").write_text("precious")
    demo("--results", str(tmp_path), "--biosamples", "4", "--files", "0", "--latency", "0")
    assert (tmp_path / "tables" / "precious.txt").read_text() == "precious"


@pytest.mark.slow
def test_the_demo_refuses_a_size_that_cannot_be_in_one_line(tmp_path: Path) -> None:
    run = demo("--results", str(tmp_path), "--biosamples", "-1")
    assert run.returncode == 1
    assert run.stderr.startswith("error: ")
    assert run.stderr.count("\n") == 1


@pytest.mark.slow
def test_the_demo_refuses_a_folder_that_it_cannot_make_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    run = demo("--results", str(tmp_path / "file"), "--biosamples", "1")
    assert run.returncode == 1
    assert re.fullmatch(r"error: .*file'\n", run.stderr)


@pytest.mark.parametrize("failure", [ConnectionLostError("cut off"), KeyboardInterrupt()])
def test_a_failure_is_one_line_and_leaves_no_half_file(
    failure: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def fail(*_: object, **__: object) -> NoReturn:
        raise failure

    monkeypatch.setattr(Files, "download_many", fail)
    ended = main(["--results", str(tmp_path), "--biosamples", "5", "--latency", "0"])
    assert ended == (130 if isinstance(failure, KeyboardInterrupt) else 1)
    assert capsys.readouterr().err == ("" if isinstance(failure, KeyboardInterrupt) else "error: cut off\n")
    assert not list(tmp_path.rglob("*.part"))


def test_without_pyarrow_the_tables_are_lines_of_json(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo_module, "find_spec", lambda name: None)
    assert main(["--results", str(tmp_path), "--biosamples", "5", "--files", "0", "--latency", "0"]) == 0
    assert len((tmp_path / "tables" / "biosamples" / "part-000001.jsonl").read_text().splitlines()) == 5


def test_without_rich_the_demo_says_what_to_install() -> None:
    code = "import sys; sys.modules['rich'] = None; import basespace_async.demo"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "pip install 'basespace-async[cli]'" in run.stderr
