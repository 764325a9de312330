"""Lists as Arrow tables and data frames."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
import pytest_asyncio

from basespace_async import BaseSpace
from basespace_async.errors import ConfigurationError
from basespace_async.harvest import harvest
from basespace_async.models import Biosample
from basespace_async.simulator import Simulator


@pytest_asyncio.fixture
async def basespace() -> AsyncIterator[BaseSpace]:
    async with (
        Simulator(biosamples=30) as simulator,
        BaseSpace(simulator.token, server=simulator.url) as basespace,
    ):
        yield basespace


async def test_a_list_is_a_table_with_typed_columns(basespace: BaseSpace) -> None:
    table = await basespace.datasets.list(page_size=7).to_arrow()
    datasets = await basespace.datasets.list().collect()
    assert table["id"].to_pylist() == [dataset.id for dataset in datasets]
    assert table["total_size"].to_pylist() == [dataset.total_size for dataset in datasets]
    assert table["date_created"].to_pylist() == [dataset.date_created for dataset in datasets]
    assert table["project_name"].to_pylist() == [dataset.project and dataset.project.name for dataset in datasets]
    assert str(table.schema.field("date_created").type) == "timestamp[us, tz=UTC]"
    assert not [name for name in table.column_names if "href" in name and name != "href_basespace_ui"]


async def test_its_columns_are_those_of_a_harvest(basespace: BaseSpace, tmp_path: Any) -> None:
    await harvest(basespace, tmp_path, tables=["biosamples", "appsessions"])
    for name, pager in (("biosamples", basespace.biosamples.list()), ("appsessions", basespace.appsessions.list())):
        ours, harvested = await pager.to_polars(), pl.read_parquet(tmp_path / name / "*.parquet")
        assert ours.schema == harvested.schema
        assert ours.sort("id").equals(harvested.sort("id"))


async def test_a_data_frame_keeps_types_where_there_are_nulls(basespace: BaseSpace) -> None:
    frame = await basespace.datasets.list().to_pandas()
    assert str(frame["total_size"].dtype) == "Int64"
    assert str(frame["is_archived"].dtype) == "boolean"
    assert isinstance(frame["date_created"].dtype, pd.DatetimeTZDtype)
    assert frame["total_size"].sum() == sum([dataset.total_size or 0 async for dataset in basespace.datasets.list()])


async def test_an_empty_list_has_the_columns_too(basespace: BaseSpace) -> None:
    columns = (await basespace.biosamples.list().to_arrow()).schema
    nobody = basespace.biosamples.list(name="nobody")
    for pager in (nobody, basespace.biosamples.list(limit=0), basespace.biosamples.list().take(0)):
        table = await pager.to_arrow()
        assert (table.num_rows, table.schema) == (0, columns)
    frame = await basespace.biosamples.list(name="nobody").to_polars()
    assert frame["biosample_name"].to_list() == []


async def test_a_list_of_plain_objects_has_the_columns_that_came(basespace: BaseSpace) -> None:
    application = await basespace.applications.list().first()
    assert application is not None
    version = await basespace.applications.versions(application).first()
    assert version is not None
    forms = await basespace.applications.forms(version).collect()
    table = await basespace.applications.forms(version).to_arrow()
    assert isinstance(table, pa.Table)
    assert table.num_rows == len(forms)


@pytest.mark.parametrize(
    ("method", "module", "extra"),
    [("to_arrow", "pyarrow", "parquet"), ("to_pandas", "pandas", "pandas"), ("to_polars", "polars", "polars")],
)
async def test_a_library_that_is_missing_is_named_before_anything_is_sent(
    monkeypatch: pytest.MonkeyPatch, method: str, module: str, extra: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    async with BaseSpace("token", server="http://127.0.0.1:1/v2") as basespace:
        with pytest.raises(ConfigurationError, match=rf"basespace-async\[{extra}\]"):
            await getattr(basespace.biosamples.list(), method)()


async def test_pagers_and_models_show_themselves_in_a_notebook(basespace: BaseSpace) -> None:
    pager = basespace.biosamples.list(name="<b>&")
    assert "&lt;b&gt;&amp;" in pager._repr_html_()
    shown = Biosample.from_dict({"Id": "7", "BioSampleName": "<i>", "HrefDatasets": "https://x/y?Signature=secret"})
    html = shown._repr_html_()
    assert "<caption>Biosample</caption>" in html
    assert "&lt;i&gt;" in html
    assert "secret" not in html
