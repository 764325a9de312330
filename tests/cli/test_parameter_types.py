"""Bytes, durations and ids, as people write them."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from basespace_async.cli.parameter_types import BYTES, DURATION, ids_from


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("0", 0),
        ("7", 7),
        ("500K", 500_000),
        ("20m", 20_000_000),
        ("1.5G", 1_500_000_000),
        ("2 TB", 2_000_000_000_000),
        (" 10kB ", 10_000),
        ("12B", 12),
    ],
)
def test_bytes_have_units(text: str, count: int) -> None:
    assert BYTES.convert(text, None, None) == count
    assert BYTES.convert(count, None, None) == count


@pytest.mark.parametrize("text", ["", "K", "-1", "5X", "1.G", "1e9", "five", "1,000"])
def test_what_is_no_number_of_bytes_is_refused(text: str) -> None:
    with pytest.raises(click.BadParameter, match=r"give one such as 500K, 20M or 1\.5G"):
        BYTES.convert(text, None, None)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("90", 90.0), ("0.5", 0.5), ("10m", 600.0), ("6h", 21_600.0), ("2 d", 172_800.0), ("1.5H", 5400.0), ("30s", 30.0)],
)
def test_durations_have_units(text: str, seconds: float) -> None:
    assert DURATION.convert(text, None, None) == seconds
    assert DURATION.convert(seconds, None, None) == seconds


@pytest.mark.parametrize("text", ["", "m", "-1", "5w", "1:30", "soon"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(click.BadParameter, match="give one such as 90, 10m or 6h"):
        DURATION.convert(text, None, None)


@click.command()
@click.argument("ids", nargs=-1)
@click.option("--table", type=click.Path(path_type=Path))
@click.option("--column", default="Id")
def command(ids: tuple[str, ...], table: Path | None, column: str) -> None:
    click.echo(" ".join(ids_from(ids, table, column)))


def found(*arguments: str, input: str | None = None) -> str:
    result = CliRunner().invoke(command, arguments, input=input)
    return result.output.strip() if result.exit_code == 0 else result.output.splitlines()[-1]


def test_ids_are_arguments_or_come_from_standard_input_each_once() -> None:
    assert found("1", "2", "1") == "1 2"
    assert found("-", input="1\n2\n\n 3\t4\n") == "1 2 3 4"
    assert found("9", "-", "8", input="1 9\n") == "9 1 8"


def test_without_an_id_it_says_where_to_take_them_from() -> None:
    for arguments, text in (((), None), (("-",), "\n \n")):
        assert found(*arguments, input=text) == (
            "Error: no id was given; name ids, or give - to read them from standard input"
        )


def test_ids_come_from_a_column_of_a_table(tmp_path: Path) -> None:
    table = tmp_path / "ids.csv"
    table.write_text("\ufeffName, ID ,Note\nA,7,x\nB, 8 ,y\nC,,z\nD\nE,7,\n", encoding="utf-8")
    assert found("--table", str(table)) == "7 8"
    assert found("1", "--table", str(table)) == "1 7 8"
    assert found("--table", str(table), "--column", "name") == "A B C D E"


def test_a_missing_column_is_told_with_those_that_are_there(tmp_path: Path) -> None:
    table = tmp_path / "ids.csv"
    table.write_text("Name,Note\nA,x\n", encoding="utf-8")
    assert found("--table", str(table)) == f"Error: {table} has no column Id; its columns are Name, Note"
    table.write_text("", encoding="utf-8")
    assert found("--table", str(table)) == f"Error: {table} has no column Id"
