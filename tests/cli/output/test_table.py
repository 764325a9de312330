"""Tables of a terminal: what is whole, what is cut, what is left out."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from basespace_async.cli.output.output import Output
from basespace_async.cli.output.records import Fields, Record
from basespace_async.cli.output.table import TextTable
from basespace_async.cli.settings import CommandSettings

EVIL = "a\x1b[2J\tb\nc\x9b1m\u202ed"
SAFE = "a\\x1b[2J\\tb\\nc\\x9b1m\\u202ed"
TIME = "2024-01-08T09:05:30.0000000Z"
DATASET: Record = {
    "Id": "ds." + "0" * 32,
    "Name": "Liver-biopsy-2024_L001",
    "DatasetType": {"Id": "illumina.fastq.v1.8"},
    "Project": {"Name": "Hepatology of the second cohort"},
    "TotalSize": 12345678901,
    "QcStatus": "QcPassed",
    "DateCreated": TIME,
}
DATASETS = ("Id", "Name", "DatasetType.Id", "Project.Name", "TotalSize", "QcStatus", "DateCreated")


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")


def table(record: Record, columns: tuple[str, ...], width: int, *, complete: bool = False) -> tuple[str, str]:
    header, row = TextTable(Fields(columns), width=width, complete=complete).batch([record]).splitlines()
    return header, row


def test_a_table_lines_its_columns_up() -> None:
    form = TextTable(Fields(["Id", "Name", "Status"]), width=40)
    assert form.begin() == ""
    assert form.batch([{"Id": "1", "Name": "Liver", "Status": "New"}, {"Id": "1000", "Name": "肝臓"}]) == (
        "Id    Name   Status\n1     Liver  New\n1000  肝臓\n"
    )
    # Of later rows a name is cut where it would not fit on the line, and other cells always.
    assert form.batch([{"Id": "2", "Name": "Kidneys", "Status": "Canceled"}]) == "2     Kidneys  Cance…\n"
    assert form.batch([{"Id": "2", "Name": "n" * 40, "Status": "New"}]) == "2     nnnn…  New\n"


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (200, DATASETS),
        (140, DATASETS[:-1]),
        (80, DATASETS[:3]),
        (60, DATASETS[:2]),
    ],
)
def test_ids_and_names_stay_whole_and_times_go_first(width: int, shown: tuple[str, ...]) -> None:
    header, row = table(DATASET, DATASETS, width)
    assert tuple(header.split()) == shown
    assert DATASET["Id"] in row
    assert DATASET["Name"] in row
    assert cell_len(row) <= width


def test_a_time_loses_its_hours_before_its_column() -> None:
    record = {"Id": "7", "Name": "Liver", "DateCreated": TIME, "Start": TIME}
    columns = ("Id", "Name", "DateCreated", "Start")
    assert table(record, columns, 45)[1] == "7   Liver  2024-01-08 09:05  2024-01-08 09:05"
    assert table(record, columns, 40)[1] == "7   Liver  2024-01-08   2024-01-08 09:05"
    assert table(record, columns, 34)[1] == "7   Liver  2024-01-08   2024-01-08"
    assert table(record, columns, 25)[1] == "7   Liver  2024-01-08"
    assert table(record, columns, 20)[1] == "7   Liver"


def test_columns_that_were_asked_for_are_all_there() -> None:
    header, row = table(DATASET, DATASETS, 80, complete=True)
    assert tuple(header.split()[:3]) == DATASETS[:3]
    assert "2024-01-08" in row
    assert "09:05" not in row
    assert DATASET["Id"] in row
    assert len(header.split()) == len(DATASETS)


def test_ids_are_whole_wherever_they_stand() -> None:
    record = {"Path": "a/long/path/of/folders/to/Liver_S1_L001_R1_001.fastq.gz", "Size": 123456, "Id": "r1_" + "7" * 30}
    row = table(record, ("Path", "Size", "Id"), 80)[1]
    assert row.endswith(f"  123456  {record['Id']}")
    assert row.startswith("a/long/path/of/folders/to/")
    assert cell_len(row) == 80


def test_later_ids_are_whole_too() -> None:
    form = TextTable(Fields(["Path", "Size", "Id"]), width=40)
    form.batch([{"Path": "a", "Size": 1, "Id": "7"}])
    assert "7" * 60 in form.batch([{"Path": "b" * 50, "Size": 2, "Id": "7" * 60}])


def test_a_column_of_a_table_is_no_wider_than_60() -> None:
    row = table({"Id": "7", "Name": "n", "Note": "m" * 100}, ("Id", "Name", "Note"), 500)[1]
    assert cell_len(row) == 2 + 2 + 4 + 2 + 60


def test_a_table_shows_times_to_the_minute_and_nothing_unsafe() -> None:
    record = {"Id": EVIL, "DateCreated": TIME, "Other": "2024-01-08T09:05:30Z"}
    assert table(record, ("Id", "DateCreated", "Other"), 200)[1] == f"{SAFE}  2024-01-08 09:05  2024-01-08 09:05"


def test_the_head_of_a_table_is_bold_where_that_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR")
    assert TextTable(Fields(["Id"]), width=20).batch([{"Id": "7"}]) == "\x1b[1mId\x1b[0m\n7\n"


@given(
    st.integers(1, 200),
    st.lists(st.text("ab肝 -", max_size=70), min_size=4, max_size=4),
    st.booleans(),
)
def test_ids_are_never_cut_and_lines_fit_if_they_can(width: int, cells: list[str], complete: bool) -> None:
    identifier = "7" * 12
    record = {"Id": identifier, "Name": cells[0], "Status": cells[1], "DateCreated": cells[2], "Project": cells[3]}
    _, row = table(record, ("Id", "Name", "Status", "DateCreated", "Project"), width, complete=complete)
    assert row.startswith(identifier)
    assert cell_len(row) <= width or width < (12 + 4 * 12 if complete else 12 + 2 + 8)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


async def test_columns_without_room_are_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    await Output(CommandSettings(), Terminal()).several([DATASET], columns=DATASETS)
    assert capsys.readouterr().err == (
        "no room for Project.Name, TotalSize, QcStatus, DateCreated; --fields chooses, --json shows all\n"
    )
    await Output(CommandSettings(fields=DATASETS), Terminal()).several([DATASET], columns=())
    await Output(CommandSettings(), Terminal()).several([], columns=DATASETS)
    assert capsys.readouterr().err == ""
