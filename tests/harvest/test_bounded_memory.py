"""What a harvest has in memory does not grow with the world."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from basespace_async import BaseSpace
from basespace_async.harvest import harvest
from basespace_async.harvest.fetch import record_fetch
from basespace_async.harvest.schema.rows import row_of
from basespace_async.harvest.schema.tables import get_table
from basespace_async.harvest.store import index, store
from basespace_async.harvest.store.parquet import ROW_GROUP, Parquet
from basespace_async.simulator import Simulator
from tests.support.harvest_folder import content


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "PART_ROWS", 100)
    monkeypatch.setattr(record_fetch, "_BATCH", 10)
    monkeypatch.setattr(store, "MAX_ROWS", 20)


@pytest.mark.slow
async def test_no_more_rows_are_held_for_a_larger_world(
    tmp_path: Path, small: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Units wait for the disk; how many rows they hold follows from the window of requests, not from the world."""
    for size in (30, 240):
        held = peak = staged = 0
        async with (
            Simulator(biosamples=size) as simulator,
            BaseSpace(simulator.token, server=simulator.url) as basespace,
        ):
            commit, write = store.Store.commit, index.Index.put

            async def counted(self: Any, unit: Any, commit: Any = commit) -> None:
                nonlocal held, peak
                held += len(unit.rows)
                peak = max(peak, held)
                await commit(self, unit)
                held -= len(unit.rows)

            def looked_at(self: Any, kind: int, *rest: Any, write: Any = write, **named: Any) -> None:
                nonlocal staged
                write(self, kind, *rest, **named)
                (count,) = self.connection.execute("SELECT COUNT(*) FROM staged WHERE kind = ?", (kind,)).fetchone()
                staged = max(staged, count)

            with monkeypatch.context() as patch:
                patch.setattr(store.Store, "commit", counted)
                patch.setattr(index.Index, "put", looked_at)
                report = await harvest(basespace, tmp_path / str(size), page_size=20, concurrency=4)
        assert staged <= 100 + 4 * 20 + 20
        # A page of each list, and what two workers for each request have of a dataset or an appsession.
        assert 20 <= peak <= 4 * 20 + 2 * 4 * 10
    assert report.rows > 2000


def lines(count: int, start: int = 0) -> Iterator[bytes]:
    kind = get_table("biosamples")
    for number in range(start, start + count):
        values = dict.fromkeys(column.name for column in kind.columns)
        yield row_of(kind, {**values, "id": str(number), "biosample_name": "x" * 50}).line


@pytest.mark.slow
def test_row_groups_are_full_and_bounded_however_a_part_file_grew(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    kind, path, new = get_table("biosamples"), tmp_path / "part.parquet", tmp_path / "new"
    rows = 0
    for count in (3, ROW_GROUP - 1, 5, 2 * ROW_GROUP + 7, 1):
        written, size = Parquet().merge(path if rows else None, new, kind, set(), lines(count, rows))
        rows += count
        assert written == rows
        assert size == new.stat().st_size
        new.replace(path)
    found = pq.ParquetFile(path).metadata
    groups = [found.row_group(number).num_rows for number in range(found.num_row_groups)]
    assert sum(groups) == rows
    assert groups[:-1] == [ROW_GROUP] * 3
    assert groups[-1] <= ROW_GROUP


def test_rows_that_are_large_are_parsed_a_few_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from basespace_async._codec import arrow
    from basespace_async.harvest.store import parquet

    chunks: list[int] = []
    parsed = arrow.parsed_lines

    def noted(chunk: bytes, schema: Any) -> Any:
        chunks.append(len(chunk))
        return parsed(chunk, schema)

    monkeypatch.setattr(arrow, "parsed_lines", noted)
    monkeypatch.setattr(parquet, "_MAX_BYTES", 2000)
    rows, _ = Parquet().merge(None, tmp_path / "new", get_table("biosamples"), set(), lines(40))
    assert rows == 40
    assert max(chunks) < 2000 + len(next(lines(1)))
    assert len(chunks) > 5


@pytest.mark.parametrize("format", ["parquet", "jsonl"])
async def test_a_row_that_is_larger_than_usual_is_kept_whole(tmp_path: Path, format: Any) -> None:
    async with Simulator(biosamples=4) as simulator, BaseSpace(simulator.token, server=simulator.url) as basespace:
        session = next(iter(simulator.world.appsessions))
        text = 'é\n"quoted" \u2028 ' * 30_000
        await basespace.appsessions.properties(session).set("Lab.Notes", text)
        await harvest(basespace, tmp_path, format=format, tables=["properties"])
    row = content(tmp_path, "properties")[(session, "Lab.Notes")]
    assert row["content"] == text


@pytest.mark.parametrize("format", ["parquet", "jsonl"])
def test_merging_replaces_rows_by_their_keys_and_can_be_done_again(tmp_path: Path, format: Any) -> None:
    from basespace_async.harvest.store.part_files import part_format

    kind, old, new = get_table("files"), tmp_path / "old", tmp_path / "new"

    def line(dataset: str, file: str, size: int) -> bytes:
        values: dict[str, Any] = dict.fromkeys(column.name for column in kind.columns)
        return row_of(kind, {**values, "dataset_id": dataset, "id": file, "size": size}).line

    made = part_format(format)
    made.merge(None, old, kind, set(), [line("ds.1", "1", 1), line("ds.1", "2", 1), line("ds.2", "1", 1)])
    changes = {"ds.1/1", "ds.2/1", "ds.9/9"}
    for _ in range(2):
        rows, size = made.merge(old, new, kind, changes, [line("ds.1", "1", 2)])
        assert (rows, size) == (2, new.stat().st_size)
        new.replace(old)
    if format == "jsonl":
        found = [orjson.loads(each) for each in old.read_bytes().splitlines()]
    else:
        import pyarrow.parquet as pq

        found = pq.ParquetFile(old).read().to_pylist()
    assert [(row["dataset_id"], row["id"], row["size"]) for row in found] == [("ds.1", "2", 1), ("ds.1", "1", 2)]


@pytest.mark.parametrize("format", ["parquet", "jsonl"])
async def test_the_present_period_of_usage_is_replaced(tmp_path: Path, format: Any) -> None:
    async with Simulator(biosamples=1) as simulator, BaseSpace(simulator.token, server=simulator.url) as basespace:
        await harvest(basespace, tmp_path, format=format, tables=["usage"])
        simulator.world.workgroups.popitem()  # what was used is changed
        report = await harvest(basespace, tmp_path, format=format, tables=["usage"])
        assert report.tables["usage"].changed == len(content(tmp_path, "usage")) == 12
        simulator.clock.advance(days=40)  # another period; the first one is no longer told, and stays
        report = await harvest(basespace, tmp_path, format=format, tables=["usage"])
        assert report.tables["usage"].new == len(content(tmp_path, "usage")) - 12 > 0
