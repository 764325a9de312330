"""Downloads on workers of Dask that are processes of their own, and die."""

from __future__ import annotations

import asyncio
import os
import sys
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from basespace_async import BaseSpace, DownloadError, IncompleteDownloadError, RateLimit, RedisBudget
from basespace_async.downloads import dask_job
from basespace_async.downloads.locking import FileInUseError, open_locked
from basespace_async.simulator import Simulator
from tests.support.dask_cluster import DaskCluster, dask_cluster
from tests.support.redis_server import PROGRAM, redis_server
from tests.support.simulated_files import asked, place, there

pytestmark = pytest.mark.slow
CONTENT = {f"reads-{number:02}.gz": os.urandom(400_000) for number in range(40)}
LARGEST = os.urandom(6_000_000)


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    async with Simulator(biosamples=2, seed=5) as simulator:
        yield simulator


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


DRIVER = """
import asyncio, sys
from basespace_async import BaseSpace

async def main(server, token, dataset, folder, dask):
    async with BaseSpace(token, server=server) as basespace:
        await basespace.datasets.download(dataset, folder, dask=dask, bandwidth=200_000, part_size=1 << 16)

asyncio.run(main(*sys.argv[1:]))
"""


async def test_the_workers_of_a_driver_that_is_killed_stop(simulator: Simulator, tmp_path: Path) -> None:
    placed, folder = place(simulator, {"reads-00.gz": LARGEST}), tmp_path / "files"
    async with dask_cluster(tmp_path, 1) as cluster, asyncio.timeout(120):
        arguments = [simulator.url, simulator.token, placed.dataset.id, os.fspath(folder), cluster.address]
        driver = await asyncio.create_subprocess_exec(sys.executable, "-c", DRIVER, *arguments)
        part, lock = folder / ".reads-00.gz.part", "reads-00.gz is being downloaded"
        while not part.exists() or not part.stat().st_size:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
        with pytest.raises(FileInUseError, match=lock):
            os.close(open_locked(os.fspath(part), folder / "reads-00.gz")[0])
        driver.kill()
        await driver.wait()
        while cluster.scheduler.tasks:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
        while True:
            try:
                os.close(open_locked(os.fspath(part), folder / "reads-00.gz")[0])
                break
            except FileInUseError:
                await asyncio.sleep(0.02)
    assert not (folder / "reads-00.gz").exists()


@pytest.mark.redis
@pytest.mark.skipif(PROGRAM is None, reason="no redis-server")
async def test_workers_share_a_budget_in_redis(simulator: Simulator, tmp_path: Path) -> None:
    placed = place(simulator, CONTENT)
    with redis_server() as redis:
        budget, limit = RedisBudget(redis.url), RateLimit(rate=10, burst=1)
        async with (
            dask_cluster(tmp_path, 2) as cluster,
            BaseSpace(simulator.token, server=simulator.url, shared_budget=budget, rate_limit=limit) as basespace,
        ):
            files = await basespace.datasets.files(placed.dataset.id).collect()
            began = asyncio.get_running_loop().time()
            await basespace.files.download_many(files, tmp_path / "files", dask=cluster.address)
            took = asyncio.get_running_loop().time() - began
    assert there(tmp_path / "files") == CONTENT
    assert asked(simulator)["content"] == len(CONTENT)
    assert took > 0.8 * len(CONTENT) / limit.rate  # half of it, if each had a rate of its own
