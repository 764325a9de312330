"""What reads `basespace://` by its name: pandas, polars, DuckDB, pyarrow and Dask."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import dask
import dask.bag
import duckdb
import fsspec
import pandas
import polars
import pyarrow.csv
import pyarrow.dataset
import pyarrow.fs
import pytest

from basespace_async.filesystem import BaseSpaceFileSystem
from basespace_async.simulator import Simulator
from tests.support.simulated_files import Placed, place

ROWS = [("A", 1), ("B", 2), ("C", 3)]
CSV = "sample,reads\n" + "".join(f"{sample},{reads}\n" for sample, reads in ROWS)


@pytest.fixture
def tables(simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> Iterator[Placed]:
    monkeypatch.setenv("BASESPACE_API_SERVER", simulator.url)
    monkeypatch.setenv("BASESPACE_ACCESS_TOKEN", simulator.token)
    BaseSpaceFileSystem.clear_instance_cache()
    lines = "".join(f"{sample},{reads}\n" for sample, reads in ROWS[1:])
    yield place(
        simulator,
        {"t.csv": CSV.encode(), "t.csv.gz": gzip.compress(CSV.encode()), "p/1.csv": b"sample,reads\nA,1\n",
         "p/2.csv": f"sample,reads\n{lines}".encode()},
    )  # fmt: skip
    fsspec.filesystem("basespace").close()
    BaseSpaceFileSystem.clear_instance_cache()


@pytest.mark.parametrize("name", ["t.csv", "t.csv.gz"])
def test_pandas_reads_a_table(tables: Placed, name: str) -> None:
    found = pandas.read_csv(f"basespace://{tables.at(name)}")
    assert list(found.itertuples(index=False, name=None)) == ROWS


def test_pandas_takes_storage_options(tables: Placed, simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BASESPACE_ACCESS_TOKEN")
    options = {"token": simulator.token, "server": simulator.url}
    assert len(pandas.read_csv(f"basespace://{tables.at('t.csv')}", storage_options=options)) == 3
    fsspec.filesystem("basespace", **options).close()


def test_polars_reads_a_table(tables: Placed) -> None:
    with fsspec.open(f"basespace://{tables.at('t.csv')}") as file:
        assert polars.read_csv(file).rows() == ROWS


def test_duckdb_asks_of_tables(tables: Placed) -> None:
    with duckdb.connect() as connection:
        connection.register_filesystem(fsspec.filesystem("basespace"))
        query = f"select sample, reads from read_csv('basespace://{tables.at('p/*.csv')}') order by sample"
        assert connection.sql(query).fetchall() == ROWS


def test_pyarrow_reads_a_dataset(tables: Placed) -> None:
    arrow = pyarrow.fs.PyFileSystem(pyarrow.fs.FSSpecHandler(fsspec.filesystem("basespace")))
    found = pyarrow.dataset.dataset(tables.at("p"), filesystem=arrow, format="csv").to_table().to_pydict()
    assert sorted(zip(found["sample"], found["reads"], strict=True)) == ROWS
    assert pyarrow.csv.read_csv(arrow.open_input_stream(tables.at("t.csv"))).num_rows == 3


def test_dask_reads_lines_and_tables(tables: Placed) -> None:
    with dask.config.set(scheduler="threads"):
        lines = dask.bag.read_text(f"basespace://{tables.path}/t.*", compression="infer").compute()
        assert sorted(lines) == sorted(2 * CSV.splitlines(keepends=True))
