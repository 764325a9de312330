"""Names of samples, lanes and FASTQ files, and which of them a name that a person gives stands for."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping

from attrs import frozen

_LANE = re.compile(r"(?P<sample>.+)[_-]L(?P<lane>[0-9]{1,3})", re.IGNORECASE | re.DOTALL)
_FILE = re.compile(
    r"(?P<sample>.+?)(?:_S[0-9]+)?(?:_L(?P<lane>[0-9]{3}))?[_-](?P<read>[RI][1-4])(?:[_-](?P<part>[0-9]{3}))?"
    r"\.(?:fastq|fq)\.gz",
    re.IGNORECASE | re.DOTALL,
)
_MAX_NEAREST = 3


@frozen
class FastqName:
    """What the name of a FASTQ file says.

    Attributes:
        read: Read, such as `R1`, `R2` or `I1`.
        lane: Lane of the flow cell; None if the name does not say.
        part: Number of the part of a lane's reads, usually 1.
    """

    read: str
    lane: int | None
    part: int


def parse_fastq_name(name: str) -> FastqName | None:
    """Read the name of a FASTQ file, such as `NA12878_S1_L001_R1_001.fastq.gz`; None for any other file."""
    match = _FILE.fullmatch(name)
    if match is None:
        return None
    lane, part = match["lane"], match["part"]
    return FastqName(match["read"].upper(), int(lane) if lane else None, int(part) if part else 1)


def without_read(name: str) -> str:
    """Return the name of a FASTQ file without its read: what those of a pair have in common."""
    match = _FILE.fullmatch(name)
    return f"{name[: match.start('read')]}{name[match.end('read') :]}" if match else name


def split_lane(name: str) -> tuple[str, int | None]:
    """Split the name of a dataset into that of its sample and its lane, which is None if the name has none.

    Example:
        >>> split_lane("NA1200-3_4_L001"), split_lane("Sample_LANE001")
        (('NA1200-3_4', 1), ('Sample_LANE001', None))
    """
    match = _LANE.fullmatch(name)
    return (match["sample"], int(match["lane"])) if match else (name, None)


def group_by_sample(names: Iterable[str]) -> dict[str, list[str]]:
    """Group the names of datasets by sample.

    The datasets of lanes belong to the sample of their common name, unless a dataset has exactly that name: then each
    lane is a sample of its own.

    Returns:
        Distinct names of datasets by sample, in the order in which they came.
    """
    distinct = dict.fromkeys(names)
    samples: dict[str, list[str]] = {}
    for name in distinct:
        sample, lane = split_lane(name)
        samples.setdefault(name if lane is None or sample in distinct else sample, []).append(name)
    return samples


def _alike(name: str) -> str:
    return name.replace("_", "-")


# How names are compared, the strictest way first; a way that finds one sample decides.
_WAYS: tuple[Callable[[str], str], ...] = (str, _alike, str.casefold, lambda name: _alike(name).casefold())


def find_name(wanted: str, samples: Mapping[str, list[str]]) -> list[tuple[str, list[str]]]:
    """Find the samples, or single datasets, that a name stands for.

    An exact name wins; then one that differs only in `_` and `-`, as names of files have hyphens; then one that
    differs in upper and lower case, too. A name never stands for longer ones that begin with it.

    Args:
        wanted: Name that a person gave.
        samples: Names of datasets by sample; see `group_by_sample`.

    Returns:
        What has the name, and the names of its datasets; several if the name is ambiguous.
    """
    datasets = {name: [name] for names in samples.values() for name in names}
    for way in _WAYS:
        for candidates in (datasets, samples):
            matches = [(name, names) for name, names in candidates.items() if way(name) == way(wanted)]
            if matches:
                return matches
    return []


def nearest(wanted: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return the names that are most like one that was not found."""
    by_fold: dict[str, str] = {}
    for name in names:
        by_fold.setdefault(_alike(name).casefold(), name)
    close = difflib.get_close_matches(_alike(wanted).casefold(), by_fold, _MAX_NEAREST)
    return tuple(by_fold[name] for name in close)
