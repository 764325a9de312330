"""Lists that a server may lack or refuse, so that something else stands in for them."""

from __future__ import annotations

from typing import Final

from ..errors import APIError

_REFUSALS: Final = frozenset({403, 404, 405, 410, 501})


def is_refused(error: Exception) -> bool:
    """Return whether the service refuses an operation or lacks it, so that asking again is of no use."""
    return isinstance(error, APIError) and error.status in _REFUSALS
