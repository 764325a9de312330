"""Old names: using one is an error that gives the new name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, NoReturn, TypeVar, cast

F = TypeVar("F", bound=Callable[..., Any])


def renamed_names(module: str, names: Mapping[str, str]) -> Callable[[str], NoReturn]:
    """Return a module's `__getattr__` for the names that it no longer has.

    Args:
        module: Name of the module.
        names: New names by old ones.

    Example:
        ```python
        __getattr__ = renamed_names(__name__, {"RuleError": "PreconditionError"})
        ```
    """

    def get(name: str) -> NoReturn:
        if name not in names:
            raise AttributeError(f"module {module!r} has no attribute {name!r}")
        # `from module import name` would replace an AttributeError by one of its own, without this text.
        raise ImportError(f"{module}.{name} is called {names[name]} now", name=module)

    return get


def renamed_arguments(**names: str) -> Callable[[F], F]:
    """Decorate a function or a class so that an old name of an argument is a TypeError that gives the new one.

    Args:
        **names: New names by old ones.

    Example:
        ```python
        @renamed_arguments(existing="if_exists")
        def download(*, if_exists: str = "verify") -> None: ...
        ```
    """

    def decorate(function: F) -> F:
        if isinstance(function, type):
            function.__init__ = decorate(function.__init__)  # type: ignore[misc]
            return cast("F", function)

        @wraps(function)
        def call(*args: Any, **options: Any) -> Any:
            for old in names.keys() & options:
                raise TypeError(f"{old}= is called {names[old]}= now")
            return function(*args, **options)

        return call  # type: ignore[return-value]

    return decorate
