"""An upload that is cancelled at any point leaves its journal, and nothing else; then it goes on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from basespace_async.simulator import Simulator
from basespace_async.uploads import creation
from basespace_async.uploads.options import MIN_PART_SIZE
from tests.support.cancellation.every_point import Case, Sweep, laboratory
from tests.support.cancellation.worlds import Client, client_of

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("method", ["v2", pytest.param("presigned", marks=pytest.mark.exhaustive)])
async def test_an_upload_that_is_cancelled_anywhere_is_gone_on_with(
    service: Simulator, tmp_path: Path, method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(creation, "_POLLS", (0.0, 0.0))
    source, state = tmp_path / "source", tmp_path / "state"
    source.mkdir()
    (source / "small.txt").write_bytes(b"small")
    (source / "large.bin").write_bytes(bytes(MIN_PART_SIZE + 1000))

    async def operate(client: Client) -> None:
        datasets = len(service.world.datasets)
        report = await client.basespace.datasets.upload(
            source,
            name=method,
            project_name=method,
            method=method,
            state=state,
            part_size=MIN_PART_SIZE,  # type: ignore[arg-type]
        )
        assert len(service.world.datasets) <= datasets + 1
        files = service.world.files.of_dataset(service.world.datasets[report.ids["dataset"]])
        assert sorted((file.name, file.content.size) for file in files) == [
            ("large.bin", MIN_PART_SIZE + 1000),
            ("small.txt", 5),
        ]
        for journal in state.glob("*.jsonl"):
            journal.unlink()

    @asynccontextmanager
    async def opened() -> AsyncIterator[Client]:
        async with client_of(service, tmp_path / "to") as client:
            yield client

    async with laboratory() as lab:
        await Sweep(lab, Case(opened, operate)).cancelled_at_once()
