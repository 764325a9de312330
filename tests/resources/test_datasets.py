"""Datasets: rules, and what is sent."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
import respx

from basespace_async import BaseSpace, PreconditionError
from basespace_async.models import DatasetCompact, DatasetType

Call = Callable[[BaseSpace], Awaitable[Any]]


def listed(*items: dict[str, Any]) -> httpx.Response:
    return httpx.Response(200, json={"Items": list(items), "Paging": {"TotalCount": len(items)}})


@pytest.mark.parametrize(
    ("call", "method", "path", "sent"),
    [
        (
            lambda b: b.datasets.set_qc(DatasetCompact(id="ds.1", upload_status="Completed"), "QcPassed", comment="c"),
            "POST",
            "/datasets/ds.1",
            {"QcStatus": "QcPassed", "Comment": "c"},
        ),
        (
            lambda b: b.datasets.update(
                "ds.1",
                dataset_type=DatasetType(id="common.files"),
                attributes={"common_fastq": {"IsPairedEnd": True}},
                upload_status="Complete",
                upload_status_summary="s",
            ),
            "POST",
            "/datasets/ds.1",
            {
                "DatasetTypeId": "common.files",
                "Attributes": {"common_fastq": {"IsPairedEnd": True}},
                "UploadStatus": "Complete",
                "UploadStatusSummary": "s",
            },
        ),
    ],
)
async def test_a_change_sends_what_changes_and_no_more(
    service: respx.Router, basespace: BaseSpace, call: Call, method: str, path: str, sent: dict[str, Any]
) -> None:
    route = service.request(method, path).respond(json={"Id": path.split("/")[2]})
    await call(basespace)
    assert json.loads(route.calls.last.request.content) == sent


@pytest.mark.parametrize(
    ("call", "rule"),
    [
        (lambda b: b.datasets.set_qc("ds.1", "Undefined"), "QcPassed, QcFailed"),
        (lambda b: b.datasets.set_qc("ds.1", "QcPassed", comment="c" * 1025), "1,024"),
        (
            lambda b: b.datasets.set_qc(DatasetCompact(id="ds.1", upload_status="Uploading"), "QcPassed"),
            "upload status is Complete; this one is Uploading",
        ),
    ],
)
async def test_what_breaks_a_rule_is_not_sent(
    service: respx.Router, basespace: BaseSpace, call: Call, rule: str
) -> None:
    with pytest.raises(PreconditionError, match=rule):
        await call(basespace)
    assert not service.calls


@pytest.mark.parametrize(
    ("call", "path", "rule"),
    [
        (lambda b: b.datasets.set_qc("ds.1", "QcPassed"), "/datasets/ds.1", "upload status is Complete"),
        (lambda b: b.datasets.update("ds.1", upload_status="x"), "/datasets/ds.1", "must be possible"),
    ],
)
async def test_the_service_s_refusal_is_the_same_error(
    service: respx.Router, basespace: BaseSpace, call: Call, path: str, rule: str
) -> None:
    service.post(path).respond(400)
    with pytest.raises(PreconditionError, match=rule) as caught:
        await call(basespace)
    assert caught.value.response is not None


async def test_the_envelope_of_a_list_is_read(service: respx.Router, basespace: BaseSpace) -> None:
    service.get("/datasets/ds.1/files").mock(return_value=listed({"Id": "1"}))
    (page,) = [page async for page in basespace.datasets.files("ds.1", page_size=10, offset=0, concurrency=1).pages()]
    assert page.sub_directories == []
