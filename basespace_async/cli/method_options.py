"""Arguments of resources' methods as arguments and options of commands.

Names, types and defaults come from the signature, help texts from the docstring.
"""

from __future__ import annotations

import inspect
import re
import types
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal, Union, Unpack, get_args, get_origin, get_type_hints

import click

from .parameter_types import OpenChoice

_SECTION = re.compile(r"^(?:Args|Attributes):\n(.*?)(?:\n\n|\Z)", re.DOTALL | re.MULTILINE)
_ENTRY = re.compile(r"^\*{0,2}(\w+): (.*)$")
NOT_SORTED = "none"
_ORDER = ("sort_by", "sort_dir")


@dataclass(frozen=True)
class Parameter:
    """One argument of a method.

    Attributes:
        name: Name in Python.
        types: Plain types that it takes.
        multiple: Whether it takes several values.
        values: Known values of an enumeration; others may be given too.
        required: Whether the method needs it.
        positional: Whether it is an argument of the command, and no option.
        default: Default of the method, which the help shows.
        help: Text of the docstring.
    """

    name: str
    types: frozenset[type]
    multiple: bool
    values: tuple[str, ...]
    required: bool
    positional: bool
    default: Any
    help: str


def parameters_of(method: Callable[..., Any]) -> list[Parameter]:
    """Return the arguments of a resource's method without `self`; those of a TypedDict one by one."""
    from .. import models

    hints = get_type_hints(method, localns=_AnnotationNames(models))
    texts = _texts(inspect.getdoc(method) or "")
    parameters: list[Parameter] = []
    for name, parameter in inspect.signature(method).parameters.items():
        if name == "self":
            continue
        if parameter.kind is inspect.Parameter.VAR_KEYWORD:
            parameters += _of_typed_dict(hints[name])
        else:
            parameters.append(_parameter(parameter, hints[name], texts.get(name, "")))
    return parameters


def item_type_of(method: Callable[..., Any]) -> Any:
    """Return the type of the items of a method's pager."""
    from .. import models

    hints = get_type_hints(method, localns=_AnnotationNames(models))
    return get_args(hints["return"])[0]


class _AnnotationNames(dict[str, Any]):
    """Names in annotations that are imported for the type checker only: models, and dates."""

    def __init__(self, models: types.ModuleType) -> None:
        super().__init__(vars(models))
        self._models = models

    def __missing__(self, name: str) -> Any:
        import datetime

        if name == "date":
            return datetime.date
        try:
            return getattr(self._models, name)
        except AttributeError:
            raise KeyError(name) from None


def _of_typed_dict(hint: Any) -> list[Parameter]:
    from ..resources._base import PagingArguments

    (typed_dict,) = get_args(hint) if get_origin(hint) is Unpack else (hint,)
    # Its class forgets its bases, and with them their docstrings.
    texts = {
        name: text
        for documented in (PagingArguments, typed_dict)
        for name, text in _texts(inspect.getdoc(documented) or "").items()
    }
    return [
        _parameter(inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None), hint, texts.get(name, ""))
        for name, hint in get_type_hints(typed_dict).items()
    ]


def _parameter(parameter: inspect.Parameter, hint: Any, text: str) -> Parameter:
    leaves, multiple = _leaves(hint)
    # One value and several of them have the same leaf twice.
    named = (value for leaf in leaves if get_origin(leaf) is Literal for value in get_args(leaf))
    values = tuple(dict.fromkeys(named))
    plain = frozenset(leaf for leaf in leaves if isinstance(leaf, type))
    required = parameter.default is inspect.Parameter.empty
    # What may be given by its name instead, such as the project of `get`, stays an argument.
    may_be_named = parameter.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD and not multiple
    default = None if required else parameter.default
    return Parameter(parameter.name, plain, multiple, values, required, required or may_be_named, default, text)


def _leaves(hint: Any) -> tuple[list[Any], bool]:
    """Return the types of a union, and whether it also takes several values."""
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        parts = [_leaves(member) for member in get_args(hint)]
        return [leaf for leaves, _ in parts for leaf in leaves], any(multiple for _, multiple in parts)
    if isinstance(origin, type) and issubclass(origin, Iterable):
        return _leaves(get_args(hint)[0])[0], True
    return [hint], False


def _texts(docstring: str) -> dict[str, str]:
    """Return the text of each argument in a docstring's section of arguments, or of each key of a TypedDict."""
    section = _SECTION.search(docstring)
    texts: dict[str, str] = {}
    name = ""
    for line in inspect.cleandoc(section[1]).splitlines() if section else ():
        if match := _ENTRY.match(line):
            name, texts[match[1]] = match[1], match[2]
        elif name:
            texts[name] += f" {line.strip()}"
    return texts


# --- as arguments and options of click -------------------------------------------------------------------------------


def click_parameters(method: Callable[..., Any]) -> list[click.Parameter]:
    """Return a method's arguments as arguments and options of click."""
    return [_argument(item) if item.positional else _option(item) for item in parameters_of(method)]


def given_options(values: dict[str, Any]) -> dict[str, Any]:
    """Return the options that were given, as the method takes them.

    Raises:
        UsageError: If one is empty, as from an unset variable; the service would take it for no filter.
    """
    options: dict[str, Any] = {}
    for name, value in values.items():
        if value is None or value == ():
            continue
        texts = [value] if isinstance(value, str) else value
        if isinstance(texts, tuple | list) and any(not text.strip(" ,") for text in texts):
            raise click.UsageError(f"--{name.replace('_', '-')} is empty; leave it out, or give it a value")
        if isinstance(value, tuple):
            options[name] = [part.strip() for text in value for part in text.split(",") if part.strip()]
        else:
            options[name] = None if name in _ORDER and value == NOT_SORTED else value
    return options


def _argument(parameter: Parameter) -> click.Argument:
    metavar = parameter.name.upper()
    return click.Argument(
        [parameter.name], metavar=metavar if parameter.required else f"[{metavar}]", required=parameter.required
    )


def _option(parameter: Parameter) -> click.Option:
    dashed = parameter.name.replace("_", "-")
    text = _help(parameter)
    if bool in parameter.types:
        return click.Option([f"--{dashed}/--no-{dashed}", parameter.name], default=None, help=text)
    option_type: Any = click.STRING
    if parameter.types <= {int, type(None)}:
        option_type = click.INT
    elif parameter.values:
        option_type = OpenChoice((*parameter.values, NOT_SORTED) if parameter.name in _ORDER else parameter.values)
    metavar = "NUMBER" if option_type is click.INT else "TEXT,..." if parameter.multiple else "TEXT"
    return click.Option(
        [f"--{dashed}", parameter.name], type=option_type, multiple=parameter.multiple, metavar=metavar, help=text
    )


def _help(parameter: Parameter) -> str:
    if parameter.name == "sort_dir":
        return f"The direction of that order: {' or '.join(parameter.values)}. [default: {parameter.default}]"
    text, bracket, default = parameter.help.replace("`", "").partition("[default: ")
    text = re.sub(r"\bNone\b", NOT_SORTED, text).rstrip(". ")
    unnamed = [value for value in parameter.values if value not in text]
    if unnamed:
        text += f"; {', '.join(parameter.values)}"
    text = f"{text[:1].upper()}{text[1:]}."
    if bracket:
        return f"{text} {bracket}{default}"
    return f"{text} [default: {parameter.default}]" if parameter.default is not None else text
