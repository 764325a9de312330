"""Applications launched from the command line, and waited for."""

from __future__ import annotations

import csv
import json

from basespace_async.simulator import Simulator
from tests.support.command_line import Invoke

COMPLETE = "110000000"
PROJECT = "86000000"
GERMLINE = ("launch", "application", "-n", "Germline")
GIVEN = ("-o", f"project-id:{PROJECT}", "-o", "sample-id:104000000,biosamples/104000001", "-l", "a: b")


def test_an_application_is_launched_with_inputs_as_bs_takes_them(invoke: Invoke, own: Simulator) -> None:
    result = invoke(*GERMLINE, "--app-version", "4.2.1", *GIVEN, "-o", "genome-id:hg38", "-f", "json", on=own)
    assert result.exit_code == 0, result.stderr
    launched = json.loads(result.stdout)
    assert (launched["Name"], launched["ExecutionStatus"]) == ("a: b", "Pending")
    record = own.world.appsessions[launched["Id"]]
    assert (record.biosample_ids, record.project_id) == (("104000000", "104000001"), PROJECT)
    terse = invoke(*GERMLINE, *GIVEN, "--terse", on=own)
    assert terse.stdout.strip() in own.world.appsessions


def test_a_dry_run_prints_the_body_and_launches_nothing(invoke: Invoke, shared: Simulator) -> None:
    before = len(shared.world.appsessions)
    given = ("-o", "gvcfs:1", "-o", "gvcfs:ds.2", "-o", "target_bed_id:files/1")
    result = invoke(*GERMLINE, *GIVEN, *given, "--dry-run", on=shared)
    assert json.loads(result.stdout) == {
        "Name": "a: b",
        "AutoStart": True,
        "InputParameters": {
            "app-session-name": "a: b",
            "project-id": f"projects/{PROJECT}",
            "sample-id": [f"biosamples/10400000{number}/librarypreps/1014015" for number in (0, 1)],
            "gvcfs": ["datasets/1", "datasets/ds.2"],
            "target_bed_id": "files/1",
        },
    }
    assert result.stderr.endswith("was not launched\n")
    assert len(shared.world.appsessions) == before


def test_inputs_are_listed(ask: Invoke) -> None:
    rows = [*csv.DictReader(ask(*GERMLINE, "--list", "-f", "csv").stdout.splitlines())]
    assert {row["Name"]: row["Required"] for row in rows}["project-id"] == "true"
    assert ask(*GERMLINE, "--list", "--terse").stdout.split()[0] == "app-session-name"


def test_what_is_wrong_is_refused(invoke: Invoke, shared: Simulator) -> None:
    unknown = invoke(*GERMLINE, *GIVEN, "-o", "genome:hg38", on=shared)
    assert unknown.exit_code == 8
    assert "has no input genome (did you mean genome-id?)" in unknown.stderr
    assert invoke(*GERMLINE, *GIVEN, "-o", "x:1", "--no-check", on=shared).exit_code == 8
    agreement = invoke("launch", "application", "-n", "RNA Amplicon", *GIVEN, on=shared)
    assert (agreement.exit_code, "Terms of use 17" in agreement.stderr) == (8, True)
    assert invoke("launch", "application", "-n", "Nothing", on=shared).exit_code == 4
    assert invoke(*GERMLINE, "--app-version", "9", on=shared).exit_code == 3
    for wrong in (["-o", "genome"], ["-o", ":x"], ["-i", "3747400"]):
        assert invoke(*GERMLINE, *wrong, on=shared).exit_code == 2
    assert invoke("launch", "application", "-i", "Germline", on=shared).exit_code == 2


def test_an_analysis_is_awaited(invoke: Invoke, shared: Simulator) -> None:
    result = invoke("await", "appsession", COMPLETE, "--terse", on=shared)
    assert (result.exit_code, result.stdout) == (0, f"{COMPLETE}\n")
