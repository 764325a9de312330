"""What the package exports."""

from __future__ import annotations

import subprocess
import sys

import pytest

import basespace_async


def test_every_exported_name_is_there_and_is_listed() -> None:
    for name in basespace_async.__all__:
        assert getattr(basespace_async, name) is not None
        assert name in dir(basespace_async)
    homes = set(basespace_async._HOMES) | {"__version__"}
    assert homes == set(basespace_async.__all__)


def test_modules_are_there_without_an_import_of_their_own() -> None:
    code = "import basespace_async; print(basespace_async.errors.BaseSpaceError.__name__)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "BaseSpaceError"


def test_a_name_that_there_is_not_is_an_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Client'"):
        _ = basespace_async.Client


def test_an_old_name_says_what_it_is_called_now() -> None:
    with pytest.raises(AttributeError, match="RuleError is called PreconditionError now"):
        _ = basespace_async.RuleError
    with pytest.raises(ImportError, match="RuleError is called PreconditionError now"):
        from basespace_async import RuleError  # noqa: F401


def test_importing_the_package_imports_no_http_client() -> None:
    code = "import sys, basespace_async; print({'aiohttp', 'attrs', 'orjson'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
