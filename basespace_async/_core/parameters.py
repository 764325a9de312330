"""Conversion of the arguments of public methods to what the generated modules take."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Protocol, TypeVar

from basespace_openapi.types import UNSET, Unset

from ..errors import ConfigurationError

T = TypeVar("T")


class HasId(Protocol):
    """Resource, as the service returned it."""

    @property
    def id(self) -> str | None:
        """Identifier, as text."""
        ...


NumericId = int | str | HasId


def or_unset(value: T | None) -> T | Unset:
    """Return `value`, or `UNSET` where the caller gave none."""
    return UNSET if value is None else value


def as_list(values: str | Iterable[str] | None) -> list[str] | Unset:
    """List the values of a comma separated parameter, of which one may be given by itself."""
    if values is None:
        return UNSET
    return [values] if isinstance(values, str) else list(values)


def numbers(ids: NumericId | Iterable[NumericId] | None) -> list[int] | Unset:
    """List the ids of a comma separated parameter that the document has as numbers; one may be given by itself.

    Raises:
        ConfigurationError: If one of them is not a number.
    """
    if ids is None:
        return UNSET
    several_ids = ids if isinstance(ids, Iterable) and not isinstance(ids, str) else [ids]
    return [_number(each) for each in several_ids]


def _number(resource: NumericId) -> int:
    if isinstance(resource, int):
        return resource
    found = identifier(resource)
    if not (found.isascii() and found.isdigit()):
        raise ConfigurationError(f"ids are numbers here, and {found!r} is not one")
    return int(found)


def comma_joined(values: str | Iterable[str] | None) -> str | Unset:
    """Join the values of a parameter that the document has as one text, with commas between them (observed)."""
    found = as_list(values)
    return found if isinstance(found, Unset) else ",".join(found)


def identifier(resource: str | HasId) -> str:
    """Return the id of a resource, or an id as it is.

    Raises:
        ConfigurationError: If it is empty, or the resource came without one.
    """
    found = resource if isinstance(resource, str) else getattr(resource, "id", None)
    if not isinstance(found, str) or not found.strip():
        raise ConfigurationError(f"a resource's id is needed, and this {type(resource).__name__} has none")
    return found


def iso_datetime(value: str | date | None) -> str | Unset:
    """Write a date or a time in ISO 8601; text stays as it is.

    Raises:
        ConfigurationError: If a time has no time zone.
    """
    if value is None:
        return UNSET
    if isinstance(value, datetime) and value.tzinfo is None:
        raise ConfigurationError(f"{value} has no time zone; give it one, such as datetime.UTC")
    return value if isinstance(value, str) else value.isoformat()


def bool_text(value: bool | None) -> str | Unset:
    """Write a boolean that the document has as text."""
    return UNSET if value is None else str(value).lower()


def optional_id(resource: str | HasId | None) -> str | Unset:
    """Return the id of a resource that need not be given."""
    return UNSET if resource is None else identifier(resource)
