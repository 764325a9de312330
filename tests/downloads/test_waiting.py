"""Jobs that meet in one folder: each waits for what the other downloads."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from basespace_async import BaseSpace, IncompleteDownloadError
from basespace_async.downloads import waiting
from basespace_async.downloads.locking import open_locked
from basespace_async.downloads.paths import part_path
from basespace_async.simulator import Simulator

FILES = {"a.txt": b"first", "b.txt": b"second", "c.txt": b"third"}


@pytest.fixture
async def simulator(no_task_left: None) -> AsyncIterator[Simulator]:
    async with Simulator(biosamples=4, seed=5) as simulator:
        yield simulator


@pytest.fixture
async def basespace(simulator: Simulator) -> AsyncIterator[BaseSpace]:
    async with BaseSpace(simulator.token, server=simulator.url) as basespace:
        yield basespace


@pytest.fixture
def dataset(simulator: Simulator) -> str:
    world = simulator.world
    return world.add_dataset(world.biosamples.at(0), name="A", files=FILES).id


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "_PAUSE", 0.001)


async def until_waiting(caplog: pytest.LogCaptureFixture) -> None:
    while not any("that another job downloads" in record.getMessage() for record in caplog.records):  # noqa: ASYNC110
        await asyncio.sleep(0.001)


def in_folder(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


async def test_jobs_in_one_folder_at_once_are_all_complete_and_fetch_each_byte_once(
    simulator: Simulator, basespace: BaseSpace, dataset: str, tmp_path: Path
) -> None:
    reports = await asyncio.gather(*(basespace.datasets.download(dataset, tmp_path) for _ in range(3)))
    assert in_folder(tmp_path) == FILES
    assert [len(report.files) for report in reports] == [3, 3, 3]
    assert sum(report.fetched for report in reports) == sum(map(len, FILES.values()))


@pytest.mark.parametrize("is_finished", [True, False], ids=["finished", "killed"])
async def test_a_file_in_use_is_waited_for_after_all_others(
    basespace: BaseSpace, dataset: str, tmp_path: Path, caplog: pytest.LogCaptureFixture, is_finished: bool
) -> None:
    target = tmp_path / "b.txt"
    descriptor, _ = open_locked(os.fspath(part_path(target)), target)
    async with asyncio.TaskGroup() as group:
        downloading = group.create_task(basespace.datasets.download(dataset, tmp_path))
        await until_waiting(caplog)
        assert {"a.txt", "c.txt"} <= in_folder(tmp_path).keys()
        assert not target.exists()
        if is_finished:
            os.write(descriptor, FILES["b.txt"])
            part_path(target).rename(target)
        os.close(descriptor)
    report = downloading.result()
    assert in_folder(tmp_path) == FILES
    assert report.kept == (1 if is_finished else 0)


async def test_a_job_that_stands_still_is_waited_for_as_long_as_patience_lasts(
    basespace: BaseSpace,
    dataset: str,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(waiting, "_PATIENCE", 0.05)
    caplog.set_level(logging.WARNING)
    target = tmp_path / "b.txt"
    descriptor, _ = open_locked(os.fspath(part_path(target)), target)
    try:
        with pytest.raises(IncompleteDownloadError) as caught:
            await basespace.datasets.download(dataset, tmp_path)
    finally:
        os.close(descriptor)
    assert list(caught.value.failed) == ["b.txt"]
    assert "is being downloaded already" in str(caught.value.failed["b.txt"])
    assert len(caught.value.report.files) == 2
