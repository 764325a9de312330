"""The arguments of the façade's methods, as arguments and options of commands.

Names, types and defaults come from the signature, texts from the docstring: a method's new argument is a new option.
"""

from __future__ import annotations

import inspect
import re
import types
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal, Union, Unpack, get_args, get_origin, get_type_hints

import click
from click.shell_completion import CompletionItem

_ENTRY = re.compile(r"^ {4}\*{0,2}(\w+(?:, \w+)*): (.*)$")
_TYPED_DICT_ENTRY = re.compile(r"^(\w+(?:, \w+)*): (.*)$")
NOT_SORTED = "none"
_ORDER = ("sort_by", "sort_dir")


@dataclass(frozen=True)
class Parameter:
    """One argument of a method.

    Attributes:
        name: in Python.
        types: the plain types that it takes.
        several: whether it takes several values.
        values: those that are known, where it is an enumeration; others may be given too.
        required: whether the method needs it; such a one has no name on the command line.
        default: the method's, for the help.
        help: from the docstring.
    """

    name: str
    types: frozenset[type]
    several: bool
    values: tuple[str, ...]
    required: bool
    default: Any
    help: str


class Known(click.ParamType):  # type: ignore[type-arg]
    """Text of which some values are known: those are taken in any case, and completed; others go as they are."""

    name = "text"

    def __init__(self, values: tuple[str, ...]) -> None:
        self.values = values
        self._by_folded = {value.lower(): value for value in values}

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        parts = [part.strip() for part in str(value).split(",")]
        return ",".join(self._by_folded.get(part.lower(), part) for part in parts)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        return [CompletionItem(value) for value in self.values if value.lower().startswith(incomplete.lower())]


def parameters_of(method: Callable[..., Any]) -> list[Parameter]:
    """The arguments of a method of the façade, without `self`; those of a TypedDict among them one by one."""
    from .. import models

    hints = get_type_hints(method, localns=_Names(models))
    texts = _texts(inspect.getdoc(method) or "")
    found: list[Parameter] = []
    for name, parameter in inspect.signature(method).parameters.items():
        if name == "self":
            continue
        if parameter.kind is inspect.Parameter.VAR_KEYWORD:
            found += _of_typed_dict(hints[name])
        else:
            found.append(_parameter(name, hints[name], parameter.default, texts.get(name, "")))
    return found


def item_type_of(method: Callable[..., Any]) -> Any:
    """What a list's pager is of."""
    from .. import models

    hints = get_type_hints(method, localns=_Names(models))
    return get_args(hints["return"])[0]


class _Names(dict[str, Any]):
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

    (kind,) = get_args(hint) if get_origin(hint) is Unpack else (hint,)
    # Its class forgets its bases, and with them their docstrings.
    texts = {
        name: text
        for one in (PagingArguments, kind)
        for name, text in _texts(inspect.getdoc(one) or "", _TYPED_DICT_ENTRY).items()
    }
    return [_parameter(name, one, None, texts.get(name, "")) for name, one in get_type_hints(kind).items()]


def _parameter(name: str, hint: Any, default: Any, text: str) -> Parameter:
    leaves, several = _leaves(hint)
    # One value and several of them have the same leaf twice.
    named = (value for leaf in leaves if get_origin(leaf) is Literal for value in get_args(leaf))
    values = tuple(dict.fromkeys(named))
    plain = frozenset(leaf for leaf in leaves if isinstance(leaf, type))
    required = default is inspect.Parameter.empty
    return Parameter(name, plain, several, values, required, None if required else default, text)


def _leaves(hint: Any) -> tuple[list[Any], bool]:
    """The types that a union consists of, and whether it also takes several of them."""
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        parts = [_leaves(one) for one in get_args(hint)]
        return [leaf for leaves, _ in parts for leaf in leaves], any(several for _, several in parts)
    if isinstance(origin, type) and issubclass(origin, Iterable):
        return _leaves(get_args(hint)[0])[0], True
    return [hint], False


def _texts(docstring: str, entry: re.Pattern[str] = _ENTRY) -> dict[str, str]:
    """What a docstring says of each argument."""
    _, _, section = docstring.partition("Args:\n") if entry is _ENTRY else ("", "", docstring)
    texts: dict[str, str] = {}
    names: list[str] = []
    for line in section.split("\n\n")[0].splitlines() if entry is _ENTRY else section.splitlines():
        match = entry.match(line)
        if match:
            names = match[1].split(", ")
            texts.update(dict.fromkeys(names, match[2]))
        elif line.strip():
            texts.update({name: f"{texts[name]} {line.strip()}" for name in names})
    return texts


# --- as arguments and options of click -------------------------------------------------------------------------------


def click_parameters(method: Callable[..., Any]) -> list[click.Parameter]:
    """A method's arguments as arguments and options."""
    return [_argument(one) if one.required else _option(one) for one in parameters_of(method)]


def given(values: dict[str, Any]) -> dict[str, Any]:
    """The options that were given, as the method takes them.

    Raises:
        UsageError: one is empty, as from a variable that is not set; the service would take it for no filter.
    """
    found: dict[str, Any] = {}
    for name, value in values.items():
        if value is None or value == ():
            continue
        texts = [value] if isinstance(value, str) else value
        if isinstance(texts, tuple | list) and any(not text.strip(" ,") for text in texts):
            raise click.UsageError(f"--{name.replace('_', '-')} is empty; leave it out, or give it a value")
        if isinstance(value, tuple):
            found[name] = [part.strip() for text in value for part in text.split(",") if part.strip()]
        else:
            found[name] = None if name in _ORDER and value == NOT_SORTED else value
    return found


def _argument(parameter: Parameter) -> click.Argument:
    return click.Argument([parameter.name], metavar=parameter.name.upper())


def _option(parameter: Parameter) -> click.Option:
    dashed = parameter.name.replace("_", "-")
    text = _help(parameter)
    if bool in parameter.types:
        return click.Option([f"--{dashed}/--no-{dashed}", parameter.name], default=None, help=text)
    kind: Any = click.STRING
    if parameter.types <= {int, type(None)}:
        kind = click.INT
    elif parameter.values:
        kind = Known((*parameter.values, NOT_SORTED) if parameter.name in _ORDER else parameter.values)
    metavar = "NUMBER" if kind is click.INT else "TEXT,..." if parameter.several else "TEXT"
    return click.Option(
        [f"--{dashed}", parameter.name], type=kind, multiple=parameter.several, metavar=metavar, help=text
    )


def _help(parameter: Parameter) -> str:
    if parameter.name == "sort_dir":
        return f"The direction of that order: {' or '.join(parameter.values)}. [default: {parameter.default}]"
    text = re.sub(r"\bNone\b", NOT_SORTED, parameter.help.replace("`", "")).rstrip(".")
    unnamed = [value for value in parameter.values if value not in text]
    if unnamed:
        text += f"; {', '.join(parameter.values)}"
    text = f"{text[:1].upper()}{text[1:]}."
    return f"{text} [default: {parameter.default}]" if parameter.default is not None else text
