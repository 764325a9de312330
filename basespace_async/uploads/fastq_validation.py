"""Validation of the FASTQ files of a plan, before anything is sent. Blocking."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from attrs import define, field, frozen

from ..errors import shown
from .fastq_names import FastqProblem, FastqSource
from .fastq_plan import FastqUploadDataset, FastqUploadPlan
from .fastq_scan import FastqScan, StopFlag

QUICK_LOOK = 10_000
"""Records of each file that are looked at, if not all are."""
_LENGTHS = {
    "R1": "MaxLengthRead1",
    "R2": "MaxLengthRead2",
    "I1": "MaxLengthIndexRead1",
    "I2": "MaxLengthIndexRead2",
}


@frozen
class FastqValidation:
    """The result of validating the files of a dataset.

    Attributes:
        problems: The rules that the files break.
        attributes: What is known of the dataset's attributes in `common_fastq`: always `IsPairedEnd`; the totals and
            lengths only if all of the files was read, and nothing is wrong with them.
    """

    problems: tuple[FastqProblem, ...]
    attributes: dict[str, int | bool]


def validate_fastqs(
    plan: FastqUploadPlan,
    *,
    full: bool = False,
    allow_invalid_readnames: bool = False,
    stop: StopFlag | None = None,
    on_read: Callable[[int], object] | None = None,
) -> list[FastqProblem]:
    """Check the content of all files of a plan, one dataset after the other; see `validate_dataset`.

    Args:
        plan: The plan.
        full: As in `validate_dataset`.
        allow_invalid_readnames: As in `validate_dataset`.
        stop: As in `validate_dataset`.
        on_read: As in `validate_dataset`.

    Returns:
        The problems of the plan and of its files; empty if all may be sent.

    Raises:
        CancelledError: If it was stopped (that of `concurrent.futures`).

    Example:
        ```python
        for problem in validate_fastqs(plan_fastqs(["fastq"]), full=True):
            print(problem)
        ```
    """
    problems = list(plan.problems)
    for dataset in plan.datasets:
        names = not allow_invalid_readnames
        problems += _validated(dataset, full=full, check_names=names, stop=stop, on_read=on_read).problems
    return problems


def validate_dataset(
    dataset: FastqUploadDataset,
    *,
    full: bool = False,
    allow_invalid_readnames: bool = False,
    stop: StopFlag | None = None,
    on_read: Callable[[int], object] | None = None,
) -> FastqValidation:
    """Check the content of the files of a dataset, in some megabytes of memory.

    Checked are gzip, records of four lines, as many qualities as bases, the names of reads, and that the files of a
    pair have the same reads in the same order. Each rule is told of once for a file, with the first line that breaks
    it.

    Args:
        dataset: The dataset of a plan.
        full: Read all of the files, with the checksums of gzip, instead of their first 10,000 records.
        allow_invalid_readnames: Take reads with any names; then lanes, read numbers and filter flags are not checked,
            either.
        stop: Asked now and then whether to stop, such as a `threading.Event`.
        on_read: Called with the number of bytes after each piece of a file.

    Returns:
        A `FastqValidation`.

    Raises:
        CancelledError: If it was stopped (that of `concurrent.futures`).

    Example:
        ```python
        checked = await asyncio.to_thread(validate_dataset, plan.datasets[0], full=True)
        print(*checked.problems, checked.attributes)
        ```
    """
    return _validated(dataset, full=full, check_names=not allow_invalid_readnames, stop=stop, on_read=on_read)


def _validated(
    dataset: FastqUploadDataset,
    *,
    full: bool,
    check_names: bool,
    stop: StopFlag | None,
    on_read: Callable[[int], object] | None,
) -> FastqValidation:
    def scan(source: FastqSource) -> FastqScan:
        limit = None if full else QUICK_LOOK
        return FastqScan(source, limit=limit, check_names=check_names, stop=stop, on_read=on_read)

    problems: list[FastqProblem] = []
    scans: list[FastqScan] = []
    for files in dataset.mates():
        mates = [_Mate(scan(source)) for source in files.values()]
        problems += _compare(mates)
        scans += [mate.scan for mate in mates]
    problems[:0] = [problem for scan in scans for problem in scan.problems]
    attributes: dict[str, int | bool] = {"IsPairedEnd": dataset.is_paired}
    if not problems and all(scan.is_whole for scan in scans):
        attributes.update(_totals(scans))
    return FastqValidation(tuple(problems), attributes)


def _totals(scans: list[FastqScan]) -> dict[str, int]:
    reads = {read: sum(scan.reads for scan in scans if scan.source.parsed.read == read) for read in ("R1", "R2")}
    totals = {"TotalClustersPF": reads["R1"], "TotalReadsPF": sum(reads.values())}
    for scan in scans:
        name = _LENGTHS[scan.source.parsed.read]
        totals[name] = max(totals.get(name, 0), scan.max_length)
    return totals


@define
class _Mate:
    """One of the files of a pair, and the names of its reads that are not compared yet."""

    scan: FastqScan
    waiting: list[bytes] = field(factory=list)
    names: Iterator[list[bytes]] = field(init=False)
    compared: bool = True
    ended: bool = False

    def __attrs_post_init__(self) -> None:
        self.names = self.scan.names()

    def fill(self) -> None:
        """Read on, if nothing waits."""
        while not self.waiting and not self.ended:
            names = next(self.names, None)
            self.ended = names is None
            self.waiting = names or []

    @property
    def name(self) -> str:
        return self.scan.source.name


def _compare(mates: list[_Mate]) -> Iterator[FastqProblem]:
    """Read files that go together side by side, and yield how they differ."""
    first, *others = mates
    position = 0
    while True:
        for mate in mates:
            mate.fill()
        running = [mate for mate in mates if mate.waiting]
        if not running:
            break
        count = min(len(mate.waiting) for mate in running)
        for mate in others:
            if mate.compared and first.waiting and mate.waiting:
                yield from _compare_names(first, mate, count, position)
        for mate in running:
            del mate.waiting[:count]
        position += count
    for mate in others:
        yield from _compare_counts(first.scan, mate.scan)


def _compare_names(first: _Mate, mate: _Mate, count: int, position: int) -> Iterator[FastqProblem]:
    ours, theirs = first.waiting[:count], mate.waiting[:count]
    text, other = b"\n".join(ours), b"\n".join(theirs)
    number = mate.scan.source.parsed.read[1:].encode()
    if text in (other, other.replace(b" %b:" % number, b" 1:")):
        return
    for offset, (our, their) in enumerate(zip(ours, theirs, strict=True)):
        if not _are_mates(our, their):
            mate.compared = False
            names = (shown(name.decode("ascii", "backslashreplace")) for name in (their, our))
            message = "the read {} is the mate of {} in {}; write the files in the same order"
            line = (position + offset) * 4 + 1
            yield FastqProblem(mate.scan.source.path, line, "read-order", message.format(*names, first.name))
            return


def _are_mates(first: bytes, second: bytes) -> bool:
    """Whether two names are of one cluster: the same up to a space, or to the 1 and 2 at the end of older names."""
    ours, theirs = first.partition(b" ")[0], second.partition(b" ")[0]
    is_numbered = ours[-2:] in (b"/1", b".1") and theirs[-2:] == ours[-2:-1] + b"2"
    return ours == theirs or (is_numbered and ours[:-2] == theirs[:-2])


def _compare_counts(first: FastqScan, mate: FastqScan) -> Iterator[FastqProblem]:
    # A quick look that ends before the file's end knows at least that there are more.
    if first.reads == mate.reads or not (first.is_whole or mate.is_whole):
        return
    if any(problem.rule in ("gzip", "record", "file") for scan in (first, mate) for problem in scan.problems):
        return
    counts = " and ".join(f"{scan.source.name} {_count_of(scan)}" for scan in (first, mate))
    yield FastqProblem(mate.source.path, None, "read-count", f"{counts} reads, and both must have the same number")


def _count_of(scan: FastqScan) -> str:
    return f"has {scan.reads}" if scan.is_whole else f"has more than {scan.reads - 1}"
