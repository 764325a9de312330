"""What users of a filesystem expect to be raised, from what this package raises."""

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

__all__ = ["AmbiguousPathError", "ReadOnlyError", "missing", "translated", "translation"]


def missing(path: str, why: str = "") -> FileNotFoundError:
    """There is nothing at a path."""
    return FileNotFoundError(errno.ENOENT, f"there is no such file or folder{f': {why}' if why else ''}", path)


@contextmanager
def translated(path: str) -> Iterator[None]:
    """Raise the errors of this package as the `OSError` that a filesystem raises, with ours as its cause.

    Settings that cannot work stay a `ConfigurationError`, because no path could be read with them.
    """
    try:
        yield
    except TransportTimeoutError as error:  # an OSError already, without a number and the path
        raise translation(error, path) from error
    except (OSError, ConfigurationError):
        raise
    except BaseSpaceError as error:
        raise translation(error, path) from error


def translation(error: BaseSpaceError, path: str) -> OSError:
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
