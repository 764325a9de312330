"""Schemas that make models types of pydantic's, and so of FastAPI's.

Only pydantic calls these functions, so nothing here imports it before.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, get_args

from basespace_openapi.types import Model, required_names

from ..errors import DecodeError
from .converter import converter, structure
from .model_fields import alternatives, field_types, is_free_object, is_list, is_model, is_union, wire_names

if TYPE_CHECKING:
    from pydantic_core import CoreSchema


def pydantic_core_schema(model: type[Model]) -> CoreSchema:
    """Describe how a model is validated and serialized: from and to its JSON, which has the names of the wire."""
    from pydantic_core import core_schema

    def validate(value: Any) -> Model:
        if isinstance(value, model):
            return value
        try:
            return structure(value, model)
        except DecodeError as error:
            raise ValueError(f"{error.problem} at {error.path}") from None

    return core_schema.no_info_plain_validator_function(
        validate,
        ref=_reference(model),
        serialization=core_schema.plain_serializer_function_ser_schema(converter.unstructure),
    )


def pydantic_json_schema(model: type[Model], handler: Callable[[CoreSchema], Any]) -> Any:
    """Describe a model's JSON; other models that it has are references."""
    from pydantic_core import core_schema

    definitions: dict[str, CoreSchema] = {}
    reference = _described(model, definitions)
    return handler(core_schema.definitions_schema(reference, list(definitions.values())))


def _reference(model: type[Model]) -> str:
    return f"{model.__module__}.{model.__qualname__}:{id(model)}"


def _described(annotation: Any, definitions: dict[str, CoreSchema]) -> CoreSchema:
    from pydantic_core import core_schema

    plain: dict[Any, Callable[[], CoreSchema]] = {
        str: core_schema.str_schema,
        bool: core_schema.bool_schema,
        int: core_schema.int_schema,
        float: core_schema.float_schema,
        datetime: core_schema.datetime_schema,
    }
    if annotation in plain:
        return plain[annotation]()
    if is_union(annotation):
        kinds = alternatives(annotation)
        described = [_described(type_, definitions) for type_ in kinds]
        choice = described[0] if len(kinds) == 1 else core_schema.union_schema([*described])
        return core_schema.nullable_schema(choice) if type(None) in get_args(annotation) else choice
    if is_list(annotation):
        return core_schema.list_schema(_described(get_args(annotation)[0], definitions))
    if is_free_object(annotation):
        return core_schema.dict_schema()
    return _described_model(annotation, definitions) if is_model(annotation) else core_schema.any_schema()


def _described_model(model: type[Model], definitions: dict[str, CoreSchema]) -> CoreSchema:
    from pydantic_core import core_schema

    reference = _reference(model)
    if reference not in definitions:
        definitions[reference] = core_schema.any_schema()  # its fields may lead back to it
        types, required = field_types(model), required_names(model)
        fields = {
            wire: core_schema.typed_dict_field(_described(types[name], definitions), required=name in required)
            for name, wire in wire_names(model).items()
        }
        definitions[reference] = core_schema.typed_dict_schema(fields, cls=model, ref=reference, extra_behavior="allow")
    return core_schema.definition_reference_schema(reference)
