"""A harvest that is cancelled at any point leaves a manifest that the same call goes on from, closed and unlocked."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from basespace_async.harvest import TABLES, Format, harvest
from basespace_async.harvest.store import index, manifest
from basespace_async.simulator import Simulator
from tests.support.cancellation.every_point import Case, Sweep, laboratory
from tests.support.cancellation.stepping import when_ready
from tests.support.cancellation.worlds import Client, client_of

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def few() -> Iterator[Simulator]:
    with Simulator(biosamples=3, seed=5, file_size=100).in_thread() as simulator:
        yield simulator


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Several part files of each table, and none that waits for the disk."""
    monkeypatch.setattr(index, "PART_ROWS", 2)
    monkeypatch.setattr(manifest, "SYNCHRONOUS", "OFF")
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)


def of_a_harvest(path: Path) -> bool:
    return path.name.startswith((manifest.NAME, "part-"))


def case(
    simulator: Simulator, folder: Path, tables: list[str], *, kept_as: Format = "jsonl", begun: Path | None = None
) -> Case:
    """A harvest into a folder of its own, or into one like `begun`."""

    async def operate(client: Client) -> None:
        report = await harvest(
            client.basespace, client.folder, tables=tables, format=kept_as, concurrency=2, page_size=2
        )
        assert report.tables["datasets"].total == len(simulator.world.datasets)
        lines = [line for path in client.folder.glob("*/*.jsonl") for line in path.read_bytes().splitlines()]
        assert kept_as == "parquet" or len(lines) == report.rows
        assert len(set(lines)) == len(lines)
        assert not [path.name for path in client.folder.iterdir() if path.name.startswith(".")]

    @asynccontextmanager
    async def opened() -> AsyncIterator[Client]:
        with tempfile.TemporaryDirectory(dir=folder) as name:
            if begun is not None:
                shutil.copytree(begun, name, dirs_exist_ok=True)
            async with client_of(simulator, Path(name), concurrency=4) as client:
                client.allowed = of_a_harvest
                yield client

    return Case(opened, operate)


@pytest.mark.parametrize("kept_as", ["jsonl", "parquet"])
async def test_a_harvest_that_is_cancelled_anywhere_is_gone_on_with(
    few: Simulator, tmp_path: Path, kept_as: Format
) -> None:
    async with laboratory() as lab:
        sweep = Sweep(lab, case(few, tmp_path, ["datasets"], kept_as=kept_as))
        await sweep.cancelled_at_once()
        await sweep.timeout_and_cancelled()
    assert sweep.points >= 20


async def test_a_harvest_of_what_belongs_to_records_is_cancelled_in_the_moment_of_each_result(
    few: Simulator, tmp_path: Path
) -> None:
    async with laboratory() as lab:
        sweep = Sweep(lab, case(few, tmp_path, ["files"]))
        await sweep.once(when_ready)
    assert sweep.points >= 40


async def test_a_harvest_that_brings_a_folder_up_to_date_is_cancelled_anywhere(few: Simulator, tmp_path: Path) -> None:
    begun = tmp_path / "begun"
    async with client_of(few, begun) as client:
        await harvest(client.basespace, begun, tables=["datasets"], format="jsonl", page_size=2)
    async with laboratory() as lab:
        sweep = Sweep(lab, case(few, tmp_path, ["datasets"], begun=begun))
        await sweep.cancelled_at_once()
    assert sweep.points >= 15


@pytest.mark.exhaustive
async def test_a_harvest_of_all_tables_is_cancelled_at_every_ninth_point(few: Simulator, tmp_path: Path) -> None:
    """Each of its points is like one of those above; here all tables are under way at the same time."""
    async with laboratory() as lab:
        sweep = Sweep(lab, case(few, tmp_path, list(TABLES)), step=9)
        await sweep.cancelled_at_once()
    assert sweep.points >= 90
