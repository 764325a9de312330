"""Old names of arguments: giving one says what it is called now."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

F = TypeVar("F", bound=Callable[..., Any])


def renamed_arguments(**names: str) -> Callable[[F], F]:
    """Decorate a function or a class so that an old name of an argument is a TypeError that gives the new one.

    Args:
        **names: new names by old ones.

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
                raise TypeError(f"{function.__qualname__}: {old}= is called {names[old]}= now")
            return function(*args, **options)

        return call  # type: ignore[return-value]

    return decorate
