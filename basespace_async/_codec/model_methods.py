"""Implementation of what every model can do: `to_dict`, `to_json`, `from_dict`, and to be a type of pydantic's.

The generated package knows nothing of it; `basespace_async.models` and the converter tell the models of this module.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar, cast, get_args

from basespace_openapi.types import UNSET, Model, Names

from ..errors import ConfigurationError, MissingFieldError
from .converter import converter, encode, structure
from .model_fields import ADDITIONAL, absent_value, alternatives, field_types, is_list, is_model, wire_names
from .pydantic_schemas import pydantic_core_schema, pydantic_json_schema

__all__ = [
    "from_dict",
    "missing_field",
    "pydantic_core_schema",
    "pydantic_json_schema",
    "to_dict",
    "to_json",
    "to_jsonable",
]

ModelT = TypeVar("ModelT", bound=Model)


def to_dict(model: Model, by: Names) -> dict[str, Any]:
    """Convert a model to a dict; see `Model.to_dict`.

    Raises:
        ConfigurationError: If `by` is neither "wire" nor "python".
    """
    return cast("dict[str, Any]", converter.unstructure(model) if _is_wire(by) else _by_attribute(model))


def to_json(model: Model) -> str:
    """Convert a model to JSON text."""
    return encode(model).decode()


def from_dict(model: type[ModelT], data: Mapping[str, Any], by: Names) -> ModelT:
    """Make a model of a dict; see `Model.from_dict`.

    Raises:
        ConfigurationError: If `by` is neither "wire" nor "python".
        DecodeError: If a value does not fit its field.
    """
    wire = dict(data) if _is_wire(by) else _by_wire_name(model, data)
    return structure(converter.unstructure(wire), model, operation=f"{model.__name__}.from_dict")


def missing_field(model: str, name: str) -> MissingFieldError:
    """Make the error for a required field that the service left out."""
    return MissingFieldError(model, name)


def to_jsonable(value: Any) -> Any:
    """Convert what `json.dumps` does not know: pass it as `default`.

    Args:
        value: a model or a date.

    Raises:
        TypeError: If it is something else, which `json.dumps` expects of a default.

    Example:
        >>> import json
        >>> from basespace_async.models import NameAndId
        >>> json.dumps([NameAndId(id="7")], default=to_jsonable)
        '[{"Id": "7"}]'
    """
    if isinstance(value, Model | datetime):
        return converter.unstructure(value)
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")


def _is_wire(by: str) -> bool:
    if by not in ("wire", "python"):
        raise ConfigurationError(f"by is 'wire' or 'python', not {by!r}")
    return by == "wire"


def _by_attribute(value: Any) -> Any:
    if isinstance(value, list):
        return [_by_attribute(item) for item in value]
    if not isinstance(value, Model):
        return value
    values = {name: getattr(value, name, None) for name in wire_names(type(value))}
    known = {name: _by_attribute(item) for name, item in values.items() if item is not UNSET}
    unknown = getattr(value, ADDITIONAL)
    return {**known, ADDITIONAL: unknown} if unknown else known


def _by_wire_name(annotation: Any, value: Any) -> Any:
    if isinstance(value, list):
        item_type = next((get_args(type_)[0] for type_ in alternatives(annotation) if is_list(type_)), Any)
        return [_by_wire_name(item_type, item) for item in value]
    model = next((type_ for type_ in alternatives(annotation) if is_model(type_)), None)
    if model is None or not isinstance(value, Mapping):
        return value
    kinds, wires = field_types(model), wire_names(model)
    body: dict[str, Any] = dict(value.get(ADDITIONAL, {}))
    for name, item in value.items():
        if name in wires and item is not absent_value(model):
            body[wires[name]] = _by_wire_name(kinds[name], item)
        elif name not in wires and name != ADDITIONAL:
            raise ConfigurationError(f"{model.__name__} has no field {name!r}")
    return body
