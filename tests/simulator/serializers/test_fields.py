"""The fields of what is listed: those of the document, and those of real responses."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.support.openapi_document import SCHEMAS
from tests.support.paths import RECORDED
from tests.support.plain_client import Reader

pytestmark = pytest.mark.usefixtures("no_task_left")


def known_fields(schema: str) -> set[str]:
    return set(SCHEMAS[schema]["properties"])


@pytest.mark.parametrize(
    ("path", "schema"),
    [
        ("/biosamples?limit=1", "V2BiologicalSampleCompact"),
        ("/datasets?limit=1&include=properties", "V2DatasetCompact"),
        ("/appsessions?limit=1", "V2AppSessionCompact"),
    ],
)
async def test_what_is_listed_has_no_field_that_the_document_lacks(reader: Reader, path: str, schema: str) -> None:
    (item,) = await reader.items(path)
    assert set(item) <= known_fields(schema)


def paths_of(value: Any, path: str = "") -> set[str]:
    """The fields in a body, at all depths; those of properties by the properties' names."""
    if isinstance(value, dict):
        return {path} | {each for name, inner in value.items() for each in paths_of(inner, f"{path}.{name}")}
    if isinstance(value, list) and path.endswith(".Properties.Items"):
        return {each for inner in value for each in paths_of(inner, f"{path}[{inner['Name']}]")}
    if isinstance(value, list):
        return {path} | {each for inner in value[:1] for each in paths_of(inner, f"{path}[]")}
    return {path}


@pytest.mark.skipif(not RECORDED.is_dir(), reason="no recorded responses beside the checkout")
@pytest.mark.parametrize(
    ("recording", "path"),
    [
        ("biosamples.json", "/biosamples?limit=1"),
        ("datasets.json", "/datasets?limit=1&include=properties&datasettypes=common.fastq"),
        ("dataset-files-paging.json", None),
    ],
)
async def test_what_is_listed_has_every_field_that_real_responses_have(
    reader: Reader, recording: str, path: str | None
) -> None:
    if path is None:
        (dataset,) = await reader.items("/datasets?limit=1")
        path = f"/datasets/{dataset['Id']}/files?limit=1"
    real = json.loads((RECORDED / recording).read_text(encoding="utf-8"))[0]
    _, body, headers = await reader.get(path)
    assert paths_of(real["body"]["Items"][0]) <= paths_of(body["Items"][0])
    assert list(real["body"]["Paging"]) == list(body["Paging"])
    assert set(real["headers"]) <= set(headers)
