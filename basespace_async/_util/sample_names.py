"""What the names of FASTQ datasets say of samples and lanes."""

from __future__ import annotations

import re

_LANE = re.compile(r"(?P<sample>.+)[_-]L(?P<lane>[0-9]{1,3})", re.IGNORECASE | re.DOTALL)


def split_lane(name: str) -> tuple[str, int | None]:
    """Split the name of a dataset into that of its sample and its lane, which is None if the name has none.

    Example:
        >>> split_lane("NA1200-3_4_L001"), split_lane("Sample_LANE001")
        (('NA1200-3_4', 1), ('Sample_LANE001', None))
    """
    match = _LANE.fullmatch(name)
    return (match["sample"], int(match["lane"])) if match else (name, None)
