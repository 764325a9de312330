"""What the README shows works as shown."""

from __future__ import annotations

import importlib
import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest

from basespace_async import BaseSpace
from basespace_async.simulator import Simulator
from basespace_async.simulator.faults import KINDS
from tests.support.paths import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"(<!-- not run[^>]*-->\n)?```python\n(.*?)```", README, re.DOTALL)


def test_the_examples_against_the_simulator_run_as_they_stand(tmp_path: Path) -> None:
    runnable = [code for note, code in BLOCKS if not note and not code.startswith("async def test_")]
    shown = (r"133_121308_G_086_R1\.fastq\.gz 133_121308_G_086_R2\.fastq\.gz\n",)
    for code, output in zip(runnable, shown, strict=True):
        run = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stderr
        assert re.fullmatch(output, run.stdout)
        assert [path for path in tmp_path.rglob("*") if path.is_file()]


def test_the_readme_is_short() -> None:
    assert len(README.splitlines()) <= 150


def run_pytest(folder: Path) -> str:
    """The output of a pytest of its own, over a folder."""
    settings = ["-o", "asyncio_mode=auto", "-o", "asyncio_default_fixture_loop_scope=function"]
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-W",
        "error",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:schemathesis",
        *settings,
    ]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return run.stdout + run.stderr


@pytest.mark.slow
def test_the_example_of_a_test_passes(tmp_path: Path) -> None:
    (code,) = (code for _, code in BLOCKS if code.startswith("async def test_"))
    tmp_path.joinpath("test_example.py").write_text(code, encoding="utf-8")
    shown = run_pytest(tmp_path)
    assert "1 passed" in shown, shown


@pytest.mark.slow
def test_the_examples_against_the_service_ask_for_a_token_where_there_is_none(tmp_path: Path) -> None:
    codes = [code for note, code in BLOCKS if note]
    assert codes
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BASESPACE_")}
    environment["HOME"] = str(tmp_path)
    for code in codes:
        run = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
        assert "ConfigurationError: there is no access token: log in" in run.stderr


def test_every_file_that_the_readme_and_the_documentation_link_to_exists() -> None:
    for page in [ROOT / "README.md", ROOT / "openapi" / "README.md", *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_the_commands_of_the_readme_are_targets_of_the_makefile() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = re.findall(r"(?:`|\$ )make ([a-z-]+)", README)
    assert named
    assert set(named) <= targets


GUIDE = (ROOT / "docs" / "guide.md").read_text(encoding="utf-8")
GUIDE_BLOCKS = re.findall(r"(<!-- not run[^>]*-->\n)?```python\n(.*?)```", GUIDE, re.DOTALL)


async def test_the_blocks_of_the_guide_run_as_they_stand() -> None:
    async with (
        Simulator(biosamples=40) as simulator,
        BaseSpace(simulator.token, server=simulator.url) as basespace,
    ):
        names: dict[str, Any] = {"basespace": basespace}
        names["everything_needed"] = await basespace.biosamples.list().collect()
        for note, code in GUIDE_BLOCKS:
            body = textwrap.indent(code, "    ")
            exec(compile(f"async def block():\n{body}", "guide.md", "exec"), names)
            if not note:
                await names["block"]()


SIMULATOR = (ROOT / "docs" / "simulator.md").read_text(encoding="utf-8")
SIMULATOR_BLOCKS = re.findall(r"```python\n(.*?)```", SIMULATOR, re.DOTALL)


@pytest.mark.slow
def test_the_pipeline_of_the_simulators_page_passes_its_tests(tmp_path: Path) -> None:
    named = {found[1]: code for code in SIMULATOR_BLOCKS if (found := re.match(r"# (\w+\.py)\n", code))}
    assert set(named) == {"pipeline.py", "test_pipeline.py"}
    for name, code in named.items():
        tmp_path.joinpath(name).write_text(code, encoding="utf-8")
    shown = run_pytest(tmp_path)
    assert "4 passed" in shown, shown


@pytest.mark.slow
def test_the_script_of_the_simulators_page_runs_as_it_stands() -> None:
    (code,) = (code for code in SIMULATOR_BLOCKS if not code.startswith("# "))
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.stdout == "Complete 2 requests\n", run.stderr


def test_the_simulators_page_names_every_kind_of_fault() -> None:
    assert all(f"`{kind}`" in SIMULATOR for kind in KINDS)


def script_of(name: str) -> Any:
    """The module of a script that writes a page."""
    sys.path.insert(0, str(ROOT / "docs"))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.pop(0)


@pytest.mark.slow
def test_the_page_of_what_the_simulator_answers_is_true() -> None:
    script = script_of("simulator_coverage")
    assert script.PAGE.read_text(encoding="utf-8") == script.page(), "run: python docs/simulator_coverage.py"


@pytest.mark.slow
def test_the_table_of_operations_is_what_the_facade_has() -> None:
    operations = script_of("operations")
    assert operations.PAGE.read_text(encoding="utf-8") == operations.table(), "run: python docs/operations.py"
    assert operations.CHECK_PAGE.read_text(encoding="utf-8") == operations.check_page(), (
        "run: python docs/operations.py"
    )
