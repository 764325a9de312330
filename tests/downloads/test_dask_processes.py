"""Downloads on workers of Dask that are processes of their own, and die."""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from basespace_async import BaseSpace, DownloadError, IncompleteDownloadError, RedisBudget
from basespace_async.downloads import dask_job
from basespace_async.simulator import Simulator
from tests.support.dask_cluster import DaskCluster, dask_cluster
from tests.support.redis_server import PROGRAM, redis_server
from tests.support.simulated_files import asked, place

pytestmark = pytest.mark.slow
CONTENT = {f"reads-{number:02}.gz": os.urandom(400_000) for number in range(40)}
LARGEST = os.urandom(6_000_000)


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    async with Simulator(biosamples=2, seed=5) as simulator:
        yield simulator


def there(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


async def until_files(folder: Path, count: int) -> None:
    async with asyncio.timeout(120):
        while len(list(folder.glob("reads-*.gz"))) < count:  # noqa: ASYNC110
            await asyncio.sleep(0.02)


async def test_four_workers_that_are_killed_one_after_the_other_lose_nothing(
    simulator: Simulator, tmp_path: Path
) -> None:
    placed = place(simulator, {**CONTENT, "largest.gz": LARGEST})
    logs, folder = tmp_path / "logs", tmp_path / "files"
    logs.mkdir()
    async with (
        dask_cluster(logs, 5) as cluster,
        BaseSpace(simulator.token, server=simulator.url) as basespace,
        asyncio.TaskGroup() as group,
    ):
        download = group.create_task(
            basespace.datasets.download(
                placed.dataset.id,
                folder,
                dask=cluster.address,
                bandwidth=4e6,
                concurrency=8,
                part_size=1 << 16,
                if_exists="error",  # what the job itself has made is no error
            )
        )
        for number in range(4):
            await until_files(folder, 4 + 8 * number)
            await cluster.kill(number)
        report = await download
        shown = cluster.logs
    assert there(folder) == {**CONTENT, "largest.gz": LARGEST}
    assert Counter(file.path.name for file in report.files) == Counter([*CONTENT, "largest.gz"])
    assert not report.kept
    assert not report.unverified
    assert simulator.token not in shown


async def test_files_whose_workers_always_die_are_reported(
    simulator: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dask_job, "_MAX_SUBMISSIONS", 2)
    placed = place(simulator, {"reads-00.gz": LARGEST})
    async with (
        dask_cluster(tmp_path, 1) as cluster,
        BaseSpace(simulator.token, server=simulator.url) as basespace,
        asyncio.TaskGroup() as group,
    ):
        cluster.scheduler.allowed_failures = 0
        download = group.create_task(_failures(basespace, placed.dataset.id, tmp_path / "files", cluster))
        for number in range(2):
            async with asyncio.timeout(60):
                while not any(worker.processing for worker in cluster.scheduler.workers.values()):  # noqa: ASYNC110
                    await asyncio.sleep(0.02)
            await cluster.start(1)
            await cluster.kill(number)
        failed = await download
    assert list(failed) == ["reads-00.gz"]
    assert isinstance(failed["reads-00.gz"], DownloadError)
    assert "died" in str(failed["reads-00.gz"])


async def _failures(basespace: BaseSpace, dataset: str, folder: Path, cluster: DaskCluster) -> dict[str, Any]:
    with pytest.raises(IncompleteDownloadError) as raised:
        await basespace.datasets.download(dataset, folder, dask=cluster.address, bandwidth=10_000, part_size=1 << 16)
    return dict(raised.value.failed)


async def test_a_scheduler_that_is_lost_ends_the_download(simulator: Simulator, tmp_path: Path) -> None:
    placed = place(simulator, {"reads-00.gz": LARGEST})
    async with (
        dask_cluster(tmp_path, 1) as cluster,
        BaseSpace(simulator.token, server=simulator.url) as basespace,
        asyncio.TaskGroup() as group,
    ):
        download = group.create_task(_failures(basespace, placed.dataset.id, tmp_path / "files", cluster))
        async with asyncio.timeout(60):
            while not any(worker.processing for worker in cluster.scheduler.workers.values()):  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        await cluster.scheduler.close()
        failed = await download
    assert "was lost" in str(failed["reads-00.gz"])


@pytest.mark.redis
@pytest.mark.skipif(PROGRAM is None, reason="no redis-server")
async def test_workers_share_a_budget_in_redis(simulator: Simulator, tmp_path: Path) -> None:
    placed = place(simulator, CONTENT)
    with redis_server() as redis:
        budget = RedisBudget(redis.url)
        async with (
            dask_cluster(tmp_path, 2) as cluster,
            BaseSpace(simulator.token, server=simulator.url, shared_budget=budget) as basespace,
        ):
            await basespace.datasets.download(placed.dataset.id, tmp_path / "files", dask=cluster.address)
    assert there(tmp_path / "files") == CONTENT
    assert asked(simulator)["content"] == len(CONTENT)
