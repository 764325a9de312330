"""The schemas of the formats, by an implementation of JSON schema that is not ours."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from basespace_async import samplesheets
from basespace_async.errors import ConfigurationError
from basespace_async.fastqs import FastqPlan
from basespace_async.samplesheets.validation import RowValidator
from tests.samplesheets.plans import ANY, PLAIN, plan, plans, sample

# Rows in the form that the pipelines' documentation shows, and what is wrong in others.
READS = {"fastq_1": "/d/a_R1.fastq.gz", "fastq_2": "/d/a_R2.fq.gz"}
RIGHT: list[tuple[str, dict[str, str]]] = [
    ("nfcore-rnaseq", {"sample": "CONTROL_REP1", **READS, "strandedness": "auto"}),
    ("nfcore-rnaseq", {"sample": "CONTROL_REP1", "fastq_1": "s3://b/a.fq.gz", "strandedness": "reverse"}),
    ("nfcore-sarek", {"patient": "P", "sex": "XX", "status": "1", "sample": "T", "lane": "L1", **READS}),
    ("nfcore-ampliseq", {"sampleID": "s1", "forwardReads": "/my data/a.fq.gz", "run": "A"}),
    ("nfcore-viralrecon", {"sample": "1", **READS}),
    ("nfcore-taxprofiler", {"sample": "a", "run_accession": "R1", "instrument_platform": "ILLUMINA", **READS}),
    (
        "bactopia",
        {"sample": "a", "runtype": "merge-pe", "genome_size": "0", "species": "E. coli", "r1": "a,b", "r2": "c,d"},
    ),
    ("theiagen", {"entity:sample_id": "a-1.2", "read1": "gs://b/a.fastq.gz", "read2": "gs://b/b.fastq.gz"}),
    ("generic", {"sample": "any name", "lane": "all", "fastq_1": "/d/x y"}),
]
WRONG: list[tuple[str, dict[str, str]]] = [
    ("nfcore-rnaseq", {"sample": "a"}),
    ("nfcore-rnaseq", {"sample": "a b"}),
    ("nfcore-rnaseq", {"strandedness": "left"}),
    ("nfcore-rnaseq", {"fastq_1": "/d/a.fastq"}),
    ("nfcore-rnaseq", {"fastq_2": "/d/a b.fastq.gz"}),
    ("nfcore-sarek", {"status": "tumor"}),
    ("nfcore-sarek", {"lane": "1 2"}),
    ("nfcore-ampliseq", {"sampleID": "1a"}),
    ("nfcore-ampliseq", {"sampleID": "a"}),
    ("nfcore-ampliseq", {"forwardReads": "/d/my a.fq.gz"}),
    ("nfcore-ampliseq", {"control": "yes"}),
    ("nfcore-taxprofiler", {"instrument_platform": "illumina"}),
    ("bactopia", {"runtype": "paired"}),
    ("bactopia", {"genome_size": "2.8M"}),
    ("theiagen", {"entity:sample_id": "a b"}),
    ("theiagen", {"my column": "x"}),
    ("theiagen", {"read1": "gs://b/a.bam"}),
]


def conforms(format: str, row: dict[str, str]) -> bool:
    schema = samplesheets.schema(format)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema).is_valid({name: cell for name, cell in row.items() if cell})


def ours(format: str, row: dict[str, str]) -> bool:
    validator = RowValidator(samplesheets.FORMATS[format])
    required: list[str] = samplesheets.schema(format)["required"]
    whole = {**dict.fromkeys(required, ""), **row}
    return not [*validator.column_problems(tuple(row)), *validator.problems("a", whole)]


@pytest.mark.parametrize(("format", "row"), RIGHT)
def test_rows_as_the_pipelines_show_them_conform(format: str, row: dict[str, str]) -> None:
    assert conforms(format, row)
    assert ours(format, row)


@pytest.mark.parametrize(("format", "change"), WRONG)
def test_rows_that_a_pipeline_refuses_do_not(format: str, change: dict[str, str]) -> None:
    right = next(row for name, row in RIGHT if name == format)
    row = change if change == {"sample": "a"} else {**right, **change}
    assert not conforms(format, row)
    assert not ours(format, row)


@pytest.mark.slow
@given(row=st.data(), format=st.sampled_from(sorted(samplesheets.FORMATS)))
def test_rows_are_judged_as_a_real_validator_judges_them(row: st.DataObject, format: str) -> None:
    right = next(values for name, values in RIGHT if name == format)
    cells = st.sampled_from(["", "a b", "x.fastq.gz", "a/b c.fq.gz", "1", "0", "XY", "\u00e9.fq.gz", "a,b"]) | st.text(
        "aZ0_.- /", max_size=6
    )
    changed = row.draw(st.dictionaries(st.sampled_from([*samplesheets.schema(format)["properties"], "extra_1"]), cells))
    assert ours(format, {**right, **changed}) == conforms(format, {**right, **changed})


@pytest.mark.slow
@given(made=plans(PLAIN | ANY), format=st.sampled_from(sorted(samplesheets.FORMATS)), keep_lanes=st.booleans())
def test_every_row_of_a_sheet_conforms(made: FastqPlan, format: str, keep_lanes: bool) -> None:
    try:
        sheet = samplesheets.build(made, format, keep_lanes=keep_lanes, to="/d")
    except ConfigurationError:
        return
    assert all(conforms(format, row) for row in sheet.rows)


@pytest.mark.parametrize("format", samplesheets.FORMATS)
def test_a_plain_plan_has_a_sheet_in_every_format(format: str) -> None:
    sheet = samplesheets.build(plan(sample("NA12878")), format, to="/d")
    assert len(sheet.rows) == 1
    assert conforms(format, sheet.rows[0])
    properties: dict[str, Any] = samplesheets.schema(format)["properties"]
    assert set(sheet.columns) <= set(properties)
    assert sorted(sheet.columns, key=list(properties).index) == list(sheet.columns)
