"""The rules for the names of FASTQ files that are uploaded."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from typing import Literal

from attrs import evolve, frozen

from .._util.sample_names import FastqName, parse_fastq_name
from ..errors import shown

READS = ("R1", "R2", "I1", "I2")
ENDING = ".fastq.gz"
_STANDARD = f"SampleName_S1_L001_R1_001{ENDING}"
_BIOSAMPLE = re.compile("[A-Za-z0-9_-]+")

FastqRule = Literal[
    "file",
    "extension",
    "file-name",
    "sample-name",
    "library-name",
    "duplicate-name",
    "missing-mate",
    "gzip",
    "record",
    "quality-count",
    "read-name",
    "read-number",
    "lane",
    "filter",
    "read-count",
    "read-order",
]
"""A rule for FASTQ files; docs/how-to/upload-fastqs.md has a table of them."""


@frozen
class FastqProblem:
    """A rule that a FASTQ file breaks.

    Attributes:
        file: The file, or the folder; None if an argument is wrong.
        line: Line of the decompressed text, from 1; None if the rule is not about a line.
        rule: The rule.
        message: What is wrong, and what to do.
    """

    file: Path | None
    line: int | None
    rule: FastqRule
    message: str

    def __str__(self) -> str:
        place = "" if self.file is None else f"{self.file}: " if self.line is None else f"{self.file}:{self.line}: "
        return f"{place}{self.message} ({self.rule})"


@frozen
class FastqSource:
    """A FASTQ file on disk.

    Attributes:
        path: Path on disk.
        size: Size in bytes.
        parsed: What its name says.
    """

    path: Path
    size: int
    parsed: FastqName

    @property
    def name(self) -> str:
        """Name of the file without its folder."""
        return self.path.name


def problem_of_biosample(name: str) -> str:
    """Return what is wrong with the name of a biosample (reference), or ""."""
    if not name:
        return "the name of the sample is empty; give it a name"
    if not _BIOSAMPLE.fullmatch(name):
        return f"the biosample's name, {shown(name)}, may have only letters, digits, dashes and underscores; rename it"
    return ""


def source_of(path: Path, sample: str | None) -> FastqSource | FastqProblem:
    """Return a file as its name says, or the rule that the name breaks."""
    parsed = parse_fastq_name(path.name)
    if not path.name.endswith(ENDING):
        message = f"does not end in {ENDING}: BaseSpace takes only FASTQ files that gzip has compressed"
        change = "rename" if path.name.lower().endswith(".gz") else "compress"
        return FastqProblem(path, None, "extension", f"{message}; {change} it")
    if path.name.startswith("_"):
        return FastqProblem(path, None, "sample-name", "the name of its sample is empty; rename the file")
    if parsed is None or parsed.read not in READS:
        return FastqProblem(path, None, "file-name", f"is not named as {_STANDARD}, with the read R1, R2, I1 or I2")
    if parsed.standard != path.name:
        message = f"is not named as {_STANDARD}; rename it, for example to {parsed.standard}"
        return FastqProblem(path, None, "file-name", message)
    if sample is None:
        if "_" in parsed.sample:
            message = (
                f"the sample in its name, {parsed.sample}, has an underscore, where BaseSpace parts the name: rename "
                f"the file to {evolve(parsed, sample=parsed.sample.replace('_', '-')).standard}, or give the name of "
                "the biosample"
            )
            return FastqProblem(path, None, "sample-name", message)
        if message := problem_of_biosample(parsed.sample):
            return FastqProblem(path, None, "sample-name", message)
    try:
        status = os.stat(path)
    except OSError as error:
        return FastqProblem(path, None, "file", f"cannot be read: {error.strerror or error}")
    if not stat.S_ISREG(status.st_mode):
        return FastqProblem(path, None, "file", "is no regular file")
    return FastqSource(path, status.st_size, parsed)
