"""Hooks of the converter that make models of JSON, one for each type that the generated models have.

A model's hook visits the keys that are present, not the fields that could be: bodies are wide and sparse. The rules
that the hooks follow are stated in `converter`.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final, cast, get_args

import cattrs

from basespace_openapi.types import Model

from .codegen import Field, Hook, StructureError, as_it_came
from .model_fields import alternatives, field_types, is_free_object, is_list, is_model, is_union, wire_names
from .shape_cache import Readers

_JSON_NAMES: Final[Mapping[type, str]] = types.MappingProxyType(
    {
        dict: "an object",
        list: "a list",
        str: "text",
        bool: "a boolean",
        int: "a number",
        float: "a number",
        type(None): "null",
    }
)


_MAX_DATE: Final = 64


class ReceivedDatetime(datetime):
    """Date that came in another form than the service's usual one."""

    _received: str = ""

    @property
    def received(self) -> str:
        """The text that came."""
        return self._received

    @classmethod
    def of(cls, text: str) -> ReceivedDatetime:
        """Parse a date, and keep its text.

        Raises:
            ValueError: If it is not ISO 8601.
        """
        # Python takes also what is no part of the standard, such as a NUL at the end, and any number of digits.
        if len(text) > _MAX_DATE or not text.isascii() or not text.isprintable():
            raise ValueError("this is no ISO 8601 date")
        date = cls.fromisoformat(text)
        if date.tzinfo is None:
            date = date.replace(tzinfo=UTC)
        date._received = text
        return date

    def __reduce_ex__(self, protocol: Any) -> Any:
        return (ReceivedDatetime.of, (self._received,)) if self._received else super().__reduce_ex__(protocol)


def register(converter: cattrs.Converter) -> None:
    """Make `converter` structure models, and whatever they consist of."""
    converter.register_structure_hook_factory(is_model, lambda annotation: _model_hook(annotation, converter))
    converter.register_structure_hook_factory(is_union, lambda annotation: _union_hook(annotation, converter))
    converter.register_structure_hook_factory(is_list, lambda annotation: _list_hook(annotation, converter))
    converter.register_structure_hook_func(is_free_object, structure_free_object)
    converter.register_structure_hook_func(lambda annotation: annotation is Any, as_it_came)
    converter.register_structure_hook(str, _structure_text)
    converter.register_structure_hook(bool, _structure_boolean)
    converter.register_structure_hook(int, _structure_integer)
    converter.register_structure_hook(float, _structure_number)
    converter.register_structure_hook(datetime, structure_datetime)


def _expected(what: str, value: object) -> StructureError:
    return StructureError(f"expected {what}, found {_JSON_NAMES.get(type(value), type(value).__name__)}")


def json_path(path: list[str | int]) -> str:
    """Join the parts of a path, outermost first, such as `$.Items[3].DateCreated`."""
    text = "$"
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        elif part.isidentifier():
            text += f".{part}"
        else:
            text += f"[{part!r}]"
    return text


# --- plain values -------------------------------------------------------------------------------------------------


class _Dates(dict[str, datetime]):
    """Dates by their text: most of a page's come again and again, such as those of its items' owner."""

    def __missing__(self, text: str) -> datetime:
        if len(self) >= 1000:
            self.clear()
        try:
            if text[26:] == "0Z" and text[4:20:3] == "--T::.":
                date = datetime.fromisoformat(text)
            else:
                date = ReceivedDatetime.of(text)
        except ValueError:
            raise StructureError("expected an ISO 8601 date, found other text") from None
        self[text] = date
        return date


dates: Final = _Dates()


def structure_datetime(value: Any, _: Any = None) -> datetime:
    """Make a date of its text."""
    if type(value) is not str:
        raise _expected("a date", value)
    return dates[value]


def _structure_text(value: Any, _: Any = None) -> str:
    if type(value) is not str:
        raise _expected("text", value)
    return value


def _structure_boolean(value: Any, _: Any = None) -> bool:
    if type(value) is not bool:
        raise _expected("a boolean", value)
    return value


def _structure_integer(value: Any, _: Any = None) -> int:
    if type(value) is int:
        return value
    return cast("int", _structure_number(value))  # the service has fractions in such fields (client)


def _structure_number(value: Any, _: Any = None) -> float:
    if type(value) is float or type(value) is int:
        return value
    raise _expected("a number", value)


def structure_free_object(value: Any, _: Any = None) -> dict[str, Any]:
    """Take an object without known fields as it came."""
    if type(value) is not dict:
        raise _expected("an object", value)
    return cast("dict[str, Any]", as_it_came(value))


def _passing_type(hook: Hook) -> type | None:
    """Return the type whose values the hook would return as they are; a call for each is worth avoiding."""
    passing: dict[Hook, type] = {
        _structure_text: str,
        _structure_boolean: bool,
        _structure_integer: int,
        _structure_number: float,
    }
    return passing.get(hook)


def _field(name: str, hook: Hook) -> Field:
    return Field(name, _passing_type(hook), hook, dates if hook is structure_datetime else None)


# --- composed types -----------------------------------------------------------------------------------------------


def _json_type(annotation: Any) -> type:
    """Return the type that a value of this annotation has in parsed JSON."""
    if is_model(annotation) or is_free_object(annotation):
        return dict
    if is_list(annotation):
        return list
    return str if annotation is datetime else cast("type", annotation)


def _hook(annotation: Any, converter: cattrs.Converter) -> Hook:
    """Return the hook for this type; all of them are ours."""
    return cast("Hook", converter.get_structure_hook(annotation))


def _list_hook(annotation: Any, converter: cattrs.Converter) -> Hook:
    (item_type,) = get_args(annotation)
    item_hook = _hook(item_type, converter)
    passing = frozenset({_passing_type(item_hook), type(None)})

    def structure_list(value: Any, _: Any = None) -> list[Any]:
        if type(value) is not list:
            raise _expected("a list", value)
        values: list[Any] = value
        if passing.issuperset(map(type, values)):
            return values.copy()
        items: list[Any] = []
        try:
            for item in values:
                items.append(None if item is None else item_hook(item))
        except StructureError as misfit:
            misfit.path.append(len(items))
            raise
        return items

    return structure_list


def _union_hook(annotation: Any, converter: cattrs.Converter) -> Hook:
    kinds = alternatives(annotation)
    if len(kinds) == 1:
        return _hook(kinds[0], converter)
    hooks = {_json_type(type_): _hook(type_, converter) for type_ in kinds}
    names = " or ".join(_JSON_NAMES[json_type] for json_type in hooks)

    def structure_union(value: Any, _: Any = None) -> Any:
        hook = hooks.get(type(value))
        if hook is None:
            raise _expected(names, value)
        return hook(value)

    return structure_union


def _model_hook(model: type[Model], converter: cattrs.Converter) -> Hook:
    def fields() -> dict[str, Field]:
        kinds = field_types(model)
        hooks = {name: _hook(kinds[name], converter) for name in wire_names(model)}
        return {wire: _field(name, hooks[name]) for name, wire in wire_names(model).items()}

    readers = Readers(model, fields)

    def structure_model(value: Any, _: Any = None) -> Any:
        if type(value) is not dict:
            raise _expected("an object", value)
        return readers[tuple(value)](value)  # pyright: ignore[reportUnknownArgumentType]

    return structure_model
