"""Functions that are compiled for one model: what a loop over its fields would do, in half the time or less.

Their sources have names of attributes, JSON names from the document, and numbers in them, and nothing that came from
a service.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple, Protocol, cast

from basespace_openapi.types import UNSET, Model

from .model_fields import ADDITIONAL, date_fields, wire_names

Shape = tuple[str, ...]
Reader = Callable[[dict[str, Any]], Any]
Writer = Callable[[Any], Any]


class StructureError(Exception):
    """A value that is not what its place asks for; `path` grows, innermost first, while it rises."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.path: list[str | int] = []


MAX_DEPTH: Final = 100
"""Levels of lists and objects below a field that is taken as it came. Python's own functions, such as `repr`, give up
at some hundreds, and JSON cannot be written of much more."""


def as_it_came(value: Any, _: Any = None) -> Any:
    """A value that the document says nothing of, as it came.

    Raises:
        Misfit: it is nested too deeply.
    """
    level = [value]
    for _depth in range(MAX_DEPTH + 1):
        level = [each for each in level if type(each) is dict or type(each) is list]
        if not level:
            return value
        level = [inner for outer in level for inner in (outer.values() if type(outer) is dict else outer)]
    raise StructureError("it is nested too deeply")


class Hook(Protocol):
    """Makes what a field holds of its parsed JSON; the second argument is for cattrs, and unused."""

    def __call__(self, value: Any, kind: Any = None, /) -> Any: ...


class Field(NamedTuple):
    """A field of a model.

    Attributes:
        attribute: its name.
        passes: the type whose values are taken as they are.
        hook: for values of other types. Null is taken as it is.
    """

    attribute: str
    passes: type | None
    hook: Hook


def reader(model: type[Model], fields: Mapping[str, Field], shape: Shape) -> Reader:
    """A function that makes the model of an object with just these keys, in this order.

    Of `Id`, `DateCreated` and a key that is not known its source would be:

        def read(value):
            v0, v1, v2, = value.values()
            at = 0
            try:
                if v0 is not None and type(v0) is not str: at = 0; v0 = hook0(v0)
                if v1 is not None: at = 1; v1 = hook1(v1)
                if type(v2) is dict or type(v2) is list: at = 2; as_it_came(v2)
            except Misfit as misfit:
                misfit.path.append(shape[at])
                raise
            made = new(model)
            made.id = v0
            made.name = UNSET
            made.date_created = v1
            made.additional_properties = {shape[2]: v2}
            return made
    """
    scope: dict[str, Any] = {
        "Misfit": StructureError,
        "UNSET": UNSET,
        "model": model,
        "new": object.__new__,
        "shape": shape,
    }
    values = dict.fromkeys(wire_names(model), "UNSET")
    scope["as_it_came"] = as_it_came
    steps: list[str] = []
    unknown: list[str] = []
    for number, key in enumerate(shape):
        name = f"v{number}"
        field = fields.get(key)
        if field is None:
            unknown.append(f"shape[{number}]: {name}")
            steps.append(f"if type({name}) is dict or type({name}) is list: at = {number}; as_it_came({name})")
            continue
        values[field.attribute] = name
        scope[f"hook{number}"] = field.hook
        other = "" if field.passes is None else f" and type({name}) is not {field.passes.__name__}"
        steps.append(f"if {name} is not None{other}: at = {number}; {name} = hook{number}({name})")
    values[ADDITIONAL] = f"{{{', '.join(unknown)}}}"
    lines = [
        "def read(value):",
        f"    {' '.join(f'v{number},' for number in range(len(shape)))} = value.values()" if shape else "",
        "    at = 0",
        "    try:",
        *(f"        {step}" for step in steps or ["pass"]),
        "    except Misfit as misfit:",
        "        misfit.path.append(shape[at])",
        "        raise",
        "    made = new(model)",
        *(f"    made.{attribute} = {value}" for attribute, value in values.items()),
        "    return made",
    ]
    return cast("Reader", _function("read", lines, scope, f"reader of {model.__name__}"))


def writer(model: type[Model], write_date: Callable[[datetime], str]) -> Writer:
    """A function that makes a dict of a model: its fields under their names in JSON, dates written, others as they are.

    Its source would be:

        def write(model):
            body = {}
            value = model.id
            if value is not UNSET: body['Id'] = value
            value = model.date_created
            if value is not UNSET: body['DateCreated'] = write_date(value) if isinstance(value, datetime) else value
            body.update(model.additional_properties)
            return body
    """
    dates = date_fields(model)
    lines = ["def write(model):", "    body = {}"]
    for attribute, wire in wire_names(model).items():
        written = "write_date(value) if isinstance(value, datetime) else value" if attribute in dates else "value"
        lines += [f"    value = model.{attribute}", f"    if value is not UNSET: body[{wire!r}] = {written}"]
    lines += [f"    body.update(model.{ADDITIONAL})", "    return body"]
    scope = {"UNSET": UNSET, "datetime": datetime, "write_date": write_date}
    return cast("Writer", _function("write", lines, scope, f"writer of {model.__name__}"))


def _function(name: str, lines: list[str], scope: dict[str, Any], title: str) -> object:
    exec(compile("\n".join(lines), f"<{title}>", "exec"), scope)
    return scope[name]
