"""Columns of a table, derived from the model of its records by flattening nested objects.

The rule for each field of the model:

- Text, numbers, booleans and dates are columns. Dates are in UTC; the year 0001, which means none, becomes null.
- A resource within a record (its project, its owner) gives `project_id` and `project_name`, and for some resources a
  few columns more (`NAMED`). Its other fields are in its own table, if there is one.
- Any other single object gives a column for each of its fields: `sequencing_stats_percent_gt_q30`.
- Lists, maps and deeper nesting are JSON text with sorted keys.
- Links (`Href...`) are left out: they follow from the ids, and a link to content can be a secret. The link to the page
  in the web interface stays. `Properties` are left out; those of appsessions are a table.
- Fields that the document does not know go to the last column, `additional`, as JSON text under their names in the API;
  those of a flattened object under the object's name.
- null and absence are both null. Ids are text.

Columns are named as the models' attributes. They follow from the document alone, never from the records.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final, Literal, cast

import attrs
import orjson
from attrs import frozen

from basespace_openapi.types import Model

from .codegen import compiled
from .converter import shallow
from .model_fields import alternatives, field_types
from .structs import is_of
from .unstructure import OPTIONS

Kind = Literal["text", "integer", "number", "boolean", "date", "json"]
Convert = Callable[[Any], Any]

ADDITIONAL: Final = "additional"
_UNKNOWN: Final = "additional_properties"
_PROPERTIES: Final = "PropertyContainer"
_KEPT_LINK: Final = "href_basespace_ui"
_ID_AND_NAME: Final = {"id": "id", "name": "name"}

NAMED: Final[dict[str, dict[str, str]]] = {
    "UserCompact": _ID_AND_NAME,
    "ProjectCompact": _ID_AND_NAME,
    "LegacyRunCompact": _ID_AND_NAME,
    "AppSessionCompact": _ID_AND_NAME,
    "DatasetCompact": _ID_AND_NAME,
    "BiosampleCompact": {"id": "id", "biosample_name": "name"},
    "Subject": {"id": "id", "user_subject_id": "name", "gender": "gender", "species": "species"},
    "ApplicationCompact": {
        **_ID_AND_NAME,
        "version_number": "version",
        "category": "category",
        "app_family_slug": "family_slug",
    },
    "DatasetTypeCompact": {**_ID_AND_NAME, "conforms_to_ids": "conforms_to_ids"},
    "LibraryPrepKit": _ID_AND_NAME,
    "LibraryIndexCompact": _ID_AND_NAME,
    "LibraryContainerCompact": {"id": "id", "user_container_id": "name", "container_type": "type"},
    "RegisteredInstrumentCompact": {"instrument_id": "id", "serial_number": "serial_number"},
    "RunInstrument": {"id": "id", "name": "name", "number": "number", "type_": "type"},
    "RunSummary": {"name": "name"},
}
"""Fields that are kept of a resource within a record, and the suffixes of their columns."""


@frozen
class Column:
    """A column.

    Attributes:
        name: Name of the column.
        kind: Type of its values.
    """

    name: str
    kind: Kind


@frozen
class _Field:
    column: Column
    attribute: str
    convert: Convert | None


@frozen
class _Nested:
    attribute: str
    api_name: str
    model: type[Model]
    fields: tuple[_Field, ...]
    is_named: bool


class Flattening:
    """A conversion of one model's records to rows: dicts with the same keys for every record.

    Args:
        *models: Models of the records; a column of several is one.
        before: First columns, which the caller fills.
        after: Columns before `additional`, which the caller fills.
        left_out: Attributes to leave out.
        rare: Attributes without a column; they go to `additional` if present.
    """

    def __init__(
        self,
        *models: type[Model],
        before: Iterable[Column] = (),
        after: Iterable[Column] = (),
        left_out: Iterable[str] = (),
        rare: Iterable[str] = (),
    ) -> None:
        self.model = models[0]
        unwanted = {*left_out, *rare}
        self._fields: list[_Field] = []
        self._nested: list[_Nested] = []
        self._rare: list[tuple[str, str]] = []
        self._columns: list[Column] = [*before]
        for model in models:
            for attribute, api_name, value_type in sorted(_fields_of(model), key=lambda field: field[0] != "id"):
                if attribute in rare:
                    self._rare.append((attribute, api_name))
                if attribute not in unwanted:
                    self._add(attribute, api_name, value_type)
        distinct = {column.name: column for column in self._columns}
        self.columns = (*distinct.values(), *after, Column(ADDITIONAL, "json"))
        self._quick = self._compiled() if len(models) == 1 else self._flatten

    def _add(self, attribute: str, api_name: str, value_type: Any) -> None:
        if not (isinstance(value_type, type) and issubclass(value_type, Model)):
            if any(field.attribute == attribute for field in self._fields):
                return
            self._fields.append(_field(attribute, column_name(attribute), value_type))
            self._columns.append(self._fields[-1].column)
            return
        if value_type.__name__ == _PROPERTIES:
            return
        named = NAMED.get(value_type.__name__)
        chosen = [
            _field(inner, column_name(f"{attribute}_{named[inner] if named else inner}"), inner_type)
            for inner, _, inner_type in _fields_of(value_type)
            if named is None or inner in named
        ]
        self._nested.append(_Nested(attribute, api_name, value_type, tuple(chosen), named is not None))
        self._columns += [field.column for field in chosen]

    def flatten(self, record: Any) -> dict[str, Any]:
        """Return the row of a record; columns that the caller fills are null."""
        try:
            return self._quick(record)
        except AttributeError:  # a field that the service left out, or a record of another model
            return self._flatten(record)

    def _flatten(self, record: Any) -> dict[str, Any]:
        row = dict[str, Any].fromkeys(column.name for column in self.columns)
        _fill(row, self._fields, record)
        unknown: dict[str, Any] = dict(getattr(record, _UNKNOWN))
        for nested in self._nested:
            inner = getattr(record, nested.attribute, None)
            if not is_of(inner, nested.model):
                continue
            _fill(row, nested.fields, inner)
            if not nested.is_named and getattr(inner, _UNKNOWN):
                unknown[nested.api_name] = getattr(inner, _UNKNOWN)
        for attribute, api_name in self._rare:
            value = getattr(record, attribute, None)
            if value:
                unknown[api_name] = value
        if unknown:
            row[ADDITIONAL] = json_text(unknown)
        return row

    def _compiled(self) -> Callable[[Any], dict[str, Any]]:
        """Compile what `_flatten` does of a record that has all fields of all models.

        Of an id, a date and a project its source would be:

            def flatten(record):
                unknown = dict(record.additional_properties)
                v1 = None
                inner = record.project
                if is_of(inner, model0):
                    pass
                    v1 = inner.id
                row = {'id': record.id, 'date': None if (v := record.date) is None else convert0(v), 'project_id': v1}
                if unknown: row['additional'] = json_text(unknown)
                return row
        """
        scope: dict[str, Any] = {"is_of": is_of, "json_text": json_text}
        cells = dict.fromkeys((column.name for column in self.columns), "None")
        lines = ["def flatten(record):", f"    unknown = dict(record.{_UNKNOWN})"]

        def value_of(field: _Field, owner: str) -> str:
            if field.convert is None:
                return f"{owner}.{field.attribute}"
            scope[name := f"convert{len(scope)}"] = field.convert
            return f"None if (v := {owner}.{field.attribute}) is None else {name}(v)"

        for nested in self._nested:
            names = [f"v{len(scope)}_{number}" for number in range(len(nested.fields))]
            scope[model := f"model{len(scope)}"] = nested.model
            lines += [f"    {name} = None" for name in names]
            lines.append(f"    inner = record.{nested.attribute}")
            lines += [f"    if is_of(inner, {model}):", "        pass"]
            lines += [
                f"        {n} = {value_of(field, 'inner')}" for n, field in zip(names, nested.fields, strict=True)
            ]
            if not nested.is_named:
                lines.append(f"        if inner.{_UNKNOWN}: unknown[{nested.api_name!r}] = inner.{_UNKNOWN}")
            cells.update(zip((field.column.name for field in nested.fields), names, strict=True))
        lines += [f"    if record.{name}: unknown[{api!r}] = record.{name}" for name, api in self._rare]
        cells.update((field.column.name, value_of(field, "record")) for field in self._fields)
        lines.append(f"    row = {{{', '.join(f'{name!r}: {cell}' for name, cell in cells.items())}}}")
        lines.append(f"    if unknown: row[{ADDITIONAL!r}] = json_text(unknown)")
        lines.append("    return row")
        return cast(
            "Callable[[Any], dict[str, Any]]", compiled("flatten", lines, scope, f"rows of {self.model.__name__}")
        )


def _fill(row: dict[str, Any], fields: Iterable[_Field], record: Any) -> None:
    for field in fields:
        value = getattr(record, field.attribute, None)
        if value is not None:
            row[field.column.name] = value if field.convert is None else field.convert(value)


def column_name(attribute: str) -> str:
    """Return the column of an attribute: its name without a trailing underscore."""
    return attribute.rstrip("_")


@lru_cache(4096)  # many dates come several times
def date_text(value: datetime) -> str | None:
    """Format a date in UTC, to the microsecond; None for the year 0001, which means no date."""
    if value.year == 1:
        return None
    if value.tzinfo is None:
        value = value.replace(tzinfo=UTC)
    elif value.tzinfo is not UTC:
        value = _in_utc(value)
    return f"{value.isoformat(timespec='microseconds')[:26]}Z"


def _in_utc(value: datetime) -> datetime:
    try:
        return value.astimezone(UTC)
    except OverflowError:  # the last day of the year 9999, which means never
        return datetime.max.replace(tzinfo=UTC)


def json_text(value: Any) -> str:
    """Return models, lists and maps as JSON with sorted keys."""
    return orjson.dumps(value, shallow, OPTIONS | orjson.OPT_SORT_KEYS).decode()


def _whole(value: Any) -> int | None:
    return int(value) if -(2**63) <= value < 2**63 and value == int(value) else None


_CONVERSIONS: Final[dict[Kind, Convert | None]] = {
    "text": None,
    "integer": _whole,
    "number": float,
    "boolean": None,
    "date": date_text,
    "json": json_text,
}
_KINDS: Final[dict[Any, Kind]] = {str: "text", int: "integer", float: "number", bool: "boolean", datetime: "date"}


def _field(attribute: str, name: str, value_type: Any) -> _Field:
    # A list, a map, an object at the second level, or one of several: JSON.
    column = Column(name, _KINDS.get(value_type, "json"))
    return _Field(column, attribute, _CONVERSIONS[column.kind])


def _fields_of(model: type[Model]) -> Iterator[tuple[str, str, Any]]:
    """Yield attribute, name in the API and type of each field that may have a column."""
    hints = field_types(model)
    for attribute in attrs.fields(model):
        name = attribute.name
        is_link = name == "href" or (name.startswith("href_") and name != _KEPT_LINK)
        if name != _UNKNOWN and not is_link:
            yield name, attribute.metadata["wire"], _value_type(hints[name])


def _value_type(annotation: Any) -> Any:
    """Return the one type that a field's value has beside null; None if there are several."""
    types = alternatives(annotation)
    return types[0] if len(types) == 1 else None
