"""Lists of datasets and files that say more, or less, than they should."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from basespace_async import BaseSpace
from basespace_async.fastqs import FastqPlan
from basespace_async.transport import RetryPolicy
from tests.fastqs.conftest import Lab
from tests.support.refusing_transport import Refusing


async def found(lab: Lab, path: str, change: Callable[[Any], None]) -> FastqPlan:
    retry, layers = RetryPolicy(max_retries=0), [Refusing({path: change})]
    simulator = lab.simulator
    async with BaseSpace(simulator.token, server=simulator.url, middleware=layers, retry=retry) as basespace:
        return await basespace.fastqs.find(project=lab.project)


def twice(body: Any) -> None:
    body["Items"] += body["Items"]
    body["Paging"]["DisplayedCount"] = body["Paging"]["TotalCount"] = len(body["Items"])


def without_etags_twice(body: Any) -> None:
    for item in body["Items"]:
        item["ETag"] = None
    twice(body)


@pytest.mark.parametrize("path", ["/datasets", "/datasets/[^/]+/files"])
async def test_what_a_list_gives_twice_is_taken_once(lab: Lab, path: str) -> None:
    lab.pair("A_L001")
    plan = await found(lab, path, twice)
    assert [file.name for file in plan.samples[0].files] == ["A_L001_R1_001.fastq.gz", "A_L001_R2_001.fastq.gz"]


async def test_so_it_is_without_etags(lab: Lab) -> None:
    lab.pair("A_L001")
    plan = await found(lab, "/datasets/[^/]+/files", without_etags_twice)
    assert len(plan.samples[0].files) == 2


@pytest.mark.parametrize("field", ["Name", "Size", "ETag", "Path", "DateCreated", "HrefContent"])
async def test_a_record_without_a_field_is_a_plan_or_a_missing_sample(lab: Lab, field: str) -> None:
    lab.pair("A")
    lab.pair("B")

    def without(body: Any) -> None:
        for item in body["Items"]:
            if item["Name"].startswith("A"):
                item.pop(field, None)

    plan = await found(lab, "/datasets/[^/]+/files", without)
    assert "B" in {sample.name for sample in plan.samples}
    assert len(plan.samples) + len(plan.missing) == 2
    assert all(isinstance(file.size, int) for sample in plan.samples for file in sample.files)
