"""The errors of this package as those of a filesystem."""

from __future__ import annotations

import errno

import pytest

from basespace_async.errors import AmbiguousPathError, ConfigurationError, ReadOnlyError, TransportTimeoutError
from basespace_async.filesystem.errors import translated


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
