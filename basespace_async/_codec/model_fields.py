"""Facts about the generated models: the names of their fields in JSON, and the type of each."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints

import attrs

from basespace_openapi import models
from basespace_openapi.types import UNSET, Model, RequestModel, Unset

ADDITIONAL: Final = "additional_properties"


class _ModelNames(Mapping[str, Any]):
    """Models by name, for annotations: their modules import each other for type checkers only."""

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
    """Resolve the type of each field, by attribute; imports the models that it names, not those that they name."""
    return get_type_hints(model, localns=_ModelNames())


def absent_value(model: type[Model]) -> Unset | None:
    """Return what an absent field of the model holds."""
    return UNSET if issubclass(model, RequestModel) else None


def wire_names(model: type[Any]) -> dict[str, str]:
    """Map the attribute of each field that the document knows to its name in JSON."""
    return {field.name: field.metadata["wire"] for field in attrs.fields(model) if field.name != ADDITIONAL}


def field_kinds(model: type[Model]) -> dict[str, set[str]]:
    """Map each field to the alternatives in the text of its type, which imports no other model."""
    return {field.name: set(str(field.type).split(" | ")) for field in attrs.fields(model)}


@cache
def list_item_type(model: type[Model], attribute: str) -> Any:
    """Return the type of the items of a field that is a list."""
    kinds = alternatives(field_types(model)[attribute])
    return next(get_args(item_type)[0] for item_type in kinds if is_list(item_type))


def alternatives(annotation: Any) -> list[Any]:
    """List the types that a JSON value of an annotation can have; null and absence are handled where the field is."""
    kinds = get_args(annotation) if is_union(annotation) else [annotation]
    kinds = [type_ for type_ in kinds if type_ not in (type(None), Unset)]
    return list(dict.fromkeys(str if get_origin(type_) is Literal else type_ for type_ in kinds))


def is_union(annotation: Any) -> bool:
    """Tell whether an annotation is a union."""
    return get_origin(annotation) in (Union, types.UnionType)


def is_list(annotation: Any) -> bool:
    """Tell whether an annotation is a list."""
    origin: Any = get_origin(annotation)
    return origin is list


def is_free_object(annotation: Any) -> bool:
    """Tell whether an annotation is an object without known fields."""
    origin: Any = get_origin(annotation)
    return origin is dict


def is_model(annotation: Any) -> bool:
    """Tell whether an annotation is a generated model."""
    return isinstance(annotation, type) and issubclass(annotation, Model)
