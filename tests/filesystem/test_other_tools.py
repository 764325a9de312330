"""What reads `basespace://` by its name: pandas, polars, DuckDB, pyarrow and Dask."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable, Iterator

import dask
import dask.bag
import duckdb
import fsspec
import pandas
import polars
import pyarrow.csv
import pyarrow.dataset
import pyarrow.fs
import pyarrow.parquet
import pytest

from basespace_async.filesystem import BaseSpaceFileSystem
from basespace_async.filesystem.content import FileContent
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


@pytest.mark.parametrize("name", ["t.csv", "t.csv.gz"])
@pytest.mark.parametrize("read", [polars.read_csv, lambda file: polars.scan_csv(file).collect()], ids=["read", "scan"])
def test_polars_reads_and_scans_an_open_file(
    tables: Placed, name: str, read: Callable[[object], polars.DataFrame]
) -> None:
    with fsspec.filesystem("basespace").open(tables.at(name)) as file:
        assert read(file).rows() == ROWS


def test_polars_scans_many_open_files(tables: Placed) -> None:
    fs = fsspec.filesystem("basespace")
    files = [fs.open(path) for path in fs.glob(tables.at("p/*.csv"))]
    assert polars.scan_csv(files).collect().sort("sample").rows() == ROWS


def test_polars_scans_the_columns_that_it_needs_of_a_dataset_of_pyarrow(
    simulator: Simulator, tables: Placed, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = pyarrow.table({name: range(30_000) for name in ("a", "b", "c", "d")})
    pyarrow.parquet.write_table(table, buffer := io.BytesIO(), compression="none", use_dictionary=False)
    path = place(simulator, {"t.parquet": buffer.getvalue()}, project="Columns").at("t.parquet")
    fs = BaseSpaceFileSystem(block_size=1000, cache_type="none", skip_instance_cache=True)
    read: list[int] = []
    cat_range = FileContent.read

    async def counted(content: FileContent, start: int, stop: int) -> bytes:
        read.append(stop - start)
        return await cat_range(content, start, stop)

    monkeypatch.setattr(FileContent, "read", counted)
    dataset = pyarrow.dataset.dataset(path, filesystem=fs)
    assert polars.scan_pyarrow_dataset(dataset).select("b").collect()["b"].to_list() == list(range(30_000))
    assert sum(read) < len(buffer.getvalue()) / 2
    with fs.open(path) as file:
        assert polars.scan_parquet(file).select("b").collect()["b"].sum() == sum(range(30_000))
    fs.close()


def test_polars_opens_urls_without_fsspec(tables: Placed) -> None:
    """Once this fails, the how-to page may say that polars takes URLs."""
    with pytest.raises(FileNotFoundError):
        polars.scan_csv(f"basespace://{tables.at('t.csv')}").collect()


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
