"""What the generated models and endpoint modules are made of."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from typing import Any, Final, Literal
from urllib.parse import quote

from attrs import define, fields, frozen


class Unset(enum.Enum):
    """The type of `UNSET`."""

    UNSET = "UNSET"

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"


UNSET: Final = Unset.UNSET
"""An absent value: not in the body that was received, not sent in the body or query. It is not `None`, JSON's null."""

HIDDEN_FIELDS: Final = frozenset({"client_secret"})


@frozen
class CommaSeparated:
    """A query value of several parts that are sent joined by commas (OpenAPI: style form, explode false)."""

    values: tuple[Any, ...]


def comma_separated(values: Iterable[Any] | Unset) -> CommaSeparated | Unset:
    """The parts of a comma separated query value; an absent one stays absent."""
    return UNSET if isinstance(values, Unset) else CommaSeparated(tuple(values))


def path_segment(value: object) -> str:
    """`value` as one segment of a path, percent-encoded so that it can be nothing but one segment."""
    return quote(str(value), safe="")


def _shown(name: str, value: object) -> str:
    if name in HIDDEN_FIELDS:
        return "'***'"
    if isinstance(value, str) and "://" in value and "?" in value:
        return repr(value.partition("?")[0] + "?***")
    return repr(value)


@define(repr=False)
class Model:
    """Base of the generated models.

    Every field has three states: a value, `None` (null in JSON) and `UNSET` (absent). Fields that the document does
    not know are kept in `additional_properties` under their names in JSON.
    """

    def __repr__(self) -> str:
        # Only what is there, and no secret: the query of a link may be a signature.
        values = ((field.name, getattr(self, field.name)) for field in fields(type(self)))
        shown = (f"{name}={_shown(name, value)}" for name, value in values if value is not UNSET and value != {})
        return f"{type(self).__name__}({', '.join(shown)})"
