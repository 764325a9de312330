"""Make the rows of a sample sheet from a plan."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from attrs import evolve, frozen

from ..errors import ConfigurationError, shown
from ..fastqs import FastqOutput, FastqPlan, FastqSample
from .formats import SheetFormat, find_format, schema
from .locations import locator
from .metadata import Metadata, by_sample, texts
from .sheet import SampleSheet
from .validation import RowValidator

_MAX_PROBLEMS = 10


class _Problem(Exception):
    """A sample that the format cannot have."""


@frozen
class _Row:
    """Files of a sample that stand in one row, by read: several if they are joined."""

    files: dict[str, list[FastqOutput]]

    @property
    def lane(self) -> str:
        """Name of the lanes, such as `L001` or `L001_L002`; `all` if the names of the files do not say."""
        lanes = dict.fromkeys(file.lane for output in self.files["R1"] for file in output.files)
        return "_".join("all" if lane is None else f"L{lane:03}" for lane in lanes)


def build(
    plan: FastqPlan,
    format: str,
    *,
    to: str | Path = ".",
    relative: bool = False,
    keep_lanes: bool | None = None,
    urls: Mapping[str, str] | None = None,
    values: Mapping[str, object] | None = None,
    metadata: Metadata | Sequence[Metadata] = (),
) -> SampleSheet:
    """Build the sample sheet of a plan.

    In names of samples, characters that the format forbids become `_`; where a name must begin with a letter, `S_`
    comes before it. Index reads stand in the generic format only.

    Args:
        plan: Samples and their files.
        format: Name of the format, one of `FORMATS`.
        to: Folder that the files are fetched to, or the URL of one, such as `gs://bucket/fastq`.
        relative: Give paths from the working directory instead of absolute ones.
        keep_lanes: Whether there is a file for each lane, as in `fastqs.fetch`. [default: as the format wants]
        urls: URLs by the ids of files, in place of paths; see `basespace_urls` and `presigned_urls`. There is a row for
            each lane then.
        values: Values of further columns, the same for all samples.
        metadata: Values of further columns by sample, which win over `values`, or several of these, the last of which
            wins; see `read_metadata` and `read_properties`.

    Raises:
        ConfigurationError: If the format is unknown, or it cannot have a sample, such as a single-end one; the message
            says which.

    Example:
        ```python
        sheet = samplesheets.build(plan, "nfcore-sarek", to="fastq", metadata={"NA12878": {"patient": "P1"}})
        sheet.write("samplesheet.csv")
        ```
    """
    form = find_format(format)
    apart = urls is not None or (form.keep_lanes if keep_lanes is None else keep_lanes)
    names = _names(plan, form)
    own = by_sample([metadata] if isinstance(metadata, Mapping) else metadata, plan)
    further = {name: texts({**(values or {}), **own.get(name, {})}) for name in names}
    columns = _columns(plan, form, further.values())
    validator, locate = RowValidator(form), locator(to, relative=relative, urls=urls)
    problems, rows = [*validator.column_problems(columns)], []
    for sample in plan.samples:
        outputs = evolve(plan, samples=(sample,)).outputs(keep_lanes=apart)
        try:
            cells = _cells(form, names[sample.name], _rows_of(sample, form, outputs), locate, further[sample.name])
        except _Problem as problem:
            problems.append(f"sample {shown(sample.name)} {problem}")
            continue
        rows += [{column: row.get(column, "") for column in columns} for row in cells]
        problems += [text for row in rows[len(rows) - len(cells) :] for text in validator.problems(sample.name, row)]
    problems += _repeated(form, rows)
    if problems:
        raise ConfigurationError(f"no sample sheet {format}: {_joined(problems)}")
    warnings = [f"{shown(name)} is {called!r} in the sheet" for name, called in names.items() if name != called]
    if metadata:
        warnings += [f"{shown(name)} has no metadata" for name in names if name not in own]
    return SampleSheet(form, columns, tuple(rows), tuple(warnings))


def _joined(problems: list[str]) -> str:
    distinct = list(dict.fromkeys(problems))
    more = len(distinct) - _MAX_PROBLEMS
    return "; ".join(distinct[:_MAX_PROBLEMS]) + (f"; and {more} more" if more > 0 else "")


def _names(plan: FastqPlan, form: SheetFormat) -> dict[str, str]:
    """Return the name of each sample in the sheet.

    Raises:
        ConfigurationError: If two samples have one name.
    """
    names: dict[str, str] = {}
    owners: dict[str, str] = {}
    for sample in plan.samples:
        name = re.sub(form.forbidden, "_", sample.name)
        if form.letter_first and not re.match(r"[A-Za-z].", name):
            name = f"S_{name}"
        if name in owners:
            raise ConfigurationError(
                f"no sample sheet {form.name}: the samples {shown(owners[name])} and {shown(sample.name)} "
                f"would both be {name!r} in it"
            )
        names[sample.name], owners[name] = name, sample.name
    return names


def _columns(plan: FastqPlan, form: SheetFormat, values: Iterable[Mapping[str, str]]) -> tuple[str, ...]:
    """Return the columns: those of the format, those of other reads, and those that values are given for.

    Raises:
        ConfigurationError: If a value is given for a column that the sheet makes itself.
    """
    document = schema(form.name)
    given = dict.fromkeys(column for row in values for column in row)
    others = {_column(form, read) for sample in plan.samples for read in sample.reads} if form.other_reads else set()
    own = [
        name
        for name, rule in document["properties"].items()
        if name in document["required"] or name == form.read2 or "default" in rule or name in given
    ]
    generated = form.made | others
    if taken := [column for column in given if column in generated]:
        raise ConfigurationError(f"the sheet makes the column {taken[0]!r} itself; no value can be given for it")
    return tuple(dict.fromkeys([*own, *sorted(others), *given]))


def _column(form: SheetFormat, read: str) -> str:
    """Return the column of a read: that of the format, or such as `fastq_3` and `index_1`."""
    names = {"R1": form.read1, "R2": form.read2}
    return names.get(read) or f"{'index' if read.startswith('I') else 'fastq'}_{read[1:]}"


def _rows_of(sample: FastqSample, form: SheetFormat, outputs: Iterable[FastqOutput]) -> list[_Row]:
    """Put the files of a sample into rows.

    Raises:
        _Problem: If the format cannot have them.
    """
    reads: dict[str, list[FastqOutput]] = {}
    for output in outputs:
        if form.other_reads or not output.read.startswith("I"):
            reads.setdefault(output.read, []).append(output)
    if "R1" not in reads:
        raise _Problem("has no R1")
    if form.needs_pairs and "R2" not in reads:
        raise _Problem("is single-end, and the format needs pairs")
    if not form.other_reads and (more := [read for read in reads if read not in ("R1", "R2")]):
        raise _Problem(f"has {more[0]}, and the format has no column for it")
    places = [_place(output) for output in reads["R1"]]
    for read, files in reads.items():
        if [_place(output) for output in files] != places:
            raise _Problem(f"has files of R1 and {read} that do not pair")
    rows = [_Row({read: [files[number]] for read, files in reads.items()}) for number in range(len(places))]
    if len(rows) > 1 and form.rows == "one":
        raise _Problem("has several files of R1, and the format has one row for a sample: merge the lanes")
    return [_Row(reads)] if len(rows) > 1 and form.rows == "joined" else rows


def _place(output: FastqOutput) -> list[tuple[str, int | None, int]]:
    return [(file.dataset, file.lane, file.part) for file in output.files]


def _cells(
    form: SheetFormat, name: str, rows: list[_Row], locate: Callable[[FastqOutput], str], values: Mapping[str, str]
) -> list[dict[str, str]]:
    """Return the cells of the rows of a sample.

    Raises:
        _Problem: If a location has a comma, and commas stand between locations.
    """
    defaults = {
        column: rule["default"] for column, rule in schema(form.name)["properties"].items() if "default" in rule
    }
    cells = []
    lanes: Counter[str] = Counter()
    for row in rows:
        lane = row.lane
        lanes[lane] += 1
        generated = {form.lane: lane if lanes[lane] == 1 else f"{lane}_{lanes[lane]}", form.patient: name}
        fixed = {form.sample: name, form.run_type: _run_type(row)}
        for read, outputs in row.files.items():
            locations = [locate(output) for output in outputs]
            if form.rows == "joined" and any("," in location for location in locations):
                raise _Problem("has a file with a comma in its location, and commas stand between files in the format")
            # A single one as it is: the repr of a link hides its secret.
            fixed[_column(form, read)] = locations[0] if len(locations) == 1 else ",".join(locations)
        cells.append({**defaults, **generated, **values, **fixed})
    return cells


def _run_type(row: _Row) -> str:
    is_paired, is_joined = "R2" in row.files, len(row.files["R1"]) > 1
    if is_joined:
        return "merge-pe" if is_paired else "merge-se"
    return "paired-end" if is_paired else "single-end"


def _repeated(form: SheetFormat, rows: list[dict[str, str]]) -> Iterator[str]:
    """Yield what stands in two places: a file, or the lane of a sample."""
    owners: dict[str, str] = {}
    lanes: set[tuple[str, str]] = set()
    for row in rows:
        sample, lane = row[form.sample], row.get(form.lane, "")
        if lane and (sample, lane) in lanes:
            yield f"sample {sample!r} has two rows with the {form.lane} {shown(lane)}"
        lanes.add((sample, lane))
        for location in _locations(form, row):
            if location in owners:
                yield f"the samples {owners[location]!r} and {sample!r} would have one file"
            owners[location] = sample


def _locations(form: SheetFormat, row: dict[str, str]) -> Iterator[str]:
    for column, text in row.items():
        if _is_location(form, column):
            yield from filter(None, text.split(",") if form.rows == "joined" else [text])


def _is_location(form: SheetFormat, column: str) -> bool:
    other = form.other_reads and re.fullmatch(r"(fastq|index)_[1-4]", column) is not None
    return column in (form.read1, form.read2) or other
