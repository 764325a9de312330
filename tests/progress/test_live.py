"""Progress in a terminal."""

from __future__ import annotations

import contextlib
import io
import re
import subprocess
import sys

import pytest
from rich.console import Console

from basespace_async import ConfigurationError
from basespace_async.progress import Progress
from basespace_async.progress.bars import MAX_BARS, LiveProgress

HIDE_CURSOR, SHOW_CURSOR = "\x1b[?25l", "\x1b[?25h"


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


class Screen:
    """A display on a terminal that is a text."""

    def __init__(self) -> None:
        self.console = Console(file=io.StringIO(), force_terminal=True, width=160, color_system=None)
        self.clock = Clock()
        self.progress = LiveProgress(self.console, clock=self.clock)

    @property
    def written(self) -> str:
        file = self.console.file
        assert isinstance(file, io.StringIO)
        return file.getvalue()

    def shows(self) -> list[str]:
        """What would be on the screen now."""
        picture = io.StringIO()
        Console(file=picture, width=160).print(self.progress._bars.get_renderable())
        return [line.strip() for line in picture.getvalue().splitlines() if line.strip()]


@pytest.fixture
def screen() -> Screen:
    return Screen()


def test_a_bar_has_its_count_its_rate_and_the_time_that_is_left(screen: Screen) -> None:
    with screen.progress as progress:
        meter = progress(desc="fastq", total=4e9, unit="B")
        screen.clock.now += 10
        meter.update(1e9)
        (line,) = screen.shows()
    assert re.fullmatch(r"fastq \S+ +1\.0 GB of 4\.0 GB \(25%\) 100\.0 MB/s 0:00:30 left", line), line


def test_a_bar_without_a_total_has_its_count_and_its_rate(screen: Screen) -> None:
    with screen.progress as progress:
        meter = progress(desc="biosamples", total=None, unit="row")
        assert re.fullmatch(r"biosamples \S+ +0 rows", screen.shows()[0])
        screen.clock.now += 2
        meter.update(None)
        meter.update(50)
        (line,) = screen.shows()
        assert re.fullmatch(r"biosamples \S+ +50 rows 25 rows/s", line), line
        meter.total = 100
        assert meter.total == 100
        (line,) = screen.shows()
    assert re.fullmatch(r"biosamples \S+ +50 of 100 rows \(50%\) 25 rows/s 0:00:02 left", line), line


def test_a_complete_bar_shows_its_average_for_good(screen: Screen) -> None:
    with screen.progress as progress:
        meter = progress(desc="files", total=10, unit="file")
        screen.clock.now += 5
        meter.update(10)
        meter.close()
        screen.clock.now += 1000
        meter.update(5)
        meter.close()
        (line,) = screen.shows()
    assert re.fullmatch(r"files \S+ 10 of 10 files \(100%\) 2 files/s", line), line


def test_the_cursor_is_restored_however_the_block_ends(screen: Screen) -> None:
    with contextlib.suppress(ZeroDivisionError), screen.progress as progress:
        progress(desc="files", total=10, unit="file")
        assert HIDE_CURSOR in screen.written
        assert SHOW_CURSOR not in screen.written
        raise ZeroDivisionError
    assert screen.written.rindex(SHOW_CURSOR) > screen.written.rindex(HIDE_CURSOR)
    assert all(meter.closed for meter in screen.progress._meters)


def test_what_the_service_named_is_no_markup_and_moves_no_cursor(screen: Screen) -> None:
    with screen.progress as progress:
        progress(desc="[red]a[/red]\x1b[2J\n[/]", total=1, unit="file")
        (line,) = screen.shows()
    assert line.startswith("[red]a[/red]\\x1b[2J\\n[/] ")


def test_a_long_name_leaves_room_for_the_count(screen: Screen) -> None:
    with screen.progress as progress:
        progress(desc="x" * 500, total=1, unit="file")
        (line,) = screen.shows()
    assert re.match("x{38,40}… ", line)
    assert "0 of 1 file (0%)" in line


def test_bars_that_have_ended_make_room_for_new_ones(screen: Screen) -> None:
    with screen.progress as progress:
        still_open = progress(desc="whole", total=100, unit="file")
        for number in range(50):
            meter = progress(desc=f"file {number}", total=1, unit="B")
            meter.update()
            meter.close()
        names = [re.split(r" [━╸╺ ]*\s", line)[0] for line in screen.shows()]
        assert len(names) == MAX_BARS
        assert names[0].startswith("whole")
        assert names[-1].startswith("file 49")
        still_open.update()
        assert "1 of 100 files" in screen.shows()[0]


def test_bars_that_are_open_stay_however_many_there_are(screen: Screen) -> None:
    with screen.progress as progress:
        for number in range(MAX_BARS + 5):
            progress(desc=f"file {number}", total=1, unit="B")
        assert len(progress._bars.tasks) == MAX_BARS + 5


def test_a_meter_needs_the_block(screen: Screen) -> None:
    progress: Progress = screen.progress
    with pytest.raises(ConfigurationError, match="with LiveProgress"):
        progress(desc="files", total=1, unit="file")
    with screen.progress:
        pass
    with pytest.raises(ConfigurationError, match="with LiveProgress"):
        progress(desc="files", total=1, unit="file")


def test_bars_go_to_standard_error_and_standard_output_stays(capsys: pytest.CaptureFixture[str]) -> None:
    with LiveProgress() as progress:
        progress(desc="files", total=1, unit="file").update()
        print("data")
    captured = capsys.readouterr()
    assert captured.out == "data\n"
    assert "1 of 1 file" in captured.err


def test_standard_output_is_not_mixed_into_the_bars() -> None:
    console = Console(file=io.StringIO(), force_terminal=True, width=120)
    before = sys.stdout
    with LiveProgress(console):
        assert sys.stdout is before


def test_without_rich_the_error_names_the_extra() -> None:
    program = "import sys; sys.modules['rich'] = None; import basespace_async.progress.bars"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert done.stderr.splitlines()[-1].endswith("needs rich: pip install 'basespace-async[cli]'")
