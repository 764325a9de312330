"""Structs of msgspec with the attributes of the models, decoded in a third of the time, for what is only read.

A struct takes nothing that its model would refuse, and holds the same values. It refuses more, such as fields that the
document does not know and nulls in required ones: whoever asks then decodes the model, which says what is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from threading import Lock
from types import MappingProxyType
from typing import Annotated, Any, Final, get_args

import msgspec
import orjson

from basespace_openapi.types import Model, required_names

from .codegen import StructureError, as_it_came
from .model_fields import ADDITIONAL, alternatives, field_types, is_free_object, is_list, is_model, wire_names
from .structure import dates, structure_datetime, structure_free_object

UNFIT: Final = (msgspec.MsgspecError, StructureError, UnicodeDecodeError, RecursionError)
"""Exceptions of a decoder for what a struct does not take."""

_INTEGER: Final[Any] = Annotated[int, msgspec.Meta(ge=-(2**63), le=2**63 - 1)]  # orjson makes floats of larger ones
_SCALARS: Final[Mapping[Any, Any]] = MappingProxyType(
    {str: str, bool: bool, int: _INTEGER | float, float: _INTEGER | float}
)
_structs: Final[dict[type[Model], type[msgspec.Struct]]] = {}
_building: Final = Lock()


class _Hooked(type):
    """A type of values that the models' own hooks check; msgspec asks whether what they return is one."""

    def __instancecheck__(cls, instance: object) -> bool:
        return True


class _Date(metaclass=_Hooked):
    """A date."""


class _FreeObject(metaclass=_Hooked):
    """An object without known fields."""


class _Anything(metaclass=_Hooked):
    """A value that the document says nothing of."""


def _check(kind: type, value: Any) -> Any:
    if kind is _Date:
        return dates[value] if type(value) is str else structure_datetime(value)
    orjson.dumps(value)  # refuses integers that orjson does not parse as such
    return as_it_came(value) if kind is _Anything else structure_free_object(value)


@cache
def decoder(model: type[Model]) -> Callable[[bytes | msgspec.Raw], Any]:
    """Return a function that makes the struct of a model of JSON, or raises one of `UNFIT`."""
    with _building:  # the struct of a model is complete once those that it names are
        return msgspec.json.Decoder(_struct(model), dec_hook=_check).decode


def is_of(instance: object, model: type[Model]) -> bool:
    """Tell whether something is a model, or a struct of that model."""
    return isinstance(instance, model) or getattr(instance, "_model", None) is model


def _struct(model: type[Model]) -> type[msgspec.Struct]:
    if model in _structs:
        return _structs[model]
    names, required, types = wire_names(model), required_names(model), field_types(model)
    struct = _structs[model] = msgspec.defstruct(
        model.__name__,
        [(name, Any) if name in required else (name, Any, None) for name in names],
        namespace={ADDITIONAL: MappingProxyType({}), "_model": model},
        rename=names,
        forbid_unknown_fields=True,
        kw_only=True,
        gc=False,
    )
    # Only now, because models name each other; msgspec reads the annotations when it makes a decoder.
    for name in names:
        value_type = _value_type(types[name])
        struct.__annotations__[name] = value_type if name in required else value_type | None
    return struct


def _value_type(annotation: Any) -> Any:
    """Return what msgspec takes for a type; None, so that only null fits, for what is left to the model."""
    kinds = alternatives(annotation)
    if all(kind in _SCALARS for kind in kinds):
        value_type = _SCALARS[kinds[0]]
        for kind in kinds[1:]:
            value_type |= _SCALARS[kind]
        return value_type
    if len(kinds) > 1:
        return type(None)
    (kind,) = kinds
    if is_model(kind):
        return _struct(kind)
    if is_list(kind):
        return list[_value_type(get_args(kind)[0]) | None]  # type: ignore[misc]
    if kind is datetime:
        return _Date
    return _FreeObject if is_free_object(kind) else _Anything
