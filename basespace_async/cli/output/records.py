"""Records: models as JSON values under the API's own names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Record = dict[str, Any]

_ESCAPED_IN_JSON = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_INDEXED = re.compile(r"(.*)\[(-?\d{1,9})\]", re.DOTALL)
_SECRETS = frozenset({"ClientSecret"})


def record_of(value: Any) -> Record:
    """Return a model as a record, with secrets masked."""
    from ..._codec.converter import converter

    plain = converter.unstructure(value)
    record: Record = _without_secrets(plain) if isinstance(plain, dict) else {"Value": plain}
    return record


def field_of(record: Mapping[str, Any], name: str) -> Any:
    """Return the value of a field, or None.

    Args:
        record: The record.
        name: Name of the field, such as `DefaultProject.Name`; case, `_` and `-` do not matter. `Items[0].Name` is of
            one item of a list, `[-1]` of the last; `Items.Name` is the list of the names of all items.
    """
    value: Any = record
    for part in name.split("."):
        value = _part_of(value, part)
    return value


def _part_of(value: Any, name: str) -> Any:
    """Return a part of a record; of a list, that part of each item, or None if no item has it."""
    if isinstance(value, list):
        parts = [_part_of(item, name) for item in value]
        return None if parts and all(part is None for part in parts) else parts
    if not isinstance(value, Mapping):
        return None
    if name in value:
        return value[name]
    if (indexed := _INDEXED.fullmatch(name)) is None:
        return _loosely(value, name)
    items, index = _part_of(value, indexed[1]), int(indexed[2])
    return items[index] if isinstance(items, list) and -len(items) <= index < len(items) else None


def id_of(record: Mapping[str, Any], columns: Iterable[str] = ()) -> Any:
    """Return what identifies a record: its `Id`, else the first id in its columns, else its name or its first column.

    Args:
        record: The record.
        columns: Columns of its table.
    """
    names = [*columns] or [name for name, _ in flattened(record)]
    ids = (field_of(record, name) for name in ("Id", *(name for name in names if name.endswith("Id")), "Name", *names))
    return next((value for value in ids if value is not None), None)


def _loosely(record: Mapping[str, Any], name: str) -> Any:
    wanted = _folded(name)
    return next((value for key, value in record.items() if _folded(key) == wanted), None)


def _folded(name: str) -> str:
    return name.replace("_", "").replace("-", "").lower()


def flattened(record: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the fields of a record and of the records in it, by their names with dots.

    Args:
        record: The record.
        prefix: Text before each name.
    """
    for key, value in record.items():
        if isinstance(value, dict) and value:
            yield from flattened(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def cell(value: Any) -> str:
    """Return a value as text of one cell: nothing for None, JSON for lists and records."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return json_text(value)


def json_text(value: Any, *, indented: bool = False) -> str:
    """Return JSON with the characters escaped that a terminal acts on, or that UTF-8 cannot write.

    Args:
        value: Anything that JSON can hold.
        indented: Whether to write each value on a line of its own.
    """
    import orjson

    try:
        text = orjson.dumps(value, option=orjson.OPT_INDENT_2 if indented else None).decode()
    except TypeError:  # halves of characters, as in the name of a folder, large integers, deep nesting
        text = _standard_json(value, indented=indented)
    return _ESCAPED_IN_JSON.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def _standard_json(value: Any, *, indented: bool) -> str:
    import json

    return json.dumps(
        value, ensure_ascii=False, indent=2 if indented else None, separators=None if indented else (",", ":")
    )


class Fields:
    """Fields of a table; notes which of them no record had."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(names)
        self._missing = set(self.names)
        self._seen = False

    def of(self, record: Record) -> list[Any]:
        """Return the values of the fields in a record."""
        self._seen = True
        values = [field_of(record, name) for name in self.names]
        if self._missing:
            self._missing -= {name for name, value in zip(self.names, values, strict=True) if value is not None}
        return values

    @property
    def missing(self) -> list[str]:
        """Fields that no record had, if there was any record."""
        return [name for name in self.names if name in self._missing] if self._seen else []


def _without_secrets(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: "***" if key in _SECRETS and item else _without_secrets(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_secrets(item) for item in value]
    return value
