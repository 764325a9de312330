"""examples/launch_an_app.py: launched, waited for, downloaded, and not launched twice."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import launch_an_app
import pytest
from launch_an_app import ExitCode

from basespace_async.simulator import Clock, Simulator
from tests.support.example_programs import TOKEN


class HurriedClock(Clock):
    """Time that passes as it is looked at."""

    def now(self) -> datetime:
        self.advance(seconds=20)
        return super().now()


def launch(*arguments: str, name: str = "Batch 7", to: Path = Path("results")) -> int:
    return launch_an_app.main(["Germline", name, str(to), "104000000", "104000001", "--poll", "0.001", *arguments])


@pytest.mark.basespace(clock=HurriedClock(still=True), biosamples=8)
def test_results_are_downloaded_and_a_second_run_launches_nothing(
    simulator: Simulator, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert launch("--input", "genome-id:hg38", to=tmp_path) == ExitCode.GOOD
    first = capsys.readouterr()
    count = len(simulator.world.appsessions)
    assert len(first.out.splitlines()) == 2
    assert {path.name for path in tmp_path.iterdir() if not path.name.startswith(".")}
    assert launch(to=tmp_path) == ExitCode.GOOD
    again = capsys.readouterr()
    assert (again.out, len(simulator.world.appsessions)) == (first.out, count)
    assert "which is Complete" in again.err
    assert TOKEN not in first.out + first.err + again.err


def test_a_dry_run_prints_the_request(simulator: Simulator, capsys: pytest.CaptureFixture[str]) -> None:
    before = len(simulator.world.appsessions), len(simulator.world.projects)
    assert launch("--dry-run") == ExitCode.GOOD
    assert json.loads(capsys.readouterr().out)["InputParameters"]["sample-id"] == [
        f"biosamples/10400000{number}/librarypreps/1014015" for number in (0, 1)
    ]
    assert (len(simulator.world.appsessions), len(simulator.world.projects)) == before


def test_refusals_and_deadlines_have_codes_of_their_own(
    simulator: Simulator, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert launch("--input", "genome:hg38") == ExitCode.FAILED
    assert "did you mean genome-id" in capsys.readouterr().err
    assert launch("--deadline", "0") == ExitCode.DEADLINE
    (session,) = (each for each in simulator.world.appsessions.values() if each.name == "Batch 7")
    assert launch("--deadline", "0") == ExitCode.DEADLINE  # the same one
    with pytest.raises(SystemExit):
        launch("--input", "genome")
    assert session.execution_status == "Pending"


@pytest.mark.basespace(clock=HurriedClock(still=True), biosamples=8)
def test_an_analysis_that_failed_is_launched_again(simulator: Simulator, tmp_path: Path) -> None:
    from basespace_async.simulator.rules.analyses import stop

    assert launch("--deadline", "0") == ExitCode.DEADLINE
    (session,) = (each for each in simulator.world.appsessions.values() if each.name == "Batch 7")
    stop(simulator.world, session)
    assert launch(to=tmp_path) == ExitCode.GOOD
