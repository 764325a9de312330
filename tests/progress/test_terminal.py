"""Which display is shown where; and tqdm, which is one as it stands."""

from __future__ import annotations

import io
import subprocess
import sys

import pytest
import tqdm
from rich.console import Console

from basespace_async.progress import Progress, silent, terminal_progress
from basespace_async.progress import terminal as module
from basespace_async.progress.bars import LiveProgress
from basespace_async.progress.lines import LineProgress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    for name in ("FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)


def test_a_terminal_has_bars_and_anything_else_lines() -> None:
    assert isinstance(terminal_progress(Terminal()), LiveProgress)
    assert isinstance(terminal_progress(io.StringIO()), LineProgress)


@pytest.mark.parametrize("term", ["dumb", "DUMB", "unknown"])
def test_a_terminal_that_cannot_move_its_cursor_has_lines(term: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", term)
    assert isinstance(terminal_progress(Terminal()), LineProgress)


def test_a_console_decides_by_its_own_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.StringIO()
    assert isinstance(terminal_progress(console=Console(file=out, force_terminal=True)), LiveProgress)
    plain = terminal_progress(console=Console(file=out))
    assert isinstance(plain, LineProgress)
    plain(desc="files", total=0, unit="file").close()
    assert out.getvalue() == "files: 0 files in 0:00:00\n"
    monkeypatch.setenv("TERM", "dumb")
    assert isinstance(terminal_progress(console=Console(file=out, force_terminal=True)), LineProgress)


def test_it_is_shown_on_standard_error(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with terminal_progress(interval=0) as progress:
        progress(desc="files", total=2, unit="file").update()
    assert capsys.readouterr().err.splitlines()[0] == "files: 1 of 2 files (50%)"
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with terminal_progress() as progress:
        progress(desc="files", total=2, unit="file").update()
    assert "1 of 2 files" in terminal.getvalue()


def test_without_rich_a_terminal_has_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_spec", lambda name: None if name == "rich" else object())
    assert isinstance(terminal_progress(Terminal()), LineProgress)


def test_tqdm_is_a_display_as_it_stands() -> None:
    progress: Progress = tqdm.tqdm
    out = io.StringIO()

    class ToText(tqdm.tqdm):  # type: ignore[type-arg]
        def __init__(self, **arguments: object) -> None:
            super().__init__(file=out, mininterval=0, **arguments)

    progress = ToText
    meter = progress(desc="fastq", total=None, unit="B")
    meter.total = 100
    meter.update(25)
    meter.close()
    meter.close()
    assert "fastq" in out.getvalue()
    assert "25/100" in out.getvalue()


def test_silence_is_a_display() -> None:
    progress: Progress = silent
    meter = progress(desc="files", total=2, unit="file")
    meter.update()
    meter.close()
    assert meter.total == 2


def test_neither_rich_nor_tqdm_is_imported_before_it_is_shown() -> None:
    program = (
        "import sys, basespace_async.progress; print([m for m in ('rich', 'tqdm', 'aiohttp') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "[]\n"
