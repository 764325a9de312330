"""examples/round_trip.py, and the same with the command line alone: uploaded, launched, waited for, downloaded."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import round_trip
from click.testing import CliRunner

from basespace_async.cli import cli
from basespace_async.simulator import Clock, Simulator
from basespace_async.simulator.world.content import FileBytes
from basespace_async.simulator.world.fastq import ReadNames
from tests.support.example_programs import TOKEN


class HurriedClock(Clock):
    """Time that passes as it is looked at."""

    def now(self) -> datetime:
        self.advance(seconds=20)
        return super().now()


@pytest.fixture
def fastq(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    folder = tmp_path / "fastq"
    folder.mkdir()
    for number, sample in enumerate(("Liver-1", "Liver-2"), start=1):
        names = ReadNames.of("A00123", 42, "HSIMULATX2", 1, number, number)
        for mate in (1, 2):
            content = FileBytes.of_size(number, 30_000, mate, names)
            path = folder / f"{sample}_S{number}_L001_R{mate}_001.fastq.gz"
            path.write_bytes(content.read(0, content.size))
    return folder


def _outputs(simulator: Simulator, project: str) -> set[str]:
    """MD5 of each file that the analysis made."""
    world = simulator.world
    (owner,) = (one.id for one in world.projects.values() if one.name == project)
    made = [one for one in world.datasets.values() if one.project_id == owner and one.type_id != "illumina.fastq.v1.8"]
    files = [file for one in made for file in world.files.of_dataset(one)]
    return {hashlib.md5(file.content.read(0, file.content.size)).hexdigest() for file in files}


def _there(folder: Path) -> set[str]:
    return {hashlib.md5(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.basespace(clock=HurriedClock(still=True), biosamples=8)
def test_results_of_what_was_uploaded_are_downloaded_and_verified(
    simulator: Simulator, fastq: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = [str(fastq), "Batch 7", "Germline", str(tmp_path / "to"), "--poll", "0.001"]
    assert round_trip.main([*arguments, "--input", "genome-id:hg38"]) == 0
    said = capsys.readouterr()
    rows = [line.split("\t") for line in said.out.splitlines()]
    assert rows
    assert all(method in ("md5", "multipart") for _, _, method in rows)
    assert _there(tmp_path / "to") == _outputs(simulator, "Batch 7")
    assert "0 of 4 files were there already" in said.err
    assert TOKEN not in said.out + said.err


@pytest.mark.basespace(clock=HurriedClock(still=True), biosamples=8)
def test_the_command_line_alone_does_the_same(simulator: Simulator, fastq: Path, tmp_path: Path) -> None:
    def run(*arguments: str) -> Any:
        result = CliRunner().invoke(cli, [*arguments, "--json"])
        assert result.exit_code == 0, result.stderr
        return result.stdout

    ids = json.loads(run("upload", "fastq", str(fastq), "--project-name", "Batch 8").splitlines()[0])
    samples = ",".join(value for name, value in ids.items() if name.startswith("biosample "))
    launched = json.loads(
        run(
            *("launch", "application", "-n", "Germline", "-l", "Batch 8", "-o", f"project-id:{ids['project']}"),
            *("-o", f"sample-id:{samples}", "-o", "genome-id:hg38"),
        )
    )
    run("await", "appsession", launched["Id"], "--poll", "0.001")
    run("download", "appsession", launched["Id"], "--to", str(tmp_path / "to"))
    assert _there(tmp_path / "to") == _outputs(simulator, "Batch 8")


def test_a_refusal_is_an_error_of_the_program(simulator: Simulator, tmp_path: Path) -> None:
    (tmp_path / "fastq").mkdir()
    assert round_trip.main([str(tmp_path / "fastq"), "Batch 7", "Germline", str(tmp_path)]) == 3
