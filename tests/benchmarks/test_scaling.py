"""The tables of docs/scaling.md follow from the figures that they name."""

from __future__ import annotations

import pytest

from benchmarks.scaling import Measured, Project, document_tables, networks_table, rates_table
from tests.support.paths import DOCS

PAGE = DOCS / "scaling.md"


@pytest.mark.parametrize("title", list(document_tables()))
def test_the_page_has_the_tables_that_the_model_gives(title: str) -> None:
    assert f"## {title}\n" in PAGE.read_text()
    assert document_tables()[title] in PAGE.read_text()


def test_datasets_are_listed_in_pages_that_overlap_by_one_item() -> None:
    assert Project(files=4 * 998, files_each=4, page=500).lists_of_datasets == 2
    assert Project(files=4 * 999, files_each=4, page=500).lists_of_datasets == 3


def test_a_file_takes_as_many_ranges_as_it_has_parts_and_at_least_one() -> None:
    assert Project(files=10, size=10 * 33, part=16).ranges == 30
    assert Project(files=10, size=0).ranges == 10


def test_time_follows_the_rate_and_the_network() -> None:
    project = Project(files=36_000, size=450 * 10**9, files_each=1, page=36_001)
    measured = Measured(call=1e-3, item=0, verified=0, unverified=0, file=0)
    assert rates_table(project, measured).rows[0] == ["10", "60 minutes", "2.0 hours", "1.0%"]
    assert networks_table(project, measured).rows[0] == ["1 Gb/s", "60 minutes", "0.0", "0.0"]
