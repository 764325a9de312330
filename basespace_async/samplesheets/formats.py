"""The formats of sample sheets: which column is what, and how lanes become rows."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

from attrs import frozen

from ..errors import ConfigurationError

_SPACE = r"\s"
_NO_WORD = r"[^A-Za-z0-9_]"
_NO_PLAIN = r"[^A-Za-z0-9_.-]"


@frozen(kw_only=True)
class SheetFormat:
    """A format of sample sheets.

    Attributes:
        name: Name of the format.
        sample: Column of the name of the sample.
        read1: Column of the file of R1.
        read2: Column of the file of R2.
        lane: Column that tells the rows of a sample apart: the lane, unless a value is given; "" if there is none.
        patient: Column that has the name of the sample unless a value is given; "" if there is none.
        run_type: Column that says whether the reads are paired; "" if there is none.
        forbidden: Pattern of the characters that become `_` in names.
        letter_first: Whether names begin with a letter and have two characters or more.
        keep_lanes: Whether the pipeline wants a row for each lane.
        rows: How a sample with several files of a read is written: several = a row for each; one = not at all;
            joined = in one row, with commas.
        needs_pairs: Whether single-end samples are refused.
        other_reads: Whether there are columns for I1, I2, R3 and R4.
        delimiter: What stands between the cells.
    """

    name: str
    sample: str = "sample"
    read1: str = "fastq_1"
    read2: str = "fastq_2"
    lane: str = ""
    patient: str = ""
    run_type: str = ""
    forbidden: str = _SPACE
    letter_first: bool = False
    keep_lanes: bool = False
    rows: str = "several"
    needs_pairs: bool = False
    other_reads: bool = False
    delimiter: str = ","

    @property
    def extension(self) -> str:
        """Extension of its files."""
        return "tsv" if self.delimiter == "\t" else "csv"

    @property
    def made(self) -> frozenset[str]:
        """Columns that no value can be given for."""
        return frozenset({self.sample, self.read1, self.read2, self.run_type} - {""})


FORMATS = {
    format.name: format
    for format in (
        SheetFormat(name="nfcore-rnaseq"),
        SheetFormat(name="nfcore-sarek", lane="lane", patient="patient", keep_lanes=True, needs_pairs=True),
        SheetFormat(
            name="nfcore-ampliseq",
            sample="sampleID",
            read1="forwardReads",
            read2="reverseReads",
            forbidden=_NO_WORD,
            letter_first=True,
            rows="one",
        ),
        SheetFormat(name="nfcore-viralrecon"),
        SheetFormat(name="nfcore-taxprofiler", lane="run_accession"),
        SheetFormat(
            name="bactopia",
            read1="r1",
            read2="r2",
            run_type="runtype",
            forbidden=_NO_PLAIN,
            rows="joined",
            delimiter="\t",
        ),
        SheetFormat(
            name="theiagen",
            sample="entity:sample_id",
            read1="read1",
            read2="read2",
            forbidden=_NO_PLAIN,
            rows="one",
            delimiter="\t",
        ),
        SheetFormat(name="generic", lane="lane", forbidden=r"[\x00-\x1f\x7f\ud800-\udfff]", other_reads=True),
    )
}


def find_format(name: str) -> SheetFormat:
    """Return a format by its name.

    Raises:
        ConfigurationError: If there is none of this name.
    """
    if name not in FORMATS:
        raise ConfigurationError(f"{name!r} is no format of sample sheets; there are {', '.join(FORMATS)}")
    return FORMATS[name]


@cache
def _schema_text(name: str) -> str:
    return files("basespace_async.samplesheets").joinpath("schemas", f"{name}.json").read_text(encoding="utf-8")


def schema(format: str) -> dict[str, Any]:
    """Return the JSON schema of a row, in which empty cells are left out.

    Args:
        format: Name of the format, one of `FORMATS`.

    Raises:
        ConfigurationError: If there is no such format.

    Example:
        ```python
        print(list(samplesheets.schema("nfcore-rnaseq")["properties"]))
        ```
    """
    document: dict[str, Any] = json.loads(_schema_text(find_format(format).name))
    return document
