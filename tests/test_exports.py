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
    assert {"BaseSpace", "__version__"} <= set(basespace_async.__all__)


def test_completion_offers_public_names_only() -> None:
    modules = {"auth", "config", "content", "downloads", "errors", "filesystem", "harvest", "models", "pagination"}
    modules |= {"progress", "resources", "samplesheets", "transport"}
    assert set(dir(basespace_async)) == {*basespace_async.__all__, *modules}
    assert dir(basespace_async.transport) == sorted(basespace_async.transport.__all__)


@pytest.mark.parametrize(("old", "new"), [("RuleError", "PreconditionError"), ("credentials", "basespace_async.auth")])
def test_an_old_name_gives_an_error_that_names_the_new_one(old: str, new: str) -> None:
    with pytest.raises(ImportError, match=f"basespace_async.{old} is called {new} now"):
        getattr(basespace_async, old)
    with pytest.raises(ImportError, match=f"basespace_async.{old} is called {new} now"):
        exec(f"from basespace_async import {old}")


def test_modules_are_there_without_an_import_of_their_own() -> None:
    code = "import basespace_async; print(basespace_async.errors.BaseSpaceError.__name__)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "BaseSpaceError"


def test_a_name_that_there_is_not_is_an_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Client'"):
        _ = basespace_async.Client


def test_importing_the_package_imports_no_http_client() -> None:
    code = "import sys, basespace_async; print({'aiohttp', 'attrs', 'orjson'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
