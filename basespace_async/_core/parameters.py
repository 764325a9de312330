"""Arguments of the resources' methods, turned into what the generated modules take."""

from __future__ import annotations

import operator
from collections.abc import Iterable
from datetime import date, datetime
from typing import Protocol, SupportsIndex, TypeVar

from basespace_openapi.types import UNSET, Unset

from ..errors import ConfigurationError

T = TypeVar("T")


class HasId(Protocol):
    """Resource, as the service returned it."""

    @property
    def id(self) -> str | int | None:
        """The identifier of the resource; one without is refused."""
        ...


ResourceId = str | SupportsIndex | HasId
"""An id as text or as an integer (also one of numpy's), or a resource that has one."""


def or_unset(value: T | None) -> T | Unset:
    """Return `value`, or `UNSET` if it is None."""
    return UNSET if value is None else value


def as_list(values: str | Iterable[str] | None) -> list[str] | Unset:
    """Return the values of a comma-separated parameter, of which one may be given by itself."""
    if values is None:
        return UNSET
    return [values] if isinstance(values, str) else list(values)


def numbers(ids: ResourceId | Iterable[ResourceId] | None) -> list[int] | Unset:
    """Return the ids of a comma-separated parameter that the document has as numbers; one may be given by itself.

    Raises:
        ConfigurationError: If one of them is not a number.
    """
    texts = identifiers(ids)
    return texts if isinstance(texts, Unset) else [_number(text) for text in texts]


def identifiers(ids: ResourceId | Iterable[ResourceId] | None) -> list[str] | Unset:
    """Return the ids of a comma-separated parameter; one may be given by itself."""
    if ids is None:
        return UNSET
    # Text of bytes is an iterable of integers, and no list of ids.
    is_list = isinstance(ids, Iterable) and not isinstance(ids, str | bytes | bytearray)
    return [identifier(resource) for resource in (ids if is_list else [ids])]  # type: ignore[union-attr, arg-type]


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise ConfigurationError(f"ids are numbers here, and {text!r} is not one")
    return int(text)


def comma_joined(values: str | Iterable[str] | None) -> str | Unset:
    """Return the values of a parameter that the document has as one text, with commas between them (observed)."""
    listed = as_list(values)
    return listed if isinstance(listed, Unset) else ",".join(listed)


def identifier(resource: ResourceId) -> str:
    """Return the id of a resource.

    Args:
        resource: the id as text or as an integer, also one of numpy's, or an object with an id.

    Raises:
        ConfigurationError: If it is something else, negative or empty, or the resource came without an id.
    """
    value = resource if isinstance(resource, str) else _integer(resource)
    if value is None:
        inner = getattr(resource, "id", None)
        value = inner if isinstance(inner, str) else _integer(inner)
    if value is None or not value.strip():
        raise ConfigurationError(
            f"a resource's id is needed, and this {type(resource).__name__} has none; "
            "give text, an integer, or an object with an id"
        )
    if "/" in value or "\0" in value:
        raise ConfigurationError(f"{value!r} is not an id; pass the id of an existing resource")
    return value


def _integer(value: object) -> str | None:
    """Write an integer of any kind as text; None stands for everything else, truth values too."""
    if isinstance(value, bool):
        return None
    try:
        number = operator.index(value)  # type: ignore[arg-type]
    except TypeError:  # an array of numpy has the method, and no integer
        return None
    if number < 0:
        raise ConfigurationError(f"{number} is not an id; ids count from 0")
    return str(number)


def iso_datetime(value: str | date | None) -> str | Unset:
    """Return a date or a time in ISO 8601, and text as it is.

    Raises:
        ConfigurationError: If a time has no time zone.
    """
    if value is None:
        return UNSET
    if isinstance(value, datetime) and value.tzinfo is None:
        raise ConfigurationError(f"{value} has no time zone; give it one, such as datetime.UTC")
    return value if isinstance(value, str) else value.isoformat()


def bool_text(value: bool | None) -> str | Unset:
    """Return a boolean as the text that the document has for it."""
    return UNSET if value is None else str(value).lower()


def optional_id(resource: ResourceId | None) -> str | Unset:
    """Return the id of a resource that need not be given."""
    return UNSET if resource is None else identifier(resource)
