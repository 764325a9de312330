"""Columns of a table, from the model of its records: nested objects are flattened by one rule.

The rule, for each field of the model:

- Text, numbers, booleans and dates are columns. Dates are in UTC; the year 0001, which means none, becomes null.
- A resource within a record (its project, its owner) is named: `project_id` and `project_name`, and for some kinds a
  little more (`NAMED`). What else there is of it stands in its own table, where there is one.
- Any other single object gives a column for each of its fields: `sequencing_stats_percent_gt_q30`.
- Lists, maps and whatever is nested more deeply are JSON text, their keys sorted.
- Links (`Href...`) are left out: they follow from the ids, and one to content can be a secret. The link to the page in
  the web interface stays. `Properties` are left out; those of appsessions are a table.
- Fields that the document does not know are together in the last column, `additional`, as JSON text under their names
  in the API; those of the second kind of objects under the object's name.
- null and absence are both null. Ids are text.

Columns are named as the models' attributes, except that `biosample`, `appsession`, `basespace` and `etag` are one word.
They follow from the document alone, never from the records.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, Final, Literal

import attrs
import orjson
from attrs import frozen

from basespace_openapi.types import Model

from ..._codec.converter import converter
from ..._codec.model_fields import alternatives, field_types

Kind = Literal["text", "integer", "number", "boolean", "date", "json"]
Convert = Callable[[Any], Any]

ADDITIONAL: Final = "additional"
_UNKNOWN: Final = "additional_properties"
_PROPERTIES: Final = "PropertyContainer"
_KEPT_LINK: Final = "href_basespace_ui"
_ONE_WORD: Final = (
    ("biosample", "biosample"),
    ("appsession", "appsession"),
    ("base_space", "basespace"),
    ("etag", "etag"),
    ("v1_pre_3", "v1pre3"),
)
_ID_AND_NAME: Final = {"id": "id", "name": "name"}

NAMED: Final[dict[str, dict[str, str]]] = {
    "UserCompact": _ID_AND_NAME,
    "ProjectCompact": _ID_AND_NAME,
    "RunCompact": _ID_AND_NAME,
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
}
"""What is kept of a resource within a record: its fields, and what they are called after the name of the resource."""


@frozen
class Column:
    """A column: its name, and what is in it."""

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
    wire: str
    fields: tuple[_Field, ...]
    is_named: bool


class Flattening:
    """Turns records of one model into rows: dicts with the same keys for every record.

    Args:
        model: of the records.
        before: columns that come first, and are filled by others.
        after: columns that come before `additional`, and are filled by others.
        left_out: attributes that have no column.
        rare: attributes without a column that go to `additional` where they come.
    """

    def __init__(
        self,
        model: type[Model],
        *,
        before: Iterable[Column] = (),
        after: Iterable[Column] = (),
        left_out: Iterable[str] = (),
        rare: Iterable[str] = (),
    ) -> None:
        self.model = model
        unwanted = {*left_out, *rare}
        self._fields: list[_Field] = []
        self._nested: list[_Nested] = []
        self._rare: list[tuple[str, str]] = []
        self._columns: list[Column] = [*before]
        for attribute, wire, kind in sorted(_fields_of(model), key=lambda each: each[0] != "id"):
            if attribute in rare:
                self._rare.append((attribute, wire))
            if attribute not in unwanted:
                self._add(attribute, wire, kind)
        self.columns = (*self._columns, *after, Column(ADDITIONAL, "json"))
        self._blank: dict[str, Any] = dict.fromkeys(column.name for column in self.columns)

    def _add(self, attribute: str, wire: str, kind: Any) -> None:
        if not (isinstance(kind, type) and issubclass(kind, Model)):
            self._fields.append(_field(attribute, column_name(attribute), kind))
            self._columns.append(self._fields[-1].column)
            return
        if kind.__name__ == _PROPERTIES:
            return
        named = NAMED.get(kind.__name__)
        chosen = [
            _field(inner, column_name(f"{attribute}_{named[inner] if named else inner}"), inner_kind)
            for inner, _, inner_kind in _fields_of(kind)
            if named is None or inner in named
        ]
        self._nested.append(_Nested(attribute, wire, tuple(chosen), named is not None))
        self._columns += [field.column for field in chosen]

    def flatten(self, record: Any) -> dict[str, Any]:
        """Return the row of a record; columns that others fill are null in it."""
        row = self._blank.copy()
        _fill(row, self._fields, record)
        unknown: dict[str, Any] = dict(getattr(record, _UNKNOWN))
        for nested in self._nested:
            inner = getattr(record, nested.attribute, None)
            if not inner:
                continue
            _fill(row, nested.fields, inner)
            if not nested.is_named and getattr(inner, _UNKNOWN):
                unknown[nested.wire] = getattr(inner, _UNKNOWN)
        for attribute, wire in self._rare:
            value = getattr(record, attribute, None)
            if value:
                unknown[wire] = value
        if unknown:
            row[ADDITIONAL] = json_text(unknown)
        return row


def _fill(row: dict[str, Any], fields: Iterable[_Field], record: Any) -> None:
    for field in fields:
        value = getattr(record, field.attribute, None)
        if value is not None:
            row[field.column.name] = value if field.convert is None else field.convert(value)


def column_name(attribute: str) -> str:
    """Return the name of an attribute's column."""
    for apart, together in _ONE_WORD:
        attribute = attribute.replace(apart, together)
    return attribute.rstrip("_")


def date_text(value: datetime) -> str | None:
    """Format a date as rows have it, in UTC; None for the year 0001."""
    if value.year == 1:
        return None
    if value.tzinfo is not UTC:
        value = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    return f"{value.isoformat(timespec='microseconds')[:26]}Z"


def json_text(value: Any) -> str:
    """Models, lists and maps as JSON, the same text for the same content."""
    return orjson.dumps(converter.unstructure(value), option=orjson.OPT_SORT_KEYS).decode()


def _whole(value: Any) -> int | None:
    whole = int(value)
    return whole if -(2**63) <= whole < 2**63 else None


_CONVERSIONS: Final[dict[Kind, Convert | None]] = {
    "text": None,
    "integer": _whole,
    "number": float,
    "boolean": None,
    "date": date_text,
    "json": json_text,
}
_KINDS: Final[dict[Any, Kind]] = {str: "text", int: "integer", float: "number", bool: "boolean", datetime: "date"}


def _field(attribute: str, name: str, kind: Any) -> _Field:
    # A list, a map, an object at the second level, or one of several: JSON.
    column = Column(name, _KINDS.get(kind, "json"))
    return _Field(column, attribute, _CONVERSIONS[column.kind])


def _fields_of(model: type[Model]) -> Iterator[tuple[str, str, Any]]:
    """Attribute, name in the API and type of each field that may have a column."""
    hints = field_types(model)
    for attribute in attrs.fields(model):
        name = attribute.name
        is_link = name == "href" or (name.startswith("href_") and name != _KEPT_LINK)
        if name != _UNKNOWN and not is_link:
            yield name, attribute.metadata["wire"], _kind(hints[name])


def _kind(annotation: Any) -> Any:
    """Return the one type that a field's value has beside null; None if there are several."""
    kinds = alternatives(annotation)
    return kinds[0] if len(kinds) == 1 else None
