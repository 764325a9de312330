"""The errors of this package as those of a filesystem."""

from __future__ import annotations

import errno
import re
from collections.abc import Callable

import pytest

from basespace_async.errors import (
    AmbiguousPathError,
    APIError,
    AuthenticationError,
    BaseSpaceError,
    ChecksumError,
    ConfigurationError,
    ConnectionLostError,
    ContentChangedError,
    DecodeError,
    NotFoundError,
    PermissionDeniedError,
    ReadOnlyError,
    TransportTimeoutError,
)
from basespace_async.filesystem.errors import is_refused_token, not_found, translated


def test_a_timeout_has_its_number_and_the_path() -> None:
    timeout = TransportTimeoutError("slow", phase="read")
    with pytest.raises(TimeoutError) as caught, translated("a/b"):
        raise timeout
    assert (caught.value.errno, caught.value.filename) == (errno.ETIMEDOUT, "a/b")
    assert caught.value.__cause__ is timeout


@pytest.mark.parametrize("error", [ReadOnlyError("a"), AmbiguousPathError("a", ["b", "c"]), ConfigurationError("x")])
def test_what_is_of_the_filesystem_already_stays_as_it_is(error: Exception) -> None:
    with pytest.raises(type(error)) as caught, translated("a"):
        raise error
    assert caught.value is error


def refusal(error_type: type[APIError], status: int) -> APIError:
    return error_type(status=status, code="", message="no", request_id="", method="GET", url="http://x/")


@pytest.mark.parametrize(
    ("error", "number", "error_type"),
    [
        (lambda: refusal(NotFoundError, 404), errno.ENOENT, FileNotFoundError),
        (lambda: refusal(PermissionDeniedError, 403), errno.EACCES, PermissionError),
        (lambda: refusal(AuthenticationError, 401), errno.EACCES, PermissionError),
        (lambda: refusal(APIError, 418), errno.EIO, OSError),
        (lambda: ConnectionLostError("lost"), errno.ECONNABORTED, ConnectionAbortedError),
        (lambda: TransportTimeoutError("slow", phase="read"), errno.ETIMEDOUT, TimeoutError),
        (lambda: ContentChangedError("changed"), errno.ESTALE, OSError),
        (lambda: ChecksumError("wrong"), errno.EIO, OSError),
        (lambda: DecodeError("no JSON"), errno.EIO, OSError),
    ],
    ids=["404", "403", "401", "418", "lost", "slow", "changed", "checksum", "undecodable"],
)
def test_an_error_of_the_package_is_the_oserror_of_its_kind(
    error: Callable[[], BaseSpaceError], number: int, error_type: type[OSError]
) -> None:
    original = error()
    with pytest.raises(error_type, match=re.escape(str(original))) as caught, translated("a/b"):
        raise original
    assert type(caught.value) is error_type
    assert (caught.value.errno, caught.value.filename) == (number, "a/b")
    assert caught.value.__cause__ is original
    assert is_refused_token(caught.value) is isinstance(original, AuthenticationError)


def test_what_the_disk_said_keeps_its_number() -> None:
    full = BaseSpaceError("the disk is full")
    full.__cause__ = OSError(errno.ENOSPC, "no space")
    with pytest.raises(OSError, match="the disk is full") as caught, translated("a/b"):
        raise full
    assert caught.value.errno == errno.ENOSPC


def test_what_is_not_there_says_why() -> None:
    assert str(not_found("a/b")) == "[Errno 2] there is no such file or folder: 'a/b'"
    assert str(not_found("a/b", "why")) == "[Errno 2] there is no such file or folder: why: 'a/b'"
