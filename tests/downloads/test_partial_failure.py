"""What cannot be downloaded is listed with its reason; everything else is on the disk, and is not fetched again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from basespace_async import (
    AuthenticationError,
    BaseSpace,
    ConfigurationError,
    DecodeError,
    DownloadError,
    IncompleteDownloadError,
    PermissionDeniedError,
    RetryPolicy,
    ServerError,
)
from basespace_async._util.platform import descriptors
from basespace_async.models import File
from basespace_async.simulator import Simulator
from basespace_async.transport import BufferedResponse
from tests.support.file_service import Store

pytestmark = pytest.mark.usefixtures("no_task_left")
QUICK = RetryPolicy(max_retries=1, initial_backoff=0, max_backoff=0)


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    async with Simulator(biosamples=24, seed=5) as simulator:
        yield simulator


class Answers:
    """Middleware that refuses some paths, and changes lists of files and of datasets."""

    def __init__(
        self,
        inner: Any,
        change: Callable[[str, list[Any]], None] | None = None,
        refuse: Callable[[str], int] | None = None,
    ) -> None:
        self._inner, self._change, self._refuse = inner, change, refuse

    async def send(self, request: Any) -> Any:
        path = request.url.partition("?")[0]
        if self._refuse and (status := self._refuse(path)):
            return BufferedResponse(status, {}, b"{}")
        response = await self._inner.send(request)
        if not self._change or not path.endswith(("/files", "/datasets")) or response.status != 200:
            return response
        body = json.loads(await response.read())
        self._change(path, body["Items"])
        headers = {name: value for name, value in response.headers.items() if name.lower() != "content-length"}
        return BufferedResponse(200, headers, json.dumps(body).encode())

    async def aclose(self) -> None:
        await self._inner.aclose()


def connected(simulator: Simulator, **answers: Any) -> BaseSpace:
    middleware = [lambda inner: Answers(inner, **answers)]
    return BaseSpace(simulator.token, server=simulator.url, retry=QUICK, middleware=middleware)


def on_disk(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def layout(simulator: Simulator, project: str) -> dict[str, set[str]]:
    """The paths of each dataset's files by the dataset's id."""
    world = simulator.world
    return {
        dataset.id: {f"{dataset.name}_{dataset.id}/{file.path}" for file in world.files.of_dataset(dataset)}
        for dataset in world.datasets.values()
        if dataset.project_id == project
    }


@pytest.mark.parametrize("status", [403, 404, 500])
async def test_a_dataset_whose_files_cannot_be_listed_stops_no_other(
    simulator: Simulator, tmp_path: Path, status: int
) -> None:
    project_id = next(iter(simulator.world.datasets.values())).project_id
    expected = layout(simulator, project_id)
    refused = list(expected)[1]
    name = simulator.world.datasets[refused].name
    readable = set().union(*(expected[one] for one in expected if one != refused))
    async with connected(simulator, refuse=lambda path: path.endswith(f"/{refused}/files") and status) as client:
        for kept in (0, len(readable)):
            with pytest.raises(
                IncompleteDownloadError, match=r"^1 list of files could not be read; the same"
            ) as caught:
                await client.projects.download(project_id, tmp_path)
            assert list(caught.value.failed) == [f"{name}_{refused}/"]
            assert on_disk(tmp_path) == readable
            assert caught.value.report.kept == kept
    async with connected(simulator) as client:
        report = await client.projects.download(project_id, tmp_path)
    assert report.kept == len(readable)
    assert on_disk(tmp_path) == set().union(*expected.values())


async def test_each_of_many_refused_datasets_is_named(simulator: Simulator, tmp_path: Path) -> None:
    project_id = next(iter(simulator.world.datasets.values())).project_id
    count = len(layout(simulator, project_id))
    async with connected(simulator, refuse=lambda path: path.endswith("/files") and 403) as client:
        with pytest.raises(IncompleteDownloadError, match=f"{count} lists of files could not be read") as caught:
            await client.projects.download(project_id, tmp_path)
    assert len(caught.value.failed) == count
    assert all(isinstance(error, PermissionDeniedError) for error in caught.value.failed.values())


async def test_a_token_that_ends_while_datasets_are_listed_ends_everything(
    simulator: Simulator, tmp_path: Path
) -> None:
    project_id = next(iter(simulator.world.datasets.values())).project_id
    last = list(layout(simulator, project_id))[-1]
    async with connected(simulator, refuse=lambda path: path.endswith(f"/{last}/files") and 401) as client:
        with pytest.raises(AuthenticationError):
            await client.projects.download(project_id, tmp_path)


async def test_a_list_that_breaks_midway_is_a_failure_beside_what_it_gave(simulator: Simulator, tmp_path: Path) -> None:
    dataset = simulator.world.add_dataset(next(iter(simulator.world.biosamples.values())))
    for number in range(30):
        simulator.world.add_file(dataset, f"{number:02}.txt", b"x")
    simulator.faults.add("status", path="/datasets/*/files*", nth=range(3, 1000), status=500)
    async with connected(simulator) as client:
        files = client.datasets.files(dataset.id, page_size=10, concurrency=1)
        with pytest.raises(IncompleteDownloadError, match="1 list of files could not be read") as caught:
            await client.files.download_many(files, tmp_path)
    assert list(caught.value.failed) == ["./"]
    assert isinstance(caught.value.failed["./"], ServerError)
    assert 10 <= len(on_disk(tmp_path)) < 30


@pytest.mark.parametrize(
    ("changes", "key", "problem"),
    [
        ({"Id": None}, "R1.gz", ConfigurationError),
        ({"Id": "a\0b"}, "R1.gz", ConfigurationError),
        ({"Id": "A/2"}, "R1.gz", ConfigurationError),
        ({"Name": None, "Path": None}, "(file {id})", ConfigurationError),
        ({"Id": None, "Name": None, "Path": None}, "(file without an id)", ConfigurationError),
        ({"Path": "d/" * 1300 + "R1.gz"}, "d/" * 1300 + "R1.gz", DownloadError),
        ({"Path": "d/" * 3000 + "R1.gz"}, "d/" * 3000 + "R1.gz", DownloadError),
        ({"Path": "x" * 300}, "x" * 300, DownloadError),
        ({"Path": "ä" * 128}, "ä" * 128, DownloadError),
        ({"Path": f"{'x' * 300}/R1.gz"}, f"{'x' * 300}/R1.gz", DownloadError),
        ({"Path": ".."}, "..", DownloadError),
        ({"Path": "."}, ".", DownloadError),
        ({"Path": "a\tb"}, "a\tb", DownloadError),
        ({"Size": 10**12}, "R1.gz", DownloadError),
        ({"Size": 10**18}, "R1.gz", DownloadError),
        ({"Size": -1}, "R1.gz", DownloadError),
        ({"Size": "large"}, "(record Items[3].Size)", DecodeError),
        ({"Id": ["1"]}, "(record Items[3].Id)", DecodeError),
    ],
)
async def test_one_odd_record_is_a_failure_of_its_own(
    simulator: Simulator, tmp_path: Path, changes: dict[str, Any], key: str, problem: type[Exception]
) -> None:
    world = simulator.world
    dataset = world.add_dataset(next(iter(world.biosamples.values())))
    ids = [world.add_file(dataset, f"R{number}.gz", 3000).id for number in range(3)]

    def change(path: str, items: list[Any]) -> None:
        if path.endswith(f"/{dataset.id}/files"):
            next(item for item in items if item["Name"] == "R1.gz").update(changes)

    async with connected(simulator, change=change) as client:
        with pytest.raises(IncompleteDownloadError, match="1 of 5 files could not be downloaded") as caught:
            await client.datasets.download(dataset.id, tmp_path / "a")
        failed = dict(caught.value.failed)
        with pytest.raises(IncompleteDownloadError):
            await client.files.download_many(client.datasets.files(dataset.id), tmp_path / "b")
    ((name, error),) = failed.items()
    assert name.startswith(key.format(id=ids[1]))
    assert isinstance(error, problem)
    others = {file.path for file in world.files.of_dataset(dataset)} - {"R1.gz"}
    assert on_disk(tmp_path / "a") == on_disk(tmp_path / "b") == others


@pytest.mark.parametrize("changes", [{"Id": None}, {"Id": "a/b"}, {"Name": 7}])
async def test_one_odd_dataset_is_a_failure_of_its_own(
    simulator: Simulator, tmp_path: Path, changes: dict[str, Any]
) -> None:
    project_id = next(iter(simulator.world.datasets.values())).project_id
    expected = layout(simulator, project_id)

    def change(path: str, items: list[Any]) -> None:
        if path.endswith("/datasets"):
            items[1].update(changes)

    async with connected(simulator, change=change) as client:
        with pytest.raises(IncompleteDownloadError, match="1 list of files could not be read") as caught:
            await client.projects.download(project_id, tmp_path)
    assert len(caught.value.failed) == 1
    assert len({path.split("/")[0] for path in on_disk(tmp_path)}) == len(expected) - 1


async def test_failures_of_one_path_are_all_named(basespace: BaseSpace, store: Store, tmp_path: Path) -> None:
    with pytest.raises(IncompleteDownloadError, match="3 of 3 files") as caught:
        await basespace.files.download_many([File(size=1), File(size=2), File(size=3)], tmp_path)  # type: ignore[call-arg]
    assert list(caught.value.failed) == [
        "(file without an id)",
        "(file without an id) (2)",
        "(file without an id) (3)",
    ]


async def test_a_file_larger_than_the_free_room_is_refused_before_room_is_taken_or_anything_is_sent(
    basespace: BaseSpace, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def taken(*_: object) -> None:
        raise AssertionError("room was taken")

    monkeypatch.setattr(descriptors, "_fallocate", taken)
    with pytest.raises(DownloadError, match=r"reads.gz: 1000000000000 bytes are needed, and \d+ are free; make room"):
        await basespace.files.download(store.file(size=10**12), tmp_path)
    assert (store.links, store.ranges, on_disk(tmp_path)) == (0, [], set())


@pytest.mark.parametrize("path", ["x" * 256, "ä" * 128, f"{'x' * 300}/a", "/".join([*["x" * 250] * 16, "y" * 78])])
async def test_a_name_or_a_path_that_is_too_long_is_refused_before_anything_is_sent(
    basespace: BaseSpace, store: Store, tmp_path: Path, path: str
) -> None:
    with pytest.raises(DownloadError, match=r"cannot write .*: File name too long"):
        await basespace.files.download(store.file(path=path), tmp_path)
    assert (store.links, store.ranges, on_disk(tmp_path)) == (0, [], set())


async def test_the_longest_names_can_be_had(basespace: BaseSpace, store: Store, tmp_path: Path) -> None:
    for name in ("x" * 255, "ä" * 127):
        await basespace.files.download(store.file(path=name), tmp_path)
    assert on_disk(tmp_path) == {"x" * 255, "ä" * 127}


NARROW = """
import asyncio, json, sys
from pathlib import Path
from basespace_async import BaseSpace, BaseSpaceError
from basespace_async.models import File

async def main(server, token, folder, *ids):
    names = ["plain.gz", "K\\xf6rper.gz", "\\u8840/a.gz", "also-plain.gz"]
    files = [File(id=one, path=name, size=3000) for one, name in zip(ids, names)]
    async with BaseSpace(token, server=server) as basespace:
        try:
            await basespace.files.download_many(files, folder)
        except BaseSpaceError as error:
            print(json.dumps({path: str(problem) for path, problem in error.failed.items()}))
        try:
            await basespace.files.download_many(files, folder + "/\\xf6")
        except BaseSpaceError as error:
            print(json.dumps(str(error)))

asyncio.run(main(*sys.argv[1:]))
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="other systems encode names the same in every locale")
def test_a_name_that_the_encoding_of_the_system_lacks_is_its_own_failure(tmp_path: Path) -> None:
    with Simulator(biosamples=4).in_thread() as simulator:
        dataset = next(iter(simulator.world.datasets.values()))
        ids = [simulator.world.add_file(dataset, f"{number}.gz", bytes(3000)).id for number in range(4)]
        environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
        arguments = [sys.executable, "-c", NARROW, simulator.url, simulator.token, str(tmp_path / "to"), *ids]
        ended = subprocess.run(arguments, capture_output=True, text=True, check=False, env=environment)
    assert ended.returncode == 0, ended.stderr
    failed, folder = map(json.loads, ended.stdout.splitlines())
    assert on_disk(tmp_path) == {"to/plain.gz", "to/also-plain.gz"}
    assert list(failed) == ["K\xf6rper.gz", "\u8840/a.gz"]
    assert all(
        "is not in the encoding of names on this system (ascii); set a UTF-8" in text for text in failed.values()
    )
    assert "cannot be a folder here" in folder
