"""The judge finds what must never be: each of these is put into a folder that is exact otherwise."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from basespace_async import BaseSpace
from basespace_async.downloads import DownloadReport
from basespace_async.errors import ConnectionFailedError, ConnectionLostError, IncompleteDownloadError, RateLimitError
from basespace_async.harvest import TABLES, harvest
from basespace_async.simulator import Simulator, World
from tests.support.chaos.judging import (
    Problems,
    Tables,
    Write,
    WrongError,
    check_begun,
    check_changing,
    check_files,
    check_harvest,
    check_same,
    check_secrets,
    check_writes,
    content_of,
    expected_tables,
    tables_of,
)
from tests.support.chaos.strays import check_tasks, no_strays
from tests.support.chaos.workloads import bytes_kept, check_resumed

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    with Simulator(biosamples=6, seed=2).in_thread() as served:
        yield served


@pytest.fixture(params=["jsonl", "parquet"])
def lab(request: pytest.FixtureRequest, simulator: Simulator, tmp_path: Path) -> Path:
    async def run() -> None:
        async with BaseSpace(simulator.token, server=simulator.url) as basespace:
            await harvest(basespace, tmp_path / "lab", format=request.param)

    asyncio.run(run())
    return tmp_path / "lab"


def change_rows(lab: Path, table: str, change: Any) -> None:
    """Let a table's only part file have other rows."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    (path,) = (lab / table).iterdir()
    if path.suffix == ".jsonl":
        rows = change([json.loads(line) for line in path.read_text().splitlines()])
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    else:
        found = pq.ParquetFile(path).read()
        pq.write_table(pa.Table.from_pylist(change(found.to_pylist()), schema=found.schema), path)


def without(rows: list[Any]) -> list[Any]:
    return rows[1:]


def twice(rows: list[Any]) -> list[Any]:
    return [*rows, rows[0]]


def renamed(rows: list[Any]) -> list[Any]:
    return [{**rows[0], "name": "another"}, *rows[1:]]


def foreign(rows: list[Any]) -> list[Any]:
    return [*rows, {**rows[0], "id": "9999"}]


def test_a_harvest_that_is_exact_passes(lab: Path, simulator: Simulator) -> None:
    check_harvest(lab, TABLES, simulator.world)


@pytest.mark.parametrize("table", ["files", "datasets", "appsessions", "libraries"])
@pytest.mark.parametrize("change", [without, twice, renamed, foreign])
def test_a_row_that_is_lost_double_wrong_or_foreign_is_found(
    lab: Path, simulator: Simulator, table: str, change: Any
) -> None:
    change_rows(lab, table, change)
    with pytest.raises(WrongError, match=table):
        check_harvest(lab, TABLES, simulator.world)


def test_a_row_that_stands_in_two_part_files_is_found(lab: Path, simulator: Simulator) -> None:
    (path,) = (lab / "files").iterdir()
    path.with_name(path.name.replace("1", "2")).write_bytes(path.read_bytes())
    with pytest.raises(WrongError, match="more than once"):
        check_harvest(lab, TABLES, simulator.world)


@pytest.mark.parametrize("name", [".files-part-000001.jsonl.new", "files/.hidden", "manifest.sqlite-wal"])
def test_what_lies_about_is_found(lab: Path, simulator: Simulator, name: str) -> None:
    (lab / name).write_bytes(b"")
    with pytest.raises(WrongError, match=r"\.new|hidden|wal"):
        check_harvest(lab, TABLES, simulator.world)


def test_a_part_file_that_ends_within_a_row_is_found(lab: Path, simulator: Simulator) -> None:
    (path,) = (lab / "runs").iterdir()
    if path.suffix == ".jsonl":
        path.write_bytes(path.read_bytes()[:-1])
        with pytest.raises(WrongError, match="within a row"):
            check_harvest(lab, TABLES, simulator.world)


def test_a_value_of_any_column_that_differs_is_found(lab: Path) -> None:
    found = tables_of(lab, TABLES)
    check_same(found, found)
    other = {name: dict(rows) for name, rows in found.items()}
    key = next(iter(other["usage"]))
    other["usage"][key] = {**other["usage"][key], "end": None}
    with pytest.raises(WrongError, match="usage: other values"):
        check_same(found, other)


def test_what_was_there_all_the_time_must_be_there_and_what_came_or_went_may() -> None:
    before: Tables = {"biosamples": {("1",): {}, ("2",): {}}}
    after: Tables = {"biosamples": {("2",): {}, ("3",): {}}}

    def check(*ids: str) -> None:
        check_changing({"biosamples": {(each,): {} for each in ids}}, before, after, {"biosamples": {("4",)}})

    for ids in (("2",), ("1", "2"), ("2", "3"), ("1", "2", "3", "4")):
        check(*ids)
    with pytest.raises(WrongError, match="lacks 1"):
        check("1", "3")
    with pytest.raises(WrongError, match="too much: 1"):
        check("2", "5")


# --- downloads --------------------------------------------------------------------------------------------------------


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, dict[tuple[str, ...], bytes]]:
    world = World(biosamples=2, seed=1)
    expected = content_of(world, world.datasets.values())
    for (dataset, path), content in expected.items():
        target = tmp_path / f"name_{dataset}" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return tmp_path, expected


def test_a_download_that_is_exact_passes(files: Any) -> None:
    folder, expected = files
    check_files(folder, expected, steady=expected)


def damaged(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("harm", "problem"),
    [
        (damaged, "other bytes"),
        (lambda path: path.write_bytes(path.read_bytes()[:-1]), "other bytes"),
        (lambda path: path.unlink(), "lacks 1"),
        (lambda path: path.with_name("foreign.txt").write_bytes(b""), "too much: 1"),
        (lambda path: path.with_name(".a.part").write_bytes(b""), "too much: 1"),
        (lambda path: path.with_name(".a.part.journal").write_bytes(b""), "too much: 1"),
        (lambda path: path.with_name(".basespace-async.case-probe").write_bytes(b""), "too much: 1"),
    ],
    ids=["a bit", "a byte", "missing", "foreign", "part", "journal", "probe"],
)
def test_a_file_that_is_wrong_missing_or_left_over_is_found(files: Any, harm: Any, problem: str) -> None:
    folder, expected = files
    harm(next(path for path in sorted(folder.rglob("*")) if path.is_file() and path.stat().st_size))
    with pytest.raises(WrongError, match=problem):
        check_files(folder, expected, steady=expected)


def test_after_a_failure_a_file_may_be_missing_or_begun_but_not_wrong(files: Any) -> None:
    folder, expected = files
    first, second, *_ = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.stat().st_size)
    first.unlink()
    first.with_name(f".{first.name}.part").write_bytes(b"")
    check_files(folder, expected)
    with pytest.raises(WrongError, match="without"):
        check_begun(folder)
    first.with_name(f".{first.name}.part.journal").write_bytes(b"")
    check_begun(folder)
    damaged(second)
    with pytest.raises(WrongError, match="other bytes"):
        check_files(folder, expected)


def test_what_was_fetched_again_though_it_was_there_is_found(tmp_path: Path) -> None:
    from basespace_async.downloads import DownloadedFile, Verification

    (tmp_path / "whole").write_bytes(bytes(10))
    (tmp_path / "name").mkdir()
    (tmp_path / "name" / ".begun.part").write_bytes(bytes(250))
    head = json.dumps({"part_size": 100}).encode()
    (tmp_path / "name" / ".begun.part.journal").write_bytes(head + b"\n0\n1\n2")
    kept = bytes_kept(tmp_path)
    assert kept == {"whole": 10, "name/begun": 100}

    def report(whole: int, begun: int) -> DownloadReport:
        sizes = {"whole": (10, whole), "name/begun": (250, begun)}
        return DownloadReport(
            [
                DownloadedFile(tmp_path / name, size, fetched, kept=False, verification=Verification("md5"))
                for name, (size, fetched) in sizes.items()
            ]
        )

    check_resumed(report(0, 150), tmp_path, kept)
    for wrong in (report(10, 0), report(0, 151)):
        with pytest.raises(WrongError, match="were there"):
            check_resumed(wrong, tmp_path, kept)


# --- changes, secrets, strays -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "acted", "is_right"),
    [
        (None, 1, True),
        (None, 0, False),
        (None, 2, False),
        (ConnectionLostError("lost"), 0, True),
        (ConnectionLostError("lost"), 1, True),
        (ConnectionLostError("lost"), 2, False),
        (ConnectionFailedError("refused"), 0, True),
        (ConnectionFailedError("refused"), 1, False),
        (RateLimitError(status=429, message="later"), 1, False),
    ],
)
def test_a_change_is_made_once_at_most_and_an_error_says_whether_it_may_have_been(
    error: Exception | None, acted: int, is_right: bool
) -> None:
    write = Write("POST /librarypools/7", error)
    if is_right:
        check_writes([write], {write.request: acted})
        return
    with pytest.raises(WrongError, match="acted on"):
        check_writes([write], {write.request: acted})


def test_a_secret_in_an_error_or_in_what_it_came_from_is_found() -> None:
    plain, telling = ConnectionLostError("lost"), ConnectionLostError("GET http://x/?Signature=abc")
    check_secrets(plain, "token-7")
    plain.__cause__ = telling
    with pytest.raises(WrongError, match="secret"):
        check_secrets(plain, "token-7")
    with pytest.raises(WrongError, match="secret"):
        check_secrets(ConnectionLostError("with token-7"), "token-7")
    with pytest.raises(WrongError, match="secret"):
        check_secrets(IncompleteDownloadError(DownloadReport(), {"a": telling}), "token-7")


async def test_a_task_that_is_left_is_found() -> None:
    problems = Problems()
    await check_tasks(problems)
    assert not problems.found
    left = asyncio.create_task(asyncio.sleep(60))
    await check_tasks(problems)
    assert "tasks are left" in problems.found[0]
    left.cancel()
    await asyncio.gather(left, return_exceptions=True)


def test_descriptors_errors_that_reach_nobody_and_unclosed_sockets_are_found(tmp_path: Path) -> None:
    import socket

    problems = Problems()
    with no_strays(problems):
        kept = (tmp_path / "open").open("w")
    assert "left open" in problems.found.pop()
    kept.close()

    async def fail() -> None:
        raise ValueError("nobody waits for this")

    async def forget() -> None:
        forgotten = asyncio.create_task(fail())
        await asyncio.sleep(0)
        del forgotten

    with no_strays(problems):
        asyncio.run(forget())
        unclosed = socket.socket()
        del unclosed
    assert any("never retrieved" in each for each in problems.found)
    assert any("ResourceWarning" in each for each in problems.found)
    assert len(problems.found) == 2


def test_what_the_world_has_is_what_a_harvest_is_compared_with() -> None:
    world = World(biosamples=3, seed=1)
    expected = expected_tables(world)
    assert {key for (key,) in expected["biosamples"]} == set(world.biosamples)
    assert {key for _, key in expected["files"]} == {
        file.id for dataset in world.datasets.values() for file in world.files.of_dataset(dataset)
    }
