from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from basespace_async import samplesheets
from basespace_async.errors import ConfigurationError
from basespace_async.fastqs import FastqFile, FastqPlan
from tests.samplesheets.plans import ANY, PLAIN, plan, plans, sample

FORMATS = st.sampled_from(sorted(samplesheets.FORMATS))
ROOT = os.path.abspath("/data")


def files_of(row: dict[str, str], format: str, by_location: dict[str, tuple[FastqFile, ...]]) -> list[FastqFile]:
    """The files that the cells of a row name; each cell of a read holds files of this read."""
    form = samplesheets.FORMATS[format]
    files: list[FastqFile] = []
    for column, cell in row.items():
        for location in cell.split(",") if form.rows == "joined" else [cell]:
            found = by_location.get(location, ())
            digit = column[-1] if column[-1] in "1234" else {form.read1: "1", form.read2: "2"}.get(column, "")
            assert {file.read[1] for file in found} <= {digit}, column
            files += found
    return files


def check(made: FastqPlan, sheet: samplesheets.SampleSheet, format: str, keep_lanes: bool | None, urls: Any) -> None:
    """Every file is in one row; no row has files of two samples; what stands in a row pairs."""
    form = samplesheets.FORMATS[format]
    apart = form.keep_lanes if keep_lanes is None else keep_lanes
    outputs = made.outputs(keep_lanes=apart)
    by_location = {f"{ROOT}/{output.path}": output.files for output in outputs}
    if urls is not None:
        by_location = {urls[file.id]: (file,) for one in made.samples for file in one.files}
    owner = {file.id: one.name for one in made.samples for file in one.files}
    seen: list[str] = []
    names: dict[str, str] = {}
    for row in sheet.rows:
        assert tuple(row) == sheet.columns
        files = files_of(row, format, by_location)
        (name,) = {owner[file.id] for file in files}
        assert names.setdefault(name, row[form.sample]) == row[form.sample]
        places = [[(f.dataset, f.lane, f.part) for f in files if f.read == read] for read in ("R1", "R2", "I1", "I2")]
        assert places[0]
        assert all(place in ([], places[0]) for place in places)
        seen += [file.id for file in files]
    assert len(set(names.values())) == len(names)
    expected = [id_ for id_ in owner if form.other_reads or ":I" not in id_[-3:]]
    assert sorted(seen) == sorted(expected)


@pytest.mark.slow
@given(made=plans(PLAIN), format=FORMATS, keep_lanes=st.sampled_from([None, True, False]), by_url=st.booleans())
def test_every_file_is_in_the_row_of_its_sample(
    made: FastqPlan, format: str, keep_lanes: bool | None, by_url: bool
) -> None:
    assume(len({one.name for one in made.samples}) == len(made.samples))
    form = samplesheets.FORMATS[format]
    urls = {
        file.id: f"gs://b/{number}_{i}.fastq.gz"
        for number, one in enumerate(made.samples)
        for i, file in enumerate(one.files)
    }
    apart = by_url or (form.keep_lanes if keep_lanes is None else keep_lanes)
    refused = any(
        (form.needs_pairs and not one.is_paired) or (form.rows == "one" and apart and len(one.reads["R1"]) > 1)
        for one in made.samples
    )
    options: dict[str, Any] = {"urls": urls} if by_url else {"to": ROOT}
    if refused:
        with pytest.raises(ConfigurationError, match="no sample sheet"):
            samplesheets.build(made, format, keep_lanes=keep_lanes, **options)
        return
    sheet = samplesheets.build(made, format, keep_lanes=keep_lanes, **options)
    check(made, sheet, format, keep_lanes, urls if by_url else None)


@given(made=plans(ANY), format=FORMATS, keep_lanes=st.booleans())
def test_whatever_the_names_are_a_sheet_is_right_or_refused(made: FastqPlan, format: str, keep_lanes: bool) -> None:
    try:
        sheet = samplesheets.build(made, format, keep_lanes=keep_lanes, to=ROOT)
    except ConfigurationError as error:
        assert "no sample sheet" in str(error)  # noqa: PT017
        return
    check(made, sheet, format, keep_lanes, None)


def test_lanes_are_rows_for_sarek_and_merged_for_others() -> None:
    made = plan(sample("T1", lanes=(1, 2), parts=2))
    rows = samplesheets.build(made, "nfcore-sarek", to="/data", values={"patient": "P1", "status": 1}).rows
    assert [row["lane"] for row in rows] == ["L001", "L001_2", "L002", "L002_2"]
    assert rows[0] == {
        "patient": "P1",
        "sex": "NA",
        "status": "1",
        "sample": "T1",
        "lane": "L001",
        "fastq_1": os.path.abspath("/data/T1_L001_R1_001.fastq.gz"),
        "fastq_2": os.path.abspath("/data/T1_L001_R2_001.fastq.gz"),
    }
    (merged,) = samplesheets.build(made, "nfcore-sarek", to="/data", keep_lanes=False).rows
    assert (merged["lane"], merged["patient"], merged["status"]) == ("L001_L002", "T1", "0")
    assert len(samplesheets.build(made, "nfcore-rnaseq").rows) == 1
    assert len(samplesheets.build(made, "nfcore-rnaseq", keep_lanes=True).rows) == 4


def test_files_of_one_sample_are_joined_for_bactopia() -> None:
    made = plan(sample("P", lanes=(1, 2)), sample("S", ["R1"]))
    sheet = samplesheets.build(made, "bactopia", to="/d", keep_lanes=True, values={"species": "Escherichia coli"})
    paired, single = sheet.rows
    assert paired["r1"] == "/d/P_L001_R1_001.fastq.gz,/d/P_L002_R1_001.fastq.gz"
    assert (paired["runtype"], single["runtype"], single["r2"]) == ("merge-pe", "single-end", "")
    assert sheet.to_text().splitlines()[0] == "sample\truntype\tgenome_size\tspecies\tr1\tr2\textra"
    with pytest.raises(ConfigurationError, match="comma"):
        samplesheets.build(made, "bactopia", to="/d,e")


@pytest.mark.parametrize(
    ("format", "name", "called"),
    [
        ("nfcore-rnaseq", "T1", "T1"),
        ("nfcore-ampliseq", "133-121308", "S_133_121308"),
        ("nfcore-ampliseq", "A", "S_A"),
        ("theiagen", "NA12878+x", "NA12878_x"),
        ("bactopia", "é", "_"),
        ("generic", "any name", "any name"),
    ],
)
def test_names_that_a_format_forbids_are_mapped(format: str, name: str, called: str) -> None:
    sheet = samplesheets.build(plan(sample(name)), format)
    assert sheet.rows[0][sheet.format.sample] == called
    assert list(sheet.warnings) == ([] if name == called else [f"{name!r} is {called!r} in the sheet"])


@pytest.mark.parametrize(
    ("format", "samples", "message"),
    [
        ("nfcore-sarek", [sample("A"), sample("B", ["R1"])], "sample 'B' is single-end, and the format needs pairs"),
        ("nfcore-rnaseq", [sample("a b")], "fastq_1 of sample 'a b' must be a path without spaces"),
        ("nfcore-ampliseq", [sample("a-b"), sample("a_b")], "'a-b' and 'a_b' would both be 'a_b'"),
        ("generic", [sample("a/b"), sample("a_b")], "the samples 'a/b' and 'a_b' would have one file"),
        ("generic", [sample("A"), sample("A")], "'A' and 'A' would both be 'A'"),
        ("nfcore-rnaseq", [sample("A", ["R1", "R2", "R3"])], "sample 'A' has R3, and the format has no column for it"),
        ("nfcore-rnaseq", [sample("A", ["R2"])], "sample 'A' has no R1"),
        ("tsv", [sample("A")], "'tsv' is no format of sample sheets; there are nfcore-rnaseq, "),
    ],
)
def test_what_a_format_cannot_have_is_refused_by_name(format: str, samples: list[Any], message: str) -> None:
    with pytest.raises(ConfigurationError, match="^(?s:.*)" + message.replace("(", r"\(")):
        samplesheets.build(plan(*samples), format)


def test_all_problems_are_told_at_once_and_only_some_of_many() -> None:
    made = plan(*(sample(f"S{number}", ["R1"]) for number in range(12)))
    with pytest.raises(ConfigurationError, match=r"'S0' is single-end.*'S9' is single-end.*; and 2 more$"):
        samplesheets.build(made, "nfcore-sarek")


def test_reads_that_do_not_pair_are_refused() -> None:
    one = sample("A", lanes=(1, 2))
    files = (one.files[0], one.files[1], one.files[3], one.files[2])
    with pytest.raises(ConfigurationError, match="files of R1 and R2 that do not pair"):
        samplesheets.build(plan(type(one)("A", files, one.datasets)), "nfcore-rnaseq", keep_lanes=True)


def test_paths_are_absolute_or_relative_or_below_a_url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    made = plan(sample("A"))

    def first(**options: Any) -> str:
        return samplesheets.build(made, "generic", **options).rows[0]["fastq_1"]

    assert first(to="fq") == str(tmp_path / "fq" / "A_R1.fastq.gz")
    assert first(to=tmp_path / "fq", relative=True) == os.path.join("fq", "A_R1.fastq.gz")
    assert first() == str(tmp_path / "A_R1.fastq.gz")
    assert first(relative=True) == "A_R1.fastq.gz"
    assert first(to="gs://bucket/fq/") == "gs://bucket/fq/A_R1.fastq.gz"
    with pytest.raises(ConfigurationError, match="is a URL and cannot be relative"):
        first(to="gs://bucket", relative=True)
    with pytest.raises(ConfigurationError, match="no URL of the file A:1:1:R1"):
        first(urls={})


def test_values_and_metadata_are_further_columns() -> None:
    made = plan(sample("NA_1"), sample("NA_2"))
    sheet = samplesheets.build(
        made,
        "nfcore-rnaseq",
        values={"strandedness": "reverse", "batch": 7},
        metadata=[
            {"NA-1": {"strandedness": "forward", "tissue": "lung"}},
            {"NA_1": {"tissue": ["a", "b"]}, "X": {"t": "u"}},
        ],
    )
    assert sheet.columns == ("sample", "fastq_1", "fastq_2", "strandedness", "batch", "tissue")
    assert [tuple(row.values())[3:] for row in sheet.rows] == [("forward", "7", "a;b"), ("reverse", "7", "")]
    assert sheet.warnings == ("'NA_2' has no metadata",)


@pytest.mark.parametrize(
    ("format", "options", "message"),
    [
        (
            "nfcore-rnaseq",
            {"values": {"strandedness": "left"}},
            "strandedness of sample 'A' is 'left'; it must be one of auto",
        ),
        ("nfcore-rnaseq", {"values": {"fastq_2": "x"}}, "the sheet makes the column 'fastq_2' itself"),
        ("nfcore-rnaseq", {"values": {"note": "a\nb"}}, "note of sample 'A' has a line break"),
        ("nfcore-sarek", {"metadata": {"A": {"patient": "P 1"}}}, "patient of sample 'A' is 'P 1'; it must be a name"),
        ("theiagen", {"values": {"my col": "x"}}, "'my col' cannot be the name of a column"),
        ("generic", {"values": {"": "x"}}, "'' cannot be the name of a column"),
        ("generic", {"metadata": {"A": {}, "a": {}}}, "two rows of the sample 'A'"),
        ("nfcore-sarek", {"values": {"lane": "L9"}}, "sample 'A' has two rows with the lane 'L9'"),
    ],
)
def test_values_that_a_format_cannot_have_are_refused(format: str, options: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        samplesheets.build(plan(sample("A", lanes=(1, 2))), format, **options)


def test_a_link_is_in_no_message() -> None:
    made = plan(sample("A"))
    urls = {file.id: f"https://store/{file.id}?Signature=secret" for file in made.samples[0].files}
    with pytest.raises(ConfigurationError) as refused:
        samplesheets.build(made, "nfcore-rnaseq", urls=urls)
    assert "secret" not in str(refused.value)
    with pytest.raises(ConfigurationError, match="would have one file") as refused:
        samplesheets.build(made, "generic", urls=dict.fromkeys(urls, "https://store/x?Signature=secret"))
    assert "secret" not in str(refused.value)
