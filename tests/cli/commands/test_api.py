"""Requests that have no command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from basespace_async.simulator import Simulator
from tests.support.command_line import Invoke


def test_any_path_is_asked_with_a_query(invoke: Invoke, own: Simulator) -> None:
    answer = json.loads(invoke("api", "get", "biosamples", "--query", "limit=2", "--query", "offset=1", on=own).stdout)
    assert (len(answer["Items"]), answer["Paging"]["Offset"]) == (2, 1)
    older = json.loads(invoke("api", "GET", "v1pre3/users/current", on=own).stdout)
    assert older["Response"]["Id"] == own.world.user.id


def test_a_body_comes_from_fields_or_a_file_or_standard_input(invoke: Invoke, own: Simulator, tmp_path: Path) -> None:
    made = json.loads(invoke("api", "POST", "projects", "--field", "Name=a=b", on=own).stdout)
    assert made["Name"] == "a=b"
    body = json.dumps({"Name": "caf\u00e9"})
    file = tmp_path / "body.json"
    file.write_text(body, encoding="utf-8")
    from_file = invoke("api", "POST", "projects", "--input", str(file), on=own)
    assert json.loads(from_file.stdout)["Name"] == "caf\u00e9"
    assert invoke("api", "POST", "projects", "--input", "-", on=own, input=body).stdout == from_file.stdout
    assert invoke("api", "DELETE", "oauthv2tokens/current", on=own).stdout == ""


def test_fields_are_chosen_from_the_answer(invoke: Invoke, own: Simulator) -> None:
    line = ["api", "GET", "biosamples", "--query", "limit=2", "--fields", "Items.BioSampleName,Items[0].Id"]
    first, second = [*own.world.biosamples.values()][:2]
    chosen = json.loads(invoke(*line, "--json", on=own).stdout)
    assert chosen == {"Items.BioSampleName": [first.name, second.name], "Items[0].Id": first.id}
    assert invoke("api", "GET", "v1pre3/users/current", "--terse", on=own).stdout == f"{own.world.user.id}\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("PATCH", "runs"), "PATCH"),
        (("GET", "runs", "--query", "limit"), "'limit' is not NAME=VALUE"),
        (("POST", "runs", "--field", "a=b", "--input", "-"), "not from both"),
        (("POST", "runs", "--input", "-"), "the body is not JSON"),
    ],
)
def test_what_cannot_be_sent_is_refused(invoke: Invoke, own: Simulator, arguments: tuple[str, ...], says: str) -> None:
    result = invoke("api", *arguments, on=own, input="{")
    assert (result.exit_code, own.statistics.requests) == (2, 0)
    assert says in result.stderr


def test_another_host_is_refused_and_an_error_has_its_exit_code(invoke: Invoke, own: Simulator) -> None:
    assert invoke("api", "GET", "https://example.com/v2/runs", on=own).exit_code == 3
    assert invoke("api", "GET", "nowhere", on=own).exit_code == 4
