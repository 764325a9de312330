"""Hooks of the converter that make JSON of models.

Bodies are written by orjson, which asks `shallow` for each value that it does not know, and writes what that gives in
the same way. So only models and dates cost Python code, and nothing is visited twice.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any, Final

import cattrs
import orjson

from basespace_openapi.types import Model

from .codegen import Writer, writer
from .model_fields import is_model
from .structure import ReceivedDatetime

OPTIONS: Final = orjson.OPT_PASSTHROUGH_DATETIME
"""For `orjson.dumps`: dates are left to us; its form is another one."""

_PLAIN: Final = frozenset({str, int, float, bool, type(None)})


def register(converter: cattrs.Converter) -> Callable[[Any], Any]:
    """Make `converter` unstructure models and dates.

    Returns:
        `shallow`, for `orjson.dumps`.
    """
    writers = _Writers(converter)

    def unstructure_model(instance: Model) -> dict[str, Any]:
        body: dict[str, Any] = writers.write(instance)
        for key, value in body.items():
            if type(value) not in _PLAIN:
                body[key] = converter.unstructure(value)
        return body

    def unstructure_list(values: list[Any]) -> list[Any]:
        return [value if type(value) in _PLAIN else converter.unstructure(value) for value in values]

    converter.register_unstructure_hook_func(is_model, unstructure_model)
    converter.register_unstructure_hook(list, unstructure_list)
    converter.register_unstructure_hook(datetime, _write_datetime)
    return writers.write


class _Writers(dict[type, Writer]):
    """Writers of one level of a value, by the value's type."""

    def __init__(self, converter: cattrs.Converter) -> None:
        super().__init__()
        self._converter = converter

    def write(self, value: Any) -> Any:
        """Write a value that orjson does not know."""
        return self[type(value)](value)

    def __missing__(self, value_type: type) -> Writer:
        write = self[value_type] = self._writer_of(value_type)
        return write

    def _writer_of(self, value_type: type) -> Writer:
        if is_model(value_type):
            return writer(value_type, self.write, _write_datetime, _texts)
        if issubclass(value_type, datetime):
            return _write_datetime
        if issubclass(value_type, (date, time)):
            return value_type.isoformat
        return self._of_another_kind

    def _of_another_kind(self, value: Any) -> Any:
        plain = self._converter.unstructure(value)
        if plain is value:
            raise TypeError  # orjson's own error names the type
        return plain


class _Texts(dict[datetime, str]):
    """Dates in UTC as they are written: most of a page's come again and again."""

    def __missing__(self, moment: datetime) -> str:
        if len(self) >= 1000:
            self.clear()
        # `isoformat` takes four times as long.
        text = orjson.dumps(moment, option=orjson.OPT_UTC_Z)[1:-2].decode()
        written = self[moment] = f"{text}0Z" if moment.microsecond else f"{text}.0000000Z"
        return written


_texts: Final = _Texts()


def _write_datetime(value: Any) -> Any:
    """Write a date; anything else is returned as it is."""
    if type(value) is datetime and value.tzinfo is UTC:
        return _texts[value]
    if not isinstance(value, datetime):
        return value
    if isinstance(value, ReceivedDatetime) and value.received:
        return value.received
    moment = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    return moment.isoformat(timespec="microseconds")[:26] + "0Z"
