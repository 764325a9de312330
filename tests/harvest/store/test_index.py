"""The manifest's rows and passes, by themselves."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from basespace_async.harvest import TABLES
from basespace_async.harvest.schema.rows import Row, row_of
from basespace_async.harvest.schema.tables import get_table
from basespace_async.harvest.store import index, store, sync_state
from basespace_async.harvest.store.index import Index
from basespace_async.harvest.store.manifest import ManifestIdentity, open_manifest
from basespace_async.harvest.store.part_files import JsonLines
from basespace_async.harvest.store.row_batch import RowBatch
from basespace_async.harvest.store.store import Store

BIOSAMPLES = TABLES.index("biosamples")


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    connection = open_manifest(tmp_path, ManifestIdentity("http://127.0.0.1/v2", "jsonl"))
    yield connection
    connection.close()


@pytest.fixture
def rows(connection: sqlite3.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Index:
    monkeypatch.setattr(index, "PART_ROWS", 3)
    begin(connection, 1)
    return Index(connection, tmp_path, JsonLines())


@pytest.fixture
def held(rows: Index) -> Iterator[Store]:
    with ThreadPoolExecutor(1) as thread:
        yield Store(rows, thread)


def begin(connection: sqlite3.Connection, number: int, **how: Any) -> bool:
    how = {"full": False, "keep_counts": False, **how}
    return sync_state.begin_all(connection, ("biosamples",), number, **how)


def row(key: str, name: str = "x") -> Row:
    kind = get_table("biosamples")
    values: dict[str, Any] = dict.fromkeys(column.name for column in kind.columns)
    return row_of(kind, {**values, "id": key, "nickname": name})


def put(rows: Index, *given: Row, seen: int = 1) -> None:
    with rows.transaction():
        rows.put(BIOSAMPLES, given, seen, 1)
    rows.apply_full()


def parts_of(folder: Path) -> dict[str, list[tuple[str, str]]]:
    found = {}
    for path in sorted((folder / "biosamples").iterdir()):
        lines = [json.loads(line) for line in path.read_text().splitlines()]
        found[path.name] = [(line["id"], line["nickname"]) for line in lines]
    return found


def counts(connection: sqlite3.Connection) -> tuple[int, int, int]:
    found = sync_state.find(connection, "biosamples")
    assert found is not None
    return found.new, found.changed, found.removed


def finish(rows: Index) -> None:
    assert list(rows.apply_all([BIOSAMPLES]))


def test_a_part_file_is_written_once_it_is_full(rows: Index, tmp_path: Path) -> None:
    put(rows, row("1"), row("2"), row("3"))
    assert not (tmp_path / "biosamples").exists()
    put(rows, row("4"))
    assert parts_of(tmp_path) == {"part-000001.jsonl": [("1", "x"), ("2", "x"), ("3", "x")]}
    finish(rows)
    assert parts_of(tmp_path)["part-000002.jsonl"] == [("4", "x")]


def test_rows_that_come_later_go_on_in_the_last_part_file(rows: Index, tmp_path: Path) -> None:
    for number in range(1, 8):
        put(rows, row(str(number)))
        finish(rows)
    assert [len(part) for part in parts_of(tmp_path).values()] == [3, 3, 1]


def test_a_row_stays_in_its_part_file_whatever_becomes_of_it(
    rows: Index, connection: sqlite3.Connection, tmp_path: Path
) -> None:
    put(rows, *(row(str(number)) for number in range(1, 6)))
    finish(rows)
    begin(connection, 2)
    put(rows, row("2", "changed"), seen=2)
    with rows.transaction():
        rows.remove(BIOSAMPLES, ["1", "4"])
    put(rows, row("1", "back"), seen=2)
    finish(rows)
    found = parts_of(tmp_path)
    assert sorted(found["part-000001.jsonl"]) == [("1", "back"), ("2", "changed"), ("3", "x")]
    assert found["part-000002.jsonl"] == [("5", "x")]
    assert rows.total(BIOSAMPLES) == 4
    assert connection.execute("SELECT COUNT(*) FROM entries").fetchone() == (4,)
    assert connection.execute("SELECT COUNT(*) FROM staged").fetchone() == (0,)


def test_a_row_counts_once_in_a_harvest(rows: Index, connection: sqlite3.Connection) -> None:
    put(rows, row("1"), row("2"), row("1"))
    put(rows, row("1", "other"))
    put(rows, row("1", "other"))
    assert counts(connection) == (2, 0, 0)
    connection.execute("UPDATE entries SET seen = 0")
    put(rows, row("1", "third"), row("2"))
    put(rows, row("1", "fourth"))
    assert counts(connection) == (2, 1, 0)
    with rows.transaction():
        rows.remove(BIOSAMPLES, ["2"])
    assert counts(connection) == (2, 1, 1)
    put(rows, row("2"))
    assert counts(connection) == (2, 1, 0)


def test_a_transaction_that_fails_leaves_nothing(rows: Index, connection: sqlite3.Connection, tmp_path: Path) -> None:
    def fail() -> None:
        with rows.transaction():
            rows.put(BIOSAMPLES, [row("1"), row("2"), row("3"), row("4")], 1, 1)
            raise ValueError("stopped")

    with pytest.raises(ValueError, match=r"^stopped$"):
        fail()
    assert rows.total(BIOSAMPLES) == 0
    put(rows, row("5"))
    finish(rows)
    assert parts_of(tmp_path) == {"part-000001.jsonl": [("5", "x")]}


def test_what_belongs_to_a_parent_is_found_by_its_whole_id(rows: Index) -> None:
    keys = ["1/a", "1/b", "1/b/c", "10/a", "11/a", "0/a", "1"]
    put(rows, *(row(key) for key in keys))
    assert rows.keys_under(BIOSAMPLES, "1", 2) == ["1/a", "1/b", "1/b/c"]
    assert rows.keys_under(BIOSAMPLES, "1", 1) == []


def test_the_next_watermark_is_as_old_as_the_pass_took(connection: sqlite3.Connection) -> None:
    begin(connection, 1)
    newest = datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)
    sync_state.set_position(connection, BIOSAMPLES, 5, 10, newest)
    sync_state.set_position(connection, BIOSAMPLES, 9, 10, newest - timedelta(days=3))
    sync_state.set_position(connection, BIOSAMPLES, 9, 10, None)
    connection.execute("UPDATE passes SET began = ?", (time.time() - 7200,))
    sync_state.set_read(connection, BIOSAMPLES)
    found = sync_state.find(connection, "biosamples")
    assert found is not None
    assert found.next_watermark is not None
    assert timedelta(0) <= newest - timedelta(hours=2) - found.next_watermark < timedelta(minutes=1)
    assert (found.position, found.counted, found.is_read, found.watermark) == (9, 10, True, None)
    sync_state.finish(connection, ["biosamples"])
    found = sync_state.find(connection, "biosamples")
    assert found is not None
    assert found.watermark == found.next_watermark


def test_a_clock_that_was_set_back_makes_no_later_watermark(connection: sqlite3.Connection) -> None:
    begin(connection, 1)
    newest = datetime(2024, 1, 2, tzinfo=UTC)
    sync_state.set_position(connection, BIOSAMPLES, 5, 10, newest)
    connection.execute("UPDATE passes SET began = ?", (time.time() + 7200,))
    sync_state.set_read(connection, BIOSAMPLES)
    found = sync_state.find(connection, "biosamples")
    assert found is not None
    assert found.next_watermark == newest


def test_a_date_in_the_future_hides_no_changes(connection: sqlite3.Connection) -> None:
    begin(connection, 1)
    sync_state.set_next_watermark(connection, BIOSAMPLES, datetime(2999, 1, 1, tzinfo=UTC))
    sync_state.set_next_watermark(connection, BIOSAMPLES, datetime(1999, 1, 1, tzinfo=UTC))  # the first one counts
    found = sync_state.find(connection, "biosamples")
    assert found is not None
    assert found.next_watermark is not None
    assert timedelta(0) <= datetime.now(UTC) - found.next_watermark < timedelta(minutes=1)


def test_a_list_without_dates_is_listed_as_a_whole_next_time(connection: sqlite3.Connection) -> None:
    begin(connection, 1)
    sync_state.set_read(connection, BIOSAMPLES)
    sync_state.finish(connection, ["biosamples"])
    begin(connection, 2)
    found = sync_state.find(connection, "biosamples")
    assert found is not None
    assert (found.watermark, found.is_full) == (None, True)


def test_an_interrupted_pass_goes_on_where_it_reads_all_that_is_wanted(connection: sqlite3.Connection) -> None:
    def passed(name: str = "datasets") -> Any:
        return sync_state.find(connection, name)

    def wanted(number: int, *names: str, full: bool = False) -> bool:
        return sync_state.begin_all(connection, names, number, full=full, keep_counts=False)

    kind = TABLES.index("datasets")
    assert wanted(1, "datasets", "runs") is False
    assert (passed().generation, passed().is_full, passed().names) == (1, True, {"runs"})
    sync_state.set_position(connection, kind, 7, 9, None)
    assert wanted(2, "datasets") is True
    assert (passed().generation, passed().position) == (1, 7)
    assert wanted(3, "datasets", full=True) is True  # all of it is listed already
    assert (passed().generation, passed().position, passed().is_thorough) == (1, 7, True)
    assert wanted(4, "projects", "biosamples", "datasets", "runs") is False  # nothing of runs was read
    assert (passed().generation, passed().position, passed().names) == (4, 0, {"projects", "runs"})
    sync_state.set_position(connection, kind, 9, 9, datetime(2024, 1, 1, tzinfo=UTC))
    sync_state.set_read(connection, kind)
    sync_state.finish(connection, ["projects", "biosamples", "datasets", "runs"])
    assert wanted(5, "datasets", "runs") is False
    assert (passed().generation, passed().is_full) == (5, False)
    sync_state.set_position(connection, kind, 3, 9, None)
    assert wanted(6, "datasets", "runs") is True
    assert wanted(7, "datasets", "runs", full=True) is False
    assert (passed().generation, passed().is_full, passed().position) == (7, True, 0)


async def test_batches_that_wait_are_written_together_and_outlive_a_failure(
    held: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[int] = []
    write_all = Store._write_all

    def write(self: Store, batches: list[Any]) -> None:
        written.append(len(batches))
        if len(written) == 1:
            raise sqlite3.OperationalError("disk I/O error")
        write_all(self, batches)

    monkeypatch.setattr(Store, "_write_all", write)
    batches = [RowBatch(BIOSAMPLES, [row(str(number))], 1) for number in range(5)]
    outcomes = await asyncio.gather(*(held.commit(batch) for batch in batches), return_exceptions=True)
    assert [str(each) for each in outcomes if each] == [
        "cannot write what was harvested: disk I/O error; once that is mended, the same call goes on from here"
    ]
    await held.commit(RowBatch(BIOSAMPLES, [row("5")], 1))
    assert await held.total("biosamples") == 6
    assert written == [5, 6]


@pytest.mark.parametrize("bound", ["MAX_ROWS", "MAX_BYTES"])
async def test_many_waiting_rows_are_committed_at_once(
    rows: Index, held: Store, monkeypatch: pytest.MonkeyPatch, bound: str
) -> None:
    monkeypatch.setattr(store, "MAX_DELAY", 3600)
    monkeypatch.setattr(store, bound, 1 if bound == "MAX_BYTES" else 3)
    await held.commit(RowBatch(BIOSAMPLES, [row(str(number)) for number in range(3)], 1))
    assert rows.total(BIOSAMPLES) == 3


async def test_what_is_asked_for_comes_after_what_waits(
    rows: Index, held: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "MAX_DELAY", 3600)
    waiting = asyncio.create_task(held.commit(RowBatch(BIOSAMPLES, [row("1")], 1)))
    await asyncio.sleep(0)
    await held.commit(RowBatch(BIOSAMPLES, [row("2")], 1))
    assert rows.total(BIOSAMPLES) == 0
    assert await held.is_seen(BIOSAMPLES, "2", 1)
    assert rows.total(BIOSAMPLES) == 2
    waiting.cancel()


@pytest.mark.parametrize("end", [asyncio.CancelledError, ValueError])
async def test_what_waits_when_a_harvest_fails_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: type[BaseException]
) -> None:
    monkeypatch.setattr(store, "MAX_DELAY", 3600)
    identity = ManifestIdentity("http://127.0.0.1/v2", "jsonl")

    async def fail() -> None:
        async with Store.open(tmp_path, identity, JsonLines()) as held:
            waiting = asyncio.create_task(held.commit(RowBatch(BIOSAMPLES, [row("1")], 1)))
            await asyncio.sleep(0)
            waiting.cancel()
            raise end

    with pytest.raises(end):
        await fail()
    async with Store.open(tmp_path, identity, JsonLines()) as held:
        assert await held.is_seen(BIOSAMPLES, "1", 1)
