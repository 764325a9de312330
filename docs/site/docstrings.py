"""Reads the package's docstrings as the site shows them: a griffe extension, named in mkdocs.yml.

Our docstrings are made to be read in the source: one line may tell of two arguments, examples are plain code, and the
keys of a `TypedDict` are lines of text. Here each of them becomes what griffe's Google style knows.
"""

from __future__ import annotations

import re
import textwrap
from typing import Any

from griffe import (
    Alias,
    Class,
    ExprBinOp,
    ExprCall,
    ExprKeyword,
    ExprName,
    Extension,
    Function,
    GriffeLoader,
    Module,
    Object,
    Parameter,
    ParameterKind,
    Parameters,
)

NAMED = ("Args:", "Attributes:", "Raises:")
SECTION = re.compile(r"^([A-Z][a-z]+):\s*$")
SEVERAL = re.compile(r"^(\s+)(\*{0,2}\w+(?:, \*{0,2}\w+)+): (.*)$")
NAMES = re.compile(r"^ {4}[\w.]+(, [\w.]+)*: |^ {5}|^\s*$")
KEY = re.compile(r"^(\w+(?:, \w+)*): (.*)$")


def sections(text: str) -> list[list[str]]:
    """The lines of a docstring, in front of and from each heading such as `Args:`."""
    found: list[list[str]] = [[]]
    inside = False
    for line in text.splitlines():
        if SECTION.match(line):
            found.append([line])
            inside = True
        elif inside and line.strip() and not line[0].isspace():
            found.append([line])
            inside = False
        else:
            found[-1].append(line)
    return found


def one_name_a_line(lines: list[str]) -> list[str]:
    """`a, b: text` as a line for each name."""
    written: list[str] = []
    names: list[str] = []
    entry: list[str] = []

    def finish() -> None:
        for name in names:
            written.extend([entry[0].replace("\0", name, 1), *entry[1:]])
        names.clear()

    for line in lines:
        if several := SEVERAL.match(line):
            finish()
            names.extend(several[2].split(", "))
            entry = [f"{several[1]}\0: {several[3]}"]
        elif names and line.startswith(" " * 8):
            entry.append(line)
        else:
            finish()
            written.append(line)
    finish()
    return written


def fenced(lines: list[str]) -> list[str]:
    """An `Example:` whose code is marked as such."""
    code = textwrap.dedent("\n".join(lines[1:])).strip("\n")
    kind = "pycon" if code.startswith(">>>") else "python"
    return ["**Example**", "", f"```{kind}", *code.splitlines(), "```", ""]


def told(lines: list[str]) -> list[str]:
    """`Raises:` that is a sentence and not names of errors."""
    text = " ".join(line.strip() for line in lines[1:] if line.strip())
    return ["", f"**Raises:** {text}", ""]


def rewritten(text: str) -> str:
    """A docstring as griffe's Google style knows it."""
    lines: list[str] = []
    for section in sections(text):
        head = section[0].strip() if section else ""
        if head == "Raises:" and not all(NAMES.match(line) for line in section[1:]):
            section = told(section)
        elif head in NAMED:
            section = one_name_a_line(section)
        elif head == "Example:":
            section = fenced(section)
        lines.extend(section)
    return "\n".join(lines)


def keys(text: str) -> tuple[str, dict[str, str]]:
    """What the docstring of a `TypedDict` says, and what it says of each key."""
    rest: list[str] = []
    found: dict[str, str] = {}
    last: list[str] = []
    for line in text.splitlines():
        if key := KEY.match(line):
            last = key[1].split(", ")
            found |= dict.fromkeys(last, key[2])
        elif last and line.startswith("    "):
            found |= {name: f"{found[name]} {line.strip()}" for name in last}
        else:
            last = []
            rest.append(line)
    return "\n".join(rest).strip(), found


class Docstrings(Extension):
    """Rewrites docstrings as they are loaded."""

    def on_object(self, *, obj: Object, **kwargs: Any) -> None:
        if obj.docstring is not None:
            obj.docstring.value = rewritten(obj.docstring.value)

    def on_class_members(self, *, cls: Class, **kwargs: Any) -> None:
        if any(str(decorator.value).partition("(")[0] in ("define", "frozen") for decorator in cls.decorators):
            _show_constructor(cls)
        if cls.docstring is None or not any(_is_typed_dict(str(base)) for base in cls.bases):
            return
        text, found = keys(cls.docstring.value)
        told_of = [f"    {name}: {said}" for name, said in found.items() if name in cls.members]
        cls.docstring.value = "\n".join([text, "", "Attributes:", *told_of] if told_of else [text])


def _is_typed_dict(base: str) -> bool:
    return base.rpartition(".")[2] in ("TypedDict", "Paging", "DownloadOptions", "FileFilters")


def _show_constructor(cls: Class) -> None:
    """What attrs makes of the fields of a class; griffe knows it of dataclasses only."""
    if "__init__" in cls.members:
        return
    only_names = any("kw_only=True" in str(decorator.value) for decorator in cls.decorators)
    kind = ParameterKind.keyword_only if only_names else ParameterKind.positional_or_keyword
    parameters = [
        Parameter(name.lstrip("_"), annotation=field.annotation, kind=kind, default=_default(field.value))
        for name, field in cls.attributes.items()
        if field.annotation is not None and "instance-attribute" in field.labels
    ]
    cls.set_member("__init__", Function("__init__", parameters=Parameters(Parameter("self"), *parameters), parent=cls))


def _default(value: Any) -> str | None:
    if not isinstance(value, ExprCall) or str(value.function) not in ("field", "Factory"):
        return None if value is None else str(value)
    given = {argument.name: str(argument.value) for argument in value.arguments if isinstance(argument, ExprKeyword)}
    return given.get("default", "..." if "factory" in given or str(value.function) == "Factory" else None)


class Models(Extension):
    """Shows the generated models under the package's plain names, the fields of each as a table."""

    def on_package(self, *, pkg: Module, loader: GriffeLoader, **kwargs: Any) -> None:
        if pkg.path != "basespace_async":
            return
        models = pkg["models"]
        plain = _point_at_models(models, loader.modules_collection["basespace_openapi.models"])
        for module in loader.modules_collection["basespace_openapi.models"].modules.values():
            for model in module.classes.values():
                if not model.is_alias:
                    _tabulate(model)
                    for field in model.attributes.values():
                        _rename(field.annotation, plain, models)


def _point_at_models(module: Module, generated: Module) -> dict[str, str]:
    """Name the generated models as members of the package's `models`."""
    found = [member for part in generated.modules.values() for member in part.members.values()]
    names = {member.name for member in found if not member.is_alias}
    for member in found:
        if not member.is_alias:
            module.set_member(member.name, Alias(member.name, member.path))
    return {name: name for name in names}


def _tabulate(model: Class) -> None:
    """The fields of a model as a section of its docstring; that each may be null or absent is said elsewhere."""
    fields = {name: field for name, field in model.attributes.items() if field.docstring is not None}
    if model.docstring is None or not fields:
        return
    lines = [f"    {name}: {' '.join(field.docstring.value.split())}" for name, field in fields.items()]
    model.docstring.value += "\n\nAttributes:\n" + "\n".join(lines)
    for field in fields.values():
        field.annotation = _without_null(field.annotation)


def _without_null(annotation: Any) -> Any:
    while isinstance(annotation, ExprBinOp) and str(annotation.right) in ("None", "Unset"):
        annotation = annotation.left
    return annotation


def _rename(annotation: Any, plain: dict[str, str], models: Module) -> None:
    names = [annotation] if isinstance(annotation, ExprName) else list(annotation or ())
    for name in names:
        if isinstance(name, ExprName) and name.name in plain:
            name.name, name.parent = plain[name.name], models
