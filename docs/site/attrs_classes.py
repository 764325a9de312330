"""Shows attrs classes on the site: a griffe extension, named in mkdocs.yml.

griffe knows the constructors of dataclasses only. Here each attrs class gets its constructor, and
each generated model a table of its fields.
"""

from __future__ import annotations

from typing import Any

from griffe import (
    Alias,
    Class,
    ExprCall,
    ExprKeyword,
    Extension,
    Function,
    GriffeLoader,
    Module,
    Parameter,
    ParameterKind,
    Parameters,
)


class AttrsClasses(Extension):
    """Give attrs classes a constructor, and generated models a table of their fields."""

    def on_class_members(self, *, cls: Class, **kwargs: Any) -> None:
        """Add the constructor of an attrs class."""
        if any(str(decorator.value).partition("(")[0] in ("define", "frozen") for decorator in cls.decorators):
            _show_constructor(cls)

    def on_package(self, *, pkg: Module, loader: GriffeLoader, **kwargs: Any) -> None:
        """Show the generated models, which are imported lazily, as members of `models`."""
        if pkg.path != "basespace_async":
            return
        for module in loader.modules_collection["basespace_openapi.models"].modules.values():
            for member in module.members.values():
                if member.is_alias:
                    continue
                pkg["models"].set_member(member.name, Alias(member.name, member.path))
                if member.is_class:
                    _tabulate(member)


def _show_constructor(cls: Class) -> None:
    """Add the constructor that attrs makes of the fields."""
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


def _tabulate(model: Class) -> None:
    """Add the fields of a model to its docstring."""
    fields = {name: field for name, field in model.attributes.items() if field.docstring is not None}
    if model.docstring is None or not fields:
        return
    lines = [f"    {name}: {' '.join(field.docstring.value.split())}" for name, field in fields.items()]
    model.docstring.value += "\n\nAttributes:\n" + "\n".join(lines)
