"""Rows of records: a line of JSON each, which both file formats are written from."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

import orjson
from attrs import Factory, define

from ..._codec.columns import json_text
from ..._codec.structs import UNFIT
from ...errors import BaseSpaceError, DecodeError
from ...pagination.page import Page
from ...resources._property_values import is_cut, property_value
from .tables import Table, get_table

T = TypeVar("T")

_INPUTS = ("Input.BioSamples", "Input.Runs", "Input.Libraries")
INPUTS = list(_INPUTS)
"""Properties of datasets that hold their inputs."""


class Row(NamedTuple):
    """A row of a table.

    Attributes:
        key: Identity of the row in its table.
        line: Its columns as JSON, with a line break.
        digest: Digest of the line, to notice changes.
    """

    key: str
    line: bytes
    digest: bytes

    @classmethod
    def of_line(cls, key: str, line: bytes) -> Row:
        """Return the row of a line of JSON."""
        return cls(key, line, hashlib.blake2b(line, digest_size=16).digest())


class Skipped(NamedTuple):
    """A record that cannot be converted.

    Attributes:
        table: Name of the table that it belongs to.
        key: Its id, if it has one.
        error: What is wrong with it.
    """

    table: str
    key: str | None
    error: BaseSpaceError


@define
class Converted:
    """The rows of some records, and of the runs and projects that the records name.

    Attributes:
        rows: Rows of the records.
        runs: Rows of the runs that they name.
        projects: Rows of the projects that they name, with the fields that they have there.
        yields: Rows of the yields that biosamples have.
        modified: Dates of the records' last changes, as far as known.
        skipped: Records that cannot be converted; they have no rows.
        cut: Properties without all their items.
        with_structs: Whether the records of pages are decoded as structs first.
    """

    rows: list[Row] = Factory(list)
    runs: list[Row] = Factory(list)
    projects: list[Row] = Factory(list)
    yields: list[Row] = Factory(list)
    modified: list[datetime] = Factory(list)
    skipped: list[Skipped] = Factory(list)
    cut: list[Any] = Factory(list)
    with_structs: bool = True

    def each(self, table: Table, records: Page[Any] | Sequence[Any], convert: Callable[[Any], T]) -> list[T]:
        """Convert record by record, and note those that cannot be: the others suffer nothing from them."""
        results: list[T] = []
        for index in range(len(records)):
            try:
                results.append(self._convert(records, index, convert))
            except BaseSpaceError as error:
                self.skipped.append(Skipped(table.name, _id_of(records, index), error))
            except _INCONVERTIBLE as error:
                problem = f"a record of {table.name} cannot be converted: {error}"
                self.skipped.append(Skipped(table.name, _id_of(records, index), DecodeError(problem)))
        return results

    def _convert(self, records: Page[Any] | Sequence[Any], index: int, convert: Callable[[Any], T]) -> T:
        """Convert a record, from a page as a struct, which is quick, or as a model where that does not do."""
        if not isinstance(records, Page):
            return convert(records[index])
        result = _convert_struct(records, index, convert) if self.with_structs else None
        return convert(records.item(index)) if result is None else result


_INCONVERTIBLE = (ArithmeticError, ValueError, TypeError, RecursionError)
_LEFT_TO_MODELS = (*UNFIT, *_INCONVERTIBLE, BaseSpaceError)


def _convert_struct(page: Page[Any], index: int, convert: Callable[[Any], T]) -> T | None:
    """Convert a record that is decoded as a struct; None if that does not do."""
    try:
        return convert(page.struct(index))
    except _LEFT_TO_MODELS:
        return None


def _id_of(records: Page[Any] | Sequence[Any], index: int) -> str | None:
    """Return the id of a record, if it has one."""
    key = records.keys()[index] if isinstance(records, Page) else getattr(records[index], "id", None)
    return key if isinstance(key, str) else None


def row_of(table: Table, values: dict[str, Any]) -> Row:
    """Return the row of these values.

    Raises:
        DecodeError: If a column of the key has no value.
    """
    key = table.key_of(values)
    if key is None:
        raise DecodeError(f"a record of {table.name} has no {' or no '.join(table.key)}, which tells it from others")
    return Row.of_line(key, orjson.dumps(values, option=orjson.OPT_APPEND_NEWLINE))


def convert(table: Table, records: Page[Any] | Sequence[Any], names: Iterable[str] = ()) -> Converted:
    """Convert the records of a list to rows.

    Args:
        table: The table that they go to.
        records: The records; a page decodes them as they are taken.
        names: Tables to fill from what the records name: projects, runs, biosample_yields.
    """
    wanted = frozenset(names)
    converted = _converted(table, records, wanted, Converted())
    # Something that a record names may be such as only a model of it can be converted.
    return _converted(table, records, wanted, Converted(with_structs=False)) if converted.skipped else converted


def _converted(
    table: Table, records: Page[Any] | Sequence[Any], wanted: frozenset[str], converted: Converted
) -> Converted:
    runs: dict[str, Any] = {}
    projects: dict[str, Any] = {}

    def to_row(record: Any) -> Row:
        yields = None
        if "biosample_yields" in wanted:  # they have a table, and change without their biosample
            yields, record.yields = record.yields, None
        values = table.flattening.flatten(record)
        if table.name == "datasets":
            _put_inputs(values, record, runs)
        if table.name == "runs":  # other records name a run by its older id
            values["id"], values["v2_id"] = record.v1pre3_id or record.id, record.id
        row = row_of(table, values)
        if yields:
            _put_yields(converted, row.key, yields)
        modified = getattr(record, "date_modified", None)
        if modified:
            converted.modified.append(modified)
        project = getattr(record, "project", None) or getattr(record, "default_project", None)
        if project and getattr(project, "id", None):
            projects[project.id] = project
        return row

    converted.rows = converted.each(table, records, to_row)
    if "runs" in wanted:
        converted.runs = converted.each(get_table("runs"), list(runs.values()), _plain_row(get_table("runs")))
    if "projects" in wanted:
        projects_table = get_table("projects")
        converted.projects = converted.each(projects_table, list(projects.values()), _plain_row(projects_table))
    return converted


def _put_yields(converted: Converted, biosample: str, yields: list[Any]) -> None:
    table = get_table("biosample_yields")
    to_row = _plain_row(table, biosample_id=biosample)
    converted.yields += converted.each(table, [each for each in yields if each is not None], to_row)


def _plain_row(table: Table, **more: str) -> Callable[[Any], Row]:
    return lambda record: row_of(table, {**table.flattening.flatten(record), **more})


def convert_plain(table: Table, records: Page[Any] | Sequence[Any], **more: str) -> Converted:
    """Convert records that name no others to rows.

    Args:
        table: The table that they go to.
        records: The records.
        more: Values of further columns, the same for each row.
    """
    converted = Converted()
    converted.rows = converted.each(table, records, _plain_row(table, **more))
    return converted


def convert_properties(appsession: str, properties: Page[Any] | Sequence[Any]) -> Converted:
    """Convert an appsession's properties to rows.

    Args:
        appsession: Id of the appsession.
        properties: Its properties; those without all their items have no row, and are `cut`.
    """
    table, converted = get_table("properties"), Converted()
    cut: dict[str, Any] = {}

    def to_row(item: Any) -> Row:
        values = table.flattening.flatten(item)
        values["appsession_id"] = appsession
        _put_resources(values, property_value(item))
        row = row_of(table, values)
        if is_cut(item):
            cut[row.key] = item
        return row

    converted.rows = converted.each(table, properties, to_row)
    if cut:
        converted.rows = [row for row in converted.rows if row.key not in cut]
        converted.cut = list(cut.values())
    return converted


def _put_inputs(values: dict[str, Any], record: Any, runs: dict[str, Any]) -> None:
    """Put the ids of a dataset's inputs into its row, and its runs into `runs`."""
    properties = (record.properties.items if record.properties else None) or []
    inputs: dict[str, list[Any]] = {}
    complete: dict[str, bool] = {}
    for item in properties:
        if getattr(item, "name", None) not in _INPUTS:
            continue
        value = property_value(item)
        listed = value if isinstance(value, list) else [value]
        inputs[item.name] = [resource for resource in listed if getattr(resource, "id", None)]
        complete[item.name] = not is_cut(item)
    for run in inputs.get("Input.Runs", ()):
        runs[run.id] = run
    for name, resource_type in zip(_INPUTS, ("biosample", "run", "library"), strict=True):
        ids = [resource.id for resource in inputs.get(name, ())]
        values[f"input_{resource_type}_ids"] = json_text(ids) if name in inputs else None
        single = f"{resource_type}_id"
        if single in values and len(ids) == 1 and complete[name]:
            values[single] = ids[0]


def _put_resources(values: dict[str, Any], value: Any) -> None:
    """Put the ids of the resources that a property holds into its row."""
    if isinstance(value, list):
        ids = [resource.id for resource in value if getattr(resource, "id", None)]
        values["resource_ids"] = json_text(ids) if ids else None
    elif getattr(value, "id", None):
        values["resource_id"] = value.id
        names = (getattr(value, name, None) for name in ("name", "biosample_name", "user_pool_id", "user_subject_id"))
        values["resource_name"] = next((name for name in names if name), None)
