"""The page on security names tests: each must be there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parent.parent
PAGES = TESTS.parent / "docs"
NAMED = sorted(
    {
        (page, name)
        for page in ("security.md", "reliability.md", "data-safety.md")
        for name in re.findall(r"`((?:[a-z_]+/)*(?:test_[a-z_]+\.py)(?:::[A-Za-z_]+)*)`", (PAGES / page).read_text())
    }
)


def defined(file: Path) -> set[str]:
    """Tests and classes of a file, as pytest names them after the file's name."""
    names: set[str] = set()
    for each in ast.parse(file.read_text()).body:
        if isinstance(each, ast.ClassDef):
            names.add(each.name)
            names |= {f"{each.name}::{test.name}" for test in each.body if hasattr(test, "name")}
        elif isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef):
            names.add(each.name)
    return names


@pytest.mark.parametrize(("page", "name"), NAMED)
def test_what_a_page_names_as_its_evidence_is_a_test(page: str, name: str) -> None:
    file, _, test = name.partition("::")
    assert (TESTS / file).is_file()
    assert not test or test in defined(TESTS / file)


def test_the_page_on_security_has_evidence_for_each_threat() -> None:
    rows = [line for line in (PAGES / "security.md").read_text().splitlines() if line.startswith("| ")]
    threats = [row for row in rows if not row.startswith(("| ---", "| threat"))]
    assert len(threats) > 15
    assert all("test_" in row.rpartition(" | ")[2] for row in threats)


def test_each_promise_of_the_page_on_reliability_has_evidence() -> None:
    text = (PAGES / "reliability.md").read_text()
    rows = [line for line in text.partition("## Evidence")[0].splitlines() if line.startswith("| ")]
    promises = [row for row in rows if not row.startswith(("| ---", "| subject"))]
    assert len(promises) >= 10
    assert all("test_" in row.rpartition(" | ")[2] for row in promises)
