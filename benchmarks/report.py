"""What a benchmark found, and how it is written down."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from attrs import field, frozen

from .measuring import machine


@frozen
class Table:
    """Figures. The first column names what was measured."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


@frozen
class Goal:
    """What is wanted, and what was found.

    Attributes:
        wanted: such as "at most 1.6x the CPU of raw aiohttp".
        found: such as "1.42x".
        why: how it comes, where the goal is not reached; left out where it is.
    """

    wanted: str
    found: str
    reached: bool
    why: str = ""


@frozen
class Section:
    """One benchmark's findings.

    Attributes:
        about: what was measured, and how; Markdown.
        parts: tables, each after the text that it needs, in Markdown.
    """

    title: str
    about: str
    parts: Sequence[Table | str]
    goals: Sequence[Goal] = field(factory=list)


def text(section: Section) -> str:
    """Return the section in Markdown."""
    lines = [f"## {section.title}", "", section.about, ""]
    for part in section.parts:
        lines += [part, ""] if isinstance(part, str) else [*table_lines(part), ""]
    for goal in section.goals:
        lines.append(f"- {'Reached' if goal.reached else '**Not reached**'}: {goal.wanted}. Found: {goal.found}.")
        if goal.why and not goal.reached:
            lines.append(f"  {' '.join(goal.why.split())}")
    return "\n".join([*lines, ""] if section.goals else lines)


def document(sections: Sequence[Section], *, command: str, took: float) -> str:
    """Return all sections in Markdown, with the machine and a summary of the goals."""
    goals = [goal for section in sections for goal in section.goals]
    head = [
        "# Benchmarks",
        "",
        f"Written by `{command}` in {took:,.0f} s on {datetime.now(UTC):%Y-%m-%d}. Figures are medians, with the "
        "middle half of the runs (or all of them, where there are fewer than four) in parentheses. What is compared "
        "was measured in turn in one run, client and server on different cores, over loopback. Read the ratios: "
        "absolute figures are this machine's.",
        "",
        *(f"- {line}" for line in machine()),
        "",
        f"{sum(goal.reached for goal in goals)} of {len(goals)} goals are reached; each section lists its own.",
        "",
    ]
    return "\n".join([*head, *(text(section) for section in sections)])


def table_lines(table: Table) -> list[str]:
    """Return a table in Markdown, line by line."""
    rule = ["---"] + ["---:"] * (len(table.columns) - 1)
    return [_row(table.columns), _row(rule), *(_row(row) for row in table.rows)]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
