"""The demo: the main job against the simulator, end to end."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import pytest

from basespace_async import ConnectionLostError
from basespace_async.demo import main
from basespace_async.resources.files import Files


def demo(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "error", "-m", "basespace_async.demo", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_demo_harvests_a_world_downloads_files_and_says_what_it_cost(tmp_path: Path) -> None:
    results = tmp_path / "results"
    run = demo("--results", str(results), "--biosamples", "60", "--files", "6", "--latency", "5")
    assert run.returncode == 0, run.stderr
    assert run.stderr == ""
    rows = {name: (results / f"{name}.jsonl").read_text().splitlines() for name in ("biosamples", "datasets", "files")}
    parsed = {name: [json.loads(line) for line in lines] for name, lines in rows.items()}
    assert len({row["Id"] for row in parsed["biosamples"]}) == len(parsed["biosamples"]) == 60
    assert len({row["Id"] for row in parsed["datasets"]}) == len(parsed["datasets"]) > 0
    assert len({row["Id"] for row in parsed["files"]}) == len(parsed["files"]) > 0
    sizes = {row["Id"]: row["Size"] for row in parsed["files"]}
    downloaded = [path for path in (results / "files").rglob("*") if path.is_file()]
    assert len(downloaded) == 6
    for path in downloaded:
        file_id = path.relative_to(results / "files").parts[0]
        assert path.stat().st_size == sizes[file_id]
        if path.suffix == ".gz":
            assert gzip.decompress(path.read_bytes())
    assert str(results) in run.stdout
    for row in (
        "biosamples",
        "pages",
        "items",
        "requests",
        "throttled",
        "bytes downloaded",
        "speed-up over sequential",
    ):
        assert re.search(rf"{row}\W+[\d,.]+", run.stdout), row
    assert "datasets' files:" in run.stdout, "plain progress lines where there is no terminal"
    assert not list(results.rglob("*.part"))


def test_the_demo_refuses_a_size_that_cannot_be_in_one_line(tmp_path: Path) -> None:
    run = demo("--results", str(tmp_path), "--biosamples", "-1")
    assert run.returncode == 1
    assert run.stderr.startswith("error: ")
    assert run.stderr.count("\n") == 1


def test_the_demo_refuses_a_folder_that_it_cannot_make_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    run = demo("--results", str(tmp_path / "file"), "--biosamples", "1")
    assert run.returncode == 1
    assert re.fullmatch(r"error: .*file'\n", run.stderr)


@pytest.mark.parametrize("failure", [ConnectionLostError("cut off"), KeyboardInterrupt(), ZeroDivisionError()])
def test_a_failure_among_many_tasks_is_one_line_and_leaves_no_half_file(
    failure: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def fail(*_: object, **__: object) -> NoReturn:
        raise failure

    monkeypatch.setattr(Files, "download", fail)
    monkeypatch.setattr(sys, "argv", ["demo", "--results", str(tmp_path), "--biosamples", "5", "--latency", "0"])
    if isinstance(failure, ZeroDivisionError):
        with pytest.raises(ExceptionGroup):
            main()
        return
    assert main() == (130 if isinstance(failure, KeyboardInterrupt) else 1)
    assert capsys.readouterr().err == ("" if isinstance(failure, KeyboardInterrupt) else "error: cut off\n")
    assert not list(tmp_path.rglob("*.part"))


def test_without_rich_the_demo_says_what_to_install() -> None:
    code = "import sys; sys.modules['rich'] = None; import basespace_async.demo"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "pip install 'basespace-async[cli]'" in run.stderr
