"""Rows of records: a line of JSON each, from which both formats are made."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

import orjson
from attrs import Factory, define

from ...errors import DecodeError
from ...resources._property_values import is_cut, property_value
from .columns import json_text
from .tables import Table, table

_INPUTS = ("Input.BioSamples", "Input.Runs", "Input.Libraries")
INPUTS = list(_INPUTS)
"""Properties of datasets that say what they come from."""


class Row(NamedTuple):
    """A row.

    Attributes:
        key: tells it from the other rows of its table.
        line: its columns as JSON, with a line break.
        digest: tells whether it has changed.
    """

    key: str
    line: bytes
    digest: bytes

    @classmethod
    def of_line(cls, key: str, line: bytes) -> Row:
        """Return the row of a line that was written before."""
        return cls(key, line, hashlib.blake2b(line, digest_size=16).digest())


@define
class Converted:
    """The rows of some records, and what the records name.

    Attributes:
        rows: of the records.
        runs: rows of the runs that they name.
        projects: rows of the projects that they name, as short as they are named.
        modified: when each record was last changed, where it says so.
    """

    rows: list[Row] = Factory(list)
    runs: list[Row] = Factory(list)
    projects: list[Row] = Factory(list)
    modified: list[datetime] = Factory(list)


def row_of(kind: Table, values: dict[str, Any]) -> Row:
    """Return the row of these values.

    Raises:
        DecodeError: it lacks what tells it from others.
    """
    key = kind.key_of(values)
    if key is None:
        raise DecodeError(f"a record of {kind.name} has no {' or no '.join(kind.key)}, which tells it from others")
    return Row.of_line(key, orjson.dumps(values, option=orjson.OPT_APPEND_NEWLINE))


def convert(kind: Table, records: Iterable[Any], names: Iterable[str] = ()) -> Converted:
    """Convert the records of a list to rows.

    Args:
        kind: the table that they go to.
        records: models; they are decoded as they are taken.
        names: the tables of what they name that are wanted: projects, runs.
    """
    made = Converted()
    wanted = frozenset(names)
    runs: dict[str, Any] = {}
    projects: dict[str, Any] = {}
    for record in records:
        values = kind.flattening.flatten(record)
        if kind.name == "datasets":
            _put_inputs(values, record, runs)
        made.rows.append(row_of(kind, values))
        modified = getattr(record, "date_modified", None)
        if modified:
            made.modified.append(modified)
        project = getattr(record, "project", None) or getattr(record, "default_project", None)
        if project and getattr(project, "id", None):
            projects[project.id] = project
    if "runs" in wanted:
        made.runs = rows_of(table("runs"), runs.values())
    if "projects" in wanted:
        made.projects = rows_of(table("projects"), projects.values())
    return made


def rows_of(kind: Table, records: Iterable[Any], **more: str) -> list[Row]:
    """Convert records to rows with additional columns."""
    return [row_of(kind, {**kind.flattening.flatten(record), **more}) for record in records]


def property_rows(appsession: str, properties: Iterable[Any]) -> list[Row]:
    """Convert an appsession's properties to rows; properties with several items are already complete."""
    kind = table("properties")
    made: list[Row] = []
    for found in properties:
        values = kind.flattening.flatten(found)
        values["appsession_id"] = appsession
        _put_resources(values, property_value(found))
        made.append(row_of(kind, values))
    return made


def _put_inputs(values: dict[str, Any], record: Any, runs: dict[str, Any]) -> None:
    """Put the ids of what a dataset comes from into its row, and its runs into `runs`."""
    properties = (record.properties.items if record.properties else None) or []
    inputs: dict[str, list[Any]] = {}
    complete: dict[str, bool] = {}
    for found in properties:
        if getattr(found, "name", None) not in _INPUTS:
            continue
        value = property_value(found)
        listed = value if isinstance(value, list) else [value]
        inputs[found.name] = [each for each in listed if getattr(each, "id", None)]
        complete[found.name] = not is_cut(found)
    for run in inputs.get("Input.Runs", ()):
        runs[run.id] = run
    for name, thing in zip(_INPUTS, ("biosample", "run", "library"), strict=True):
        ids = [each.id for each in inputs.get(name, ())]
        values[f"input_{thing}_ids"] = json_text(ids) if name in inputs else None
        single = f"{thing}_id"
        if single in values and len(ids) == 1 and complete[name]:
            values[single] = ids[0]


def _put_resources(values: dict[str, Any], value: Any) -> None:
    """Put the ids of the resources that a property holds into its row."""
    if isinstance(value, list):
        ids = [each.id for each in value if getattr(each, "id", None)]
        values["resource_ids"] = json_text(ids) if ids else None
    elif getattr(value, "id", None):
        values["resource_id"] = value.id
        names = (getattr(value, name, None) for name in ("name", "biosample_name", "user_pool_id", "user_subject_id"))
        values["resource_name"] = next((name for name in names if name), None)
