"""Rules that the reference states: checked before anything is sent, or read from the service's refusal."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from ..errors import APIError, PreconditionError

MAX_COMMENT = 1024
_REFUSALS = (400, 409, 412, 422)


def check_comment(comment: str | None) -> None:
    """Raises PreconditionError where a comment is longer than 1,024 characters (reference)."""
    if comment is not None and len(comment) > MAX_COMMENT:
        raise PreconditionError(
            f"a comment has at most {MAX_COMMENT:,} characters, and this one has {len(comment):,}; shorten it"
        )


def check_name(name: str | None, what: str) -> None:
    """Raises PreconditionError where a name has other characters than letters, digits, dashes and underscores (reference)."""
    if name is not None and not re.fullmatch(r"[A-Za-z0-9_-]+", name):
        raise PreconditionError(f"{what} is {name!r}; it may only have letters, digits, dashes and underscores in it")


def check_value(value: str, documented: Collection[str], what: str) -> None:
    """Raises PreconditionError where `value` is none that the reference gives for a change of `what`."""
    if value not in documented:
        raise PreconditionError(f"{what} cannot be set to {value!r}; the reference has {', '.join(documented)}")


def check_state(state: object, required: Collection[str], rule: str) -> None:
    """Raises PreconditionError where the resource's state is known and is none of those that `rule` asks for.

    Args:
        state: as the resource has it; anything but text is unknown, and the service will tell.
        required: the states in which the change is possible.
        rule: the rule, as a sentence without a full stop.
    """
    if isinstance(state, str) and state not in required:
        raise PreconditionError(f"{rule}; this one is {state}")


@contextmanager
def refused_as(rule: str) -> Iterator[None]:
    """Turn the service's refusal of a request that broke a rule into a PreconditionError.

    No status is documented for it: 400, 409, 412 and 422 are taken for one (inferred).
    """
    try:
        yield
    except APIError as error:
        if error.status not in _REFUSALS:
            raise
        raise PreconditionError(rule, response=error) from error


def known(value: object) -> str | None:
    """A status as it stands in a resource, or None where the resource does not say."""
    return value if isinstance(value, str) else None
