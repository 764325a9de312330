"""Uploads by each method, and the choice of one that the service takes."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import pytest

from basespace_async import BaseSpace, ResponseEvent
from basespace_async.errors import (
    APIError,
    ConfigurationError,
    FastqRulesError,
    IncompleteUploadError,
    SourceChangedError,
    UploadError,
)
from basespace_async.simulator import Clock, Fault, Simulator
from basespace_async.simulator.world.content import FileBytes
from tests.uploads.conftest import PART, RETRY, content_of, content_on_disk

WAYS = {"v2": "v2", "v1pre3": "v1pre3", "presigned": "presigned", "s3": "credentials"}


async def upload(simulator: Simulator, folder: Path, retry: Any = RETRY, **options: Any) -> Any:
    async with BaseSpace(simulator.token, server=simulator.url, retry=retry) as basespace:
        return await basespace.datasets.upload(folder, name="R", project_name="Uploads", part_size=PART, **options)


@pytest.fixture
def run_folder(tmp_path: Path, state: Path) -> Path:
    folder = tmp_path / "240131_A1_0042_AHXYZ"
    (folder / "InterOp").mkdir(parents=True)
    run = '<Run Id="240131_A1_0042_AHXYZ" Number="42"><Flowcell>HXYZ</Flowcell></Run>'
    (folder / "RunInfo.xml").write_text(f"<RunInfo>{run}</RunInfo>")
    (folder / "InterOp" / "large.bin").write_bytes(Random(2).randbytes(PART + 7))
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("method", WAYS)
@pytest.mark.parametrize("chosen", [False, True])
async def test_the_bytes_arrive_by_each_method_chosen_or_found(
    folder: Path, state: Path, method: str, chosen: bool
) -> None:
    async with Simulator(biosamples=2, upload_ways=(WAYS[method],)) as simulator:  # type: ignore[arg-type]
        report = await upload(simulator, folder, method=method if chosen else "auto")
        assert content_of(simulator, report.ids["dataset"]) == content_on_disk(folder)
        assert report.method == method
        assert not report.unverified
        assert not simulator.statistics.leaked_tokens
        again = await upload(simulator, folder, method=method if chosen else "auto")
        assert (again.sent, again.ids) == (0, report.ids)
        journal = "".join(path.read_text() for path in state.glob("*.jsonl"))
        assert not [secret for secret in (simulator.token, "Signature", "X-Amz", "Secret") if secret in journal]


async def test_a_source_that_changes_after_it_was_sent_is_noticed_at_the_end(folder: Path) -> None:
    small = folder / "empty.txt"

    async def change(event: ResponseEvent) -> None:
        if event.operation == "setFileUploadStatus":
            small.write_text("no longer empty")

    async with Simulator(biosamples=2) as simulator:
        async with BaseSpace(simulator.token, server=simulator.url, on_response=change) as basespace:
            with pytest.raises(IncompleteUploadError) as caught:
                await basespace.datasets.upload(folder, name="R", project_name="Uploads", part_size=PART)
        assert set(caught.value.failed) == {"empty.txt"}
        assert isinstance(caught.value.failed["empty.txt"], SourceChangedError)
        assert len(caught.value.report.files) == len(content_on_disk(folder)) - 1


async def test_what_was_sent_before_a_kill_and_not_noted_is_looked_for(folder: Path, state: Path) -> None:
    async with Simulator(biosamples=2) as simulator:
        report = await upload(simulator, folder)
        (journal,) = state.glob("*.jsonl")
        lines = journal.read_text().splitlines(keepends=True)
        journal.write_text("".join(line for line in lines if '"complete"' not in line and '"done"' not in line))
        again = await upload(simulator, folder)
        assert (again.sent, again.ids) == (0, report.ids)


async def test_where_all_methods_are_refused_each_file_has_the_first_refusal(folder: Path) -> None:
    async with Simulator(biosamples=2, upload_ways=()) as simulator:
        with pytest.raises(IncompleteUploadError) as caught:
            await upload(simulator, folder)
        assert all(isinstance(error, APIError) for error in caught.value.failed.values())


@pytest.mark.slow
@pytest.mark.parametrize("method", WAYS)
@pytest.mark.parametrize("status", [500, 503])
async def test_an_upload_goes_on_after_failures_by_each_method(folder: Path, method: str, status: int) -> None:
    async with Simulator(biosamples=2) as simulator:
        for origin in ("api", "store"):
            for http in ("PUT", "POST"):
                simulator.faults.add(Fault("status", method=http, origin=origin, status=status, times=2))  # type: ignore[arg-type]
                simulator.faults.add(Fault("reset_after", method=http, origin=origin, times=2))  # type: ignore[arg-type]
        report = await upload(simulator, folder, method=method)
        assert content_of(simulator, report.ids["dataset"]) == content_on_disk(folder)


@pytest.mark.slow
@pytest.mark.parametrize("method", ["presigned", "s3"])
async def test_what_expires_midway_is_asked_for_again(folder: Path, method: str) -> None:
    async with Simulator(biosamples=2, clock=Clock()) as simulator:
        simulator.faults.add(Fault("expired_link", method="PUT", origin="store", times=2))
        report = await upload(simulator, folder, method=method)
        assert content_of(simulator, report.ids["dataset"]) == content_on_disk(folder)


@pytest.mark.parametrize("method", ["v2", "v1pre3", "presigned", "s3"])
async def test_a_run_folder_becomes_a_run(basespace: BaseSpace, run_folder: Path, method: str) -> None:
    options: Any = {"instrument_type": "NovaSeq6000", "method": method, "part_size": PART}
    report = await basespace.runs.upload(run_folder, **options)
    run = await basespace.runs.get(report.ids["run"])
    assert run.experiment_name == "240131_A1_0042_AHXYZ"
    files = {file.path: file.size async for file in basespace.runs.files(run)}
    assert files == {path: len(data) for path, data in content_on_disk(run_folder).items()}
    again = await basespace.runs.upload(run_folder, **options)
    assert (again.sent, again.ids) == (0, report.ids)


async def test_a_run_that_may_have_been_created_is_found_again(run_folder: Path) -> None:
    async with Simulator(biosamples=2) as simulator:
        runs = len(simulator.world.runs)
        simulator.faults.add(Fault("reset_after", method="POST", path="/runs", times=1))
        async with BaseSpace(simulator.token, server=simulator.url, retry=RETRY) as basespace:
            await basespace.runs.upload(run_folder, instrument_type="MiSeq")
        assert len(simulator.world.runs) == runs + 1


@pytest.mark.parametrize(
    ("instrument", "broken", "error", "message"),
    [
        ("MiSeq9", "", ConfigurationError, "it is one of HiSeq1000"),
        ("MiSeq", "missing", UploadError, "is no run folder"),
        ("MiSeq", "damaged", UploadError, "is no run folder"),
    ],
)
async def test_what_is_no_run_is_refused_before_anything_is_sent(
    run_folder: Path, instrument: str, broken: str, error: type[Exception], message: str
) -> None:
    if broken == "missing":
        (run_folder / "RunInfo.xml").unlink()
    elif broken:
        (run_folder / "RunInfo.xml").write_text("<RunInfo>")
    async with Simulator(biosamples=2) as simulator:
        async with BaseSpace(simulator.token, server=simulator.url) as basespace:
            with pytest.raises(error, match=message):
                await basespace.runs.upload(run_folder, instrument_type=instrument)
        assert not simulator.statistics.changes


async def test_logs_are_added_to_an_appsession(basespace: BaseSpace, folder: Path) -> None:
    async with basespace.appsessions.running("mine") as session:
        report = await basespace.appsessions.upload_logs(session, folder, part_size=PART)
    assert len(report.files) == 3
    logs = {file.path: file.size async for file in basespace.appsessions.log_files(session)}
    assert {path: logs[path] for path in content_on_disk(folder)} == {
        path: len(data) for path, data in content_on_disk(folder).items()
    }


@pytest.fixture
def fastqs(tmp_path: Path, state: Path) -> Path:
    folder = tmp_path / "fastqs"
    folder.mkdir()
    for number, sample in enumerate(("Liver-1", "Liver-2"), start=1):
        for lane in (1, 2):
            for mate in (1, 2):
                content = FileBytes.of_size(number * 10 + lane, 30_000, mate)
                name = f"{sample}_S{number}_L00{lane}_R{mate}_001.fastq.gz"
                (folder / name).write_bytes(content.read(0, content.size))
    return folder


@pytest.mark.parametrize("validate", ["quick", "full", "names"])
async def test_fastqs_land_in_biosamples_and_come_back_the_same(
    basespace: BaseSpace, fastqs: Path, tmp_path: Path, validate: Any
) -> None:
    report = await basespace.biosamples.upload_fastqs(
        fastqs, project_name="Liver", validate=validate, allow_invalid_readnames=True
    )
    assert len(report.files) == 8
    project = await basespace.projects.get(name="Liver")
    names = {one.biosample_name async for one in basespace.biosamples.list(project=[project.id])}
    assert names == {"Liver-1", "Liver-2"}
    await basespace.fastqs.fetch(["Liver-1", "Liver-2"], project="Liver", to=tmp_path / "back", keep_lanes=True)
    assert sorted(content_on_disk(tmp_path / "back").values()) == sorted(content_on_disk(fastqs).values())
    again = await basespace.biosamples.upload_fastqs(
        fastqs, project_name="Liver", validate=validate, allow_invalid_readnames=True
    )
    assert (again.sent, again.ids) == (0, report.ids)


async def test_fastqs_that_break_a_rule_are_refused_before_anything_is_sent(
    basespace: BaseSpace, simulator: Simulator, fastqs: Path
) -> None:
    (fastqs / "Liver-1_S1_L001_R1_001.fastq.gz").write_bytes(b"no gzip")
    (fastqs / "Liver-2_S2_L001_R2_001.fastq.gz").unlink()
    with pytest.raises(FastqRulesError, match="nothing was sent") as caught:
        await basespace.biosamples.upload_fastqs(fastqs, project_name="Liver")
    assert caught.value.problems
    assert not simulator.statistics.changes
