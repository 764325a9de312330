"""What users of a filesystem expect to be raised, from what this package raises."""

from __future__ import annotations

import errno
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

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


class AmbiguousPathError(BaseSpaceError, OSError):
    """A path is of several things that have one name; the message lists the paths that are of one thing each.

    Attributes:
        paths: a path for each of them.
    """

    def __init__(self, path: str, paths: Iterable[str]) -> None:
        self.paths = tuple(paths)
        super().__init__(f"{path} is the name of {len(self.paths)} things; say which: {', '.join(self.paths)}")


class ReadOnlyError(OSError, NotImplementedError):
    """Nothing can be written: version 2 of the REST API has no operation that uploads a file (reference)."""

    def __init__(self, *arguments: object) -> None:
        # Called with the arguments of an OSError where it is unpickled.
        super().__init__(*(arguments if len(arguments) > 1 else (errno.EROFS, _READ_ONLY, *arguments)))


_READ_ONLY = "basespace:// can only be read: the REST API v2 has no operation that uploads or changes files"


def missing(path: str, why: str = "") -> FileNotFoundError:
    """There is nothing at a path."""
    return FileNotFoundError(errno.ENOENT, f"there is no such file or folder{f': {why}' if why else ''}", path)


@contextmanager
def translated(path: str) -> Iterator[None]:
    """Raises the errors of this package as an `OSError` of the kind that a filesystem raises, with ours as its cause.

    Settings that cannot work stay a `ConfigurationError`, because no path could be read with them.
    """
    try:
        yield
    except (OSError, ConfigurationError):
        raise
    except BaseSpaceError as error:
        raise translation(error, path) from error


def translation(error: BaseSpaceError, path: str) -> OSError:
    """The `OSError` that stands for an error of this package."""
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
