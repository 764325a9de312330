"""Errors of this package as the `OSError` that a filesystem raises."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from ..errors import (
    AmbiguousPathError as AmbiguousPathError,
)
from ..errors import (
    AuthenticationError,
    BaseSpaceError,
    ChecksumError,
    ConfigurationError,
    ContentChangedError,
    NotFoundError,
    PermissionDeniedError,
    TransportError,
    TransportTimeoutError,
)
from ..errors import (
    ReadOnlyError as ReadOnlyError,
)

_NUMBERS: dict[type[BaseSpaceError], int] = {
    NotFoundError: errno.ENOENT,
    PermissionDeniedError: errno.EACCES,
    AuthenticationError: errno.EACCES,
    TransportTimeoutError: errno.ETIMEDOUT,
    TransportError: errno.ECONNABORTED,
    ContentChangedError: errno.ESTALE,
    ChecksumError: errno.EIO,
}


def not_found(path: str, reason: str = "") -> FileNotFoundError:
    """Return the error for a path at which there is nothing."""
    return FileNotFoundError(errno.ENOENT, f"there is no such file or folder{f': {reason}' if reason else ''}", path)


@contextmanager
def translated(path: str) -> Iterator[None]:
    """Raise an error of this package as an `OSError`, with the error as its cause.

    A `ConfigurationError` is raised as it is, because with wrong settings no path can be read.
    """
    try:
        yield
    except TransportTimeoutError as error:  # an OSError already, without a number and the path
        raise to_os_error(error, path) from error
    except (OSError, ConfigurationError):
        raise
    except BaseSpaceError as error:
        raise to_os_error(error, path) from error


def to_os_error(error: BaseSpaceError, path: str) -> OSError:
    """Return the `OSError` for an error of this package, of the class that belongs to its number."""
    number = next((number for error_type, number in _NUMBERS.items() if isinstance(error, error_type)), None)
    if number is None and isinstance(error.__cause__, OSError):
        number = error.__cause__.errno
    return OSError(number or errno.EIO, str(error), path)


def is_refused_token(error: OSError) -> bool:
    """Tell whether the service refused the token, and not one resource."""
    return isinstance(error.__cause__, AuthenticationError)
