"""Downloads and syncs on the workers of a Dask cluster in this process."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from distributed import Client, LocalCluster

from basespace_async import BaseSpace, ConfigurationError, IncompleteDownloadError, RateLimit, RetryPolicy
from basespace_async._core.portable import PortableClient
from basespace_async.downloads import dask_job
from basespace_async.downloads.dask_worker import Sealed
from basespace_async.errors import AuthenticationError, DownloadError
from basespace_async.simulator import Simulator
from basespace_async.transport import AiohttpTransport
from tests.support.simulated_files import Placed, asked, forget, place, there

QUICK = RetryPolicy(max_retries=1, initial_backoff=0, max_backoff=0)
CONTENT = {f"lane {number}/reads-{number}.gz": os.urandom(1000 + number) for number in range(6)}


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    options: Any = {"dashboard_address": "127.0.0.1:0", "silence_logs": False}
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=False, **options) as cluster:
        yield cluster


@pytest.fixture
async def simulator(no_task_left: None) -> AsyncIterator[Simulator]:
    async with Simulator(biosamples=2, seed=5) as simulator:
        yield simulator


@pytest.fixture
def placed(simulator: Simulator) -> Placed:
    return place(simulator, CONTENT)


@pytest.fixture
async def basespace(simulator: Simulator) -> AsyncIterator[BaseSpace]:
    async with BaseSpace(simulator.token, server=simulator.url, retry=QUICK) as basespace:
        yield basespace


@pytest.fixture(scope="module")
def blocking_client(cluster: LocalCluster) -> Iterator[Client]:
    with Client(cluster, set_as_default=False) as client:
        yield client


def assert_left(cluster: LocalCluster) -> None:
    """Nothing of a job is left on the cluster."""
    assert not [name for name in cluster.scheduler.worker_plugins if "basespace" in name]
    for worker in cluster.workers.values():
        assert not worker.state.executing
        assert not [name for name in worker.plugins if "basespace" in name]


async def test_the_workers_download_all_files(
    cluster: LocalCluster, basespace: BaseSpace, placed: Placed, tmp_path: Path
) -> None:
    report = await basespace.datasets.download(placed.dataset.id, tmp_path, dask=cluster.scheduler_address)
    assert there(tmp_path) == CONTENT
    assert sorted(file.path for file in report.files) == sorted(tmp_path / path for path in CONTENT)
    assert report.fetched == report.size
    assert not report.unverified
    assert_left(cluster)


async def test_existing_files_are_kept(
    cluster: LocalCluster, basespace: BaseSpace, simulator: Simulator, placed: Placed, tmp_path: Path
) -> None:
    await basespace.datasets.download(placed.dataset.id, tmp_path)
    forget(simulator)
    report = await basespace.datasets.download(placed.dataset.id, tmp_path, dask=cluster.scheduler_address)
    assert report.kept == len(CONTENT)
    assert not {"store", "content"} & asked(simulator).keys()


@pytest.mark.parametrize("asynchronous", [True, False])
async def test_a_client_of_dask_can_be_given(
    cluster: LocalCluster,
    blocking_client: Client,
    basespace: BaseSpace,
    placed: Placed,
    tmp_path: Path,
    asynchronous: bool,
) -> None:
    if asynchronous:
        async with Client(cluster.scheduler_address, asynchronous=True, set_as_default=False) as client:
            await basespace.datasets.download(placed.dataset.id, tmp_path, dask=client)
    else:
        await basespace.datasets.download(placed.dataset.id, tmp_path, dask=blocking_client)
    assert there(tmp_path) == CONTENT


async def test_a_single_file_and_a_sync_run_on_dask(
    cluster: LocalCluster, basespace: BaseSpace, placed: Placed, tmp_path: Path
) -> None:
    file = next(iter(placed.files.values()))
    downloaded = await basespace.files.download(file.id, tmp_path / "one", dask=cluster.scheduler_address)
    assert downloaded.path.read_bytes() == CONTENT[file.path]
    for fetched in (len(CONTENT), 0):
        report = await basespace.datasets.sync(placed.dataset.id, tmp_path / "all", dask=cluster.scheduler_address)
        assert [step.action for step in report.steps].count("fetch") == fetched
    assert CONTENT.items() <= there(tmp_path / "all").items()


@pytest.mark.parametrize("if_exists", ["replace", "error"])
async def test_existing_files_are_replaced_or_refused(
    cluster: LocalCluster, basespace: BaseSpace, placed: Placed, tmp_path: Path, if_exists: Any
) -> None:
    path = next(iter(CONTENT))
    (tmp_path / path).parent.mkdir()
    (tmp_path / path).write_bytes(b"other")
    options: Any = {"dask": cluster.scheduler_address, "if_exists": if_exists}
    if if_exists == "error":
        with pytest.raises(IncompleteDownloadError) as raised:
            await basespace.datasets.download(placed.dataset.id, tmp_path, **options)
        assert list(raised.value.failed) == [path]
        assert there(tmp_path) == {**CONTENT, path: b"other"}
    else:
        await basespace.datasets.download(placed.dataset.id, tmp_path, **options)
        assert there(tmp_path) == CONTENT


async def test_a_file_that_fails_is_reported_and_the_others_are_done(
    cluster: LocalCluster, basespace: BaseSpace, placed: Placed, tmp_path: Path
) -> None:
    path = next(iter(CONTENT))
    (tmp_path / path).mkdir(parents=True)
    with pytest.raises(IncompleteDownloadError) as raised:
        await basespace.datasets.download(placed.dataset.id, tmp_path, dask=cluster.scheduler_address)
    assert list(raised.value.failed) == [path]
    assert isinstance(raised.value.failed[path], DownloadError)
    assert len(raised.value.report.files) == len(CONTENT) - 1


async def test_progress_is_one_meter_of_files_and_one_of_bytes(
    cluster: LocalCluster, basespace: BaseSpace, placed: Placed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("basespace_async.downloads.dask_worker._REPORT_EVERY", 0.0)
    meters: dict[str, list[float]] = {}

    class Meter:
        total: float | None = None

        def __init__(self, unit: str) -> None:
            self.counts = meters.setdefault(unit, [])

        def update(self, n: float | None = 1, /) -> None:
            self.counts.append(n or 0)

        def close(self) -> None:
            pass

    report = await basespace.datasets.download(
        placed.dataset.id, tmp_path, dask=cluster.scheduler_address, progress=lambda *, desc, total, unit: Meter(unit)
    )
    assert {unit: sum(counts) for unit, counts in meters.items()} == {"file": len(CONTENT), "B": report.size}


async def test_a_cancelled_download_stops_on_the_workers_and_can_be_resumed(
    cluster: LocalCluster, basespace: BaseSpace, simulator: Simulator, tmp_path: Path
) -> None:
    large = place(simulator, {"large.bin": os.urandom(3 << 20)}, project="Large")
    task = asyncio.create_task(
        basespace.datasets.download(
            large.dataset.id,
            tmp_path,
            dask=cluster.scheduler_address,
            bandwidth=200_000,
            part_size=1 << 16,
            concurrency=2,
        )
    )
    async with asyncio.timeout(60):
        while not any(path.read_bytes().count(b"\n") > 2 for path in tmp_path.glob(".large*.journal")):  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert_left(cluster)
    assert {path.name for path in tmp_path.iterdir()} == {".large.bin.part", ".large.bin.part.journal"}
    report = await basespace.datasets.download(large.dataset.id, tmp_path, dask=cluster.scheduler_address)
    assert report.size == 3 << 20 > report.fetched


async def test_a_refused_token_ends_the_download(
    cluster: LocalCluster, basespace: BaseSpace, simulator: Simulator, placed: Placed, tmp_path: Path
) -> None:
    files = [file async for file in basespace.datasets.files(placed.dataset.id)]
    async with BaseSpace("0123456789abcdef-wrong", server=simulator.url, retry=QUICK) as other:
        with pytest.raises(AuthenticationError):
            await other.files.download_many(files, tmp_path, dask=cluster.scheduler_address)


async def test_the_token_is_shown_nowhere(
    cluster: LocalCluster,
    basespace: BaseSpace,
    simulator: Simulator,
    placed: Placed,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def broken(*arguments: Any) -> None:
        raise RuntimeError("broken")

    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr("basespace_async.downloads.dask_worker._WorkerJob.fetch", broken)
    for name in ("distributed", "distributed.worker", "distributed.scheduler"):
        monkeypatch.setattr(logging.getLogger(name), "propagate", True)
    with pytest.raises(RuntimeError) as raised:
        await basespace.datasets.download(placed.dataset.id, tmp_path, dask=cluster.scheduler_address)
    assert "Compute Failed" in caplog.text
    portable = PortableClient.of(basespace, 2)
    shown = [
        caplog.text,
        repr(raised.value),
        repr(portable),
        repr(Sealed.of(portable)),
        repr(basespace._session.identity),
    ]
    assert all(simulator.token not in text for text in shown)


async def test_a_worker_that_does_not_see_the_folder_is_found_before_anything_is_fetched(
    cluster: LocalCluster,
    basespace: BaseSpace,
    simulator: Simulator,
    placed: Placed,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("basespace_async.downloads.dask_worker._began_at", lambda marker: None)
    with pytest.raises(ConfigurationError, match="does not see"):
        await basespace.datasets.download(placed.dataset.id, tmp_path, dask=cluster.scheduler_address)
    assert not {"store", "content"} & asked(simulator).keys()
    assert not list(tmp_path.iterdir())


async def test_another_version_on_the_workers_is_refused(
    cluster: LocalCluster, basespace: BaseSpace, placed: Placed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("basespace_async.downloads.dask_job.__version__", "0.0.1")
    with pytest.raises(ConfigurationError, match=r"and this process 0\.0\.1"):
        await basespace.datasets.download(placed.dataset.id, tmp_path, dask=cluster.scheduler_address)


async def test_clients_that_cannot_be_sent_are_refused(
    cluster: LocalCluster, simulator: Simulator, tmp_path: Path
) -> None:
    async def give(refused: str | None) -> str:
        return simulator.token

    def wrap(inner: Any) -> Any:
        return inner

    options: list[dict[str, Any]] = [{"credentials": give}, {"transport": AiohttpTransport()}, {"middleware": [wrap]}]
    for each in options:
        token = {} if "credentials" in each else {"token": simulator.token}
        async with BaseSpace(**token, server=simulator.url, **each) as basespace:
            with pytest.raises(ConfigurationError, match="other processes"):
                await basespace.datasets.download("1", tmp_path, dask=cluster.scheduler_address)


async def test_addresses_without_a_scheduler_are_refused(
    basespace: BaseSpace, placed: Placed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dask_job, "_ANSWER", 0.2)
    with pytest.raises(ConfigurationError, match="no scheduler of Dask answers at"):
        await basespace.datasets.download(placed.dataset.id, tmp_path, dask="tcp://127.0.0.1:9")
    unknown: Any = 5
    with pytest.raises(ConfigurationError, match="dask is int"):
        await basespace.datasets.download(placed.dataset.id, tmp_path, dask=unknown)
    with pytest.raises(ConfigurationError, match="folder only"):
        await basespace.datasets.sync(placed.dataset.id, "memory://bucket", dask="tcp://127.0.0.1:9")


async def test_each_worker_has_its_share_of_the_limits(basespace: BaseSpace, simulator: Simulator) -> None:
    limit = RateLimit(rate=10, burst=4, concurrency=16)
    async with BaseSpace(simulator.token, server=simulator.url, rate_limit=limit) as limited:
        assert PortableClient.of(limited, 4).rate_limit == RateLimit(rate=2.5, burst=1, concurrency=4)
    assert PortableClient.of(basespace, 100).rate_limit == RateLimit(concurrency=1)
