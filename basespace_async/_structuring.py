"""The hooks of the converter: what each type of the generated models is in JSON, both ways.

A model's hook visits the keys that are present, not the fields that could be: bodies are wide and sparse. The rules
that the hooks follow are stated in `converter`.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any, Final, Literal, Union, cast, get_args, get_origin, get_type_hints

import attrs
import cattrs

from basespace_openapi import models
from basespace_openapi.types import UNSET, Model, Unset

Hook = Callable[[Any, Any], Any]

ADDITIONAL: Final = "additional_properties"
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
_PLAIN: Final = frozenset({str, int, float, bool, type(None)})
_NO_SHORTCUT: Final = object()


class ReceivedDatetime(datetime):
    """A date that came in another form than the service's usual one; `received` is how it was written."""

    received: str = ""


class Misfit(Exception):
    """A value that is not what its place asks for; `path` grows, innermost first, while it rises."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.path: list[str | int] = []


def _expected(what: str, value: object) -> Misfit:
    return Misfit(f"expected {what}, found {_JSON_NAMES.get(type(value), type(value).__name__)}")


def json_path(path: list[str | int]) -> str:
    """`$.Items[3].DateCreated` of the parts, outermost first."""
    text = "$"
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        elif part.isidentifier():
            text += f".{part}"
        else:
            text += f"[{part!r}]"
    return text


# --- dates --------------------------------------------------------------------------------------------------------


def _structure_datetime(value: Any, _: Any) -> datetime:
    if type(value) is not str:
        raise _expected("a date", value)
    try:
        if len(value) == 28 and value.endswith("0Z") and value[4] == value[7] == "-" and value[10:20:9] == "T.":
            return datetime.fromisoformat(value)
        received = ReceivedDatetime.fromisoformat(value)
        if received.tzinfo is None:
            received = received.replace(tzinfo=UTC)
    except ValueError:
        raise Misfit("expected an ISO 8601 date, found other text") from None
    received.received = value
    return received


def _unstructure_datetime(value: datetime) -> str:
    if isinstance(value, ReceivedDatetime) and value.received:
        return value.received
    if value.tzinfo is not UTC:
        value = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    return value.isoformat(timespec="microseconds")[:26] + "0Z"


# --- plain values -------------------------------------------------------------------------------------------------


def _structure_text(value: Any, _: Any) -> str:
    if type(value) is not str:
        raise _expected("text", value)
    return value


def _structure_boolean(value: Any, _: Any) -> bool:
    if type(value) is not bool:
        raise _expected("a boolean", value)
    return value


def _structure_integer(value: Any, _: Any) -> int:
    if type(value) is int:
        return value
    if type(value) is float and value.is_integer():
        return cast("int", value)
    raise _expected("a whole number", value)


def _structure_number(value: Any, _: Any) -> float:
    if type(value) is float or type(value) is int:
        return value
    raise _expected("a number", value)


def _structure_free_object(value: Any, _: Any) -> dict[str, Any]:
    if type(value) is not dict:
        raise _expected("an object", value)
    return cast("dict[str, Any]", value)


def _as_it_is(value: Any, _: Any) -> Any:
    return value


# --- composed types -----------------------------------------------------------------------------------------------


class _ModelNames(Mapping[str, Any]):
    """The models by name, for annotations: their modules import each other for type checkers only."""

    def __getitem__(self, name: str) -> Any:
        try:
            return getattr(models, name)
        except AttributeError:
            raise KeyError(name) from None

    def __iter__(self) -> Iterator[str]:
        return iter(dir(models))

    def __len__(self) -> int:
        return len(dir(models))


def _field_types(model: type[Model]) -> dict[str, Any]:
    """What each field may hold, by attribute; imports the models that it names, not those that they name."""
    return get_type_hints(model, localns=_ModelNames())


@cache
def list_item_type(model: type[Model], attribute: str) -> Any:
    """The type of the items of a field that is a list."""
    kinds = _alternatives(_field_types(model)[attribute])
    return next(get_args(kind)[0] for kind in kinds if _is_list(kind))


def _wire_names(model: type[Any]) -> Iterator[tuple[str, str]]:
    """Attribute and wire name of each field that the document knows."""
    for attribute in attrs.fields(model):
        if attribute.name != ADDITIONAL:
            yield attribute.name, attribute.metadata["wire"]


def _alternatives(annotation: Any) -> list[Any]:
    """The types of a union that a JSON value can have; null and absence are handled where the field is."""
    kinds = [kind for kind in get_args(annotation) if kind not in (type(None), Unset)]
    return list(dict.fromkeys(str if get_origin(kind) is Literal else kind for kind in kinds))


def _is_union(annotation: Any) -> bool:
    return get_origin(annotation) in (Union, types.UnionType)


def _is_list(annotation: Any) -> bool:
    origin: Any = get_origin(annotation)
    return origin is list


def _is_free_object(annotation: Any) -> bool:
    origin: Any = get_origin(annotation)
    return origin is dict


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, Model)


def _json_type(annotation: Any) -> type:
    """The type that a value of this annotation has in parsed JSON."""
    if _is_model(annotation) or _is_free_object(annotation):
        return dict
    if _is_list(annotation):
        return list
    return str if annotation is datetime else cast("type", annotation)


def _list_hook(annotation: Any, converter: cattrs.Converter) -> Hook:
    (item_type,) = get_args(annotation)
    item_hook = converter.get_structure_hook(item_type)

    def structure_list(value: Any, _: Any) -> list[Any]:
        if type(value) is not list:
            raise _expected("a list", value)
        items: list[Any] = []
        try:
            for item in value:  # pyright: ignore[reportUnknownVariableType]
                items.append(None if item is None else item_hook(item, item_type))
        except Misfit as misfit:
            misfit.path.append(len(items))
            raise
        return items

    return structure_list


def _union_hook(annotation: Any, converter: cattrs.Converter) -> Hook:
    kinds = _alternatives(annotation)
    if len(kinds) == 1:
        return converter.get_structure_hook(kinds[0])
    hooks = {_json_type(kind): converter.get_structure_hook(kind) for kind in kinds}
    names = " or ".join(_JSON_NAMES[kind] for kind in hooks)

    def structure_union(value: Any, _: Any) -> Any:
        hook = hooks.get(type(value))
        if hook is None:
            raise _expected(names, value)
        return hook(value, None)

    return structure_union


def _passing_type(hook: Hook) -> object:
    """The type whose values the hook would return as they are; a call for each is worth avoiding."""
    passing: dict[Hook, object] = {_structure_text: str, _structure_boolean: bool, _structure_integer: int}
    return passing.get(hook, _NO_SHORTCUT)


def _model_hook(model: type[Model], converter: cattrs.Converter) -> Hook:
    # Wire name -> attribute, the type whose values pass as they are, the hook for all others. Filled when the first
    # body arrives: a model names others, which name it again.
    table: dict[str, tuple[str, object, Hook, Any]] = {}

    def fill() -> None:
        field_types = _field_types(model)
        found: dict[str, tuple[str, object, Hook, Any]] = {}
        for attribute, wire in _wire_names(model):
            annotation = field_types[attribute]
            hook = converter.get_structure_hook(annotation)
            found[wire] = (attribute, _passing_type(hook), hook, annotation)
        table.update(found)  # all at once: another thread may be decoding

    def structure_model(value: Any, _: Any) -> Any:
        if type(value) is not dict:
            raise _expected("an object", value)
        if not table:
            fill()
        known: dict[str, Any] = {}
        unknown: dict[str, Any] = {}
        key = ""
        try:
            for key, item in cast("dict[str, Any]", value).items():
                entry = table.get(key)
                if entry is None:
                    unknown[key] = item
                    continue
                attribute, passes, hook, annotation = entry
                if type(item) is passes or item is None:
                    known[attribute] = item
                else:
                    known[attribute] = hook(item, annotation)
        except Misfit as misfit:
            misfit.path.append(key)
            raise
        if unknown:
            known[ADDITIONAL] = unknown
        return model(**known)

    return structure_model


def _unstructure_list_hook(converter: cattrs.Converter) -> Callable[[list[Any]], list[Any]]:
    def unstructure_list(values: list[Any]) -> list[Any]:
        return [value if type(value) in _PLAIN else converter.unstructure(value) for value in values]

    return unstructure_list


def _unstructure_model_hook(model: type[Model], converter: cattrs.Converter) -> Callable[[Any], dict[str, Any]]:
    names = list(_wire_names(model))
    unstructure = converter.unstructure

    def unstructure_model(instance: Any) -> dict[str, Any]:
        body: dict[str, Any] = {}
        for attribute, wire in names:
            value = getattr(instance, attribute)
            if value is not UNSET:
                body[wire] = value if type(value) in _PLAIN else unstructure(value)
        body.update(getattr(instance, ADDITIONAL))
        return body

    return unstructure_model


def make_converter() -> cattrs.Converter:
    """A converter with these hooks; the package uses one, `converter.converter`."""
    converter = cattrs.Converter(detailed_validation=False)
    converter.register_structure_hook_factory(_is_model, lambda kind: _model_hook(kind, converter))
    converter.register_structure_hook_factory(_is_union, lambda kind: _union_hook(kind, converter))
    converter.register_structure_hook_factory(_is_list, lambda kind: _list_hook(kind, converter))
    converter.register_structure_hook_func(_is_free_object, _structure_free_object)
    converter.register_structure_hook_func(lambda kind: kind is Any, _as_it_is)
    converter.register_structure_hook(str, _structure_text)
    converter.register_structure_hook(bool, _structure_boolean)
    converter.register_structure_hook(int, _structure_integer)
    converter.register_structure_hook(float, _structure_number)
    converter.register_structure_hook(datetime, _structure_datetime)
    converter.register_unstructure_hook_factory(_is_model, lambda kind: _unstructure_model_hook(kind, converter))
    converter.register_unstructure_hook(list, _unstructure_list_hook(converter))
    converter.register_unstructure_hook(datetime, _unstructure_datetime)
    converter.register_unstructure_hook(ReceivedDatetime, _unstructure_datetime)
    return converter
