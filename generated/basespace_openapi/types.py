"""Building blocks of the generated models and endpoint modules."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Any, ClassVar, Final, Literal, Protocol, Self, TypeVar
from urllib.parse import quote

from attrs import define, field, fields, frozen

ModelT = TypeVar("ModelT", bound="Model")
Names = Literal["wire", "python"]
"""How the keys of a dict are spelled: as in JSON (`BioSampleName`), or as the attributes (`biosample_name`)."""


class Unset(enum.Enum):
    """The type of `UNSET`."""

    UNSET = "UNSET"

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"


UNSET: Final = Unset.UNSET
"""An absent value of a request: it is not sent in the body or query. It is not `None`, which is sent as null."""

HIDDEN_FIELDS: Final = frozenset({"client_secret"})
_MAX_SHOWN: Final = 3
_MAX_TEXT: Final = 100
_required: dict[type[Any], tuple[str, ...]] = {}
_incomplete: dict[type[Any], type[Any]] = {}


@frozen
class CommaSeparated:
    """A query value of several parts, sent joined by commas (OpenAPI: style form, explode false)."""

    values: tuple[Any, ...]


def comma_separated(values: Iterable[Any] | Unset) -> CommaSeparated | Unset:
    """Make a comma separated query value; an absent one stays absent."""
    return UNSET if isinstance(values, Unset) else CommaSeparated(tuple(values))


def path_segment(value: object) -> str:
    """Percent-encode `value` so that it is exactly one segment of a path."""
    text = str(value)
    return text if text.isascii() and text.isalnum() else quote(text, safe="")


def required_field(wire: str) -> Any:
    """Declare a field that every answer has; reading it raises where the service left it out."""
    return field(default=UNSET, metadata={"wire": wire, "required": True})


def optional_field(wire: str) -> Any:
    """Declare a field of an answer: None where it is absent or null."""
    return field(default=None, metadata={"wire": wire})


def request_field(wire: str) -> Any:
    """Declare a field of a request: `UNSET` where it is absent, None for null."""
    return field(default=UNSET, metadata={"wire": wire})


def required_names(model: type[Model]) -> tuple[str, ...]:
    """List the attributes of a model's required fields."""
    if model not in _required:
        _required[model] = tuple(each.name for each in fields(model) if each.metadata.get("required"))
    return _required[model]


def incomplete(model: type[Model]) -> type[Any]:
    """Return the class of those instances of a model that lack a required field: reading that field raises.

    It is a class of its own because `__getattr__` makes every read of an attribute slower.
    """
    model = _complete(model)
    if model not in _incomplete:
        names = {
            "__slots__": (),
            "__module__": model.__module__,
            "__qualname__": model.__qualname__,
            "__doc__": model.__doc__,
            "__getattr__": _missing_attribute,
            "__reduce_ex__": _reduce_incomplete,
            "_complete": model,
        }
        _incomplete.setdefault(model, type(model.__name__, (model,), names))
    return _incomplete[model]


def _complete(model: type[Model]) -> type[Model]:
    return model._complete or model


def _missing_attribute(self: Model, name: str) -> Any:
    if name not in required_names(type(self)):
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
    raise type(self)._load_codec().missing_field(type(self).__name__, name)


def _reduce_incomplete(self: Model, protocol: Any) -> tuple[Any, ...]:
    state: Any = object.__reduce_ex__(self, protocol)[2]
    return _new_incomplete, (self._complete,), state


def _new_incomplete(model: type[Model]) -> Any:
    return object.__new__(incomplete(model))


class Codec(Protocol):
    """Conversion of models from and to JSON; the package that decodes answers provides it."""

    def to_dict(self, model: Model, by: Names) -> dict[str, Any]:
        """Convert a model to a dict."""
        ...

    def to_json(self, model: Model) -> str:
        """Convert a model to JSON text."""
        ...

    def from_dict(self, model: type[ModelT], data: Mapping[str, Any], by: Names) -> ModelT:
        """Make a model of a dict."""
        ...

    def missing_field(self, model: str, name: str) -> AttributeError:
        """Make the error for a required field that the service left out."""
        ...

    def pydantic_core_schema(self, model: type[Model]) -> Any:
        """Describe to pydantic how a model is validated and serialized."""
        ...

    def pydantic_json_schema(self, model: type[Model], handler: Callable[[Any], Any]) -> Any:
        """Describe a model's JSON to pydantic."""
        ...


def _shown(name: str, value: object) -> str:
    if name in HIDDEN_FIELDS:
        return "'***'"
    if isinstance(value, Model):
        identity = next((each for each in ("id", "name") if getattr(value, each, None)), None)
        return f"{type(value).__name__}({f'{identity}={getattr(value, identity)!r}' if identity else '...'})"
    if isinstance(value, list):
        rest = [f"... {len(value) - _MAX_SHOWN} more"] if len(value) > _MAX_SHOWN else []
        return f"[{', '.join([_shown('', each) for each in value[:_MAX_SHOWN]] + rest)}]"
    if isinstance(value, dict):
        shown = ", ".join(f"{key!r}: {_shown(str(key), each)}" for key, each in value.items())
        return "{" + shown + "}"
    if isinstance(value, str) and "://" in value and "?" in value:
        value = value.partition("?")[0] + "?***"
    if isinstance(value, str) and len(value) > _MAX_TEXT:
        value = value[:_MAX_TEXT] + "..."
    return repr(value)


@define(slots=False, init=False, repr=False, eq=False, auto_attribs=False)
class Model:
    """Base of the generated models, and of what the service answers.

    A field of an answer is a value, or `None` where it was null or absent; `fields_set` tells which fields came. Fields
    that the document does not know are kept in `additional_properties` under their names in JSON.
    """

    __slots__ = ("_nulls",)

    _absent: ClassVar[Unset | None] = None
    _complete: ClassVar[type[Model] | None] = None
    _load_codec: ClassVar[Callable[[], Codec]]

    def __attrs_post_init__(self) -> None:
        self._nulls: tuple[str, ...] = ()  # fields that came as null: they are encoded as null again
        missing = [name for name in required_names(type(self)) if getattr(self, name) is UNSET]
        if missing:
            self._take_out(missing)

    def _take_out(self, names: Iterable[str]) -> None:
        """Leave required fields without a value."""
        for name in names:
            delattr(self, name)
        self.__class__ = incomplete(type(self))

    def _present(self) -> dict[str, Any]:
        values = {each.name: getattr(self, each.name, self._absent) for each in fields(type(self))}
        return {name: value for name, value in values.items() if value is not self._absent}

    @property
    def fields_set(self) -> frozenset[str]:
        """Names of the fields that came or were given, also those that came as null."""
        return frozenset(self._present()).union(self._nulls) - {"additional_properties"}

    def to_dict(self, *, by: Names = "wire") -> dict[str, Any]:
        """Convert to a dict, nested models included.

        Args:
            by: "wire" has the names and values of JSON, and exactly the fields that came. "python" has the names of
                the attributes, dates as `datetime`, and None for every field that is absent.

        Example:
            >>> NameAndId(id="7", name="NexteraXT").to_dict()
            {'Id': '7', 'Name': 'NexteraXT'}
        """
        return type(self)._load_codec().to_dict(self, by)

    def to_json(self) -> str:
        """Convert to JSON text, with exactly the fields that came.

        Example:
            >>> NameAndId(id="7").to_json()
            '{"Id":"7"}'
        """
        return type(self)._load_codec().to_json(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], *, by: Names = "wire") -> Self:
        """Make a model of a dict, as `to_dict` writes it.

        Args:
            data: the fields by name; unknown ones go to `additional_properties`.
            by: how the names are spelled; see `to_dict`.

        Example:
            >>> NameAndId.from_dict({"Id": "7"}).id
            '7'
        """
        return cls._load_codec().from_dict(cls, data, by)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        return cls._load_codec().pydantic_core_schema(cls)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: Any, handler: Callable[[Any], Any]) -> Any:
        return cls._load_codec().pydantic_json_schema(cls, handler)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Model) or _complete(type(other)) is not _complete(type(self)):
            return NotImplemented
        return self._present() == other._present()

    def __repr__(self) -> str:
        # Only what is there, and no secret: the query of a link may be a signature.
        shown = (f"{name}={_shown(name, value)}" for name, value in self._present().items() if value != {})
        return f"{type(self).__name__}({', '.join(shown)})"

    def _repr_html_(self) -> str:
        shown = ((name, _shown(name, value)) for name, value in self._present().items() if value != {})
        rows = "".join(f"<tr><th>{name}</th><td>{escape(text)}</td></tr>" for name, text in shown)
        return f"<table><caption>{type(self).__name__}</caption>{rows}</table>"


class RequestModel(Model):
    """Base of what is sent: a field is a value, `None` (null) or `UNSET` (absent)."""

    __slots__ = ()

    _absent: ClassVar[Unset | None] = UNSET
