"""What writes files, on a system where open files cannot be renamed, replaced or removed, as on Windows."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from pathlib import Path
from random import Random

import pytest
import pytest_asyncio

from basespace_async import BaseSpace, BaseSpaceError, Configuration, RetryPolicy
from basespace_async._util.platform import locks
from basespace_async.config import save_profile
from basespace_async.harvest import harvest
from basespace_async.models import File
from basespace_async.simulator import Simulator
from tests.support.unmovable_files import refuse_to_move_open_files

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems do not show what is open")


@pytest.fixture(autouse=True)
def _unmovable(monkeypatch: pytest.MonkeyPatch) -> None:
    refuse_to_move_open_files(monkeypatch)


@pytest_asyncio.fixture
async def simulator() -> AsyncIterator[Simulator]:
    async with Simulator(biosamples=4, seed=1, file_size=3 << 18) as simulator:
        yield simulator


@pytest_asyncio.fixture
async def basespace(simulator: Simulator) -> AsyncIterator[BaseSpace]:
    async with BaseSpace(simulator.token, server=simulator.url, retry=RetryPolicy(max_retries=0)) as basespace:
        yield basespace


async def first_file(basespace: BaseSpace) -> File:
    dataset = await basespace.datasets.list(dataset_types="common.fastq").first()
    assert dataset is not None
    file = await basespace.datasets.files(dataset).first()
    assert file is not None
    return file


async def test_a_file_is_downloaded_kept_and_replaced(basespace: BaseSpace, tmp_path: Path) -> None:
    file = await first_file(basespace)
    for if_exists in ("verify", "replace"):
        downloaded = await basespace.files.download(file, tmp_path, part_size=1 << 18, if_exists=if_exists)
        assert downloaded.path.stat().st_size == file.size
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [downloaded.path.name]


async def test_a_download_that_failed_is_resumed(basespace: BaseSpace, simulator: Simulator, tmp_path: Path) -> None:
    file = await first_file(basespace)
    simulator.faults.add("status", origin="store", nth=range(3, 1000), status=500)
    with pytest.raises(BaseSpaceError):
        await basespace.files.download(file, tmp_path, part_size=1 << 18, concurrency=1)
    assert len(list(tmp_path.rglob("*.part*"))) == 2, "a part file and its journal"
    simulator.faults.clear()
    downloaded = await basespace.files.download(file, tmp_path, part_size=1 << 18)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [downloaded.path]


async def test_a_folder_is_synced_again_and_again(basespace: BaseSpace, simulator: Simulator, tmp_path: Path) -> None:
    project = next(iter(simulator.world.projects))
    for _ in range(2):
        report = await basespace.projects.sync(project, tmp_path, delete=True)
    assert not report.fetched


async def test_files_are_uploaded_with_a_journal(
    basespace: BaseSpace, simulator: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    (tmp_path / "reads.bin").write_bytes(Random(1).randbytes(1000))
    project = next(iter(simulator.world.projects))
    report = await basespace.datasets.upload([tmp_path / "reads.bin"], project=project, name="reads")
    assert report.files


@pytest.mark.slow
@pytest.mark.parametrize("format", ["parquet", "jsonl"])
async def test_a_harvest_is_brought_up_to_date(basespace: BaseSpace, tmp_path: Path, format: str) -> None:
    for _ in range(2):
        report = await harvest(basespace, tmp_path, format=format)
    assert report.tables["biosamples"].total == 4


def test_a_profile_is_saved_and_what_a_killed_save_left_is_removed(tmp_path: Path) -> None:
    (tmp_path / ".lab.cfg.0123456789abcdef").write_text("left")
    for token in ("one", "two"):
        save_profile(Configuration.create(token=token), "lab", directory=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["lab.cfg"]


def test_the_same_without_locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "fcntl", None)
    test_a_profile_is_saved_and_what_a_killed_save_left_is_removed(tmp_path)
