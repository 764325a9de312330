"""examples/harvester.py, as a user runs it, against the simulator."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Coroutine
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import harvester
import matplotlib.image
import numpy as np
import pytest
from harvester import COLOURS, Answers, Total
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from basespace_async.simulator import Simulator
from tests.support.example_programs import EXAMPLES, TOKEN

Run = Callable[..., Coroutine[Any, Any, int]]
pytestmark = pytest.mark.usefixtures("simulator")
PERIODS: dict[str, Callable[[date], date]] = {
    "day": lambda day: day,
    "week": lambda day: day - timedelta(days=day.weekday()),
    "month": lambda day: day.replace(day=1),
    "year": lambda day: day.replace(month=1, day=1),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "the lab's"


@pytest.fixture
def run(folder: Path) -> Run:
    """Runs the harvester in this process."""

    async def start(*options: str) -> int:
        return await harvester.main(harvester.parse([str(folder), *options]))

    return start


def expected_totals(simulator: Simulator) -> list[Total]:
    world, found = simulator.world, dict[str, list[int]]()
    for dataset in world.datasets.values():
        files = world.files.of_dataset(dataset)
        reads = sum(file.content.reads for file in files) if dataset.type_id == "illumina.fastq.v1.8" else 0
        counts = found.setdefault(world.projects[dataset.project_id].name, [0, 0, 0, 0])
        for index, count in enumerate((1, len(files), sum(file.content.size for file in files), reads)):
            counts[index] += count
    return sorted(
        (Total(name, *counts) for name, counts in found.items()), key=lambda each: (-each.bytes, each.project)
    )


def expected_growth(simulator: Simulator, period: str) -> dict[tuple[date, str], int]:
    world, found = simulator.world, Counter[tuple[date, str]]()
    for dataset in world.datasets.values():
        size = sum(file.content.size for file in world.files.of_dataset(dataset))
        found[PERIODS[period](dataset.created.date()), world.projects[dataset.project_id].name] += size
    return dict(found)


def words_of(table: str) -> list[list[str]]:
    """The numbers of each line of a table, after its name."""
    return [line[32:].replace(",", "").split() for line in table.splitlines()]


@pytest.mark.slow
async def test_as_a_program_it_harvests_asks_and_draws_and_then_only_what_is_new(
    simulator: Simulator, folder: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    command = [sys.executable, "-W", "error", str(EXAMPLES / "harvester.py"), str(folder), "--by", "day"]
    done = await asyncio.to_thread(subprocess.run, command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert TOKEN not in done.stdout + done.stderr
    report, _, table = done.stdout.partition("\n\n")
    totals = expected_totals(simulator)
    assert table.splitlines()[0].split() == ["project", "datasets", "files", "bytes", "reads"]
    assert words_of(table)[1:] == [[*map(str, (each.datasets, each.files, each.bytes, each.reads))] for each in totals]
    assert [line[:32].rstrip() for line in table.splitlines()[1:]] == [each.project for each in totals]
    assert f"datasets {sum(each.datasets for each in totals)}" in " ".join(report.split())

    picture = (matplotlib.image.imread(folder / "growth.png") * 255).round().astype("uint32")
    assert picture.shape[:2] == (750, 1800)
    seen = set(np.unique(picture[..., 0] << 16 | picture[..., 1] << 8 | picture[..., 2]))
    assert {int(colour[1:], 16) for colour in COLOURS[: len(totals)]} <= seen

    requests, world = simulator.statistics.requests, simulator.world
    world.add_file(world.add_dataset(world.biosamples["104000000"]), "more.fastq.gz", b"more")
    assert await run("--by", "day") == 0
    again = capsys.readouterr().out.partition("\n\n")[2]
    assert again == harvester.table_of(expected_totals(simulator)) + "\n" != table
    assert simulator.statistics.requests - requests < requests / 2


@pytest.mark.slow
async def test_data_are_counted_where_and_when_they_came(simulator: Simulator, folder: Path, run: Run) -> None:
    assert await run("--by", "week") == 0
    for period in harvester.DAYS:
        answers = harvester.ask(folder, period)
        assert answers.totals == expected_totals(simulator)
        assert answers.added == expected_growth(simulator, period)


@pytest.mark.slow
@pytest.mark.basespace(biosamples=8)
async def test_the_tables_can_be_asked_as_it_is_said(simulator: Simulator, folder: Path, run: Run) -> None:
    assert await run() == 0
    with duckdb.connect() as connection:
        biosamples = connection.read_parquet(str(folder / "biosamples/*.parquet"))  # noqa: F841 (DuckDB finds it)
        found = connection.execute("SELECT status, count(*) FROM biosamples GROUP BY ALL").fetchall()
    assert dict(found) == Counter(each.status for each in simulator.world.biosamples.values())


@pytest.mark.basespace(biosamples=0)
async def test_an_account_without_files_is_no_error(folder: Path, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert await run() == 0
    assert capsys.readouterr().out.endswith("there are no files yet\n")
    assert not (folder / "growth.png").exists()


async def test_an_error_is_told_without_the_token(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BASESPACE_ACCESS_TOKEN", f"{TOKEN}-of-yesterday")
    assert await run() == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "error: getCurrentUser: 401" in said.err
    assert TOKEN not in said.err


@pytest.mark.slow
@pytest.mark.basespace(biosamples=8)
async def test_a_profile_takes_the_place_of_the_environment(
    simulator: Simulator, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    profile = tmp_path / ".basespace" / "lab.cfg"
    profile.parent.mkdir()
    profile.write_text(f"apiServer = {simulator.url}\naccessToken = {TOKEN}\n")
    profile.chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("BASESPACE_ACCESS_TOKEN")
    assert await run("--profile", "lab") == 0
    assert await run() == 1


def answers_of(count: int) -> Answers:
    """Projects P0, P1 and so on, each smaller than the one before, in two periods."""
    sizes = {f"P{number}": 1000 * (count - number) for number in range(count)}
    totals = [Total(name, 1, 1, size, 0) for name, size in sizes.items()]
    first, second = date(2026, 4, 1), date(2026, 6, 1)
    added = {(first, name): size // 4 for name, size in sizes.items()}
    return Answers(totals, added | {(second, name): size - size // 4 for name, size in sizes.items()})


@pytest.mark.slow
@pytest.mark.parametrize(("count", "names"), [(1, 1), (7, 7), (8, 8), (20, 8)])
def test_a_bar_for_each_project_and_one_for_those_that_are_too_many(count: int, names: int, tmp_path: Path) -> None:
    answers = answers_of(count)
    shown = [each.project for each in answers.totals[: harvester.MAX_PROJECTS]]
    expected = {each.project: each.bytes for each in answers.totals[: len(shown)]}
    if count > len(shown):
        expected["others"] = sum(each.bytes for each in answers.totals) - sum(expected.values())
    drawn = list[Figure]()

    class Kept(Figure):
        def __init__(self, **options: Any) -> None:
            super().__init__(**options)
            drawn.append(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(harvester, "Figure", Kept)
        harvester.draw(answers, "month", tmp_path / "growth.png")
    left, right = drawn[0].axes
    assert (left.get_title(loc="left"), right.get_title(loc="left")) == ("New data by month", "All data by project")

    names_shown = [label.get_text() for label in right.get_yticklabels()]
    assert names_shown == [*expected]
    assert len(names_shown) == names
    assert [bar.get_width() for bar in right.patches] == [*expected.values()]
    assert [bar.get_facecolor()[:3] for bar in right.patches] == [to_rgb(colour) for colour in COLOURS[:names]]

    # For each project two bars, which stand on those of the projects before.
    bars = left.patches
    assert len(bars) == 2 * names
    heights = [bars[index].get_height() + bars[index + 1].get_height() for index in range(0, len(bars), 2)]
    assert heights == [*expected.values()]
    for period in (0, 1):
        tops = [bar.get_y() + bar.get_height() for bar in bars[period::2]]
        assert [bar.get_y() for bar in bars[period::2]] == [0, *tops[:-1]]
    assert bars[1].get_x() - bars[0].get_x() == 61  # days from April to June: an empty May is a gap
    assert [bar.get_facecolor()[:3] for bar in bars[::2]] == [to_rgb(colour) for colour in COLOURS[:names]]


def test_long_names_keep_the_table_in_shape() -> None:
    table = harvester.table_of([Total("x" * 50, 1, 2, 3, 4), Total("y", 1_000, 2_000, 3_000_000_000_000, 4_000)])
    lines = table.splitlines()
    assert {len(line) for line in lines} == {len(lines[0])}
    assert lines[2].split() == ["y", "1,000", "2,000", "3,000,000,000,000", "4,000"]
