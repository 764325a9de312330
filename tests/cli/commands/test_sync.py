"""Syncs from the command line, on a simulated service."""

from __future__ import annotations

import json
from pathlib import Path

import fsspec
import pytest

from basespace_async.simulator import Simulator
from basespace_async.sync.journal import FOLDER
from tests.support.command_line import Invoke
from tests.support.synced_world import SyncedWorld

INCOMPLETE = 6


@pytest.fixture
def world(own: Simulator) -> SyncedWorld:
    world = SyncedWorld(own)
    world.put("a", "reads.gz", b"one")
    world.put("b", "reads.gz", b"three")
    return world


def there(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file() and FOLDER not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_a_folder_follows_the_project(invoke: Invoke, own: Simulator, world: SyncedWorld, tmp_path: Path) -> None:
    line = ["sync", "project", world.project, "--to", str(tmp_path / "to"), "--delete"]
    result = invoke(*line, on=own)
    assert (result.exit_code, there(tmp_path / "to")) == (0, world.expected()), result.stderr
    world.put("a", "reads.gz", b"ONE")
    world.remove("b", "reads.gz")
    rehearsal = invoke(*line, "--dry-run", "--json", on=own)
    steps = {row["Path"]: row["Action"] for row in map(json.loads, rehearsal.stdout.splitlines())}
    assert steps == {world.path("a", "reads.gz"): "fetch", world.path("b", "reads.gz"): "delete"}
    assert len(there(tmp_path / "to")) == 2
    result = invoke(*line, "--json", on=own)
    assert [row["Action"] for row in map(json.loads, result.stdout.splitlines())] == ["fetch", "delete"]
    assert there(tmp_path / "to") == world.expected()


def test_what_fails_is_a_partial_failure(invoke: Invoke, own: Simulator, world: SyncedWorld, tmp_path: Path) -> None:
    world.put("a", "more.gz", b"more")
    line = ["sync", "project", world.project, "--to", str(tmp_path / "to"), "--delete"]
    invoke(*line, on=own)
    world.put("b", "../evil", b"evil")
    world.remove("a", "more.gz")
    result = invoke(*line, on=own)
    assert result.exit_code == INCOMPLETE, result.stderr
    assert world.path("a", "more.gz") in there(tmp_path / "to")


@pytest.mark.parametrize(
    "layout", ["{lane}/{file}", "{dataset}", "../{file}", "{file", "{file!r}", "{dataset.name}/{file}", "", "other"]
)
def test_a_layout_that_cannot_be_is_refused_before_anything_is_sent(
    layout: str, invoke: Invoke, own: Simulator, tmp_path: Path
) -> None:
    sent = own.statistics.requests
    result = invoke("sync", "project", "1", "--to", str(tmp_path / "to"), "--layout", layout, on=own)
    assert (result.exit_code, own.statistics.requests) == (3, sent), result.stderr
    assert "layout" in result.stderr
    assert not (tmp_path / "to").exists()


def test_every_kind_has_a_command(invoke: Invoke, own: Simulator, world: SyncedWorld, tmp_path: Path) -> None:
    run, dataset = next(iter(own.world.runs)), world.datasets["a"]
    ids = {"run": run, "dataset": dataset.id, "biosample": dataset.biosample_id, "appsession": dataset.appsession_id}
    for kind, identity in ids.items():
        result = invoke("sync", kind, identity, "--to", str(tmp_path / kind), on=own)
        assert (result.exit_code, bool(there(tmp_path / kind))) == (0, True), result.stderr


@pytest.mark.slow
def test_a_bucket_follows_the_project(
    invoke: Invoke, own: Simulator, world: SyncedWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(port=0)
    server.start()
    try:
        host, port = server.get_host_and_port()
        for name, value in (
            ("AWS_ENDPOINT_URL", f"http://{host}:{port}"),
            ("AWS_ACCESS_KEY_ID", "test"),
            ("AWS_SECRET_ACCESS_KEY", "test"),
        ):
            monkeypatch.setenv(name, value)
        target = fsspec.filesystem("s3")
        target.mkdir("lab")
        line = ["sync", "project", world.project, "--to", "s3://lab/project", "--delete"]
        assert invoke(*line, on=own).exit_code == 0
        world.remove("b", "reads.gz")
        result = invoke(*line, "--json", on=own)
        rows = [json.loads(text) for text in result.stdout.splitlines()]
        assert [row["Action"] for row in rows] == ["keep", "delete"], result.stderr
        assert rows[1]["Path"] == f"s3://lab/project/{world.path('b', 'reads.gz')}"
        target.invalidate_cache()
        there = {path.removeprefix("lab/project/") for path in target.find("lab/project")}
        assert there == {world.path("a", "reads.gz"), f"{FOLDER}/journal"}
    finally:
        server.stop()
        fsspec.filesystem("s3").clear_instance_cache()
