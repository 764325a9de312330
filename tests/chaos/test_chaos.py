"""Some runs of each kind; `run_chaos.py` has hundreds."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from basespace_async.harvest.store import index
from basespace_async.simulator import Simulator
from tests.chaos.run_chaos import AMOUNTS, KILLS_EACH, chosen_runs
from tests.support.chaos.cutting_proxy import REPEATS
from tests.support.chaos.kills import run_kills
from tests.support.chaos.runs import (
    Outcome,
    Stage,
    Workload,
    behind_proxies,
    behind_repeating_proxies,
    run,
    under_faults,
)
from tests.support.chaos.workloads import WORKLOADS

pytestmark = pytest.mark.slow


def assert_exact(outcome: Outcome) -> None:
    assert not outcome.problem, outcome.line()


@pytest.mark.parametrize("kind", ["harvest", "download", "write"])
@pytest.mark.parametrize("seed", range(1000, 1003))
def test_under_faults_what_comes_of_it_is_exact(
    kind: str, seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "PART_ROWS", 9)
    assert_exact(run(seed, kind, under_faults, WORKLOADS[kind], tmp_path))


@pytest.mark.parametrize("kind", ["harvest", "download", "write"])
@pytest.mark.parametrize("seed", range(1000, 1002))
def test_behind_a_proxy_that_cuts_what_comes_of_it_is_exact(kind: str, seed: int, tmp_path: Path) -> None:
    assert_exact(run(seed, f"proxied {kind}", behind_proxies, WORKLOADS[kind], tmp_path))


@pytest.mark.parametrize("kind", ["harvest", "download", "write"])
@pytest.mark.parametrize("httpx_share", [0.0, 1.0], ids=["aiohttp", "httpx"])
def test_behind_a_proxy_that_says_answers_again_what_comes_of_it_is_exact(
    kind: str, httpx_share: float, tmp_path: Path
) -> None:
    setting = partial(behind_repeating_proxies, httpx_share=httpx_share)
    seed = 1003 if kind == "harvest" else 1000  # enough requests for something to be said again
    outcome = run(seed, f"repeated {kind}", setting, WORKLOADS[kind], tmp_path)
    assert_exact(outcome)
    assert outcome.faults.keys() <= set(REPEATS)
    assert outcome.faults


@pytest.mark.parametrize("seed", range(1000, 1003))
def test_under_faults_an_upload_is_exact_and_nothing_is_there_twice(seed: int, tmp_path: Path) -> None:
    assert_exact(run(seed, "upload", under_faults, WORKLOADS["upload"], tmp_path))


@pytest.mark.parametrize("kind", ["harvest", "download"])
def test_killed_anywhere_it_goes_on_to_what_is_exact(kind: str, tmp_path: Path) -> None:
    outcome = run_kills(1001, f"killed {kind}", tmp_path, kills=1)
    assert_exact(outcome)
    assert outcome.kills == 1


async def fails(stage: Stage) -> None:
    raise RuntimeError("not of the package")


async def hangs(stage: Stage) -> None:
    import asyncio

    await asyncio.Event().wait()


async def leaves_a_task(stage: Stage) -> None:
    import asyncio

    async def attempt(_: object) -> None:
        stage.simulator.left = asyncio.create_task(asyncio.sleep(60))  # type: ignore[attr-defined]

    await stage.until_complete(attempt)


async def never_completes(stage: Stage) -> None:
    async def attempt(basespace: object) -> None:
        await basespace.biosamples.get("no such biosample")  # type: ignore[attr-defined]

    await stage.until_complete(attempt)


@pytest.mark.parametrize(
    ("workload", "seconds", "problem"),
    [
        (fails, 600.0, "not an error of the package: RuntimeError"),
        (hangs, 0.2, "did not end within"),
        (leaves_a_task, 600.0, "tasks are left"),
        (never_completes, 600.0, "it fails without faults: PermissionDeniedError"),
    ],
)
def test_a_run_that_goes_wrong_says_so(workload: Workload, seconds: float, problem: str, tmp_path: Path) -> None:
    outcome = run(1, "write", under_faults, workload, tmp_path, seconds=seconds)
    assert problem in outcome.problem
    assert "FAILED" in outcome.line()


def test_a_token_that_goes_to_the_object_store_is_noticed(tmp_path: Path) -> None:
    async def leaks(stage: Stage) -> None:
        stage.simulator.statistics.leaked_tokens += 1

    assert "token was sent" in run(1, "write", under_faults, leaks, tmp_path).problem


def test_there_are_two_hundred_runs_of_harvests_and_downloads_and_a_hundred_kills() -> None:
    assert AMOUNTS["harvest"].whole + AMOUNTS["download"].whole >= 200
    assert sum(amount.whole for kind, amount in AMOUNTS.items() if kind.startswith("repeated")) >= 100
    assert KILLS_EACH * (AMOUNTS["killed harvest"].whole + AMOUNTS["killed download"].whole) >= 100
    assert chosen_runs("harvest", 137, quick=False) == [("harvest", 137)]


def test_the_same_seed_gives_the_same_world_and_weather(tmp_path: Path) -> None:
    seen: list[tuple[str, list[str], int]] = []

    async def look(stage: Stage) -> None:
        simulator: Simulator = stage.simulator
        rules = [f"{rule.fault}" for rule in simulator.faults]
        seen.append((stage.outcome.weather, rules, len(simulator.world.biosamples)))

    for _ in range(2):
        run(7, "download", under_faults, look, tmp_path)
    assert seen[0] == seen[1]
    run(8, "download", under_faults, look, tmp_path)
    assert seen[0] != seen[2]
