"""Targets behind URLs of fsspec: memory, and a real server of S3."""

from __future__ import annotations

import asyncio
import itertools
import os
from collections.abc import AsyncIterator, Iterator
from typing import Any

import fsspec
import pytest

from basespace_async import (
    BaseSpace,
    ConfigurationError,
    DownloadError,
    IncompleteDownloadError,
    RetryPolicy,
)
from basespace_async.content.reader import ContentReader
from basespace_async.downloads.checksums import MIB
from basespace_async.simulator import Simulator
from basespace_async.sync.journal import FOLDER
from basespace_async.sync.object_store import RemoteStore, Upload
from tests.support.synced_world import SyncedWorld

QUICK = RetryPolicy(max_retries=2, initial_backoff=0, max_backoff=0)


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    async with Simulator(biosamples=2, seed=5) as simulator:
        yield simulator


@pytest.fixture
async def basespace(simulator: Simulator) -> AsyncIterator[BaseSpace]:
    async with BaseSpace(simulator.token, server=simulator.url, retry=QUICK) as basespace:
        yield basespace


@pytest.fixture
def world(simulator: Simulator) -> SyncedWorld:
    world = SyncedWorld(simulator)
    world.put("a", "reads.gz", b"one")
    world.put("a", "deep/empty.txt", b"")
    world.put("b", "reads.gz", bytes(range(256)) * 4096 * 12)  # 12 MiB: three parts
    return world


@pytest.fixture(scope="module")
def s3() -> Iterator[dict[str, Any]]:
    """Storage options of a server of S3 in this process."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(port=0)
    server.start()
    host, port = server.get_host_and_port()
    yield {"endpoint_url": f"http://{host}:{port}", "key": "test", "secret": "test"}
    server.stop()


class Target:
    """A target, looked at by a filesystem of the test's own."""

    def __init__(self, url: str, options: dict[str, Any]) -> None:
        self.url = url
        self.options: dict[str, Any] = {"storage_options": options}
        self.fs, self.root = fsspec.core.url_to_fs(url, **options)

    def there(self) -> dict[str, bytes]:
        self.fs.invalidate_cache()
        paths = (path for path in self.fs.find(self.root) if f"/{FOLDER}/" not in path)
        return {path[len(self.root) + 1 :]: self.fs.cat_file(path) for path in paths}

    def parts(self) -> list[str]:
        """What is left of uploads that were not ended."""
        self.fs.invalidate_cache()
        if self.fs.protocol == "memory":
            return [path for path in self.fs.find(self.root) if path.endswith(".part")]
        return list(self.fs.call_s3("list_multipart_uploads", Bucket=self.root.partition("/")[0]).get("Uploads") or ())


@pytest.fixture(params=["memory", "s3"])
def target(request: pytest.FixtureRequest) -> Iterator[Target]:
    name = f"{os.getpid()}-{request.node.name.partition('[')[0].replace('_', '-')}"[:60]
    if request.param == "memory":
        target = Target(f"memory://{name}/prefix", {})
    else:
        target = Target(f"s3://{name}/prefix", request.getfixturevalue("s3"))
        target.fs.mkdir(name)
    yield target
    if target.fs.exists(target.root):
        target.fs.rm(target.root, recursive=True)


async def test_objects_follow_the_project(world: SyncedWorld, basespace: BaseSpace, target: Target) -> None:
    rehearsal = await basespace.projects.sync(world.project, target.url, dry_run=True, **target.options)
    assert ({step.action for step in rehearsal.steps}, target.there()) == ({"fetch"}, {})
    report = await basespace.projects.sync(world.project, target.url, **target.options)
    assert (target.there(), report.fetched, report.unverified) == (world.expected(), 12 * MIB + 3, [])
    again = await basespace.projects.sync(world.project, target.url, **target.options)
    assert (again.fetched, again.kept) == (0, 3)
    world.put("a", "reads.gz", b"ONE")
    world.remove("b", "reads.gz")
    report = await basespace.projects.sync(world.project, target.url, delete=True, **target.options)
    assert (report.fetched, report.deleted) == (3, [world.path("b", "reads.gz")])
    assert target.there() == world.expected()
    assert target.parts() == []


@pytest.mark.slow
async def test_a_lost_journal_costs_a_verification(world: SyncedWorld, basespace: BaseSpace, target: Target) -> None:
    await basespace.projects.sync(world.project, target.url, **target.options)
    target.fs.rm(f"{target.root}/{FOLDER}", recursive=True)
    report = await basespace.projects.sync(world.project, target.url, **target.options)
    assert (report.fetched, report.kept) == (0, 3)
    world.remove("a", "reads.gz")
    report = await basespace.projects.sync(world.project, target.url, delete=True, **target.options)
    assert (report.deleted, report.left) == ([], [world.path("a", "reads.gz")])


@pytest.mark.slow
async def test_what_somebody_changed_is_never_deleted(world: SyncedWorld, basespace: BaseSpace, target: Target) -> None:
    await basespace.projects.sync(world.project, target.url, **target.options)
    target.fs.pipe_file(f"{target.root}/{world.path('a', 'reads.gz')}", b"mine")
    world.remove("a", "reads.gz")
    report = await basespace.projects.sync(world.project, target.url, delete=True, **target.options)
    assert report.left == [world.path("a", "reads.gz")]
    assert target.there()[world.path("a", "reads.gz")] == b"mine"


@pytest.mark.slow
async def test_a_file_that_fails_leaves_no_half_object(
    world: SyncedWorld, basespace: BaseSpace, target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Upload.write
    written = 0

    def write(self: Upload, data: bytes) -> None:
        nonlocal written
        real(self, data)
        written += len(data)
        if written > 9 * MIB:
            raise DownloadError("the connection to the target is lost")

    with monkeypatch.context() as patch:
        patch.setattr(Upload, "write", write)
        with pytest.raises(IncompleteDownloadError) as caught:
            await basespace.projects.sync(world.project, target.url, concurrency=1, **target.options)
    large = world.path("b", "reads.gz")
    assert large in caught.value.failed
    assert large not in target.there()
    assert target.parts() == []
    kept = len(caught.value.report.files)
    report = await basespace.projects.sync(world.project, target.url, **target.options)
    assert (report.kept, target.there()) == (kept, world.expected())


@pytest.mark.slow
async def test_damaged_bytes_are_fetched_again_and_never_an_object(
    world: SyncedWorld, basespace: BaseSpace, target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = ContentReader.read
    damaged: Iterator[bool] = iter([True])

    async def read(self: ContentReader) -> bytes:
        piece = await real(self)
        return bytes([piece[0] ^ 1]) + piece[1:] if piece and next(damaged, False) else piece

    monkeypatch.setattr(ContentReader, "read", read)
    await basespace.projects.sync(world.project, target.url, **target.options)
    assert target.there() == world.expected()
    world.put("a", "more.gz", b"more" * 1000)
    damaged = itertools.repeat(True)
    with pytest.raises(IncompleteDownloadError):
        await basespace.projects.sync(world.project, target.url, **target.options)
    assert world.path("a", "more.gz") not in target.there()
    assert target.parts() == []


@pytest.mark.slow
async def test_nothing_is_deleted_where_a_list_ends_early(
    world: SyncedWorld, simulator: Simulator, basespace: BaseSpace, target: Target
) -> None:
    await basespace.projects.sync(world.project, target.url, **target.options)
    before = target.there()
    world.remove("a", "reads.gz")
    simulator.faults.add("status", path="/datasets/*/files*", nth=range(2, 1000), status=500)
    with pytest.raises(IncompleteDownloadError):
        await basespace.projects.sync(world.project, target.url, delete=True, **target.options)
    assert target.there() == before


@pytest.mark.slow
async def test_a_sync_that_is_cancelled_leaves_no_half_object_and_its_journal(
    world: SyncedWorld, basespace: BaseSpace, target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = ContentReader.read
    reading = asyncio.Event()

    async def read(self: ContentReader) -> bytes:
        if self.position > 9 * MIB:
            reading.set()
            await asyncio.Event().wait()
        return await real(self)

    with monkeypatch.context() as patch:
        patch.setattr(ContentReader, "read", read)
        syncing = asyncio.create_task(basespace.projects.sync(world.project, target.url, **target.options))
        await reading.wait()
        syncing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await syncing
    there = target.there()
    assert world.path("b", "reads.gz") not in there
    assert target.parts() == []
    report = await basespace.projects.sync(world.project, target.url, **target.options)
    assert (report.kept, target.there()) == (len(there), world.expected())


async def test_a_url_that_cannot_be_is_refused(world: SyncedWorld, basespace: BaseSpace) -> None:
    with pytest.raises(ConfigurationError, match="cannot be a target"):
        await basespace.projects.sync(world.project, "nothing://at/all")


async def test_a_bucket_that_is_not_there_is_an_error_of_the_target(
    world: SyncedWorld, basespace: BaseSpace, s3: dict[str, Any]
) -> None:
    with pytest.raises(DownloadError, match="s3://no-such-bucket"):
        await basespace.projects.sync(world.project, "s3://no-such-bucket/prefix", storage_options=s3)


async def test_a_file_url_is_a_folder(world: SyncedWorld, basespace: BaseSpace, tmp_path: Any) -> None:
    await basespace.projects.sync(world.project, (tmp_path / "a b").as_uri())
    assert (tmp_path / "a b" / world.path("a", "reads.gz")).read_bytes() == b"one"


def test_parts_are_as_large_as_their_number_needs() -> None:
    store = RemoteStore("memory://parts", {})
    asked = []
    store._fs.open = lambda path, mode, block_size: asked.append(block_size)  # type: ignore[method-assign]
    try:
        for size in (1, 100_000 * MIB):
            store.upload("x", size, 65536)
    finally:
        del store._fs.open
    assert (asked[0], asked[1] > 11 * MIB) == (5 * MIB, True)
