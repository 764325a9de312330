"""CSV as other programs read it, with any character in a name."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from basespace_async.cli.output.formats import CSV
from basespace_async.cli.output.records import Fields

Rows = list[list[str]]
TROUBLE = "\r\n\0\"',;|\t \\#\ufeff\u2028\x85\x1a"
NAMES = st.text(st.sampled_from(TROUBLE) | st.characters(exclude_categories=["Cs"]), min_size=1)


def written(names: list[str], columns: tuple[str, ...]) -> str:
    form = CSV(Fields(columns), safe=False)
    return form.begin() + form.batch([{"Id": str(number), "Name": name} for number, name in enumerate(names)])


def read_by_python(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as stream:
        return [*csv.reader(stream)][1:]


def read_by_pandas(path: Path) -> Rows:
    pandas = pytest.importorskip("pandas")
    rows: Rows = pandas.read_csv(path, dtype=str, keep_default_na=False).to_numpy().tolist()
    return rows


def read_by_duckdb(path: Path) -> Rows:
    duckdb = pytest.importorskip("duckdb")
    rows = duckdb.execute("SELECT * FROM read_csv(?, all_varchar = true, header = true)", [str(path)]).fetchall()
    return [[*row] for row in rows]


@pytest.mark.slow
@pytest.mark.parametrize("read", [read_by_python, read_by_pandas, read_by_duckdb])
def test_a_name_of_any_characters_reads_back(read: Callable[[Path], Rows], tmp_path: Path) -> None:
    path = tmp_path / "list.csv"

    @settings(max_examples=100, deadline=None)
    @given(st.lists(NAMES, min_size=1, max_size=5), st.sampled_from([("Id", "Name"), ("Name", "Id")]))
    def check(names: list[str], columns: tuple[str, ...]) -> None:
        path.write_text(written(names, columns), encoding="utf-8", newline="")
        wanted = [[str(number), name] for number, name in enumerate(names)]
        assert read(path) == [row if columns[0] == "Id" else row[::-1] for row in wanted]

    check()


@pytest.mark.parametrize("read", [read_by_python, read_by_pandas])
def test_an_empty_name_alone_is_a_row(read: Callable[[Path], Rows], tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(written(["a", "", "b"], ("Name",)), encoding="utf-8")
    assert read(path) == [["a"], [""], ["b"]]


def test_half_a_character_is_escaped() -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="backslashreplace", newline="")
    stream.write(written(["\ud800"], ("Name",)))
    stream.flush()
    assert stream.buffer.getvalue() == b'Name\n"\\ud800"\n'  # type: ignore[attr-defined]
