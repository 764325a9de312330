"""Records as text, for people and for programs."""

from __future__ import annotations

import io
import json
from collections.abc import AsyncGenerator, Sequence
from typing import Any

import pytest

from basespace_async.cli.output.formats import CSV, JSONLines, Tabs
from basespace_async.cli.output.output import Output
from basespace_async.cli.output.records import Fields, Record, cell, field_of, flattened, json_text, record_of
from basespace_async.cli.settings import CommandSettings
from basespace_async.models import ApplicationSettings, BiosampleCompact

EVIL = "a\x1b[2J\tb\nc\x9b1m\u202ed"
SAFE = "a\\x1b[2J\\tb\\nc\\x9b1m\\u202ed"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")


def test_a_model_becomes_a_record_under_the_names_of_the_api() -> None:
    found = BiosampleCompact(id="7", biosample_name="Liver", nickname=None, additional_properties={"New": [1]})
    assert record_of(found) == {"Id": "7", "BioSampleName": "Liver", "New": [1]}
    assert record_of({"Value": [found]})["Value"] == [record_of(found)]
    assert record_of("text") == {"Value": "text"}


def test_an_application_s_secret_is_masked_however_deep() -> None:
    settings = ApplicationSettings(client_id="id", client_secret="very-secret")
    assert record_of(settings) == {"ClientId": "id", "ClientSecret": "***"}
    assert record_of({"Items": [{"ClientSecret": "x"}], "ClientSecret": None}) == {
        "Items": [{"ClientSecret": "***"}],
        "ClientSecret": None,
    }


def test_fields_are_found_by_loose_names() -> None:
    record = {"Id": "7", "BioSampleName": "Liver", "DefaultProject": {"Name": "P", "Sub": {"X": 1}}, "a_b": 2}
    assert field_of(record, "Id") == "7"
    assert field_of(record, "bio-sample_NAME") == "Liver"
    assert field_of(record, "DefaultProject.name") == "P"
    assert field_of(record, "default_project.sub.x") == 1
    assert field_of(record, "AB") == 2
    for missing in ("Nope", "Id.Name", "DefaultProject.Nope", "DefaultProject.Name.X", ""):
        assert field_of(record, missing) is None


def test_an_exact_name_goes_before_a_loose_one() -> None:
    assert field_of({"id": 1, "Id": 2}, "Id") == 2


def test_cells_are_text() -> None:
    assert [cell(value) for value in (None, "", "a", 5, 1.5, True, [1, "a"], {"A": None})] == [
        "",
        "",
        "a",
        "5",
        "1.5",
        "true",
        '[1,"a"]',
        '{"A":null}',
    ]


def test_records_are_flattened_but_for_lists_and_empty_ones() -> None:
    record = {"A": 1, "B": {"C": {"D": 2}, "E": []}, "F": {}}
    assert [*flattened(record)] == [("A", 1), ("B.C.D", 2), ("B.E", []), ("F", {})]


def test_json_is_one_object_a_line_and_safe_to_show() -> None:
    records: list[Record] = [{"Id": EVIL}, {"Id": "Ü"}]
    text = JSONLines(None).begin() + JSONLines(None).batch(records)
    assert [json.loads(line) for line in text.splitlines()] == records
    assert not any(character in text for character in "\x1b\x9b\u202e")
    assert "Ü" in text
    assert json_text({"A": [1]}, indented=True) == '{\n  "A": [\n    1\n  ]\n}'


def test_json_with_fields_has_them_under_the_names_asked_for() -> None:
    line = JSONLines(Fields(["id", "Nope"])).batch([{"Id": "7", "Name": "x"}])
    assert json.loads(line) == {"id": "7", "Nope": None}


def test_csv_quotes_what_it_must() -> None:
    form = CSV(Fields(["Id", "Name"]), safe=False)
    text = form.begin() + form.batch([{"Id": 'a"b', "Name": "x,y\nz"}, {"Name": {"A": 1}}])
    assert text == 'Id,Name\n"a""b","x,y\nz"\n,"{""A"":1}"\n'


def test_csv_is_exact_for_programs_and_safe_in_a_terminal() -> None:
    assert EVIL in CSV(Fields(["Id"]), safe=False).batch([{"Id": EVIL}])
    assert CSV(Fields(["Id"]), safe=True).batch([{"Id": EVIL}]) == f"{SAFE}\n"


def test_lines_with_tabs_have_one_line_for_each_record() -> None:
    form = Tabs(Fields(["Id", "Name"]))
    assert form.begin() == "Id\tName\n"
    assert form.batch([{"Id": EVIL, "Name": "x"}, {}]) == f"{SAFE}\tx\n\t\n"


def test_fields_that_no_record_had_are_known() -> None:
    fields = Fields(["Id", "Name", "Nope"])
    assert fields.missing == []
    fields.of({"Id": "7"})
    assert fields.missing == ["Name", "Nope"]
    fields.of({"Name": "x"})
    assert fields.missing == ["Nope"]


async def test_csv_in_a_terminal_is_safe_there_only() -> None:
    settings, shown = CommandSettings(as_csv=True), {}
    for kind in (Terminal, io.StringIO):
        several, one = kind(), kind()
        await Output(settings, several).many(batches([{"Id": EVIL}]), columns=["Id"])
        await Output(settings, one).one({"Id": EVIL})
        assert several.getvalue() == one.getvalue()
        shown[kind] = one.getvalue()
    assert shown[Terminal] == f"Id\n{SAFE}\n"
    assert EVIL in shown[io.StringIO]


async def test_an_empty_first_batch_decides_no_widths() -> None:
    settings = CommandSettings(fields=("Id", "Name"))
    assert await written(Terminal(), settings, [], RECORDS, columns=["Id"]) == "Id  Name\n7   Liver\n"


class Gone(io.StringIO):
    def write(self, text: str) -> int:
        raise BrokenPipeError


async def test_what_makes_the_records_is_closed_where_they_cannot_be_written() -> None:
    closed: list[str] = []

    async def records() -> AsyncGenerator[Sequence[Record], None]:
        try:
            yield RECORDS
            yield RECORDS
        finally:
            closed.append("at once")

    made = records()
    with pytest.raises(BrokenPipeError):
        await Output(CommandSettings(as_json=True), Gone()).many(made, columns=["Id"])
    assert closed == ["at once"]


async def batches(*found: Sequence[Record]) -> AsyncGenerator[Sequence[Record], None]:
    for batch in found:
        yield batch


async def written(stream: io.StringIO, settings: CommandSettings, *found: Sequence[Record], **options: Any) -> str:
    await Output(settings, stream).many(batches(*found), **options)
    return stream.getvalue()


RECORDS: list[Record] = [{"Id": "7", "Name": "Liver", "More": 1}]


async def test_the_form_follows_the_options_and_the_terminal() -> None:
    options: dict[str, Any] = {"columns": ["Id", "Name"], "everything": ["Id", "Name", "More"]}
    assert await written(Terminal(), CommandSettings(), RECORDS, **options) == "Id  Name\n7   Liver\n"
    assert await written(io.StringIO(), CommandSettings(), RECORDS, **options) == "Id\tName\n7\tLiver\n"
    assert await written(io.StringIO(), CommandSettings(as_csv=True), RECORDS, **options) == "Id,Name,More\n7,Liver,1\n"
    assert await written(Terminal(), CommandSettings(as_csv=True, fields=("Id",)), RECORDS, **options) == "Id\n7\n"
    assert await written(io.StringIO(), CommandSettings(as_json=True), RECORDS, **options) == (
        '{"Id":"7","Name":"Liver","More":1}\n'
    )


async def test_records_are_counted_and_empty_batches_write_nothing() -> None:
    stream = io.StringIO()
    count = await Output(CommandSettings(as_json=True), stream).many(batches([], RECORDS, [], RECORDS), columns=["Id"])
    assert (count, len(stream.getvalue().splitlines())) == (2, 2)


async def test_one_record_is_a_document_a_row_or_its_fields() -> None:
    record: Record = {"Id": "7", "Project": {"Name": EVIL}, "LongName": None}
    shown: dict[str, str] = {}
    for name, stream, settings in (
        ("json", io.StringIO(), CommandSettings(as_json=True)),
        ("csv", io.StringIO(), CommandSettings(as_csv=True)),
        ("lines", io.StringIO(), CommandSettings()),
        ("terminal", Terminal(), CommandSettings()),
        ("fields", Terminal(), CommandSettings(fields=("project.name",))),
    ):
        await Output(settings, stream).one(record)
        shown[name] = stream.getvalue()
    assert json.loads(shown["json"]) == record
    assert shown["csv"].splitlines()[0] == "Id,Project,LongName"
    assert shown["lines"] == f"Id\t7\nProject.Name\t{SAFE}\nLongName\t\n"
    assert shown["terminal"] == f"Id            7\nProject.Name  {SAFE}\nLongName      \n"
    assert shown["fields"] == f"project.name  {SAFE}\n"


async def test_an_empty_record_is_nothing() -> None:
    stream = Terminal()
    await Output(CommandSettings(), stream).one({})
    assert stream.getvalue() == ""
