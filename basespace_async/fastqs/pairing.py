"""Order and pairs of the FASTQ files of a sample."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from .._util.sample_names import without_read
from .plan import FastqFile

if TYPE_CHECKING:
    from ..models import DatasetCompact


def read_order(file: FastqFile) -> tuple[bool, str]:
    """Return a key that sorts files by their read: R1, R2 and so on before the index reads."""
    return file.read[0] != "R", file.read


def place_of(file: FastqFile, ages: list[str]) -> tuple[int, int, int]:
    """Return where a file stands among those of its read: by lane, then age of the dataset, then part."""
    return file.lane or 0, ages.index(file.dataset), file.part


def mates_key(file: FastqFile) -> tuple[str, str]:
    """Return what tells files of one part of a lane apart, and is the same for those of a pair."""
    path = getattr(file.record, "path", "") or ""
    return without_read(file.name), path[: -len(file.name)] if path.endswith(file.name) else path


def without_copies(files: list[FastqFile]) -> list[FastqFile]:
    """Drop files that are in two datasets, a pair only as a whole: those of one name with the same ETag and size."""
    pairs: dict[Any, list[FastqFile]] = {}
    for file in files:
        pairs.setdefault((file.dataset, file.lane, file.part, mates_key(file)), []).append(file)
    seen: set[tuple[str, str, int]] = set()
    kept = []
    for pair in pairs.values():
        keys = {(file.name, file.etag, file.size) for file in pair}
        if not (keys <= seen and all(file.etag for file in pair)):
            kept += pair
        seen |= keys
    return kept


def pairing_problem(files: list[FastqFile], datasets: Sequence[DatasetCompact]) -> str | None:
    """Return why the reads of a sample do not fit together: each other read must have what R1 has, in its order."""
    places: dict[str, list[Any]] = {}
    several = Counter((file.read, file.dataset, file.lane, file.part) for file in files)
    for file in files:
        place = (file.dataset, file.lane, file.part)
        places.setdefault(file.read, []).append((place, mates_key(file) if several[file.read, *place] > 1 else None))
    if "R1" not in places:
        return "its datasets hold no R1"
    for read, theirs in places.items():
        if theirs != places["R1"]:
            return f"there are {len(places['R1'])} files of R1 and {len(theirs)} of {read} that do not pair"
    if "R2" not in places and any(_says_paired(dataset) for dataset in datasets):
        return "its dataset is of paired ends and has no R2"
    return None


def _says_paired(dataset: DatasetCompact) -> bool:
    attributes = (getattr(dataset, "attributes", None) or {}).get("common_fastq") or {}
    return attributes.get("IsPairedEnd") in (True, "true", "True")
