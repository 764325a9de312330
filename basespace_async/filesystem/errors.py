"""Errors of this package as the `OSError` that a filesystem raises."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from ..errors import (
    AmbiguousPathError,
    AuthenticationError,
    BaseSpaceError,
    ChecksumError,
    ConfigurationError,
    ContentChangedError,
    NotFoundError,
    PermissionDeniedError,
    ReadOnlyError,
    TransportError,
    TransportTimeoutError,
)

__all__ = ["AmbiguousPathError", "ReadOnlyError", "not_found", "to_os_error", "translated"]


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
    """Return the `OSError` for an error of this package."""
    text = str(error)
    if isinstance(error, NotFoundError):
        return FileNotFoundError(errno.ENOENT, text, path)
    if isinstance(error, PermissionDeniedError | AuthenticationError):
        return PermissionError(errno.EACCES, text, path)
    if isinstance(error, TransportTimeoutError):
        return TimeoutError(errno.ETIMEDOUT, text, path)
    if isinstance(error, TransportError):
        return ConnectionError(errno.ECONNABORTED, text, path)
    if isinstance(error, ContentChangedError):
        return OSError(errno.ESTALE, text, path)
    if not isinstance(error, ChecksumError) and isinstance(error.__cause__, OSError) and error.__cause__.errno:
        return OSError(error.__cause__.errno, text, path)
    return OSError(errno.EIO, text, path)


def is_refused_token(error: OSError) -> bool:
    """Tell whether the service refused the token, and not one resource."""
    return isinstance(error.__cause__, AuthenticationError)
