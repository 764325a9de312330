"""Body bytes to models and back: the one place that knows wire names and JSON types.

One cattrs converter, configured here once; its hooks are in `structure` and `unstructure`.

The rules, for every value that the document gives a type:

- null and absence are `None` in an answer; the model knows which fields came as null, and encoding gives back both. A
  required field that is null or absent has no value: reading it raises `MissingFieldError`.
- text, booleans, objects and lists must be that. Nothing is coerced: `5` is no text, `"5"` and `true` are no numbers.
- a number may come as an integer where the reference says float (observed), and as a float where it says integer.
- a date that the service writes in its usual form (UTC, `2018-07-19T23:50:10.0000000Z`) becomes a `datetime`; in any
  other ISO 8601 form it becomes a `ReceivedDatetime`, which is encoded as it came. Without an offset it is taken as
  UTC (inferred). Other `datetime`s are encoded in the usual form, in UTC; the seventh digit is 0.
- unknown fields go to `additional_properties` as they came, and unknown values of enumerations pass as text.
- what is taken as it came may be nested 100 levels deep.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, Final, TypeVar, cast

import cattrs
import orjson

from ..errors import ConfigurationError, DecodeError
from . import structure as structure_hooks
from . import unstructure as unstructure_hooks
from .codegen import StructureError
from .model_fields import list_item_type
from .structure import ReceivedDatetime, json_path

__all__ = [
    "MISFITS",
    "ReceivedDatetime",
    "converter",
    "decode",
    "encode",
    "hook",
    "item_type",
    "parse",
    "shallow",
    "structure",
]

T = TypeVar("T")

converter: Final = cattrs.Converter(detailed_validation=False)
structure_hooks.register(converter)
shallow: Final = unstructure_hooks.register(converter)
"""For `orjson.dumps`: what a model or date is written as."""


def parse(body: bytes | memoryview, *, operation: str = "") -> Any:
    """Parse the JSON of a response body.

    Args:
        body: what the service sent.
        operation: named in the error.

    Raises:
        DecodeError: If the body is not JSON.
    """
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        problem = f"the body ({len(body)} bytes) is not JSON: {error.msg}" if body else "the body is empty"
        path = f"byte {error.pos}" if body else "$"
    # Outside the handler: the parser's exception holds the whole body, and would be kept as the context.
    raise DecodeError(problem, operation=operation, path=path)


def structure(value: Any, result_type: type[T], *, operation: str = "", path: list[str | int] | None = None) -> T:
    """Make `result_type` of parsed JSON.

    Args:
        value: parsed JSON.
        result_type: a model, a plain type or a list of them.
        operation: named in the error.
        path: where `value` stands in the body, outermost first; the body itself where it is not given.

    Raises:
        DecodeError: If the value does not fit; its `path` names the place.
    """
    try:
        return converter.structure(value, result_type)
    except StructureError as misfit:
        problem, place = misfit.problem, json_path([*(path or []), *reversed(misfit.path)])
    except RecursionError:
        problem, place = "the body is nested too deeply", "$"
    raise DecodeError(problem, operation=operation, path=place)


MISFITS: Final = (StructureError, orjson.JSONDecodeError, RecursionError)
"""Exceptions of a hook, and of the parser before it, for what does not fit; `structure` and `parse` say more."""


def hook(result_type: type[T]) -> Callable[[Any], T]:
    """Return the hook of a type, for many values: as `structure`, but it raises one of `MISFITS`."""
    return cast("Callable[[Any], T]", converter.get_structure_hook(result_type))


def decode(body: bytes | memoryview, result_type: type[T], *, operation: str = "") -> T:
    """Make `result_type` of body bytes.

    Raises:
        DecodeError: If the body is not JSON, or not of that shape.

    Example:
        >>> from basespace_openapi.models import NameAndId
        >>> decode(b'{"Id": "7", "Name": "NexteraXT", "New": 1}', NameAndId)
        NameAndId(id='7', name='NexteraXT', additional_properties={'New': 1})
    """
    return structure(parse(body, operation=operation), result_type, operation=operation)


def encode(value: Any) -> bytes:
    """Write a model, or anything made of models and JSON values, as body bytes.

    Raises:
        ConfigurationError: If something in it has no JSON form, or it is nested too deeply.
    """
    try:
        return orjson.dumps(value, shallow, unstructure_hooks.OPTIONS)
    except (TypeError, RecursionError) as error:
        too_deep = isinstance(error, RecursionError) or "recursion limit" in str(error).lower()
        problem = "it is nested too deeply" if too_deep else str(error)
        raise ConfigurationError(f"this {type(value).__name__} cannot be sent as JSON: {problem}") from None


def item_type(result_type: type[Any]) -> Any:
    """Return the type of a list result's items."""
    # mypy takes the models' unhashable instances for unhashable classes.
    return list_item_type(cast("Hashable", result_type), "items")
