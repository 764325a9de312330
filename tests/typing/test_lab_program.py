"""The program of the tutorial, `tests/typing/lab_program.py`, works; type checkers accept it as it stands."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from pathlib import Path

from basespace_async.simulator import Simulator

PROGRAM = Path(__file__).with_name("lab_program.py")


def test_it_downloads_the_newest_biosample_and_writes_a_table_of_its_files(tmp_path: Path) -> None:
    with Simulator(biosamples=4, seed=1).in_thread() as simulator:
        environment = {
            **os.environ,
            "BASESPACE_API_SERVER": simulator.url,
            "BASESPACE_ACCESS_TOKEN": simulator.token,
        }
        command = [sys.executable, str(PROGRAM), str(tmp_path)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "bytes in all" in done.stdout
    rows = [*csv.DictReader((tmp_path / "fastq.csv").read_text(encoding="utf-8").splitlines())]
    assert rows
    for row in rows:
        files = [path for path in (tmp_path / "fastq" / row["dataset"]).rglob("*") if path.is_file()]
        assert len(files) == int(row["files"])
        assert sum(path.stat().st_size for path in files) == int(row["bytes"])


def test_it_has_no_cast_no_ignore_and_an_assertion_for_first_alone() -> None:
    text = PROGRAM.read_text(encoding="utf-8").split('"""', 2)[2]
    assert "cast(" not in text
    assert "ignore" not in text
    assert text.count("assert ") == 1
