"""What the service sent, as records of JSON values under the API's own names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Record = dict[str, Any]

_SECRETS = frozenset({"ClientSecret"})


def record_of(value: Any) -> Record:
    """A model as a record; an application's secret in it is not shown."""
    from ..._codec.converter import converter

    plain = converter.unstructure(value)
    found: Record = _without_secrets(plain) if isinstance(plain, dict) else {"Value": plain}
    return found


def field_of(record: Mapping[str, Any], name: str) -> Any:
    """The value of a field, or None: `Id`, `DefaultProject.Name`; case, `_` and `-` in names do not matter."""
    value: Any = record
    for part in name.split("."):
        if not isinstance(value, Mapping):
            return None
        value = value[part] if part in value else _loosely(value, part)
    return value


def _loosely(record: Mapping[str, Any], name: str) -> Any:
    wanted = _folded(name)
    return next((value for key, value in record.items() if _folded(key) == wanted), None)


def _folded(name: str) -> str:
    return name.replace("_", "").replace("-", "").lower()


def flattened(record: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """The fields of a record and of the records in it, by their names with dots."""
    for key, value in record.items():
        if isinstance(value, dict) and value:
            yield from flattened(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def cell(value: Any) -> str:
    """A value as text of one cell: nothing for none, JSON for what has parts."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    import orjson

    return orjson.dumps(value).decode()


class Fields:
    """The fields of a table, and which of them no record had."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(names)
        self._missing = set(self.names)
        self._seen = False

    def of(self, record: Record) -> list[Any]:
        """The values of the fields in a record."""
        self._seen = True
        values = [field_of(record, name) for name in self.names]
        if self._missing:
            self._missing -= {name for name, value in zip(self.names, values, strict=True) if value is not None}
        return values

    @property
    def missing(self) -> list[str]:
        """The fields that no record had, where there was any record."""
        return [name for name in self.names if name in self._missing] if self._seen else []


def _without_secrets(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: "***" if key in _SECRETS and found else _without_secrets(found) for key, found in value.items()}
    if isinstance(value, list):
        return [_without_secrets(one) for one in value]
    return value
