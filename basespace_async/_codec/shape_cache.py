"""Readers of parsed JSON objects, one for each shape that comes often.

A shape is the keys of an object in their order. The objects of a model come in few shapes, and a page has hundreds of
objects of the same one: for that shape, a function is compiled that reads nothing else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, Final

from basespace_openapi.types import Model

from .codegen import Field, Reader, Shape, StructureError, as_it_came, reader
from .model_fields import ADDITIONAL, absent_value

# Compiling takes as long as the loop takes for some hundred objects.
OFTEN: Final = 100
# The service decides which keys there are; it shall not fill our memory with them.
MAX_SHAPES: Final = 64
MAX_KEYS: Final = 200
MAX_CHARACTERS: Final = 5000
_MAX_MET: Final = 1000


class Readers(dict[Shape, Reader]):
    """Compiled readers of a model's objects, by shape; for all other shapes, one that reads any."""

    def __init__(self, model: type[Model], fields: Callable[[], Mapping[str, Field]]) -> None:
        """Make the readers of a model.

        Args:
            model: what is made.
            fields: its fields by their keys. Called when the first object comes: a model names others, which name it
                again.
        """
        super().__init__()
        self._model = model
        self._describe = fields
        self._described: tuple[Mapping[str, Field], Reader] | None = None
        self._met: Counter[Shape] = Counter()

    def __missing__(self, shape: Shape) -> Reader:
        if self._described is None:
            fields = self._describe()
            self._described = fields, read_any(self._model, fields)
        fields, read = self._described
        if len(self) >= MAX_SHAPES or len(shape) > MAX_KEYS or sum(map(len, shape)) > MAX_CHARACTERS:
            return read
        if len(self._met) >= _MAX_MET:
            self._met.clear()
        self._met[shape] += 1
        if self._met[shape] < OFTEN:
            return read
        compiled = self[shape] = reader(self._model, fields, shape)
        return compiled


def read_any(model: type[Model], fields: Mapping[str, Field]) -> Reader:
    """Make a function that makes the model of an object of any shape."""
    keeps_nulls = absent_value(model) is None

    def read(value: dict[str, Any]) -> Any:
        known: dict[str, Any] = {}
        unknown: dict[str, Any] = {}
        nulls: list[str] = []
        key = ""
        try:
            for key, item in value.items():
                field = fields.get(key)
                if field is None:
                    unknown[key] = as_it_came(item) if type(item) is dict or type(item) is list else item
                    continue
                attribute, passes, hook, _ = field
                if type(item) is passes:
                    known[attribute] = item
                elif item is not None:
                    known[attribute] = hook(item)
                elif keeps_nulls:
                    nulls.append(attribute)
                else:
                    known[attribute] = None
        except StructureError as misfit:
            misfit.path.append(key)
            raise
        if unknown:
            known[ADDITIONAL] = unknown
        instance = model(**known)
        if nulls:
            instance._nulls = tuple(nulls)
        return instance

    return read
