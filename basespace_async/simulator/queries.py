"""Parsers of a request: query values, and the fields of a body."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Self
from urllib.parse import parse_qsl

import orjson
from attrs import field, frozen
from multidict import CIMultiDict

from .errors import InvalidValueError

_MAX_COUNT = 2**31 - 1
_TRUTH = {"true": True, "1": True, "false": False, "0": False, "": False}
_FRACTION = re.compile(r"(\.\d{6})\d+")


@frozen
class Query:
    """Query values by their names in lower case; the service does not mind case in names and booleans."""

    values: Mapping[str, str]

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> Self:
        """Make a query of names and values; a repeated name is the same as commas (inferred)."""
        values: dict[str, str] = {}
        for name, value in pairs:
            key = name.lower()
            values[key] = f"{values[key]},{value}" if key in values else value
        return cls(values)

    def text(self, name: str) -> str | None:
        """Return a value, or None if it is missing."""
        return self.values.get(name) or None

    def several(self, name: str) -> frozenset[str]:
        """Return the parts of a comma separated value."""
        return frozenset(part for part in self.values.get(name, "").split(",") if part)

    @property
    def parts(self) -> frozenset[str]:
        """Return the values of `include`, in lower case."""
        return frozenset(part.lower() for part in self.several("include"))

    def includes(self, part: str) -> bool:
        """Return whether `include` names a part, in any case."""
        return part.lower() in self.parts

    def flag(self, name: str) -> bool:
        """Return whether a boolean is true; `True` and `true` are accepted (observed).

        Raises:
            InvalidValueError: If it is no boolean.
        """
        value = self.values.get(name, "").lower()
        if value not in _TRUTH:
            raise InvalidValueError(f"'{name}' must be true or false, not '{value[:40]}'")
        return _TRUTH[value]

    def number(self, name: str, default: int) -> int:
        """Return a whole number that is not negative.

        Raises:
            InvalidValueError: If it is something else.
        """
        text = self.values.get(name)
        if text is None or text == "":
            return default
        if not (text.isascii() and text.isdigit()):
            raise InvalidValueError(f"'{name}' must be a whole number that is not negative, not '{text[:40]}'")
        return min(int(text[:12]), _MAX_COUNT)

    def numbers(self, name: str) -> frozenset[str]:
        """Return ids that are whole numbers, as text.

        Raises:
            InvalidValueError: If one of them is something else.
        """
        values = self.several(name)
        wrong = [value for value in values if not re.fullmatch(r"-?[0-9]+", value)]
        if wrong:
            raise InvalidValueError(f"'{name}' must be whole numbers, not '{wrong[0][:40]}'")
        return values

    def date(self, name: str) -> datetime | None:
        """Return a date in ISO 8601, in UTC if it names no time zone.

        Raises:
            InvalidValueError: If it is no date.
        """
        text = self.text(name)
        if text is None:
            return None
        try:
            moment = datetime.fromisoformat(_FRACTION.sub(r"\1", text.strip()))
            return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
        except (ValueError, OverflowError):
            raise InvalidValueError(f"'{name}' must be a date in ISO 8601, not '{text[:40]}'") from None

    def admits(self, name: str, value: str) -> bool:
        """Return whether a filter admits a value: it is missing, or names the value."""
        wanted = self.several(name)
        return not wanted or value in wanted


def _in_any_case(fields: Mapping[str, Any]) -> Mapping[str, Any]:
    return CIMultiDict(fields.items())


@frozen
class Body:
    """The object that a request carries; names match in any case, as public programs send them (client).

    Attributes:
        fields: Values by name.
        is_form: Whether all values are texts: numbers, lists with commas, and objects as JSON.
    """

    fields: Mapping[str, Any] = field(converter=_in_any_case)
    is_form: bool = False

    @classmethod
    def parse(cls, data: bytes, content_type: str = "application/json") -> Self:
        """Parse the object in a body, which is JSON or a form; an empty body is an empty object.

        Raises:
            InvalidValueError: If it is neither, or no object.
        """
        if not data.strip():
            return cls({})
        # Clients such as curl call any body a form.
        if content_type == "application/x-www-form-urlencoded" and data.lstrip()[:1] not in b"{[":
            pairs = parse_qsl(data.decode("utf-8", "replace"), keep_blank_values=True)
            return cls(dict(pairs), is_form=True)
        try:
            content = orjson.loads(data)
        except orjson.JSONDecodeError:
            raise InvalidValueError("The body of the request is not valid JSON") from None
        if not isinstance(content, dict):
            raise InvalidValueError("The body of the request must be a JSON object")
        return cls(content)

    def text(self, name: str, *, most: int | None = None) -> str | None:
        """Return a text, or None if it is missing.

        Raises:
            InvalidValueError: If it is no text, or longer than `most` characters.
        """
        value = self.fields.get(name)
        if value is not None and not isinstance(value, str):
            raise InvalidValueError(f"{name} must be a text")
        if value is not None and most is not None and len(value) > most:
            raise InvalidValueError(f"{name} is limited to {most} characters, and has {len(value)}")
        return value

    def flag(self, name: str) -> bool:
        """Return a boolean, or one of the texts true and false in any case.

        Raises:
            InvalidValueError: If it is something else, or missing.
        """
        value = self.fields.get(name)
        if value is True or (isinstance(value, str) and value.lower() == "true"):
            return True
        if value is False or (isinstance(value, str) and value.lower() == "false"):
            return False
        raise InvalidValueError(f"{name} must be true or false")

    def choice(self, name: str, allowed: Iterable[str]) -> str | None:
        """Return one of several texts, or None if it is missing.

        Raises:
            InvalidValueError: If it is not among them.
        """
        value, choices = self.text(name), tuple(allowed)
        if value is not None and value not in choices:
            raise InvalidValueError(f"{name} must be one of {', '.join(choices)}, not '{value[:40]}'")
        return value

    def number(self, name: str) -> int | None:
        """Return a whole number that is not negative, or None if it is missing.

        Raises:
            InvalidValueError: If it is something else.
        """
        value = self._decoded(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise InvalidValueError(f"{name} must be a whole number that is not negative")
        return value

    def texts(self, name: str) -> list[str]:
        """Return a list of texts; empty if it is missing.

        Raises:
            InvalidValueError: If it is something else.
        """
        value = self.fields.get(name)
        if self.is_form and isinstance(value, str):
            value = value.split(",")
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise InvalidValueError(f"{name} must be a list of texts")
        return value

    def objects(self, name: str) -> list[Body]:
        """Return a list of objects; empty if it is missing.

        Raises:
            InvalidValueError: If it is something else.
        """
        value = self._decoded(name)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise InvalidValueError(f"{name} must be a list of objects")
        return [Body(item) for item in value]

    def sections(self, name: str) -> dict[str, dict[str, Any]]:
        """Return an object of objects; empty if it is missing.

        Raises:
            InvalidValueError: If it is something else.
        """
        value = self._decoded(name)
        if value is None:
            return {}
        if not isinstance(value, dict) or not all(isinstance(item, dict) for item in value.values()):
            raise InvalidValueError(f"{name} must be an object of objects")
        return value

    def _decoded(self, name: str) -> Any:
        value = self.fields.get(name)
        try:
            return orjson.loads(value) if self.is_form and isinstance(value, str) else value
        except orjson.JSONDecodeError:
            return value
