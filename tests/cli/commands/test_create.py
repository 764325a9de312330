"""Projects and biosamples that are created."""

from __future__ import annotations

import json

from basespace_async.simulator import Simulator
from tests.support.command_line import Invoke


def test_a_project_is_created_once(invoke: Invoke, own: Simulator) -> None:
    made = json.loads(invoke("create", "project", "Liver study", "--description", "d", "--json", on=own).stdout)
    assert (made["Name"], own.world.projects[made["Id"]].description) == ("Liver study", "d")
    again = invoke("create", "project", "Liver study", on=own)
    assert again.exit_code == 8
    assert f"a project called 'Liver study' exists: {made['Id']}; take it with --exist-ok" in again.stderr
    same = json.loads(invoke("create", "project", "Liver study", "--exist-ok", "--json", on=own).stdout)
    assert same["Id"] == made["Id"]


def test_a_biosample_is_created_in_a_project_by_id_or_by_name(invoke: Invoke, own: Simulator) -> None:
    project = next(iter(own.world.projects.values()))
    for name, where in (("Fresh-1", ("--project", project.id)), ("Fresh-2", ("--project-name", project.name))):
        made = json.loads(invoke("create", "biosample", name, *where, "--json", on=own).stdout)
        assert own.world.biosamples[made["Id"]].project_id == project.id
    again = invoke("create", "biosample", "fresh-1", "--project", project.id, on=own)
    assert (again.exit_code, "exists" in again.stderr) == (8, True)
    for wrong in ((), ("--project", "1", "--project-name", "a")):
        assert invoke("create", "biosample", "Fresh-3", *wrong, on=own).exit_code == 2
    assert invoke("create", "biosample", "a b", "--project", project.id, on=own).exit_code == 8
    nowhere = invoke("create", "biosample", "Fresh-4", "--project-name", "nowhere", on=own)
    assert "no project is called 'nowhere'" in nowhere.stderr
