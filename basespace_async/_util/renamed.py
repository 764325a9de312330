"""Old names of modules' attributes: asking for one says what it is called now."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import Any


def renamed(module: str, names: Mapping[str, str]) -> Callable[[str], Any]:
    """Return a module's `__getattr__` that names the new names.

    Args:
        module: name of the module.
        names: new names by old ones.

    Example:
        ```python
        __getattr__ = renamed(__name__, {"RuleError": "PreconditionError"})
        ```
    """

    def get(name: str) -> Any:
        if name not in names:
            raise AttributeError(f"module {module!r} has no attribute {name!r}")
        text = f"{module}.{name} is called {names[name]} now"
        # `from module import name` replaces an AttributeError by one of its own, without this text.
        raise ImportError(text, name=module) if _is_imported() else AttributeError(text)

    return get


def _is_imported() -> bool:
    import dis

    caller = sys._getframe(2)
    while caller.f_code.co_name == "__getattr__" and caller.f_back is not None:  # a module's own, which calls `get`
        caller = caller.f_back
    return dis.opname[caller.f_code.co_code[caller.f_lasti]] == "IMPORT_FROM"
