"""What the generated models say of themselves: the names of their fields in JSON, and what each may hold."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints

import attrs

from basespace_openapi import models
from basespace_openapi.types import Model, Unset

ADDITIONAL: Final = "additional_properties"


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


def field_types(model: type[Model]) -> dict[str, Any]:
    """What each field may hold, by attribute; imports the models that it names, not those that they name."""
    return get_type_hints(model, localns=_ModelNames())


def wire_names(model: type[Any]) -> dict[str, str]:
    """Name in JSON of each field that the document knows, by attribute."""
    return {field.name: field.metadata["wire"] for field in attrs.fields(model) if field.name != ADDITIONAL}


def date_fields(model: type[Model]) -> set[str]:
    """The fields that may hold a date. Read from the text of their types, which imports no other model."""
    return {field.name for field in attrs.fields(model) if "datetime" in str(field.type)}


@cache
def list_item_type(model: type[Model], attribute: str) -> Any:
    """The type of the items of a field that is a list."""
    kinds = alternatives(field_types(model)[attribute])
    return next(get_args(kind)[0] for kind in kinds if is_list(kind))


def alternatives(annotation: Any) -> list[Any]:
    """The types of a union that a JSON value can have; null and absence are handled where the field is."""
    kinds = [kind for kind in get_args(annotation) if kind not in (type(None), Unset)]
    return list(dict.fromkeys(str if get_origin(kind) is Literal else kind for kind in kinds))


def is_union(annotation: Any) -> bool:
    return get_origin(annotation) in (Union, types.UnionType)


def is_list(annotation: Any) -> bool:
    origin: Any = get_origin(annotation)
    return origin is list


def is_free_object(annotation: Any) -> bool:
    origin: Any = get_origin(annotation)
    return origin is dict


def is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, Model)
