"""Properties of resources, written and read."""

from __future__ import annotations

import json

from basespace_async.simulator import Simulator
from tests.support.command_line import Invoke


def test_a_property_is_set_listed_and_got(invoke: Invoke, own: Simulator) -> None:
    project = next(iter(own.world.projects))
    assert invoke("property", "list", "project", project, "--json", on=own).stdout == ""
    assert (
        invoke("property", "set", "project", project, "Lab.Tube", "T-17", "--description", "d", on=own).exit_code == 0
    )
    assert invoke("property", "set", "project", project, "Lab.Tubes", "T-17", "T-18", on=own).exit_code == 0
    lines = invoke("property", "list", "project", project, "--json", "-q", on=own).stdout.splitlines()
    assert [json.loads(line)["Name"] for line in lines] == ["Lab.Tube", "Lab.Tubes"]
    got = json.loads(invoke("property", "get", "project", project, "Lab.Tubes", "--json", on=own).stdout)
    assert (got["Type"], got["ContentItems"]) == ("string[]", ["T-17", "T-18"])
    limited = invoke("property", "list", "project", project, "--limit", "1", "--json", "-q", on=own).stdout
    assert len(limited.splitlines()) == 1


def test_a_type_can_be_given_and_what_has_no_properties_is_refused(invoke: Invoke, own: Simulator) -> None:
    biosample = next(iter(own.world.biosamples.values()))
    made = invoke(
        *("property", "set", "biosample", biosample.id, "Lab.Run", f"runs/{next(iter(own.world.runs))}"),
        *("--type", "run", "--json"),
        on=own,
    )
    assert made.exit_code == 0, made.stderr
    assert json.loads(made.stdout)["Type"] == "run"
    assert invoke("property", "list", "file", "1", on=own).exit_code == 2
    assert invoke("property", "get", "project", "1", "Lab.Tube", on=own).exit_code == 4
