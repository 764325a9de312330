"""Further columns of a sample sheet: values by sample, from a table or from properties of biosamples."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .._core.parameters import identifier
from ..errors import ConfigurationError, shown
from ..fastqs import FastqPlan
from ..fastqs.names import SampleNames
from ..resources._batch import for_each_id
from ..resources.biosamples import Biosamples

if TYPE_CHECKING:
    from .._core.requester import Requester

Metadata = Mapping[str, Mapping[str, object]]
"""Values of further columns, by the name of the sample and that of the column."""

_KEY = "sample"


def texts(values: Mapping[str, object]) -> dict[str, str]:
    """Return values as cells: those of a list with `;` between them, and none for None and for empty ones."""
    cells = {column: _text(value) for column, value in values.items()}
    return {column: cell for column, cell in cells.items() if cell}


def _text(value: object) -> str:
    if isinstance(value, list | tuple):
        return ";".join(map(_text, value))
    if value is None:
        return ""
    return str(getattr(value, "name", None) or getattr(value, "id", None) or value)


def by_sample(tables: Iterable[Metadata], plan: FastqPlan) -> dict[str, dict[str, object]]:
    """Return metadata by the names of the samples of a plan; names are compared as those of samples are.

    Args:
        tables: Metadata, of which the last win.
        plan: The plan.

    Raises:
        ConfigurationError: If two rows of a table are of one sample, or one may be of several.
    """
    merged: dict[str, dict[str, object]] = {}
    for table in tables:
        for sample, values in _matched(table, plan).items():
            merged.setdefault(sample, {}).update(values)
    return merged


def _matched(table: Metadata, plan: FastqPlan) -> Metadata:
    samples: dict[str, list[str]] = {sample.name: [] for sample in plan.samples}
    names = SampleNames(samples)
    matched: dict[str, Mapping[str, object]] = {}
    for name, values in table.items():
        matches = [sample for sample, _ in names.find(name)]
        if len(matches) > 1:
            raise ConfigurationError(f"the metadata of {shown(name)} may be of any of {', '.join(matches)}")
        if matches and matches[0] in matched:
            raise ConfigurationError(f"the metadata have two rows of the sample {shown(matches[0])}")
        matched.update(dict.fromkeys(matches, values))
    return matched


def read_metadata(path: str | Path, *, key: str | None = None) -> dict[str, dict[str, str]]:
    """Read a table of metadata: CSV, also with `;` in place of commas, or TSV, as its header says. Blocking.

    Args:
        path: The file, in UTF-8, or in UTF-16 with a byte order mark.
        key: Column that names the sample. [default: `sample`, else the first column]

    Returns:
        Values of the other columns by sample; empty cells are left out.

    Raises:
        ConfigurationError: If the file has no such column, two rows of one sample, or rows of another length.

    Example:
        ```python
        sheet = samplesheets.build(plan, "nfcore-sarek", metadata=samplesheets.read_metadata("samples.csv"))
        ```
    """
    try:
        text = _decoded(Path(path).read_bytes())
        lines = [
            line
            for line in csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
            if any(line)
        ]
    except (OSError, UnicodeError, csv.Error) as error:
        raise ConfigurationError(f"{path} cannot be read as a table: {error}") from error
    if not lines:
        raise ConfigurationError(f"{path} is empty")
    header = [name.strip() for name in lines[0]]
    key = key or next((name for name in header if name.casefold() == _KEY), header[0])
    if key not in header or len(set(header)) < len(header):
        raise ConfigurationError(f"{path} has no column {key!r}" if key not in header else f"{path} has a column twice")
    return _by_key(path, header, lines[1:], key)


def _decoded(content: bytes) -> str:
    """Return UTF-8, or UTF-16 with a byte order mark, as text."""
    utf_16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return content.decode("utf-16" if utf_16 else "utf-8-sig")


def _delimiter(text: str) -> str:
    header = text.partition("\n")[0]
    return next((delimiter for delimiter in "\t,;" if delimiter in header), ",")


def _by_key(path: str | Path, header: list[str], lines: Iterable[list[str]], key: str) -> dict[str, dict[str, str]]:
    table: dict[str, dict[str, str]] = {}
    for line in lines:
        if len(line) != len(header):
            raise ConfigurationError(
                f"{path}: a row has {len(line)} cells and the header {len(header)}: {shown(line[0])}"
            )
        row = {name: cell.strip() for name, cell in zip(header, line, strict=True)}
        sample = row.pop(key)
        if not sample or sample in table:
            raise ConfigurationError(f"{path} has {'two rows' if sample else 'a row'} of the sample {shown(sample)}")
        table[sample] = {name: cell for name, cell in row.items() if cell}
    return table


async def read_properties(
    client: Requester, plan: FastqPlan, columns: Mapping[str, str], *, concurrency: int = 8
) -> dict[str, dict[str, Any]]:
    """Read properties of the biosamples that have the names of the samples.

    Calls `GET /v2/biosamples` and `GET /v2/biosamples/{id}/properties`.

    Args:
        client: The client.
        plan: The samples.
        columns: Columns of the sheet by the names of properties.
        concurrency: Requests in parallel.

    Returns:
        Values by sample; a sample without a biosample of its name has none, and so has a property that is not set.

    Raises:
        ConfigurationError: If several biosamples have a name; of those, one whose default project is that of the plan
            is taken.
        BaseSpaceError: If a request failed.

    Example:
        ```python
        metadata = await samplesheets.read_properties(basespace, plan, {"Metadata.Patient": "patient"})
        sheet = samplesheets.build(plan, "nfcore-sarek", metadata=metadata)
        ```
    """
    biosamples = Biosamples(client)
    # The service takes a comma for the end of a name.
    named = await biosamples.find_by_name(
        [sample.name for sample in plan.samples if sample.name and "," not in sample.name]
    )
    owners = {
        identifier(biosample): name for name, several in named.items() for biosample in _the_one(name, several, plan)
    }
    read = await for_each_id(list(owners), lambda id_: biosamples.properties(id_).as_dict(), concurrency=concurrency)
    for error in read.failed.values():
        raise error
    return {
        owners[id_]: {column: values[name] for name, column in columns.items() if name in values}
        for id_, values in read.succeeded.items()
    }


def _the_one(name: str, biosamples: Iterable[Any], plan: FastqPlan) -> list[Any]:
    """Return the biosample that a name means, or none.

    Raises:
        ConfigurationError: If there are several.
    """
    candidates = list(biosamples)
    if len(candidates) > 1 and plan.collection.kind == "project":
        own = [
            biosample
            for biosample in candidates
            if getattr(getattr(biosample, "default_project", None), "id", None) == plan.collection.id
        ]
        candidates = own or candidates
    if len(candidates) > 1:
        ids = ", ".join(identifier(biosample) for biosample in candidates)
        raise ConfigurationError(f"several biosamples have the name {shown(name)}: {ids}")
    return candidates
