"""The program that does all runs: what it says, and that a run which hangs is ended and told."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections import Counter

import pytest

from tests.chaos import run_chaos
from tests.chaos.run_chaos import AMOUNTS, Chaos, chosen_runs
from tests.support.chaos.runs import Outcome

pytestmark = pytest.mark.slow

PROGRAM = ("-m", "tests.chaos.run_chaos")
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
HANGING = """
import asyncio, threading
from tests.chaos import run_chaos

async def hang_here():
    threading.Timer(0.3, run_chaos.show_stacks).start()
    await asyncio.Event().wait()

asyncio.run(hang_here())
"""


def test_one_run_is_repeated_by_its_kind_and_seed() -> None:
    command = [sys.executable, *PROGRAM, "--only", "write", "--seed", "3"]
    done = subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    first, *_, last = done.stdout.splitlines()
    assert first.startswith("write 3 (")
    assert last == "all are exact"


def test_a_process_that_hangs_says_where_and_ends() -> None:
    done = subprocess.run(
        [sys.executable, "-c", HANGING], capture_output=True, text=True, env=ENVIRONMENT, check=False, timeout=60
    )
    assert done.returncode == 70
    assert "hang_here" in done.stderr


async def test_a_run_that_hangs_is_ended_and_fails_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_chaos, "MAX_LENGTH", 0.2)
    monkeypatch.setattr(run_chaos, "GRACE", 0.1)
    answers = ["import time; time.sleep(60)", "import sys; sys.exit(1)", "print(input() and 'ANSWER')"]
    answers[2] = answers[2].replace("ANSWER", '{"seed": 3, "kind": "write", "errors": {"E": 2}, "faults": {}}')

    async def start(_: Chaos) -> asyncio.subprocess.Process:
        pipe = asyncio.subprocess.PIPE
        return await asyncio.create_subprocess_exec(sys.executable, "-c", answers.pop(0), stdin=pipe, stdout=pipe)

    monkeypatch.setattr(Chaos, "_start", start)
    chaos = Chaos(iter([("write", 1), ("write", 2), ("write", 3)]), verbose=False)
    working = asyncio.create_task(chaos.work())
    while len(chaos.outcomes) < 1:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    monkeypatch.setattr(run_chaos, "MAX_LENGTH", 60.0)  # only the first one hangs
    await working
    assert [each.problem != "" for each in chaos.outcomes] == [True, True, False]
    assert chaos.outcomes[2].errors == Counter(E=2)
    assert "FAILED: write 1, write 2" in chaos.summary(1.0)


def test_a_summary_counts_runs_errors_faults_and_kills() -> None:
    chaos = Chaos(iter([]), verbose=False)
    chaos.outcomes += [
        Outcome(1, "harvest", errors=Counter(ServerError=2), faults=Counter(status=3, slow=1), requests=40, kills=2),
        Outcome(2, "harvest", requests=2),
    ]
    assert chaos.summary(3.0).splitlines() == [
        "2 runs in 3 s: 2 harvest",
        "1 runs had no error; the others had 2, each one of the package's: 2 ServerError",
        "4 faults in 42 requests: 3 status, 1 slow",
        "2 processes were killed",
        "all are exact",
    ]


def test_the_quick_form_has_some_runs_of_each_kind() -> None:
    quick = Counter(kind for kind, _ in chosen_runs(None, None, quick=True))
    assert set(quick) == set(AMOUNTS)
    assert quick.total() < len(chosen_runs(None, None, quick=False)) / 5
