"""What the README shows works as shown."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

from basespace_async import BaseSpace
from basespace_async.simulator import Simulator

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"(<!-- not run[^>]*-->\n)?```python\n(.*?)```", README, re.DOTALL)


def test_the_example_against_the_simulator_runs_as_it_stands(tmp_path: Path) -> None:
    runnable = [code for note, code in BLOCKS if not note]
    assert len(runnable) == 1
    for code in runnable:
        run = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stderr
        assert re.fullmatch(r"50 biosamples; \d+ bytes in \S+\n", run.stdout)
        assert [path for path in tmp_path.rglob("*") if path.is_file()]


def test_the_example_against_the_service_asks_for_a_profile_where_there_is_none(tmp_path: Path) -> None:
    (code,) = (code for note, code in BLOCKS if note)
    environment = {**os.environ, "HOME": str(tmp_path)}
    run = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert "ConfigurationError" in run.stderr
    assert str(tmp_path / ".basespace" / "default.cfg") in run.stderr


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


def test_the_table_of_operations_is_what_the_facade_has() -> None:
    sys.path.insert(0, str(ROOT / "docs"))
    try:
        import operations  # type: ignore[import-not-found]  # pyright: ignore[reportMissingImports]
    finally:
        sys.path.pop(0)
    assert operations.PAGE.read_text(encoding="utf-8") == operations.table(), "run: python docs/operations.py"
