"""Public names of a package, imported when they are first used.

A package lists each name once, in the imports of its `__init__.pyi`, where type checkers and editors read them too.
"""

from __future__ import annotations

import _ast
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from ._util.renamed import renamed_names


def attach(
    package: str, file: str, old_names: Mapping[str, str] | None = None
) -> tuple[Callable[[str], Any], Callable[[], list[str]], list[str]]:
    """Return a package's `__getattr__`, `__dir__` and `__all__`, as its stub lists the names.

    Args:
        package: the package's `__name__`.
        file: the package's `__file__`; the stub stands beside it.
        old_names: new names by old ones, for the error that an old name gives.

    Example:
        ```python
        __getattr__, __dir__, __all__ = attach(__name__, __file__)
        ```
    """
    names, modules = _read_stub(f"{file}i")
    missing = renamed_names(package, old_names or {})

    def __getattr__(name: str) -> Any:
        if name in modules:
            return import_module(f"{package}.{name}")
        if name not in names:
            return missing(name)
        value = getattr(import_module(names[name], package), name)
        setattr(sys.modules[package], name, value)
        return value

    def __dir__() -> list[str]:
        return sorted({*names, *modules})

    return __getattr__, __dir__, sorted(names)


def _read_stub(path: str) -> tuple[dict[str, str], set[str]]:
    """Return the home of each name, and the names of submodules."""
    # As `ast.parse` does, without the time that importing `ast` takes.
    with open(path, "rb") as stub:  # pathlib would take longer to import than the rest of this
        tree: Any = compile(stub.read(), path, "exec", _ast.PyCF_ONLY_AST)
    imports = [node for node in tree.body if isinstance(node, _ast.ImportFrom)]
    names = {alias.name: "." * node.level + node.module for node in imports if node.module for alias in node.names}
    return names, {alias.name for node in imports if not node.module for alias in node.names}
