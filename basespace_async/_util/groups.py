"""Groups of errors."""

from __future__ import annotations


def first_of(error: BaseException) -> BaseException:
    """The first error of a group, however deep; any other error is itself."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
