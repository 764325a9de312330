"""Harvest an account to Parquet, ask the tables with DuckDB, and draw what was found.

    python examples/harvester.py lab
    python examples/harvester.py lab --by week --profile lab

The tables of projects, biosamples, datasets and files go to the folder; what is run again fetches only what has changed
since, and goes on where it was interrupted. Then it is printed how much data each project has, and `growth.png` in the
folder shows how that grew. The folder can be asked anything else, too:

    duckdb -c "SELECT status, count(*) FROM 'lab/biosamples/*.parquet' GROUP BY ALL"

Server and token come from `BASESPACE_ACCESS_TOKEN` and `BASESPACE_API_SERVER`, or from a profile of the `bs` tool.
Exit codes: 0, or 1 where something went wrong, which is told on standard error.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import EngFormatter

from basespace_async import BaseSpace, BaseSpaceError
from basespace_async.harvest import harvest
from basespace_async.progress import terminal_progress

TABLES = ("projects", "biosamples", "datasets", "files")
DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
MAX_PROJECTS = 7  # the others are drawn as one
OTHERS = "others"
# Okabe and Ito's colours, which the colour-blind can tell apart, and grey for the others.
COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#999999")

# Data belong to the project of their dataset (projects of one name count as one), and to the time, in UTC, at which the
# dataset was made.
GROWTH = """
    CREATE TABLE growth AS
    WITH sizes AS (SELECT dataset_id, count(*) AS files, sum(size) AS bytes FROM files GROUP BY dataset_id)
    SELECT
        coalesce(project_name, 'no project') AS project,
        date_trunc($period, date_created AT TIME ZONE 'UTC')::DATE AS since,
        count(*) AS datasets,
        coalesce(sum(files), 0)::BIGINT AS files,
        coalesce(sum(bytes), 0)::BIGINT AS bytes,
        coalesce(sum((attributes->'common_fastq'->>'TotalReadsPF')::BIGINT), 0)::BIGINT AS reads
    FROM datasets LEFT JOIN sizes ON sizes.dataset_id = datasets.id
    GROUP BY ALL
"""
TOTALS = """
    SELECT project, sum(datasets)::BIGINT, sum(files)::BIGINT, sum(bytes)::BIGINT AS bytes, sum(reads)::BIGINT
    FROM growth GROUP BY project ORDER BY bytes DESC, project
"""


@dataclass(frozen=True)
class Total:
    """What a project has."""

    project: str
    datasets: int
    files: int
    bytes: int
    reads: int


@dataclass(frozen=True)
class Answers:
    """What the tables say.

    Attributes:
        totals: of each project, those with the most bytes first.
        added: bytes that a project gained in a period, by the period's first day and the project.
    """

    totals: list[Total]
    added: dict[tuple[date, str], int]


def ask(folder: Path, period: str) -> Answers:
    """Ask the tables in a folder. Blocking."""
    with duckdb.connect() as connection:
        for table in ("datasets", "files"):
            if not any((folder / table).glob("*.parquet")):  # a table without rows has no part files
                return Answers([], {})
            connection.read_parquet(str(folder / table / "*.parquet")).create_view(table)
        connection.execute(GROWTH, {"period": period})
        totals = [Total(*row) for row in connection.execute(TOTALS).fetchall()]
        added = connection.execute("SELECT since, project, bytes FROM growth ORDER BY since, project").fetchall()
    return Answers(totals, {(since, project): size for since, project, size in added})


def table_of(totals: list[Total]) -> str:
    """Return what each project has, as text."""
    lines = [f"{'project':<32} {'datasets':>9} {'files':>9} {'bytes':>19} {'reads':>16}"]
    for each in totals:
        lines.append(f"{each.project:<32.32} {each.datasets:>9,} {each.files:>9,} {each.bytes:>19,} {each.reads:>16,}")
    return "\n".join(lines)


def draw(answers: Answers, period: str, to: Path) -> None:
    """Draw how the data grew, and which project has how much of them. Blocking."""
    names = [each.project for each in answers.totals[:MAX_PROJECTS]]
    names += [OTHERS] if len(answers.totals) > MAX_PROJECTS else []
    figure = Figure(figsize=(12, 5), layout="constrained")  # without pyplot there is no global state, and no window
    left, right = figure.subplots(1, 2, width_ratios=(3, 2))
    draw_periods(left, answers, names, DAYS[period])
    draw_projects(right, answers, names)
    for axes, title in ((left, f"New data by {period}"), (right, "All data by project")):
        axes.set_title(title, loc="left", weight="bold")
        axes.spines[["top", "right"]].set_visible(False)
        axes.set_axisbelow(True)
    figure.savefig(to, dpi=150)


def draw_periods(axes: Axes, answers: Answers, names: list[str], width: int) -> None:
    """Draw a bar for each period, with a part for each project."""
    periods = sorted({since for since, _ in answers.added})
    heights = {name: dict.fromkeys(periods, 0) for name in names}
    for (since, project), size in answers.added.items():
        heights[project if project in heights else OTHERS][since] += size
    days, below = np.array(periods, dtype="datetime64[D]"), [0] * len(periods)
    for colour, parts in zip(COLOURS, heights.values(), strict=False):
        axes.bar(days, [*parts.values()], width * 0.85, below, align="edge", color=colour)
        below = [low + part for low, part in zip(below, parts.values(), strict=True)]
    for label in axes.get_xticklabels():
        label.set(rotation=30, ha="right")
    axes.yaxis.set_major_formatter(EngFormatter("B"))
    axes.grid(axis="y", color="#dddddd")


def draw_projects(axes: Axes, answers: Answers, names: list[str]) -> None:
    """Draw a bar for each project, in the colour that it has in the other panel."""
    sizes = dict.fromkeys(names, 0)
    for each in answers.totals:
        sizes[each.project if each.project in sizes else OTHERS] += each.bytes
    bars = axes.barh(names, [*sizes.values()], color=COLOURS[: len(names)])
    axes.bar_label(bars, [EngFormatter("B", places=1)(size) for size in sizes.values()], padding=4)
    axes.invert_yaxis()
    axes.margins(x=0.22)
    axes.xaxis.set_major_formatter(EngFormatter("B"))
    axes.grid(axis="x", color="#dddddd")


async def main(arguments: argparse.Namespace) -> int:
    folder, profile = arguments.folder, arguments.profile
    try:
        async with BaseSpace.from_profile(profile) if profile else BaseSpace.from_env() as basespace:
            with terminal_progress() as progress:
                report = await harvest(basespace, folder, tables=TABLES, progress=progress)
    except BaseSpaceError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    print(report, end="\n\n")
    answers = await asyncio.to_thread(ask, folder, arguments.by)
    if not answers.totals:
        print("there are no files yet")
        return 0
    print(table_of(answers.totals))
    await asyncio.to_thread(draw, answers, arguments.by, folder / "growth.png")
    return 0


def parse(words: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path, help="where the tables and the picture go")
    parser.add_argument("--by", choices=DAYS, default="month", help="period of the picture")
    parser.add_argument("--profile", help="a profile of the bs tool, in place of the environment")
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(asyncio.run(main(parse())))
