"""Progress in a notebook."""

from __future__ import annotations

from typing import Any

import pytest

from basespace_async.progress import notebook
from basespace_async.progress.notebook import MAX_BARS, NotebookProgress


class Cell:
    """What a notebook shows below a cell."""

    def __init__(self) -> None:
        self.shown: list[str] = []

    def display(self, html: Any, *, display_id: bool) -> Cell:
        assert display_id
        self.update(html)
        return self

    def update(self, html: Any) -> None:
        self.shown.append(html.data)


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def cell(monkeypatch: pytest.MonkeyPatch) -> Cell:
    cell = Cell()
    monkeypatch.setattr(notebook._ipython, "display", cell.display)
    return cell


def test_a_total_that_is_learnt_later_is_that_of_the_bar(cell: Cell) -> None:
    clock = Clock()
    meter = NotebookProgress(clock=clock)(desc="<fastq>", total=None, unit="B")
    assert "<progress></progress>" in cell.shown[-1]
    assert "&lt;fastq&gt;" in cell.shown[-1]
    clock.now += 1
    meter.total = 4000
    assert 'max="4000"' in cell.shown[-1]
    clock.now += 1
    meter.update(1000)
    assert 'value="1000.0" max="4000"' in cell.shown[-1]
    assert "1.0 kB of 4.0 kB (25%)" in cell.shown[-1]
    assert "left" in cell.shown[-1]


def test_what_is_shown_changes_a_few_times_a_second_and_at_the_end(cell: Cell) -> None:
    clock = Clock()
    meter = NotebookProgress(clock=clock)(desc="files", total=100, unit="file")
    for _ in range(100):
        clock.now += 0.01
        meter.update()
    assert 4 <= len(cell.shown) <= 6
    meter.close()
    meter.close()
    meter.update(5)
    assert "100 of 100 files (100%)" in cell.shown[-1]


def test_ended_bars_make_room(cell: Cell) -> None:
    progress = NotebookProgress(clock=Clock())
    for number in range(MAX_BARS + 3):
        meter = progress(desc=f"file {number}", total=1, unit="B")
        meter.close()
    assert cell.shown[-1].count("<progress") == MAX_BARS
    assert "file 14" in cell.shown[-1]
    assert "file 2<" not in cell.shown[-1]
