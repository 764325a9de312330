"""examples/pipeline.py, as a user runs it, against the simulator."""

from __future__ import annotations

import asyncio
import csv
import gzip
import subprocess
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pipeline
import pytest
from attrs import evolve

from basespace_async import BaseSpace
from basespace_async.simulator import Simulator
from basespace_async.simulator.world.content import Text
from basespace_async.simulator.world.records import DatasetRecord
from basespace_async.transport.middleware.retry_policy import RetrySchedule
from tests.support.example_backend import until
from tests.support.example_programs import EXAMPLES, TOKEN

FASTQ_GENERATION = "110000000"  # wrote a FASTQ dataset of two files for each of the world's biosamples
GERMLINE = "110000001"  # took FASTQ datasets in, and wrote other ones
READ = b"@read\nACGT\n+\nFFFF\n"

Run = Callable[..., Coroutine[Any, Any, pipeline.ExitCode]]
pytestmark = [pytest.mark.basespace(biosamples=8), pytest.mark.usefixtures("simulator", "no_task_left")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "fastq"


@pytest.fixture
def run(folder: Path) -> Run:
    """Runs the pipeline in this process."""

    async def start(appsession: str, *options: str) -> pipeline.ExitCode:
        return await pipeline.main(pipeline.parse([appsession, str(folder), "--poll-interval", "0.02", *options]))

    return start


def manifest_of(folder: Path) -> list[dict[str, str]]:
    with (folder / "manifest.tsv").open(newline="") as stream:
        return list(csv.DictReader(stream, dialect="excel-tab"))


def dataset_of(simulator: Simulator) -> DatasetRecord:
    """A dataset that the FASTQ generation wrote."""
    return simulator.world.datasets_of("104000000")[0]


def errors_in(capsys: pytest.CaptureFixture[str]) -> list[str]:
    said = capsys.readouterr().err
    assert TOKEN not in said
    assert "Signature" not in said
    return [line.removeprefix("error: ") for line in said.splitlines() if line.startswith("error: ")]


def test_as_a_program_it_downloads_verifies_and_lists_and_goes_on_when_it_is_run_again(
    simulator: Simulator, folder: Path
) -> None:
    def start() -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-W", "error", str(EXAMPLES / "pipeline.py"), FASTQ_GENERATION, str(folder)]
        return subprocess.run(command, capture_output=True, text=True, timeout=60)

    first = start()
    assert (first.returncode, first.stdout) == (0, f"{folder / 'manifest.tsv'}\n"), first.stderr
    assert "FASTQ Generation 2024-01-08 09:00:00Z: Complete" in first.stderr
    assert "_L001 bytes: " in first.stderr
    assert TOKEN not in first.stderr

    world = simulator.world
    rows = manifest_of(folder)
    datasets = {each.id: each for each in world.datasets.values() if each.appsession_id == FASTQ_GENERATION}
    assert len(datasets) > 2
    files = {file.name: file.content for each in datasets.values() for file in world.files.of_dataset(each)}
    assert sorted(Path(row["path"]).name for row in rows) == sorted(files)
    for row in rows:
        content = files[Path(row["path"]).name]
        assert (folder / row["path"]).read_bytes() == content.read(0, content.size)
        assert (row["bytes"], row["reads"]) == (str(content.size), str(content.reads))
        assert row["verified_by"] == ("multipart" if "-" in content.etag else "md5")
        assert row["dataset"] == datasets[row["dataset_id"]].name
    assert world.appsessions[FASTQ_GENERATION].delivery_status == "None"
    assert not list(folder.rglob("*.part"))

    served, listed = simulator.statistics.bytes_served, (folder / "manifest.tsv").read_text()
    again = start()
    assert (again.returncode, again.stdout) == (0, first.stdout), again.stderr
    assert simulator.statistics.bytes_served == served
    assert (folder / "manifest.tsv").read_text() == listed


async def test_it_waits_and_takes_the_input_where_no_fastq_was_written_and_delivers_when_asked(
    simulator: Simulator, folder: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    analysis = simulator.world.launch(["104000000", "104000001"])

    async def time_passes() -> None:
        await until(lambda: simulator.statistics.by_operation["GET /appsessions/{id}"])
        simulator.clock.advance(hours=10)

    async with asyncio.TaskGroup() as group:
        group.create_task(time_passes())
        running = group.create_task(run(analysis.id, "--deliver"))
    assert running.result() == 0
    rows = manifest_of(folder)
    world = simulator.world
    inputs = [each for biosample in analysis.biosample_ids for each in world.datasets_of(biosample)]
    fastq = {each.id for each in inputs if "common.fastq" in world.types[each.type_id].conforms_to}
    assert {row["dataset_id"] for row in rows} == fastq
    assert len(fastq) == 2
    said = capsys.readouterr()
    assert f"{analysis.name}: Pending" in said.err
    assert f"{analysis.name}: Complete" in said.err
    async with BaseSpace(simulator.token, server=simulator.url) as basespace:
        assert (await basespace.appsessions.get(analysis.id)).delivery_status == "ReadyForDelivery"
        comments = await basespace.appsessions.comments(analysis.id).collect()
    assert [each.body for each in comments] == ["FASTQ files verified"]
    requests = simulator.statistics.by_operation.copy()
    assert await run(analysis.id, "--deliver") == 0
    assert simulator.statistics.by_operation["POST /appsessions/{id}"] == requests["POST /appsessions/{id}"] == 1


async def test_fastq_files_that_the_analysis_wrote_are_taken_and_no_others(
    simulator: Simulator, folder: Path, run: Run
) -> None:
    world = simulator.world
    written = world.add_dataset(world.biosamples["104000000"], session=world.appsessions[GERMLINE])
    world.add_file(written, "notes.txt", b"no reads")
    assert await run(GERMLINE) == 0
    names = [file.name for file in world.files.of_dataset(written) if file.name != "notes.txt"]
    assert sorted(path.name for path in folder.rglob("*") if path.is_file()) == sorted([*names, "manifest.tsv"])
    assert {row["dataset_id"] for row in manifest_of(folder)} == {written.id}


async def test_an_analysis_that_does_not_say_what_it_wrote_has_its_input_taken(
    simulator: Simulator, folder: Path, run: Run
) -> None:
    session = simulator.world.appsessions[GERMLINE]
    simulator.world.appsessions.put(evolve(session, unset=frozenset({"Output.Datasets"})))
    assert await run(GERMLINE) == 0
    inputs = {each.id for biosample in session.biosample_ids for each in simulator.world.datasets_of(biosample)}
    assert {row["dataset_id"] for row in manifest_of(folder)} < inputs


async def test_an_analysis_that_ended_otherwise_is_left_alone(
    simulator: Simulator, folder: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    session = simulator.world.appsessions[GERMLINE]
    simulator.world.appsessions.put(evolve(session, execution_status="Aborted", summary="out of credits"))
    assert await run(GERMLINE, "--deliver") == 4
    assert errors_in(capsys) == ["the analysis ended as Aborted: out of credits"]
    assert not folder.exists()
    assert session.delivery_status == "None"


async def test_it_waits_no_longer_than_the_deadline(
    simulator: Simulator, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    analysis = simulator.world.launch(["104000000"])
    assert await run(analysis.id, "--deadline", "0") == 5
    assert errors_in(capsys) == [f"appsession {analysis.id} is still Pending after 0 s"]


async def test_a_deadline_is_in_hours(simulator: Simulator, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    analysis = simulator.world.launch(["104000000"])
    assert await run(analysis.id, "--deadline", str(0.1 / 3600)) == 5
    assert errors_in(capsys) == [f"appsession {analysis.id} is still Pending after 0.1 s"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"not compressed", "does not decompress: Not a gzipped file"),
        (gzip.compress(READ * 9, mtime=0)[:-12], "does not decompress: Compressed file ended"),
        (gzip.compress(READ * 9, mtime=0)[:-8] + b"\0" * 8, "does not decompress: CRC check failed"),
        (gzip.compress(READ * 9 + b"@read\nACGT\n", mtime=0), "ends within a read, after 38 lines"),
        (gzip.compress(READ * 9 + READ[:-1], mtime=0), "ends within a read, after 39 lines"),
        (gzip.compress(READ * 9 + READ[:3], mtime=0), "ends within a read, after 36 lines"),
    ],
    ids=["no gzip", "cut off", "another CRC", "half a read", "no end of line", "part of a line"],
)
async def test_a_broken_file_is_found_and_nothing_is_delivered(
    simulator: Simulator,
    folder: Path,
    run: Run,
    capsys: pytest.CaptureFixture[str],
    content: bytes,
    problem: str,
) -> None:
    assert await run(FASTQ_GENERATION) == 0
    simulator.world.add_file(dataset_of(simulator), "broken.fastq.gz", content)
    assert await run(FASTQ_GENERATION, "--deliver") == 1
    (found,) = errors_in(capsys)
    assert problem in found
    assert "broken.fastq.gz" in found
    assert not (folder / "manifest.tsv").exists()
    assert simulator.world.appsessions[FASTQ_GENERATION].delivery_status == "None"


async def test_reads_that_the_service_does_not_know_of_are_found(
    simulator: Simulator, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    dataset = dataset_of(simulator)
    reads = sum(file.content.reads for file in simulator.world.files.of_dataset(dataset))
    simulator.world.datasets.put(evolve(dataset, attributes={"common_fastq": {"TotalReadsPF": reads + 1}}))
    assert await run(FASTQ_GENERATION) == 1
    assert errors_in(capsys) == [f"dataset {dataset.name} has {reads} reads, and {reads + 1} were expected"]


async def test_reads_are_not_compared_where_the_service_does_not_count_them(simulator: Simulator, run: Run) -> None:
    simulator.world.datasets.put(evolve(dataset_of(simulator), attributes={"common_fastq": {}}))
    assert await run(FASTQ_GENERATION) == 0


async def test_a_file_that_cannot_be_had_is_named_and_the_next_run_fetches_it_alone(
    simulator: Simulator, folder: Path, run: Run, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RetrySchedule, "next_wait", lambda *_: None)  # in place of two minutes of patience
    dataset = dataset_of(simulator)
    missing = simulator.world.files.of_dataset(dataset)[0]
    rule = simulator.faults.add("status", origin="store", path=f"/{missing.id}", status=500)
    assert await run(FASTQ_GENERATION) == 1
    (found,) = errors_in(capsys)
    path = folder / f"{dataset.name}_{dataset.id}" / missing.path
    assert found.startswith(f"{path} was not downloaded: file content: 500")
    assert not path.exists()
    rule.enabled = False
    served = simulator.statistics.bytes_served
    assert await run(FASTQ_GENERATION) == 0
    assert simulator.statistics.bytes_served - served == missing.content.size
    assert path.exists()


async def test_a_dataset_without_its_files_is_found(
    simulator: Simulator, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    dataset = dataset_of(simulator)
    simulator.world.datasets.put(evolve(dataset, files_deleted=True))
    assert await run(FASTQ_GENERATION) == 1
    assert errors_in(capsys) == [f"dataset {dataset.name} has no .fastq.gz files"]


async def test_an_analysis_without_fastq_datasets_is_not_good(
    simulator: Simulator, folder: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    analysis = simulator.world.launch([])
    simulator.clock.advance(days=1)
    assert await run(analysis.id) == 1
    assert errors_in(capsys) == ["the analysis has no FASTQ datasets"]
    assert not folder.exists()


class Opaque(Text):
    """Content whose ETag is no checksum."""

    etag = "opaque"


async def test_a_file_that_has_no_checksum_is_warned_of(
    simulator: Simulator, folder: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    dataset = dataset_of(simulator)
    simulator.world.files.add(dataset, "opaque.fastq.gz", Opaque(gzip.compress(READ)), "")
    simulator.world.datasets.put(evolve(dataset, attributes={"common_fastq": {}}))
    assert await run(FASTQ_GENERATION) == 0
    warnings = [line for line in capsys.readouterr().err.splitlines() if line.startswith("warning: ")]
    assert len(warnings) == 1
    assert "opaque.fastq.gz: only its size was compared" in warnings[0]
    row = next(row for row in manifest_of(folder) if row["path"].endswith("opaque.fastq.gz"))
    assert (row["verified_by"], row["reads"]) == ("size", "1")


async def test_a_folder_is_named_by_what_can_be_in_a_name(simulator: Simulator, folder: Path, run: Run) -> None:
    dataset = dataset_of(simulator)
    simulator.world.datasets.put(evolve(dataset, name="up/and away"))
    assert await run(FASTQ_GENERATION) == 0
    assert (folder / f"up_and_away_{dataset.id}").is_dir()
    assert not (folder / "up").exists()


async def test_a_bad_day_changes_nothing(simulator: Simulator, folder: Path, run: Run) -> None:
    simulator.faults.add("throttle", path="/appsessions*", nth={1}, seconds=0)
    simulator.faults.add("status", path="/datasets*", nth={1}, status=502, seconds=0)
    simulator.faults.add("truncate", origin="store", nth={2, 5}, share=0.5)
    assert await run(FASTQ_GENERATION) == 0
    for row in manifest_of(folder):
        assert pipeline.count_reads(folder / row["path"]) == int(row["reads"])
    assert sum(simulator.statistics.faults.values()) == 4


async def test_a_refused_token_ends_it_and_is_not_shown(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BASESPACE_ACCESS_TOKEN", f"{TOKEN}-of-yesterday")
    assert await run(FASTQ_GENERATION) == 3
    (found,) = errors_in(capsys)
    assert "401" in found


async def test_a_token_that_ends_half_way_ends_it(
    simulator: Simulator, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    simulator.faults.add("expire_token", path="/datasets/*/files", nth={2})
    assert await run(FASTQ_GENERATION) == 3
    (found,) = errors_in(capsys)
    assert "401" in found


async def test_a_profile_takes_the_place_of_the_environment(
    simulator: Simulator, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    profile = tmp_path / ".basespace" / "lab.cfg"
    profile.parent.mkdir()
    profile.write_text(f"apiServer = {simulator.url}\naccessToken = {TOKEN}\n")
    profile.chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("BASESPACE_ACCESS_TOKEN")
    monkeypatch.delenv("BASESPACE_API_SERVER")
    assert await run(FASTQ_GENERATION, "--profile", "lab") == 0
    assert await run(FASTQ_GENERATION) == 3
