"""Progress in a log."""

from __future__ import annotations

import contextlib
import io
import sys

import pytest

from basespace_async import ConfigurationError
from basespace_async.progress import Progress, terminal_progress
from basespace_async.progress.lines import LineProgress


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


class Log:
    """A display on a text, with a clock."""

    def __init__(self, interval: float = 10) -> None:
        self.stream = io.StringIO()
        self.clock = Clock()
        self.progress = LineProgress(self.stream, interval=interval, clock=self.clock)

    @property
    def lines(self) -> list[str]:
        return self.stream.getvalue().splitlines()


@pytest.fixture
def log() -> Log:
    return Log()


def test_a_line_comes_at_most_every_so_many_seconds(log: Log) -> None:
    meter = log.progress(desc="files", total=1000, unit="file")
    for _ in range(119):
        log.clock.now += 0.25
        meter.update(2.5)
    assert log.lines == [
        "files: 100 of 1,000 files (10%), 10 files/s, 0:01:30 left",
        "files: 200 of 1,000 files (20%), 10 files/s, 0:01:20 left",
    ]


def test_meters_keep_their_own_time(log: Log) -> None:
    one = log.progress(desc="one", total=None, unit="row")
    log.clock.now += 5
    two = log.progress(desc="two", total=None, unit="row")
    log.clock.now += 5
    one.update(10)
    two.update(10)
    assert log.lines == ["one: 10 rows, 1 rows/s"]


def test_without_a_total_there_is_no_percent_and_no_end(log: Log) -> None:
    meter = log.progress(desc="rows", total=None, unit="row")
    log.clock.now += 10
    meter.update(3000)
    assert log.lines == ["rows: 3,000 rows, 300 rows/s"]


def test_a_total_that_is_learnt_later_is_used(log: Log) -> None:
    meter = log.progress(desc="rows", total=None, unit="row")
    meter.total = 6000
    assert meter.total == 6000
    log.clock.now += 10
    meter.update(3000)
    assert log.lines == ["rows: 3,000 of 6,000 rows (50%), 300 rows/s, 0:00:10 left"]


def test_the_first_line_can_come_at_once_and_then_knows_no_rate() -> None:
    log = Log(interval=0)
    log.progress(desc="bytes", total=2_000_000, unit="B").update(500_000)
    assert log.lines == ["bytes: 500.0 kB of 2.0 MB (25%)"]


def test_the_end_of_a_complete_meter_says_how_long_it_took(log: Log) -> None:
    meter = log.progress(desc="sample.bam", total=4e9, unit="B")
    log.clock.now += 8
    meter.update(4e9)
    meter.close()
    meter.close()
    assert log.lines == ["sample.bam: 4.0 GB in 0:00:08, 500.0 MB/s"]


def test_the_end_of_a_short_meter_names_no_rate(log: Log) -> None:
    meter = log.progress(desc="rows", total=None, unit="row")
    meter.update(None)
    meter.update(7)
    meter.close()
    assert log.lines == ["rows: 7 rows in 0:00:00"]


def test_the_end_of_a_meter_that_is_not_complete_says_so(log: Log) -> None:
    with contextlib.suppress(ZeroDivisionError), log.progress as progress:
        meter = progress(desc="files", total=40, unit="file")
        log.clock.now += 9
        meter.update(12)
        raise ZeroDivisionError
    assert log.lines == ["files: ended at 12 of 40 files (30%) after 0:00:09"]


def test_the_block_ends_the_meters_that_are_open_and_no_other(log: Log) -> None:
    with log.progress as progress:
        meters = [progress(desc=name, total=1, unit="file") for name in "abc"]
        meters[0].update()
        meters[0].close()
    assert [line.split(":")[0] for line in log.lines] == ["a", "b", "c"]


def test_a_closed_meter_says_nothing_more(log: Log) -> None:
    meter = log.progress(desc="files", total=None, unit="file")
    log.clock.now += 100
    meter.close()
    log.clock.now += 100
    meter.update()
    assert log.lines == ["files: 0 files in 0:01:40, 0 files/s"]


def test_a_name_cannot_move_the_cursor(log: Log) -> None:
    log.progress(desc="evil\x1b[2J\nname", total=None, unit="file").close()
    assert log.lines == ["evil\\x1b[2J\\nname: 0 files in 0:00:00"]
    assert "\x1b" not in log.stream.getvalue()


def test_lines_go_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    progress: Progress = LineProgress()
    progress(desc="files", total=0, unit="file").close()
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "files: 0 files in 0:00:00\n")


@pytest.mark.parametrize("interval", [-1, float("nan")])
def test_an_interval_that_cannot_be_is_refused(interval: float) -> None:
    with pytest.raises(ConfigurationError, match="interval"):
        LineProgress(sys.stderr, interval=interval)


class Gone(io.StringIO):
    """A stream whose reader has gone."""

    def write(self, text: str) -> int:
        raise BrokenPipeError


def closed() -> io.StringIO:
    stream = io.StringIO()
    stream.close()
    return stream


@pytest.mark.parametrize("stream", [Gone(), closed()])
def test_a_stream_that_fails_ends_no_job(stream: io.StringIO) -> None:
    with LineProgress(stream, interval=0) as progress:
        meter = progress(desc="files", total=2, unit="file")
        meter.update()
        meter.update()


def test_without_standard_error_there_is_no_display(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    with terminal_progress(interval=0) as progress:
        progress(desc="files", total=2, unit="file").update()


def test_what_an_encoding_lacks_is_escaped() -> None:
    content = io.BytesIO()
    with LineProgress(io.TextIOWrapper(content, encoding="ascii", write_through=True), interval=0) as progress:
        progress(desc="Leber-Ü", total=None, unit="file").close()
        assert content.getvalue() == b"Leber-\\xdc: 0 files in 0:00:00\n"
