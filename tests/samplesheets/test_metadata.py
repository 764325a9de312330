from __future__ import annotations

from pathlib import Path

import pytest

from basespace_async import BaseSpace, samplesheets
from basespace_async.errors import ConfigurationError
from basespace_async.simulator import Simulator
from tests.samplesheets.plans import plan, sample


def test_a_table_is_read_by_sample(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text('\ufeffpatient,Sample,note\nP1,NA1,"a, ""b"""\n\nP2,NA2,\n', encoding="utf-8")
    assert samplesheets.read_metadata(table) == {"NA1": {"patient": "P1", "note": 'a, "b"'}, "NA2": {"patient": "P2"}}
    assert set(samplesheets.read_metadata(table, key="patient")) == {"P1", "P2"}
    table.write_text("id\tpatient\nNA1\tP,1\n", encoding="utf-8")
    assert samplesheets.read_metadata(table) == {"NA1": {"patient": "P,1"}}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_table_of_a_spreadsheet_is_read(tmp_path: Path, encoding: str) -> None:
    table = tmp_path / "t.csv"
    table.write_text('sample;patient\r\nNA1;"P;1"\r\nNA2;Jürg\r\n', encoding=encoding)
    assert samplesheets.read_metadata(table) == {"NA1": {"patient": "P;1"}, "NA2": {"patient": "Jürg"}}


@pytest.mark.parametrize(
    ("text", "key", "message"),
    [
        ("", None, "is empty"),
        ("sample,a\nx\n", None, "a row has 1 cells and the header 2: 'x'"),
        ("sample,a\nx,1\nx,2\n", None, "two rows of the sample 'x'"),
        ("sample,a\n,1\n", None, "a row of the sample ''"),
        ("sample,a,a\nx,1,2\n", None, "has a column twice"),
        ("sample,a\nx,1\n", "b", "has no column 'b'"),
        ('sample,a\nx,"1\n', None, "cannot be read as a table"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused(tmp_path: Path, text: str, key: str | None, message: str) -> None:
    table = tmp_path / "t.csv"
    table.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=message):
        samplesheets.read_metadata(table, key=key)


def test_a_file_that_is_not_there_or_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(b"\xff\xfe\x00")
    for name in ("a", "b"):
        with pytest.raises(ConfigurationError, match="cannot be read as a table"):
            samplesheets.read_metadata(tmp_path / name)


async def test_properties_of_biosamples_are_read_by_name() -> None:
    async with (
        Simulator(edge_cases=True, biosamples=4) as simulator,
        BaseSpace(simulator.token, server=simulator.url) as basespace,
    ):
        projects = [project async for project in basespace.projects.list() if project.name == "Batch 7"]
        made = await basespace.fastqs.find(["Laneless", "Twin", "CA-001"], project=projects[0])
        by_name = await basespace.biosamples.find_by_name(["Laneless", "Twin"])
        await basespace.biosamples.properties(by_name["Laneless"][0]).set("Lab.Patient", "P1")
        await basespace.biosamples.properties(by_name["Laneless"][0]).set("Lab.Tubes", ["T1", "T2"])
        for twin in by_name["Twin"]:
            await basespace.biosamples.properties(twin).set("Lab.Patient", f"of {twin.default_project.id}")
        columns = {"Lab.Patient": "patient", "Lab.Tubes": "tubes"}
        metadata = await samplesheets.read_properties(basespace, made, columns)
        assert metadata == {
            "Laneless": {"patient": "P1", "tubes": ["T1", "T2"]},
            "Twin": {"patient": f"of {projects[0].id}"},
            "CA-001": {},
        }
        rows = samplesheets.build(made, "generic", metadata=metadata).rows
        assert [row["tubes"] for row in rows if row["sample"] == "Laneless"] == ["T1;T2"]
        elsewhere = plan(sample("Twin"))
        with pytest.raises(ConfigurationError, match=r"several biosamples have the name 'Twin': \d+, \d+"):
            await samplesheets.read_properties(basespace, elsewhere, columns)
        assert await samplesheets.read_properties(basespace, plan(sample("a,b"), sample("none")), columns) == {}
