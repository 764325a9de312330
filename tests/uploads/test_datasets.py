"""Uploads of files into datasets."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Any

import pytest

from basespace_async import BaseSpace
from basespace_async.errors import (
    ConfigurationError,
    IncompleteUploadError,
    PermissionDeniedError,
    SourceChangedError,
    UploadError,
)
from basespace_async.simulator import Fault, Simulator
from basespace_async.uploads.journal import default_folder
from tests.uploads.conftest import PART, content_of, content_on_disk


async def upload(basespace: BaseSpace, paths: Any, **options: Any) -> Any:
    options = {"name": "Results", "project_name": "Uploads", "part_size": PART, **options}
    return await basespace.datasets.upload(paths, **options)


def _counts(simulator: Simulator) -> tuple[int, int, int]:
    world = simulator.world
    return len(world.projects), len(world.appsessions), len(world.datasets)


async def test_a_folder_becomes_a_dataset_with_the_same_content(
    basespace: BaseSpace, simulator: Simulator, folder: Path
) -> None:
    report = await upload(basespace, folder)
    dataset = await basespace.datasets.get(report.ids["dataset"])
    assert content_of(simulator, dataset.id) == content_on_disk(folder)
    assert dataset.name == "Results"
    assert dataset.upload_status in ("Complete", "Completed")
    assert (report.sent, report.kept, report.method) == (2 * PART + 1005, 0, "v2")
    assert {file.path: file.verification.method for file in report.files} == {
        "small.txt": "md5",
        "empty.txt": "md5",
        "deep/large.bin": "multipart",
    }
    session = await basespace.appsessions.get(report.ids["appsession"])
    assert session.execution_status == "Complete"
    project = await basespace.projects.get(name="Uploads")
    assert report.ids["project"] == project.id


async def test_the_same_call_sends_nothing_more(basespace: BaseSpace, simulator: Simulator, folder: Path) -> None:
    first = await upload(basespace, folder)
    counts = _counts(simulator)
    again = await upload(basespace, folder)
    assert (again.sent, again.kept, again.ids) == (0, 3, first.ids)
    assert _counts(simulator) == counts


async def test_without_resume_the_upload_begins_anew(basespace: BaseSpace, folder: Path) -> None:
    first = await upload(basespace, folder)
    again = await upload(basespace, folder, resume=False)
    assert again.sent == first.sent
    assert again.ids["dataset"] != first.ids["dataset"]


async def test_a_dataset_of_a_biosample_is_found_by_it(basespace: BaseSpace, folder: Path) -> None:
    biosample = await basespace.biosamples.list(limit=1).collect()
    report = await upload(basespace, folder, biosample=biosample[0], type="common.files")
    value = await basespace.appsessions.properties(report.ids["appsession"]).value("Input.BioSamples")
    assert biosample[0].id in str(value)


async def test_files_are_added_to_a_dataset_that_exists(
    basespace: BaseSpace, simulator: Simulator, folder: Path, tmp_path: Path
) -> None:
    report = await upload(basespace, folder / "small.txt")
    (tmp_path / "more.txt").write_bytes(b"more")
    added = await basespace.datasets.add_files(report.ids["dataset"], tmp_path / "more.txt")
    assert added.sent == 4
    assert content_of(simulator, report.ids["dataset"]) == {"small.txt": b"small", "more.txt": b"more"}


async def test_a_dry_run_sends_nothing_and_says_what_would_be_sent(
    basespace: BaseSpace, simulator: Simulator, folder: Path, state: Path
) -> None:
    report = await upload(basespace, folder, dry_run=True)
    assert not simulator.statistics.changes
    assert not list(state.glob("*"))
    assert {file.path: (file.parts, file.to_send) for file in report.planned} == {
        "small.txt": (1, 5),
        "empty.txt": (1, 0),
        "deep/large.bin": (3, 2 * PART + 1000),
    }
    await upload(basespace, folder)
    report = await upload(basespace, folder, dry_run=True)
    assert sum(file.to_send for file in report.planned) == 0


@pytest.mark.parametrize("options", [{"project": "1", "project_name": "x"}, {"project_name": None}])
async def test_the_project_is_given_in_one_way(basespace: BaseSpace, folder: Path, options: Any) -> None:
    with pytest.raises(ConfigurationError, match="one of them"):
        await upload(basespace, folder, **options)


async def test_an_unknown_project_is_an_error_before_anything_is_created(
    basespace: BaseSpace, folder: Path, simulator: Simulator
) -> None:
    with pytest.raises(PermissionDeniedError):
        await upload(basespace, folder, project="1", project_name=None)
    assert not simulator.statistics.changes


async def test_one_bad_file_does_not_hold_up_the_others(
    basespace: BaseSpace, folder: Path, simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    simulator.faults.add(Fault("status", method="PUT", path="*/parts/2", status=503))
    quick = basespace.with_options(max_retries=1)
    with pytest.raises(IncompleteUploadError) as caught:
        await upload(quick, folder, concurrency=1)
    assert list(caught.value.failed) == ["deep/large.bin"]
    assert len(caught.value.report.files) == 2
    simulator.faults.clear()
    report = await upload(basespace, folder)
    assert report.kept == 2
    assert report.sent == PART + 1000  # the first part was received
    assert content_of(simulator, report.ids["dataset"]) == content_on_disk(folder)


@pytest.mark.parametrize("kind", ["reset_before", "reset_after", "status"])
@pytest.mark.parametrize("path", ["/appsessions", "/projects/*/datasets", "/projects", "/datasets/*/files"])
async def test_nothing_is_created_twice_where_an_answer_is_lost(
    basespace: BaseSpace, simulator: Simulator, folder: Path, kind: Any, path: str
) -> None:
    before = _counts(simulator)
    simulator.faults.add(Fault(kind, method="POST", path=path, times=1, status=500))
    report = await upload(basespace, folder / "small.txt")
    assert _counts(simulator) == tuple(count + 1 for count in before)
    assert content_of(simulator, report.ids["dataset"]) == {"small.txt": b"small"}


@pytest.mark.parametrize("when", ["pending", "complete"])
async def test_a_source_that_changed_meanwhile_is_refused(
    basespace: BaseSpace, simulator: Simulator, folder: Path, when: str
) -> None:
    simulator.faults.add(Fault("status", method="PUT", path="*/parts/3", status=503))
    with pytest.raises(IncompleteUploadError):
        await upload(basespace.with_options(max_retries=0), folder)
    simulator.faults.clear()
    changed = folder / ("deep/large.bin" if when == "pending" else "small.txt")
    os.utime(changed, ns=(5, 5))
    with pytest.raises(IncompleteUploadError) as caught:
        await upload(basespace, folder)
    (error,) = caught.value.failed.values()
    assert isinstance(error, SourceChangedError)
    if when == "pending":  # it was aborted, and is uploaded as it is now
        report = await upload(basespace, folder)
        assert content_of(simulator, report.ids["dataset"]) == content_on_disk(folder)


def received() -> int:
    """Return how many parts the journals have."""
    return sum(path.read_bytes().count(b'"part":') for path in default_folder().glob("*.jsonl"))


async def test_an_upload_that_is_cancelled_goes_on_where_it_was(
    basespace: BaseSpace, simulator: Simulator, folder: Path
) -> None:
    simulator.faults.add(Fault("latency", method="PUT", path="*/parts/3", seconds=60))
    uploading = asyncio.create_task(upload(basespace, folder))
    while received() < 2:  # noqa: ASYNC110 (there is no event)
        await asyncio.sleep(0.01)
    uploading.cancel()
    with pytest.raises(asyncio.CancelledError) as caught:
        await uploading
    assert "are kept" in str(caught.value.__notes__)
    simulator.faults.clear()
    report = await upload(basespace, folder)
    assert report.sent <= PART + 1000
    assert content_of(simulator, report.ids["dataset"]) == content_on_disk(folder)


async def test_the_same_upload_cannot_be_made_twice_at_a_time(basespace: BaseSpace, folder: Path) -> None:
    results = await asyncio.gather(*(upload(basespace, folder) for _ in range(2)), return_exceptions=True)
    errors = [result for result in results if isinstance(result, Exception)]
    assert len(errors) == 1
    assert isinstance(errors[0], UploadError)


async def test_uploads_that_were_not_ended_are_listed_and_aborted(
    basespace: BaseSpace, simulator: Simulator, folder: Path, state: Path
) -> None:
    simulator.faults.add(Fault("status", method="PUT", path="*/parts/2", status=503))
    with pytest.raises(IncompleteUploadError):
        await upload(basespace.with_options(max_retries=0), folder)
    (pending,) = await basespace.uploads.pending()
    assert (pending.kind, pending.complete, len(pending.files)) == ("datasets", 2, 3)
    session = pending.created["appsession"]
    await basespace.uploads.abort(pending)
    assert await basespace.uploads.pending() == []
    assert not list(state.glob("*.jsonl"))
    assert any("uploadstatus" in path or "files" in path for path in simulator.statistics.changes)
    assert (await basespace.appsessions.get(session)).execution_status in ("Aborted", "Aborting", "Stopped")
    with pytest.raises(UploadError, match="there is no upload"):
        await basespace.uploads.abort(pending)
