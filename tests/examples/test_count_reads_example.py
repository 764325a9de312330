"""examples/count_reads.py: the job on a cluster of processes, and its parts."""

from __future__ import annotations

import gzip
import subprocess
import sys
from collections.abc import Iterator

import count_reads
import pytest

from basespace_async.filesystem import BaseSpaceFileSystem
from basespace_async.simulator import Simulator
from tests.support.example_programs import EXAMPLES, TOKEN

pytestmark = pytest.mark.slow

READ = b"@read 1:N:0:1\nACGT\n+\nFFFF\n"


@pytest.fixture
def fs(simulator: Simulator) -> Iterator[BaseSpaceFileSystem]:
    found = BaseSpaceFileSystem(skip_instance_cache=True)
    yield found
    found.close()


def put(simulator: Simulator, content: bytes | int, name: str = "x.fastq.gz") -> str:
    """A file in a dataset of its own; its path."""
    world = simulator.world
    dataset = world.add_dataset(world.biosamples["104000000"], files={name: content})
    return f"datasets/{dataset.id}/{name}"


def test_the_reads_of_a_project_are_counted_by_two_processes(simulator: Simulator) -> None:
    world = simulator.world
    project = next(iter(world.projects.values()))
    datasets = [each for each in world.datasets.values() if each.project_id == project.id]
    files = [file for dataset in datasets for file in world.files.of_dataset(dataset)]
    reads = {file.name: file.content.reads for file in files if file.name.endswith(".fastq.gz")}
    command = [sys.executable, "-W", "error", str(EXAMPLES / "count_reads.py"), project.name, "--workers", "2"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, done.stderr) == (0, "")
    *lines, last = done.stdout.splitlines()
    assert {line.split()[2]: int(line.split()[0].replace(",", "")) for line in lines} == reads
    assert last.split() == [f"{sum(reads.values()):,}", "reads", "in", "all"]
    assert TOKEN not in done.stdout
    assert simulator.statistics.leaked_tokens == 0


def test_a_large_file_is_counted_to_its_end(simulator: Simulator, fs: BaseSpaceFileSystem) -> None:
    path = put(simulator, 12_000_000)
    file = simulator.world.files[fs.info(path)["id"]]
    assert count_reads.count_reads(path, fs) == file.content.reads > 10_000


def test_a_file_that_is_not_compressed_is_counted(simulator: Simulator, fs: BaseSpaceFileSystem) -> None:
    assert count_reads.count_reads(put(simulator, READ * 7, "x.fastq"), fs) == 7


@pytest.mark.parametrize(
    "content",
    [gzip.compress(READ * 9)[:-12], gzip.compress(READ * 9 + READ[:-1]), gzip.compress(READ + b"@read\nAC\n"), b"none"],
    ids=["cut off", "no end of line", "half a read", "no gzip"],
)
def test_a_broken_file_is_an_error(simulator: Simulator, fs: BaseSpaceFileSystem, content: bytes) -> None:
    with pytest.raises((ValueError, OSError, EOFError)):
        count_reads.count_reads(put(simulator, content), fs)


def test_a_file_that_was_not_counted_is_told_and_not_left_out_unseen(capsys: pytest.CaptureFixture[str]) -> None:
    counts = iter([("projects/p/d/a.fastq.gz", 1200), ("projects/p/d/b.fastq.gz", OSError("gone"))])
    assert count_reads.report(counts) == 1
    printed = capsys.readouterr()
    assert printed.out.split("\n")[-2].split() == ["1,200", "reads", "in", "all,", "without", "1", "files"]
    assert printed.err == "error: projects/p/d/b.fastq.gz: gone\n"


def test_a_project_that_there_is_not_ends_it(simulator: Simulator, capsys: pytest.CaptureFixture[str]) -> None:
    assert count_reads.main(["nothing of this name"]) == 1
    assert count_reads.main(["85999999"]) == 3
    assert "403" in capsys.readouterr().err


def test_a_simulated_service_is_there_for_the_job_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BASESPACE_REGION", "euc1")
    with count_reads.simulated() as project:
        fs = BaseSpaceFileSystem(skip_instance_cache=True)
        assert fs.glob(f"projects/{project}/*/*.fastq.gz")
        fs.close()
    with pytest.raises(SystemExit):
        count_reads.parse([])
    assert BaseSpaceFileSystem(skip_instance_cache=True)._account.configuration is None
