"""Plans that were saved, and edited by hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from basespace_async import AuthenticationError, ConfigurationError
from basespace_async.fastqs import FastqPlan
from tests.fastqs.conftest import Lab


def files(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return plan["samples"][0]["files"]  # type: ignore[no-any-return]


EDITS: dict[str, Callable[[dict[str, Any]], object]] = {
    "a negative size": lambda plan: files(plan)[0].update(size=-1),
    "no size": lambda plan: files(plan)[0].update(size=None),
    "a path as the read": lambda plan: files(plan)[0].update(read="../../x"),
    "no read": lambda plan: files(plan)[0].update(read=""),
    "a negative lane": lambda plan: files(plan)[0].update(lane=-1),
    "a file twice": lambda plan: files(plan).append(files(plan)[0]),
    "no files": lambda plan: plan["samples"][0].update(files=[]),
    "a record with a link": lambda plan: files(plan)[0].update(record={"href_content": "https://elsewhere.example"}),
    "a sample twice": lambda plan: plan["samples"].append(plan["samples"][0]),
    "samples that are none": lambda plan: plan.update(samples=5),
    "text as a sample": lambda plan: plan.update(samples=["A"]),
    "another version": lambda plan: plan.update(version=2),
}


async def saved(lab: Lab, path: Path) -> dict[str, Any]:
    lab.pair("A")
    plan = await lab.basespace.fastqs.find(project=lab.project)
    plan.save(path)
    return json.loads(path.read_text(encoding="utf-8"))  # type: ignore[no-any-return]


@pytest.mark.parametrize("edit", EDITS)
async def test_a_plan_that_makes_no_sense_is_refused(lab: Lab, tmp_path: Path, edit: str) -> None:
    path = tmp_path / "plan.json"
    plan = await saved(lab, path)
    EDITS[edit](plan)
    path.write_text(json.dumps(plan), encoding="utf-8")
    with pytest.raises(ConfigurationError, match="plan"):
        FastqPlan.load(path)


async def test_a_plan_with_fewer_reads_is_fetched_and_counted(lab: Lab, tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    plan = await saved(lab, path)
    del files(plan)[0]
    path.write_text(json.dumps(plan), encoding="utf-8")
    report = await lab.basespace.fastqs.fetch(FastqPlan.load(path), to=tmp_path / "fastq", count=True)
    assert [(sample.reads, list(sample.files)) for sample in report.samples] == [(1, ["R2"])]


async def test_a_plan_of_a_token_that_ended_is_no_partial_failure(lab: Lab, tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    await saved(lab, path)
    lab.simulator.expire_token()
    with pytest.raises(AuthenticationError):
        await lab.basespace.fastqs.fetch(FastqPlan.load(path), to=tmp_path / "fastq")


async def test_a_token_that_ends_while_files_are_listed_is_no_missing_sample(lab: Lab) -> None:
    lab.pair("A")
    lab.simulator.faults.add("expire_token", path="/datasets/*/files", times=1)
    with pytest.raises(AuthenticationError):
        await lab.basespace.fastqs.find(project=lab.project)


async def test_thousands_of_names_are_looked_up_at_once(lab: Lab) -> None:
    """Each look-up is in an index: a table of many samples, some of them missing, holds up no other task."""
    lab.pair("P_0001")
    names = [f"P_{number:04}" for number in range(3000)]
    plan = await lab.basespace.fastqs.find(names, project=lab.project)
    assert [sample.name for sample in plan.samples] == ["P_0001"]
    assert len(plan.missing) == len(names) - 1
    assert plan.missing[0].nearest == ("P_0001",)
    assert not plan.missing[-1].nearest
