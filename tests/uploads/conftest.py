"""A simulator that takes uploads, and files to upload."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from random import Random

import pytest
import pytest_asyncio

from basespace_async import BaseSpace, RetryPolicy
from basespace_async.simulator import Simulator
from basespace_async.uploads import creation
from basespace_async.uploads.options import MIN_PART_SIZE

PART = MIN_PART_SIZE
RETRY = RetryPolicy(initial_backoff=0.001, max_backoff=0.002)


@pytest.fixture(autouse=True)
def _no_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at once, and once more, for what may have been created."""
    monkeypatch.setattr(creation, "_POLLS", (0.0, 0.0))


@pytest_asyncio.fixture
async def simulator() -> AsyncIterator[Simulator]:
    async with Simulator(biosamples=4, seed=1) as simulator:
        yield simulator


@pytest_asyncio.fixture
async def basespace(simulator: Simulator) -> AsyncIterator[BaseSpace]:
    async with BaseSpace(simulator.token, server=simulator.url, retry=RETRY) as basespace:
        yield basespace
    await asyncio.sleep(0)


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Folder of the journals."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state" / "basespace-async" / "uploads"


@pytest.fixture
def folder(tmp_path: Path, state: Path) -> Path:
    """A folder with a small file, an empty one, and one of three parts in a subfolder."""
    folder = tmp_path / "results"
    (folder / "deep").mkdir(parents=True)
    (folder / "small.txt").write_bytes(b"small")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "deep" / "large.bin").write_bytes(Random(1).randbytes(2 * PART + 1000))
    return folder


def content_of(simulator: Simulator, dataset_id: str) -> dict[str, bytes]:
    """Return the content of each file of a dataset, as the simulator has it."""
    world = simulator.world
    files = world.files.of_dataset(world.datasets[dataset_id])
    return {file.path: file.content.read(0, file.content.size) for file in files}


def content_on_disk(folder: Path) -> dict[str, bytes]:
    """Return the content of each file below a folder, by its path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
