"""A download that is cancelled at any point leaves what it can go on from, and nothing else; then it goes on."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from basespace_async.models import File
from basespace_async.simulator import Simulator
from tests.support.cancellation.every_point import Case, Sweep, laboratory
from tests.support.cancellation.worlds import Client, client_of

pytestmark = pytest.mark.slow

SIZE = 150_000
PART = 65_536


@pytest.fixture
async def files(service: Simulator, tmp_path: Path) -> tuple[Any, list[File]]:
    """A dataset of two small files, and the files; one more that comes in three parts."""
    world = service.world
    biosample = world.add_biosample(f"of {tmp_path.name}")
    dataset = world.add_dataset(biosample, name="two", files={"a.txt": b"a" * 1000, "b/c.txt": b"c" * 2000})
    world.add_file(dataset, "large.bin", bytes(range(250)) * (SIZE // 250))
    async with client_of(service, tmp_path) as client:
        found = await client.basespace.datasets.files(str(dataset.id), resolve_links=True).collect()
    return dataset, found


def resumable(path: Path) -> bool:
    """What a download may leave: files that are whole, and what it goes on from."""
    return not path.name.startswith(".") or path.name in (".large.bin.part", ".large.bin.part.journal")


def whole(folder: Path) -> bool:
    """Whether the files are there, exact, with nothing beside them; they are removed."""
    sizes = {str(path.relative_to(folder)): path.stat().st_size for path in folder.rglob("*") if path.is_file()}
    for name in sizes:
        (folder / name).unlink()
    return sizes == {"a.txt": 1000, "b/c.txt": 2000, "large.bin": SIZE}


async def one_in_parts(client: Client) -> None:
    file = next(file for file in client.notes["files"] if file.name == "large.bin")
    downloaded = await client.basespace.files.download(
        file, client.folder, part_size=PART, concurrency=2, checksum=client.notes["checksum"]
    )
    assert downloaded.path.read_bytes() == bytes(range(250)) * (SIZE // 250)
    assert [path.name for path in client.folder.iterdir()] == ["large.bin"]
    downloaded.path.unlink()


async def of_a_dataset(client: Client) -> None:
    await client.basespace.datasets.download(client.notes["dataset"], client.folder, concurrency=2, part_size=PART)
    assert whole(client.folder)


async def of_a_pager(client: Client) -> None:
    pager = client.basespace.datasets.files(client.notes["dataset"], page_size=1, concurrency=2)
    await client.basespace.files.download_many(pager, client.folder, concurrency=1, part_size=PART)
    assert whole(client.folder)


async def of_a_biosample(client: Client) -> None:
    report = await client.basespace.biosamples.download(client.notes["biosample"], client.folder, concurrency=2)
    assert report.files
    for file in report.files:
        file.path.unlink()


async def kept_ones(client: Client) -> None:
    (client.folder / "a.txt").write_bytes(b"a" * 1000)
    await of_a_dataset(client)


async def swept(
    operate: Callable[[Client], Any],
    service: Simulator,
    files: tuple[Any, list[File]],
    folder: Path,
    *fates: str,
    **how: Any,
) -> Sweep:
    dataset, listed = files
    checksum = how.pop("checksum", "check")

    @asynccontextmanager
    async def opened() -> AsyncIterator[Client]:
        async with client_of(service, folder, **how) as client:
            client.allowed = resumable
            client.notes.update(
                dataset=str(dataset.id), files=listed, checksum=checksum, biosample=str(dataset.biosample_id)
            )
            yield client

    async with laboratory() as lab:
        sweep = Sweep(lab, Case(opened, operate))
        for fate in fates:
            await getattr(sweep, fate)()
    return sweep


@pytest.mark.parametrize("fate", ["once_each", "twice", "timeout"])
async def test_a_file_in_parts_that_is_cancelled_anywhere_is_gone_on_with(
    service: Simulator, files: tuple[Any, list[File]], tmp_path: Path, fate: str
) -> None:
    await swept(one_in_parts, service, files, tmp_path / "to", fate)


@pytest.mark.parametrize("how", [{"over": "httpx"}, {"checksum": "skip"}], ids=["httpx", "no checksum"])
async def test_a_file_that_comes_otherwise_and_is_cancelled_anywhere_is_gone_on_with(
    service: Simulator, files: tuple[Any, list[File]], tmp_path: Path, how: dict[str, Any]
) -> None:
    await swept(one_in_parts, service, files, tmp_path / "to", "cancelled_at_once", **how)


@pytest.mark.parametrize(
    ("operate", "fate"),
    [
        (of_a_dataset, "once_each"),
        (of_a_pager, "cancelled_at_once"),
        (kept_ones, "cancelled_at_once"),
        (of_a_biosample, "cancelled_at_once"),
    ],
)
async def test_files_that_are_cancelled_anywhere_are_gone_on_with(
    service: Simulator, files: tuple[Any, list[File]], tmp_path: Path, operate: Callable[[Client], Any], fate: str
) -> None:
    (tmp_path / "to").mkdir()
    sweep = await swept(operate, service, files, tmp_path / "to", fate)
    assert sweep.points >= 15
