"""Rules that the reference states: checked before sending, or read from the service's refusal."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from ..errors import APIError, PreconditionError

MAX_COMMENT = 1024
_REFUSALS = (400, 409, 412, 422)


def check_comment(comment: str | None) -> None:
    """Refuse a comment longer than 1,024 characters (reference).

    Raises:
        PreconditionError: If the comment is longer.
    """
    if comment is not None and len(comment) > MAX_COMMENT:
        raise PreconditionError(
            f"a comment has at most {MAX_COMMENT:,} characters, and this one has {len(comment):,}; shorten it"
        )


def check_name(name: str | None, what: str) -> None:
    """Refuse a name with characters other than letters, digits, dashes and underscores (reference).

    Raises:
        PreconditionError: If the name has another character.
    """
    if name is not None and not re.fullmatch(r"[A-Za-z0-9_-]+", name):
        raise PreconditionError(f"{what} is {name!r}; it may only have letters, digits, dashes and underscores in it")


def check_value(value: str, documented: Collection[str], what: str) -> None:
    """Refuse a value that the reference does not list for `what`.

    Raises:
        PreconditionError: If the value is not documented.
    """
    if value not in documented:
        raise PreconditionError(f"{what} cannot be set to {value!r}; the reference has {', '.join(documented)}")


def check_state(state: object, required: Collection[str], rule: str) -> None:
    """Refuse a change that the resource's known state forbids.

    Args:
        state: As the resource has it; anything but text is unknown, and the service will tell.
        required: The states in which the change is possible.
        rule: The rule, as a sentence without a full stop.
    """
    if isinstance(state, str) and state not in required:
        raise PreconditionError(f"{rule}; this one is {state}")


@contextmanager
def refused_as(rule: str) -> Iterator[None]:
    """Turn the service's refusal of a request into a PreconditionError.

    No status is documented for it: 400, 409, 412 and 422 are taken for one (inferred).
    """
    try:
        yield
    except APIError as error:
        if error.status not in _REFUSALS:
            raise
        raise PreconditionError(rule, response=error) from error


def known(value: object) -> str | None:
    """Return a status, or None where the resource does not say it."""
    return value if isinstance(value, str) else None
