"""The tables, read by the programs that they are for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pytest

from basespace_async import BaseSpace
from basespace_async.harvest import TABLES, harvest
from basespace_async.simulator import Simulator

JOINED = """
    SELECT b.biosample_name, SUM(f.size) AS bytes
    FROM biosamples b JOIN datasets d ON d.biosample_id = b.id JOIN files f ON f.dataset_id = d.id
    GROUP BY ALL ORDER BY ALL
"""


@pytest.fixture
def expected(simulator: Simulator) -> list[tuple[str, int]]:
    """The bytes of each biosample, of those that have files."""
    world = simulator.world
    found = []
    for biosample in world.biosamples.values():
        files = [each for dataset in world.datasets_of(biosample.id) for each in world.files.of_dataset(dataset)]
        if files:
            found.append((biosample.name, sum(each.content.size for each in files)))
    return sorted(found)


@pytest.mark.parametrize(("format", "reader"), [("parquet", "read_parquet"), ("jsonl", "read_json")])
async def test_duckdb_joins_the_tables(
    basespace: BaseSpace,
    tmp_path: Path,
    expected: list[tuple[str, int]],
    format: Any,
    reader: str,
    small_parts: None,
) -> None:
    await harvest(basespace, tmp_path, format=format)
    with duckdb.connect() as database:
        for name in TABLES:
            database.execute(f"CREATE VIEW {name} AS SELECT * FROM {reader}('{tmp_path}/{name}/*.{format}')")
        assert database.execute(JOINED).fetchall() == expected
        listed = "SELECT id, unnest(from_json(input_run_ids::JSON, '[\"VARCHAR\"]')) AS run FROM datasets"
        dangling = f"SELECT COUNT(*) FROM ({listed}) JOIN runs ON runs.id = run"
        assert database.execute(dangling).fetchone() == database.execute("SELECT COUNT(*) FROM datasets").fetchone()
        kinds = database.execute("SELECT typeof(date_modified), typeof(status) FROM biosamples LIMIT 1").fetchone()
        assert kinds is not None
        # Before 2.0 DuckDB leaves dates of JSON as text.
        as_text = reader == "read_json" and int(duckdb.__version__.split(".")[0]) < 2
        assert kinds[0].startswith("VARCHAR" if as_text else "TIMESTAMP")


async def test_pandas_reads_the_folder_of_a_table(
    basespace: BaseSpace, tmp_path: Path, expected: list[tuple[str, int]], small_parts: None
) -> None:
    await harvest(basespace, tmp_path)
    biosamples, datasets, files = (pd.read_parquet(tmp_path / name) for name in ("biosamples", "datasets", "files"))
    joined = files.merge(datasets, left_on="dataset_id", right_on="id", suffixes=("", "_dataset")).merge(
        biosamples, left_on="biosample_id", right_on="id", suffixes=("", "_biosample")
    )
    sizes = joined.groupby("biosample_name")["size"].sum()
    assert [(str(name), int(size)) for name, size in sizes.items()] == expected
    assert str(biosamples["date_modified"].dtype) == "datetime64[us, UTC]"


async def test_pandas_reads_lines(basespace: BaseSpace, tmp_path: Path, simulator: Simulator) -> None:
    await harvest(basespace, tmp_path, format="jsonl", tables=["biosamples"])
    found = pd.concat(pd.read_json(path, lines=True, dtype={"id": str}) for path in (tmp_path / "biosamples").iterdir())
    assert sorted(found["id"]) == sorted(simulator.world.biosamples)


@pytest.mark.parametrize("format", ["parquet", "jsonl"])
async def test_polars_reads_the_part_files_of_a_table(
    basespace: BaseSpace, tmp_path: Path, expected: list[tuple[str, int]], format: Any, small_parts: None
) -> None:
    await harvest(basespace, tmp_path, format=format)
    scan = pl.scan_parquet if format == "parquet" else pl.scan_ndjson
    biosamples = scan(f"{tmp_path}/biosamples/*.{format}").select("id", "biosample_name")
    datasets = scan(f"{tmp_path}/datasets/*.{format}").select("id", "biosample_id")
    files = scan(f"{tmp_path}/files/*.{format}")
    sizes = (
        files.join(datasets, left_on="dataset_id", right_on="id")
        .join(biosamples, left_on="biosample_id", right_on="id")
        .group_by("biosample_name")
        .agg(pl.col("size").sum())
        .sort("biosample_name")
        .collect()
    )
    assert sizes.rows() == expected


@pytest.mark.slow
async def test_both_formats_have_the_same_rows(basespace: BaseSpace, tmp_path: Path) -> None:
    await harvest(basespace, tmp_path / "parquet")
    await harvest(basespace, tmp_path / "jsonl", format="jsonl")
    for name in TABLES:
        lines = [
            json.loads(line)
            for path in sorted((tmp_path / "jsonl" / name).iterdir())
            for line in path.read_text().splitlines()
        ]
        table = pl.read_parquet(f"{tmp_path}/parquet/{name}/*.parquet")
        dates = [column for column, kind in table.schema.items() if kind == pl.Datetime]
        shown = table.with_columns(pl.col(dates).dt.strftime("%Y-%m-%dT%H:%M:%S%.6fZ"))
        order = sorted(lines, key=lambda row: json.dumps(row, sort_keys=True))
        assert sorted(shown.to_dicts(), key=lambda row: json.dumps(row, sort_keys=True)) == order, name
        assert [list(row) for row in lines] == [shown.columns] * len(lines)
