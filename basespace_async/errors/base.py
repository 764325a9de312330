"""The base of all errors, and those that no single request or file causes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .api import APIError

_MAX_SHOWN = 200
_MAX_IDS = 20


def shown(text: str) -> str:
    """Quote text from outside for a message: as a Python literal, and cut where it is long."""
    return repr(text if len(text) <= _MAX_SHOWN else f"{text[:_MAX_SHOWN]}...")


class BaseSpaceError(Exception):
    """Base of every error that this package raises. Errors can be copied and pickled, to cross processes.

    Attributes:
        offset: where in a list the page was that failed, or None where no list was read.
    """

    offset: int | None = None

    def __str__(self) -> str:
        text = super().__str__()
        return text if self.offset is None else f"{text}; the page at offset {self.offset} failed"

    def __reduce__(self) -> tuple[Any, ...]:
        # Exceptions are rebuilt from their arguments otherwise, and ours have keyword-only ones.
        return _rebuilt, (type(self), self.args, self.__dict__)


def _rebuilt(
    error_type: type[BaseSpaceError], arguments: tuple[Any, ...], attributes: dict[str, Any]
) -> BaseSpaceError:
    error = error_type.__new__(error_type, *arguments)
    error.args = arguments  # an OSError takes them in `__init__` only
    error.__dict__.update(attributes)
    return error


class ConfigurationError(BaseSpaceError):
    """A setting, a profile or an argument is invalid; the message says what to change."""


class PreconditionError(BaseSpaceError):
    """A rule that the reference states forbids this.

    Attributes:
        rule: the rule, and what to do.
        response: the service's refusal, or None where the rule was checked before anything was sent.
    """

    def __init__(self, rule: str, *, response: APIError | None = None) -> None:
        super().__init__(rule if response is None else f"{rule} (the service refused: {response})")
        self.rule = rule
        self.response = response


class LoginError(BaseSpaceError):
    """An OAuth flow ended without a token.

    Attributes:
        reason: the OAuth error code, such as `access_denied` or `expired_token`, or "".
    """

    def __init__(self, message: str, *, reason: str = "") -> None:
        super().__init__(message)
        self.reason = reason


class WaitTimeoutError(BaseSpaceError, TimeoutError):
    """A resource did not reach the awaited state before the deadline.

    Attributes:
        last: the resource as it was last seen, or None where it was not seen at all.
    """

    def __init__(self, message: str, *, last: Any = None) -> None:
        super().__init__(message)
        self.last = last


class NameLookupError(BaseSpaceError, LookupError):
    """No resource has a name, or several have it.

    Attributes:
        kind: what was looked for, such as `project`.
        name: the name.
        ids: ids of the resources that have it; empty where there is none.
    """

    def __init__(self, kind: str, name: str, ids: Iterable[str]) -> None:
        self.kind = kind
        self.name = name
        self.ids = tuple(ids)
        several = f"{len(self.ids)} are called so; say which by its id: {', '.join(self.ids[:_MAX_IDS])}"
        super().__init__(f"no {kind} is called {shown(name)}" if not self.ids else f"{kind} {shown(name)}: {several}")


class ListChangedError(BaseSpaceError):
    """A list changed faster than it could be read, or the same items came again and again.

    It is unknown which items are missing.
    """
