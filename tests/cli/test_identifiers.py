"""Ids from arguments, from standard input and from files, as other programs write them."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from basespace_async.cli.identifiers import ids_from, names_from
from basespace_async.simulator import Simulator
from tests.support.command_line import Invoke


@click.command()
@click.argument("ids", nargs=-1)
@click.option("--table", type=click.Path(path_type=Path))
@click.option("--column", default="Id")
def command(ids: tuple[str, ...], table: Path | None, column: str) -> None:
    click.echo(" ".join(ids_from(ids, table, column)))


def found(*arguments: str, input: str | bytes | None = None) -> str:
    result = CliRunner().invoke(command, arguments, input=input)
    return result.output.strip() if result.exit_code == 0 else result.output.splitlines()[-1]


def test_ids_are_arguments_or_come_from_standard_input_each_once() -> None:
    assert found("1", "2", "1") == "1 2"
    assert found("-", input="1\n2\n\n 3\n1\r\n4") == "1 2 3 4"
    assert found("9", "-", "8", input="1\n9\n") == "9 1 8"


def test_without_an_id_it_says_where_to_take_them_from() -> None:
    for arguments, text in (((), None), (("-",), "\n \n"), (("-",), "Id\n"), (("-",), "[]")):
        assert found(*arguments, input=text) == (
            "Error: no id was given; name ids, or give - to read them from standard input"
        )


@pytest.mark.parametrize(
    "text",
    [
        "7\n8\n",
        "7\r8\r",
        "\ufeff7\n8\n",
        "Id\n7\n8\n",
        " id \n7\n8\n",
        '"Id"\n"7"\n"8"\n',
        '"7"\n"8"\n',
        'Id,Name\n7,"a\n9,b"\n8,c\n',
        "\n\nName;Id;Date\na;7;2024-01-01\n\nb;8;\n",
        "Id\tName\tDateCreated\n7\tLiver 9\t2024-05-01\n8\t\t\n",
        "Name,Id\nx\u2028y,7\nz\x85,8\n",
        '{"Id": "7"}\n{"Name": "x", "id": 8}\n',
        '{\n  "Id": "7",\n  "Name": "Id"\n}\n{"Id": 8}',
        '[{"Id": "7"}, {"Id": "8"}]',
        ' ["7", 8]\n',
        "[7]\n[8]\n",
        '{"Items": [{"Id": "7"}, {"Id": "8"}], "Paging": {"Limit": 9}}',
    ],
)
def test_lists_of_other_programs_are_understood(text: str) -> None:
    assert found("-", input=text) == "7 8"
    assert found("-", input=text.encode("utf-16")) == "7 8"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("7\nLiver\n", "line 2: 'Liver' cannot be an id"),
        ("Name\n7\n", "line 1: 'Name' cannot be an id"),
        ("NA12878\n", "line 1: 'NA12878' cannot be an id"),
        ("7 8\n", "line 1: '7 8' cannot be an id"),
        ("2024-05-01\n", "line 1: '2024-05-01' cannot be an id"),
        ("2024-05-01T09:00:00Z\n", "line 1: '2024-05-01T09:00:00Z' cannot be an id"),
        ("7\n\n\n../7\n", "line 4: '../7' cannot be an id"),
        ("+----+\n| Id |\n", "line 1: '+----+' cannot be an id"),
        ("Name,Date\na,b\n", "it has no column Id; its columns are Name, Date"),
        ("7,Liver\n8,Kidney\n", "it has no column Id; its columns are 7, Liver"),
        ("Id,Name\n7,x\nx,7\n", "line 3: 'x' cannot be an id"),
        ('{"Id": "7"}\n{"Name": "8"}\n', "line 2 has no Id"),
        ('{"Id": "7"}\n{"Id": null}\n', "line 2 has no Id"),
        ('{"Id": "7"}\n{"Id": true}\n', "line 2 has no Id"),
        ('{"Id": "7"}\n\n{"Id": "8"\n', "line 3 is not JSON"),
        ('{"Id": "Liver"}', "line 1: 'Liver' cannot be an id"),
        ("[7.5]", "line 1 has no Id"),
        ("[" * 100_000, "line 1 is not JSON"),
        ("x" * 200_000, "cannot be an id"),
    ],
)
def test_what_cannot_be_an_id_is_refused_with_its_line(text: str, words: str) -> None:
    message = found("-", input=text)
    assert message.startswith("Error: standard input: ")
    assert words in message or "field larger" in message
    assert len(message) < 400


@pytest.mark.parametrize("argument", ["", " ", "7 8", "7\n8", "../7", "7?x", "7#", "\ufeff7", "Ü"])
def test_an_argument_that_cannot_be_an_id_is_refused(argument: str) -> None:
    assert "cannot be an id" in found("7", argument)


def test_ids_of_every_known_form_are_taken() -> None:
    ids = ["7", "110000001", "ds.0f35c1a2b4d64e4f8a8d1c2b3a495867", "r15_1234", "0f35c1a2-b4d6-4e4f-8a8d-1c2b3a495867"]
    assert found("-", input="\n".join(ids)) == " ".join(ids)


def test_nothing_is_sent_where_one_line_cannot_be_an_id(invoke: Invoke, own: Simulator) -> None:
    running = next(iter(own.world.appsessions))
    for arguments, text in ((["-"], f"{running}\nLiver\n"), ([running, "Liver 1"], None)):
        asked = own.statistics.requests
        result = invoke("appsession", "stop", *arguments, on=own, input=text)
        assert (result.exit_code, result.stdout) == (2, "")
        assert own.statistics.requests == asked


@pytest.mark.parametrize("form", ["--json", "--csv", ""])
def test_our_own_lists_are_understood(form: str, invoke: Invoke, own: Simulator) -> None:
    own.world.add_biosample('7\n"8",9 \r {[', front=True)
    listed = invoke("list", "biosamples", *filter(None, [form]), on=own).stdout
    result = invoke("biosample", "bulk-update", "-", "--status", "Active", "--json", on=own, input=listed)
    assert result.exit_code == 0, result.stderr
    assert [json.loads(line)["Id"] for line in result.stdout.splitlines()] == [*own.world.biosamples]


@pytest.mark.slow
@given(st.lists(st.tuples(st.integers(0), st.text()), min_size=1, unique_by=lambda row: row[0]))
def test_any_name_beside_the_ids_is_no_id(rows: list[tuple[int, str]]) -> None:
    lines = "\n".join(json.dumps({"Name": name, "Id": str(number)}) for number, name in rows)
    assert found("-", input=lines) == " ".join(str(number) for number, _ in rows)


def test_ids_come_from_a_column_of_a_table(tmp_path: Path) -> None:
    table = tmp_path / "ids.csv"
    table.write_text("\ufeffName, ID ,Note\n1,7,x\n2, 8 ,y\n3,,z\n4\n5,7,\n", encoding="utf-8")
    assert found("--table", str(table)) == "7 8"
    assert found("1", "--table", str(table)) == "1 7 8"
    assert found("--table", str(table), "--column", "name") == "1 2 3 4 5"


def test_a_missing_column_is_told_with_those_that_are_there(tmp_path: Path) -> None:
    table = tmp_path / "ids.csv"
    table.write_text("Name,Note\nA,x\n", encoding="utf-8")
    assert found("--table", str(table)) == f"Error: {table}: it has no column Id; its columns are Name, Note"
    table.write_text("", encoding="utf-8")
    assert found("--table", str(table)) == f"Error: {table}: it has no column Id"
    table.write_bytes(b"Id,Name\n7,\xfc\n")
    assert found("--table", str(table)) == f"Error: {table} is not UTF-8 text: see byte 11"


@pytest.mark.parametrize(
    "text",
    [
        '[Header]\nIEMFileVersion,4\n\n[Reads]\n151\n\n[Data]\nLane,Sample_ID\n1,A_1\n2,A_1\n1,"B, 2"\n',
        '[Header],,\r\nDate,1/1/2026,\r\n[Data],,\r\nSample_ID,Lane,x\r\nA_1,1,\r\n"B, 2",1,\r\n,,\r\n',
        '[Header]\nFileFormatVersion,2\n[BCLConvert_Settings]\nx,1\n[BCLConvert_Data]\nLane,Sample_ID\n1,A_1\n1,"B, 2"\n'
        "\n[Cloud_Data]\nSample_ID,ProjectName\nC,x\n",
    ],
    ids=["v1", "v1 of a spreadsheet", "v2"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_names_are_in_the_table_of_samples_of_an_illumina_sample_sheet(
    text: str, encoding: str, tmp_path: Path
) -> None:
    path = tmp_path / "SampleSheet.csv"
    path.write_bytes(text.encode(encoding))
    assert names_from([], path, "Sample_ID") == ["A_1", "B, 2"]
    with pytest.raises(click.UsageError, match=r"it has no column Sample; its columns are .*Sample_ID"):
        names_from([], path, "Sample")


def test_json_in_brackets_is_no_sample_sheet(tmp_path: Path) -> None:
    path = tmp_path / "names.json"
    path.write_text("[1]")
    assert names_from([], path, "Sample") == ["1"]
    path.write_text('[\n"Data"\n]')
    assert names_from([], path, "Sample") == ["Data"]
