"""Harvests that are killed, cancelled or fail, and what the next one makes of it: each row once, none missing."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from basespace_async import BaseSpace
from basespace_async.harvest import IncompleteHarvestError, harvest
from basespace_async.harvest.store import index
from basespace_async.simulator import Simulator
from basespace_async.transport import RetryPolicy
from tests.support.harvest_folder import everything, ids
from tests.support.killed_harvest import bad_records
from tests.support.paths import SUPPORT
from tests.support.refusing_transport import Refusing

SCRIPT = SUPPORT / "killed_harvest.py"
TABLES = ["projects", "biosamples", "datasets", "files", "runs", "run_stats", "biosample_yields", "run_files"]
pytestmark = [pytest.mark.usefixtures("no_task_left"), pytest.mark.slow]


@pytest.fixture
def served() -> Iterator[Simulator]:
    with Simulator(biosamples=6, seed=5).in_thread() as simulator:
        yield simulator


async def harvested(simulator: Simulator, folder: Path, format: Any, middleware: Any = ()) -> Any:
    retry = RetryPolicy(max_retries=1, initial_backoff=0.001, max_backoff=0.002)
    async with BaseSpace(simulator.token, server=simulator.url, retry=retry, middleware=middleware) as basespace:
        return await harvest(basespace, folder, format=format, page_size=3, tables=TABLES)


async def killed(simulator: Simulator, format: str, folder: Path, before: Path, points: range, *bad: str) -> list[str]:
    """What became of a harvest that was to be killed at each of these points; `bad` are records of it."""
    command = [sys.executable, str(SCRIPT), simulator.url, simulator.token, format, str(folder), str(before)]
    process = await asyncio.create_subprocess_exec(
        *command, ",".join(map(str, points)), *bad, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    output, errors = await process.communicate()
    assert process.returncode == 0, errors.decode()
    return output.decode().split("\n")[:-1]


def check_while_interrupted(folder: Path) -> None:
    """Whoever reads the part files of a harvest that was killed finds no row twice."""
    everything(folder)


@pytest.mark.parametrize(("format", "points"), [("jsonl", range(1, 80, 5)), ("parquet", range(3, 80, 19))])
async def test_a_first_harvest_that_was_killed_anywhere_goes_on_with_every_row_once(
    served: Simulator, tmp_path: Path, format: Any, points: range, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "PART_ROWS", 5)
    await harvested(served, tmp_path / "whole", format)
    expected = everything(tmp_path / "whole")
    (tmp_path / "empty").mkdir()
    (tmp_path / "killed").mkdir()
    ends = await killed(served, format, tmp_path / "killed", tmp_path / "empty", points)
    assert ends[0] == "killed"
    assert ends.count("killed") > len(points) // 2
    for number, end in zip(points, ends, strict=True):
        folder = tmp_path / "killed" / str(number)
        check_while_interrupted(folder)
        before = served.statistics.requests
        report = await harvested(served, folder, format)
        assert everything(folder) == expected, number
        assert report.tables["biosamples"].new == (6 if end == "killed" else 0)
        assert not [path for path in folder.iterdir() if path.suffix == ".new"]
        assert served.statistics.requests - before == report.requests


@pytest.mark.parametrize(("format", "points"), [("jsonl", range(2, 60, 5)), ("parquet", range(4, 60, 17))])
async def test_a_later_harvest_that_was_killed_anywhere_goes_on_with_every_row_once(
    served: Simulator, tmp_path: Path, format: Any, points: range, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "PART_ROWS", 5)
    served.clock.advance(days=400)
    await harvested(served, tmp_path / "before", format)
    served.clock.advance(hours=1)
    await change(served)
    shutil.copytree(tmp_path / "before", tmp_path / "whole")
    await harvested(served, tmp_path / "whole", format)
    expected = everything(tmp_path / "whole")
    (tmp_path / "killed").mkdir()
    ends = await killed(served, format, tmp_path / "killed", tmp_path / "before", points)
    assert "killed" in ends
    for number in points:
        folder = tmp_path / "killed" / str(number)
        check_while_interrupted(folder)
        await harvested(served, folder, format)
        assert everything(folder) == expected, number
    assert {row[0] for row in expected["biosamples"]} == set(served.world.biosamples)


@pytest.mark.parametrize("is_first", [True, False])
async def test_what_could_not_be_read_before_a_kill_is_read_after_it(
    served: Simulator, tmp_path: Path, is_first: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether the harvest after it can read it, or only the one after that; nothing says again that it has changed."""
    monkeypatch.setattr(index, "PART_ROWS", 5)
    served.clock.advance(days=400)
    (tmp_path / "before").mkdir()
    if not is_first:
        await harvested(served, tmp_path / "before", "jsonl")
        served.clock.advance(hours=1)
    datasets = set(served.world.datasets)
    await change(served)
    await harvested(served, tmp_path / "whole", "jsonl")
    expected = everything(tmp_path / "whole")
    dataset, biosample = max(set(served.world.datasets) - datasets), "104000005"
    (tmp_path / "killed").mkdir()
    points = range(3, 80, 7)
    ends = await killed(served, "jsonl", tmp_path / "killed", tmp_path / "before", points, dataset, biosample)
    assert ends.count("killed") > len(points) // 2
    for number in points:
        folder, other = tmp_path / "killed" / str(number), tmp_path / "killed" / f"{number} again"
        shutil.copytree(folder, other)
        check_while_interrupted(folder)
        await harvested(served, folder, "jsonl")
        assert everything(folder) == expected, number
        layer = Refusing(bad_records(dataset, biosample))
        with pytest.raises(IncompleteHarvestError) as caught:
            await harvested(served, other, "jsonl", middleware=[layer])
        assert set(caught.value.failed) == {f"files/{dataset}", f"biosamples/{biosample}"}, number
        found = everything(other)
        assert found["files"] == {key: row for key, row in expected["files"].items() if key[0] != dataset}
        assert set(expected["biosamples"]) - set(found["biosamples"]) == ({(biosample,)} if is_first else set())
        await harvested(served, other, "jsonl")
        assert everything(other) == expected, number


async def change(simulator: Simulator) -> None:
    """Records come and change."""
    world = simulator.world
    for number in range(7):
        world.add_biosample(f"late-{number}")
    for biosample in ("104000000", "104000001", "104000003"):
        dataset = world.add_dataset(world.biosamples[biosample])
        world.add_file(dataset, "late.txt", b"late")
    async with BaseSpace(simulator.token, server=simulator.url) as basespace:
        await basespace.biosamples.set_status("104000000", "Done")
        await basespace.biosamples.set_status("104000005", "Done")


async def until_served(simulator: Simulator, requests: int) -> None:
    while simulator.statistics.requests < requests:  # noqa: ASYNC110
        await asyncio.sleep(0.001)


async def test_a_harvest_that_is_killed_at_any_moment_goes_on(served: Simulator, tmp_path: Path) -> None:
    before = served.statistics.requests
    await harvested(served, tmp_path / "whole", "jsonl")
    needed = served.statistics.requests - before
    served.latency = 0.01
    for share in (0.2, 0.5, 0.8):
        folder = tmp_path / str(share)
        (tmp_path / "empty").mkdir(exist_ok=True)
        shutil.copytree(tmp_path / "empty", folder / "0")
        command = [sys.executable, str(SCRIPT), served.url, served.token, "jsonl", str(folder / "in"), str(folder), "0"]
        process = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE, start_new_session=True)
        await until_served(served, served.statistics.requests + int(needed * share))
        os.killpg(process.pid, signal.SIGKILL)
        await process.communicate()  # until the harvest itself, which has the same output, has ended, too
        await harvested(served, folder / "in" / "0", "jsonl")
        found = everything(folder / "in" / "0")
        assert {name: found[name] for name in everything(tmp_path / "whole")} == everything(tmp_path / "whole")


@pytest.mark.parametrize("full", [False, True])
async def test_what_comes_and_goes_between_a_failure_and_the_next_try_is_neither_skipped_nor_repeated(
    basespace: BaseSpace, simulator: Simulator, tmp_path: Path, full: bool, small_parts: None
) -> None:
    world = simulator.world
    order = list(world.biosamples)
    rule = simulator.faults.add("status", path="/biosamples", nth=range(8, 1000), status=500)
    with pytest.raises(IncompleteHarvestError):
        await harvest(basespace, tmp_path, tables=["biosamples"], page_size=3, concurrency=1)
    rule.enabled = False
    read = len(ids(tmp_path, "biosamples")) if (tmp_path / "biosamples").exists() else 0
    assert read < 30
    for gone in order[:9:2]:
        world.remove_biosample(gone)
    simulator.clock.advance(days=400)
    front = world.add_biosample("front", front=True)
    world.add_biosample("back")
    report = await harvest(basespace, tmp_path, tables=["biosamples"], page_size=3, concurrency=1, full=full)
    found = set(ids(tmp_path, "biosamples"))
    assert found >= set(world.biosamples)
    assert found - set(world.biosamples) <= set(order[:9:2])
    assert len(found) == len(ids(tmp_path, "biosamples")) == report.tables["biosamples"].total
    assert front.id in found
    await harvest(basespace, tmp_path, tables=["biosamples"], page_size=3, full=True)
    assert ids(tmp_path, "biosamples") == sorted(world.biosamples)


async def test_a_harvest_that_goes_on_does_not_ask_again_for_what_it_has(
    basespace: BaseSpace, simulator: Simulator, tmp_path: Path
) -> None:
    rule = simulator.faults.add("status", path="/datasets/*/files", nth=range(20, 100_000), status=500)
    with pytest.raises(IncompleteHarvestError) as first:
        await harvest(basespace, tmp_path, tables=["files"], page_size=10, concurrency=1)
    rule.enabled = False
    simulator.statistics.recent.clear()
    report = await harvest(basespace, tmp_path, tables=["files"], page_size=10, concurrency=1)
    files = [served for served in simulator.statistics.recent if served.path.endswith("/files")]
    assert len(files) == len(simulator.world.datasets) - 19
    before = first.value.report.tables["files"].new
    assert before > 19
    assert before + report.tables["files"].new == report.tables["files"].total
    assert first.value.report.tables["datasets"].new == len(simulator.world.datasets)


async def test_a_harvest_that_goes_on_fetches_each_project_once(
    basespace: BaseSpace, simulator: Simulator, tmp_path: Path
) -> None:
    rule = simulator.faults.add("status", path="/datasets", nth=range(3, 1000), status=500)
    with pytest.raises(IncompleteHarvestError) as first:
        await harvest(basespace, tmp_path, tables=["projects"], page_size=5, concurrency=1)
    rule.enabled = False
    simulator.statistics.recent.clear()
    report = await harvest(basespace, tmp_path, tables=["projects"], page_size=5, concurrency=1)
    asked = sorted(each.path.rpartition("/")[2] for each in simulator.statistics.recent if "/projects/" in each.path)
    assert asked == ids(tmp_path, "projects")
    assert first.value.report.tables["projects"].new + report.tables["projects"].new == len(asked)


async def test_a_list_that_was_read_half_is_read_on_from_there(
    basespace: BaseSpace, simulator: Simulator, tmp_path: Path
) -> None:
    rule = simulator.faults.add("status", path="/biosamples", nth=range(10, 1000), status=500)
    with pytest.raises(IncompleteHarvestError):
        await harvest(basespace, tmp_path, tables=["biosamples"], page_size=3, concurrency=1)
    rule.enabled = False
    simulator.statistics.recent.clear()
    await harvest(basespace, tmp_path, tables=["biosamples"], page_size=3, concurrency=1)
    asked = [served for served in simulator.statistics.recent if served.path.endswith("/biosamples")]
    # Two items of three are new on each page, one page is read again, and one asks for changes since.
    assert len(asked) < 12
    assert ids(tmp_path, "biosamples") == sorted(simulator.world.biosamples)


async def test_a_harvest_that_is_cancelled_leaves_nothing_open_and_goes_on(
    simulator: Simulator, tmp_path: Path, small_parts: None
) -> None:
    for requests in (0, 1, 5, 30, 70):
        folder = tmp_path / str(requests)
        async with BaseSpace(simulator.token, server=simulator.url) as basespace:
            task = asyncio.create_task(harvest(basespace, folder, page_size=3))
            while basespace.stats.requests < requests:  # noqa: ASYNC110
                await asyncio.sleep(0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            report = await harvest(basespace, folder, page_size=3)
        assert ids(folder, "biosamples") == sorted(simulator.world.biosamples)
        assert report.tables["files"].total == len(everything(folder)["files"])


async def test_lists_that_shift_while_they_are_read_lose_and_repeat_nothing(
    basespace: BaseSpace, simulator: Simulator, tmp_path: Path, small_parts: None
) -> None:
    world = simulator.world
    before = set(world.biosamples), set(world.datasets)
    simulator.faults.add("insert", path="/biosamples", nth={2, 5, 9})
    simulator.faults.add("delete", path="/biosamples", nth={4, 11})
    simulator.faults.add("insert", path="/datasets", nth={3, 8})
    simulator.faults.add("delete", path="/datasets", nth={5, 6})
    # Files of a dataset that is deleted while the list is read are refused, as those that the token does not reach.
    with suppress(IncompleteHarvestError):
        await harvest(basespace, tmp_path, page_size=4, concurrency=3)
    everything(tmp_path)
    assert set(ids(tmp_path, "biosamples")) >= before[0] & set(world.biosamples)
    assert set(ids(tmp_path, "datasets")) >= before[1] & set(world.datasets)
    simulator.faults.clear()
    await harvest(basespace, tmp_path, page_size=4, full=True)
    assert ids(tmp_path, "biosamples") == sorted(world.biosamples)
    assert ids(tmp_path, "datasets") == sorted(world.datasets)


async def test_a_bad_day_of_the_service_changes_nothing(simulator: Simulator, tmp_path: Path) -> None:
    policy = RetryPolicy(max_retries=20, initial_backoff=0.001, max_backoff=0.002)
    async with BaseSpace(simulator.token, server=simulator.url, retry=policy) as basespace:
        await harvest(basespace, tmp_path / "good", page_size=5)
        simulator.faults.add("throttle", probability=0.1, seconds=0)
        simulator.faults.add("status", probability=0.1, status=502)
        simulator.faults.add("reset_before", probability=0.05)
        simulator.faults.add("reset_after", probability=0.05)
        simulator.faults.add("truncate", probability=0.05)
        await harvest(basespace, tmp_path / "bad", page_size=5)
    assert sum(simulator.statistics.faults.values()) > 10
    assert everything(tmp_path / "bad") == everything(tmp_path / "good")
