"""Ids only, rows without a header, and fields of items of lists."""

from __future__ import annotations

from typing import Any

import pytest

from basespace_async.cli.output.formats import Ids
from basespace_async.cli.output.records import Fields, field_of, id_of
from basespace_async.cli.output.table import TextTable
from basespace_async.simulator import Simulator
from tests.support.command_line import Invoke

RECORD = {
    "Id": "7",
    "Items": [{"Name": "a", "Tags": [{"Key": "x"}]}, {"Name": "b", "Tags": []}, {"Other": 1}],
    "Empty": [],
    "Properties": {"Items": [{"Name": "Input.Runs", "Content": "r-1"}]},
}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Items.Name", ["a", "b", None]),
        ("Items[0].Name", "a"),
        ("items[-1].other", 1),
        ("Items[3].Name", None),
        ("Items[-4]", None),
        ("Items[0].Tags.Key", ["x"]),
        ("Items.Tags[0].Key", ["x", None, None]),
        ("Properties.Items[0].Name", "Input.Runs"),
        ("Properties.Items.Content", ["r-1"]),
        ("Empty.Name", []),
        ("Empty[0]", None),
        ("Items.Nothing", None),
        ("Items[x]", None),
        ("Items[]", None),
        ("Id[0]", None),
        ("[0]", None),
    ],
)
def test_a_field_reaches_into_lists(name: str, value: Any) -> None:
    assert field_of(RECORD, name) == value


def test_a_field_that_no_item_has_is_missing() -> None:
    fields = Fields(["Items.Name", "Items.Nothing", "Empty.Name"])
    fields.of(RECORD)
    assert fields.missing == ["Items.Nothing"]


def test_what_has_no_id_is_named_by_the_first_column_that_identifies_it() -> None:
    assert id_of({"Type": "run", "Run": {"Id": "r"}}, ("Type", "Project.Id", "Run.Id")) == "r"
    assert id_of({"Name": "Lab.Tube", "Type": "string"}, ("Name", "Type")) == "Lab.Tube"
    assert id_of({"Run": {"Name": "r", "Id": "105"}, "Yield": 1}) == "105"
    assert id_of({"Type": "string", "Name": "Lab.Tube"}) == "Lab.Tube"
    assert Ids(("Name",)).batch([{}, {"Id": "a\tb"}]) == "\na\\tb\n"


def test_a_table_can_leave_out_its_header() -> None:
    assert TextTable(Fields(["Id"]), header=False, width=80).batch([{"Id": "7"}]) == "7\n"


def test_terse_prints_ids_that_other_commands_take(ask: Invoke, shared: Simulator) -> None:
    ids = ask("list", "biosamples", "--terse", "--limit", "3").stdout
    assert ids.split() == [*shared.world.biosamples][:3]
    assert ask("--terse", "get", "biosample", ids.split()[0]).stdout == ids.split()[0] + "\n"


def test_terse_prints_the_ids_of_what_was_done_only(invoke: Invoke, own: Simulator) -> None:
    first = next(iter(own.world.biosamples))
    result = invoke("biosample", "bulk-update", first, "999", "--status", "Done", "--terse", on=own)
    assert result.stdout == f"{first}\n"
    assert "999: " in result.stderr
    assert result.exit_code != 0


@pytest.mark.parametrize("other", [["--json"], ["--csv"], ["--fields", "Name"]])
def test_terse_goes_with_no_other_form(invoke: Invoke, shared: Simulator, other: list[str]) -> None:
    result = invoke("list", "projects", *other, "--terse", on=shared)
    assert result.exit_code == 2
    assert "--terse prints ids only" in result.stderr


@pytest.mark.parametrize("form", [[], ["--csv"]])
def test_a_list_without_a_header_has_the_same_rows(ask: Invoke, form: list[str]) -> None:
    _, *rows = ask("list", "projects", *form).stdout.splitlines()
    assert ask("list", "projects", *form, "--no-header").stdout.splitlines() == rows


def test_one_record_of_csv_without_a_header(ask: Invoke) -> None:
    assert ask("whoami", "--csv", "--fields", "Name", "--no-header").stdout == "Simulated User\n"
