"""What the benchmarks write down is what they measured."""

from __future__ import annotations

import os

import pytest

from benchmarks.measuring import Spread, available_cores, in_process, in_turn, machine, ratios
from benchmarks.report import Goal, Section, Table, document, text


def test_the_spread_of_many_runs_is_their_middle_half() -> None:
    assert Spread.of([9.0, 1.0, 2.0, 3.0, 4.0]) == Spread(low=2.0, median=3.0, high=4.0)


def test_the_spread_of_three_runs_is_all_of_them() -> None:
    assert Spread.of([5.0, 1.0, 3.0]) == Spread(low=1.0, median=3.0, high=5.0)


def test_a_spread_is_shown_with_its_ends_and_in_the_unit_that_is_asked_for() -> None:
    assert Spread.of([0.0011, 0.0012, 0.0019]).text(scale=1e3) == "1.2 (1.1–1.9)"
    assert Spread.of([1000.0, 2000.0]).text(digits=0) == "1,500 (1,000–2,000)"


def test_a_ratio_compares_what_was_measured_in_one_round() -> None:
    assert ratios([2.0, 30.0, 4.0], [1.0, 10.0, 1.0]) == Spread(low=2.0, median=3.0, high=4.0)


def test_a_ratio_needs_a_reference_for_each_value() -> None:
    with pytest.raises(ValueError, match="shorter"):
        ratios([1.0, 2.0], [1.0])


def test_cases_are_run_in_turn() -> None:
    order: list[str] = []
    found = in_turn({name: lambda name=name: order.append(name) for name in ("a", "b")}, runs=2)
    assert order == ["a", "b", "a", "b"]
    assert found == {"a": [None, None], "b": [None, None]}


def test_a_client_runs_in_a_process_of_its_own_on_one_core() -> None:
    assert in_process(os.getpid) != os.getpid()
    if available_cores():
        assert len(in_process(available_cores)) == 1


def test_the_machine_is_described_by_its_processor_and_versions() -> None:
    processor, system, versions = machine()
    assert "cores" in processor
    assert "Python 3." in system
    assert "aiohttp 3." in versions


SECTION = Section(
    title="Two clients",
    about="Both did the same.",
    parts=["In seconds:", Table(["client", "seconds"], [["ours", "1.0"], ["theirs", "2.0"]])],
    goals=[
        Goal("at most 1.5x", "0.50x", reached=True, why="never said"),
        Goal("at most 0.1x", "0.50x", reached=False, why="The kernel takes the rest."),
    ],
)


def test_a_section_has_its_tables_and_says_which_goals_are_reached_and_why_others_are_not() -> None:
    assert text(SECTION).splitlines() == [
        "## Two clients",
        "",
        "Both did the same.",
        "",
        "In seconds:",
        "",
        "| client | seconds |",
        "| --- | ---: |",
        "| ours | 1.0 |",
        "| theirs | 2.0 |",
        "",
        "- Reached: at most 1.5x. Found: 0.50x.",
        "- **Not reached**: at most 0.1x. Found: 0.50x.",
        "  The kernel takes the rest.",
    ]


def test_the_results_count_the_goals_and_name_the_command() -> None:
    written = document([SECTION, SECTION], command="make bench", took=61.4)
    assert "Written by `make bench` in 61 s" in written
    assert "2 of 4 goals are reached" in written
    assert written.count("## Two clients") == 2
    assert written.endswith("\n")
