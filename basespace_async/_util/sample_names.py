"""What the names of FASTQ files and datasets say of samples, lanes and reads."""

from __future__ import annotations

import re

from attrs import frozen

_LANE = re.compile(r"(?P<sample>.+)[_-]L(?P<lane>[0-9]{1,3})", re.IGNORECASE | re.DOTALL)
_FILE = re.compile(
    r"(?P<sample>.+?)(?:_S(?P<number>[0-9]+))?(?:_L(?P<lane>[0-9]{3}))?[_-](?P<read>[RI][1-4])"
    r"(?:[_-](?P<part>[0-9]{3}))?\.(?:fastq|fq)\.gz",
    re.IGNORECASE | re.DOTALL,
)


def split_lane(name: str) -> tuple[str, int | None]:
    """Split the name of a dataset into that of its sample and its lane, which is None if the name has none.

    Example:
        >>> split_lane("NA1200-3_4_L001"), split_lane("Sample_LANE001")
        (('NA1200-3_4', 1), ('Sample_LANE001', None))
    """
    match = _LANE.fullmatch(name)
    return (match["sample"], int(match["lane"])) if match else (name, None)


@frozen
class FastqName:
    """What the name of a FASTQ file says.

    Attributes:
        sample: Name of the sample.
        number: Number of the sample in its run; None if the name does not say.
        lane: Lane of the flow cell; None if the name does not say.
        read: Read, such as `R1`, `R2` or `I1`.
        part: Number of the part of a lane's reads, usually 1.
    """

    sample: str
    number: int | None
    lane: int | None
    read: str
    part: int

    @property
    def standard(self) -> str:
        """The name as Illumina's programs write it; number and lane are 1 where they are unknown."""
        number = 1 if self.number is None else self.number
        return f"{self.sample}_S{number}_L{self.lane or 1:03}_{self.read}_{self.part:03}.fastq.gz"


def parse_fastq_name(name: str) -> FastqName | None:
    """Read the name of a FASTQ file, such as `NA12878_S1_L001_R1_001.fastq.gz`; None for any other file."""
    match = _FILE.fullmatch(name)
    if match is None:
        return None
    number, lane, part = (int(match[group]) if match[group] else None for group in ("number", "lane", "part"))
    return FastqName(match["sample"], number, lane, match["read"].upper(), 1 if part is None else part)


def without_read(name: str) -> str:
    """Return the name of a FASTQ file without its read: what those of a pair have in common."""
    match = _FILE.fullmatch(name)
    return f"{name[: match.start('read')]}{name[match.end('read') :]}" if match else name
