"""The pytest plugin, in a pytest of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PIPELINE = """
import pytest
import httpx

from basespace_async import BaseSpaceError


async def test_client_and_simulator_belong_together(basespace, basespace_simulator):
    assert await basespace.biosamples.list().count() == 100
    assert basespace_simulator.statistics.requests == 1


@pytest.mark.basespace(biosamples=5, seed=7)
async def test_another_world(basespace):
    assert await basespace.biosamples.list().count() == 5


def test_without_asyncio(basespace_simulator):
    answer = httpx.get(basespace_simulator.url + "/users/current", headers={"x-access-token": basespace_simulator.token})
    assert answer.status_code == 200


async def test_faults(basespace, basespace_simulator):
    basespace_simulator.faults.add("status", status=500)
    with pytest.raises(BaseSpaceError):
        await basespace.users.current()


async def test_each_test_has_its_own_world(basespace, basespace_simulator):
    assert len(basespace_simulator.faults) == 0
    assert basespace_simulator.statistics.requests == 0
"""
SCOPE = ("-o", "asyncio_default_fixture_loop_scope=function")
ANYIO = """
import pytest

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend():
    return "asyncio"


async def test_client(basespace):
    assert await basespace.biosamples.list().count() == 100
"""


def outcome(folder: Path, text: str, *arguments: str) -> str:
    folder.joinpath("test_pipeline.py").write_text(text, encoding="utf-8")
    folder.joinpath("pytest.ini").write_text("[pytest]\nfilterwarnings = error\n", encoding="utf-8")
    # Other plugins stay, but for the one that takes longest to import.
    without = ("-p", "no:cacheprovider", "-p", "no:schemathesis")
    command = [sys.executable, "-m", "pytest", "-q", *without, "--strict-markers", *arguments]
    environment = {**os.environ, "PYTEST_ADDOPTS": ""}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    return done.stdout + done.stderr


def test_fixtures_are_found_without_any_configuration(tmp_path: Path) -> None:
    assert "5 passed" in outcome(tmp_path, PIPELINE, "-o", "asyncio_mode=auto", *SCOPE)


@pytest.mark.slow
def test_fixtures_work_with_anyios_plugin(tmp_path: Path) -> None:
    assert "1 passed" in outcome(tmp_path, ANYIO, "-p", "no:asyncio")


@pytest.mark.slow
def test_the_marker_is_known_and_says_what_it_is_for(tmp_path: Path) -> None:
    assert "@pytest.mark.basespace(**arguments)" in outcome(tmp_path, "", "--markers", *SCOPE)


def test_nothing_of_the_package_is_imported_before_a_test_asks_for_it() -> None:
    code = "import sys; from basespace_async import pytest_plugin; print('aiohttp' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
