"""Responses of the real service become rows."""

from __future__ import annotations

import json
from typing import Any

import orjson
import pytest

from basespace_async import Page
from basespace_async.downloads.checksums import ETag
from basespace_async.harvest.schema.rows import convert_plain
from basespace_async.harvest.schema.tables import get_table
from basespace_async.models import BiosampleCompact, DatasetCompact, File
from tests.support.paths import RECORDED

MODELS: dict[str, type[Any]] = {"biosamples": BiosampleCompact, "datasets": DatasetCompact, "files": File}


def pages(name: str) -> list[dict[str, Any]]:
    """Bodies of lists that were recorded."""
    source = RECORDED / {"files": "dataset-files-paging.json"}.get(name, f"{name}.json")
    if not source.exists():
        pytest.skip("there are no recorded responses beside the checkout")
    recorded = json.loads(source.read_text(encoding="utf-8"))
    return [each["body"] for each in recorded if each["status"] == 200 and "Items" in each["body"]]


@pytest.mark.parametrize("name", MODELS)
def test_every_recorded_item_is_a_row_with_its_id_and_dates(name: str) -> None:
    parents = {"dataset_id": "ds.0"} if name == "files" else {}
    items = 0
    for body in pages(name):
        page = Page(orjson.dumps(body), MODELS[name], offset=0, operation=name)
        rows = [orjson.loads(row.line) for row in convert_plain(get_table(name), page, **parents).rows]
        assert [row["id"] for row in rows] == [item["Id"] for item in body["Items"]]
        for row, item in zip(rows, body["Items"], strict=True):
            items += 1
            assert row["date_created" if name != "biosamples" else "date_modified"]
            assert set(row) <= {column.name for column in get_table(name).columns}
            unknown = orjson.loads(row["additional"]) if row.get("additional") else {}
            assert not set(unknown) & {"Id", "Name", "DateCreated"}
            assert set(unknown) <= set(item)
    assert items


def test_etags_of_recorded_files_are_of_parts_of_a_usual_size() -> None:
    files = [item for body in pages("files") for item in body["Items"]]
    assert files
    for file in files:
        etag = ETag.parse(file["ETag"])
        assert etag is not None
        assert etag.part_sizes(file["Size"])[0] == 8 << 20
