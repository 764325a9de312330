"""The pytest plugin, in a pytest of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from basespace_async.simulator import Simulator

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
SCOPES = """
import asyncio

import pytest

LOOPS = {}


async def check(basespace, scope):
    assert await basespace.biosamples.list().count() == 100
    assert LOOPS.setdefault(scope, asyncio.get_running_loop()) is asyncio.get_running_loop()


@pytest.mark.asyncio
async def test_function(basespace):
    assert await basespace.biosamples.list().count() == 100


class TestClass:
    @pytest.mark.parametrize("number", [1, 2])
    @pytest.mark.asyncio(loop_scope="class")
    async def test_class(self, basespace, number):
        await check(basespace, "class")


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.asyncio(loop_scope="module")
async def test_module(basespace, number):
    await check(basespace, "module")


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.asyncio(loop_scope="package")
async def test_package(basespace, number):
    await check(basespace, "package")


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.asyncio(loop_scope="session")
async def test_session(basespace, number):
    await check(basespace, "session")
"""
BY_HAND = """
import gzip
from pathlib import Path

READS = gzip.compress(b"@r\\nACGT\\n+\\nFFFF\\n")


async def test_world(basespace, basespace_world, tmp_path):
    own = tmp_path / "NA12878_S1_L001_R2_001.fastq.gz"
    own.write_bytes(READS)
    basespace_world.biosample("NA12878", fastqs=[own], project="Liver")
    basespace_world.biosample("Empty", project="Liver")
    basespace_world.dataset("Results", {"a/b.txt": b"bytes", "own.gz": own}, biosample="NA12878", project="Liver")
    assert [each.name async for each in basespace.projects.list()] == ["Liver"]
    assert [each.biosample_name async for each in basespace.biosamples.list()] == ["NA12878", "Empty"]
    datasets = {each.name: each async for each in basespace.datasets.list()}
    assert set(datasets) == {"NA12878_L001", "Results"}
    report = await basespace.datasets.download(datasets["NA12878_L001"], tmp_path / "down")
    assert report.files[0].path.read_bytes() == READS
    assert {each.path for each in await basespace.datasets.files(datasets["Results"]).collect()} == {"a/b.txt", "own.gz"}
"""
RECORDED = """
import pytest

from basespace_async import ConfigurationError


async def test_names(basespace_recorded):
    assert len(await basespace_recorded.biosamples.list(limit=3).collect()) == 3


async def test_content(basespace_recorded, tmp_path):
    dataset = await basespace_recorded.datasets.list(dataset_types="common.fastq").first()
    file = await basespace_recorded.datasets.files(dataset).first()
    (report,) = (await basespace_recorded.datasets.download(dataset, tmp_path, extensions=".fastq.gz")).files[:1]
    assert report.path.stat().st_size == report.size
    assert (await basespace_recorded.files.get(file.id)).name == file.name


async def test_what_is_not_recorded(basespace_recorded, request):
    await basespace_recorded.users.current()
    if not request.config.getoption("--basespace-record"):
        with pytest.raises(ConfigurationError, match="--basespace-record"):
            await basespace_recorded.biosamples.list().first()
"""
RECORDED_BEFORE = """
import os

import pytest


async def test_asks(basespace_recorded):
    await basespace_recorded.biosamples.list(limit=int(os.environ["LIMIT"])).collect()
    if os.environ["LIMIT"] != "1":
        {end}


async def test_was_never_recorded(basespace_recorded):
    await basespace_recorded.users.current()
    assert os.environ["LIMIT"] == "1"
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


def outcome(folder: Path, text: str, *arguments: str, **variables: str) -> str:
    folder.joinpath("test_pipeline.py").write_text(text, encoding="utf-8")
    folder.joinpath("pytest.ini").write_text("[pytest]\nfilterwarnings = error\n", encoding="utf-8")
    # Other plugins stay, but for the one that takes longest to import.
    without = ("-p", "no:cacheprovider", "-p", "no:schemathesis")
    command = [sys.executable, "-m", "pytest", "-q", *without, "--strict-markers", *arguments]
    environment = {**os.environ, "PYTEST_ADDOPTS": "", **variables}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    return done.stdout + done.stderr


@pytest.mark.slow
def test_fixtures_are_found_without_any_configuration(tmp_path: Path) -> None:
    assert "5 passed" in outcome(tmp_path, PIPELINE, "-o", "asyncio_mode=auto", *SCOPE)


@pytest.mark.slow
def test_each_loop_scope_has_a_client_of_its_own_loop_in_strict_mode(tmp_path: Path) -> None:
    assert "9 passed" in outcome(tmp_path, SCOPES, "-o", "asyncio_mode=strict", *SCOPE)


@pytest.mark.slow
@pytest.mark.parametrize("scope", ["module", "session"])
def test_the_default_loop_scope_of_tests_is_followed(tmp_path: Path, scope: str) -> None:
    default = f"asyncio_default_test_loop_scope={scope}"
    assert "5 passed" in outcome(tmp_path, PIPELINE, "-o", "asyncio_mode=auto", "-o", default, *SCOPE)


@pytest.mark.slow
def test_a_world_is_built_by_hand(tmp_path: Path) -> None:
    assert "1 passed" in outcome(tmp_path, BY_HAND, "-o", "asyncio_mode=auto", *SCOPE)


@pytest.mark.slow
def test_a_marker_with_arguments_that_have_no_name_is_refused(tmp_path: Path) -> None:
    text = "import pytest\n@pytest.mark.basespace(5)\ndef test(basespace_simulator): ..."
    assert "takes arguments by name, such as biosamples=5" in outcome(tmp_path, text, *SCOPE)


@pytest.mark.slow
def test_what_an_account_answers_is_recorded_without_secrets_and_replayed_without_a_network(tmp_path: Path) -> None:
    token = "a-token-that-is-secret"  # pragma: allowlist secret
    options = ("-o", "asyncio_mode=auto", *SCOPE)
    with Simulator(biosamples=5, token=token).in_thread() as simulator:
        recording = outcome(
            tmp_path,
            RECORDED,
            *options,
            "--basespace-record=basespace-recordings",
            BASESPACE_ACCESS_TOKEN=token,
            BASESPACE_API_SERVER=simulator.url,
        )
    assert "3 passed" in recording
    recorded = "".join(path.read_text() for path in tmp_path.joinpath("basespace-recordings").iterdir())
    assert "SECRET" in recorded
    assert token not in recorded
    assert not re.search(r"(?i)signature=(?!SECRET)", recorded)
    without = dict.fromkeys(("BASESPACE_ACCESS_TOKEN", "BASESPACE_API_SERVER"), "")
    assert "3 passed" in outcome(tmp_path, RECORDED, *options, **without)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("end", "summary"),
    [
        ("raise ValueError", "2 failed"),
        ("await basespace_recorded.projects.get('no')", "2 failed"),
        ("pytest.skip()", "1 failed, 1 skipped"),
    ],
)
def test_a_test_that_does_not_pass_leaves_its_recording_as_it_was(tmp_path: Path, end: str, summary: str) -> None:
    folder = tmp_path / "recordings"
    text = RECORDED_BEFORE.format(end=end)
    with Simulator(biosamples=5).in_thread() as simulator:
        account = {"BASESPACE_ACCESS_TOKEN": simulator.token, "BASESPACE_API_SERVER": simulator.url}
        options = ("-o", "asyncio_mode=auto", *SCOPE, f"--basespace-record={folder}")
        assert "1 passed" in outcome(tmp_path, text, *options, "-k", "asks", LIMIT="1", **account)
        before = {path: path.read_bytes() for path in folder.iterdir()}
        assert len(before) == 1
        assert summary in outcome(tmp_path, text, *options, LIMIT="2", **account)
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


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
